"""`postil deploy` against real peers: folders, a bare repository; servers where they are installed."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from postil.cli import main
from postil.deploy import branch
from tests.documents import lay, read

SITE = """
--- content/site.yaml
title: The Marginal
deploy:
  disk: {kind: folder, path: ../www}
  pages: {kind: branch, remote: ../bare.git}
--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-night.md
The lamp went out at ten.
"""


def git(*words: str, cwd: Path) -> str:
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    who = {f"GIT_{w}_{k}": "x@y" for w in ("AUTHOR", "COMMITTER") for k in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *words], cwd=cwd, env=env | who, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def site(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "site"
    lay(read(SITE).stage, folder)
    (folder / ".postil").symlink_to(compiled)
    monkeypatch.setattr("postil.deploy.targets.MEMORY", "../deployed.json")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SECRET_CANARY", "CANARY")
    yield folder
    left = [p for p in tmp_path.rglob("*") if p.is_file() and b"CANARY" in p.read_bytes()]
    assert left == [], "94: a secret of the environment is on the disk"


@pytest.fixture
def bare(tmp_path: Path, site: Path) -> Path:
    git("init", "-q", "--bare", str(tmp_path / "bare.git"), cwd=tmp_path)
    return tmp_path / "bare.git"


def edit(site: Path) -> None:
    (site / "content/lamp/01-night.md").write_text("The lamp went out at nine.\n", encoding="utf-8")


# ---- A folder ------------------------------------------------------------------------------


def test_a_folder_gets_the_site_and_keeps_what_is_not_ours(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    www = site.parent / "www"
    www.mkdir()
    (www / "CNAME").write_text("x.org", encoding="utf-8")
    assert main(["deploy", "disk", "--dry-run"]) == 0
    dry = capsys.readouterr().out.partition("nothing sent")[0]
    assert sorted(p.name for p in www.iterdir()) == ["CNAME"]
    assert main(["deploy", "disk"]) == 0
    assert capsys.readouterr().out.startswith(dry), "85: the dry run said what was done"
    assert (www / "CNAME").read_text("utf-8") == "x.org"
    assert main(["deploy", "disk"]) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_nothing_is_sent_where_the_build_fails(site: Path) -> None:
    (site / "content/lamp/01-night.md").write_text("[x]{event=none}\n", encoding="utf-8")
    assert main(["deploy", "disk"]) == 1
    assert not (site.parent / "www").exists()


def test_a_link_in_the_folder_is_not_followed(site: Path) -> None:
    www, other = site.parent / "www", site.parent / "other"
    assert main(["deploy", "disk"]) == 0
    other.mkdir()
    text = SITE.replace("content/lamp", "content/moon").partition("--- content/moon")
    lay(read("\n" + text[1] + text[2]).stage, site)
    (www / "moon").symlink_to(other)
    assert main(["deploy", "disk"]) == 1
    assert list(other.iterdir()) == []


@pytest.mark.parametrize("path", ["..", "../site", "content", "content/x", "seeds", "/", ".git/x"])
def test_a_dangerous_folder_is_refused(site: Path, path: str) -> None:
    (site / "content/site.yaml").write_text(
        f"deploy: {{disk: {{kind: folder, path: {path}}}}}\n", encoding="utf-8"
    )
    before = sorted(site.parent.rglob("*"))
    assert main(["deploy", "disk"]) == 1
    assert [p for p in sorted(site.parent.rglob("*")) if ".postil" not in p.parts] == [
        p for p in before if ".postil" not in p.parts
    ]


@pytest.mark.parametrize(
    "words", [["deploy", "dsk"], ["deploy"], ["deploy", "disk", "--max-deletes", "x"]]
)
def test_wrong_use_is_2(site: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2


def test_a_target_that_moved_needs_a_word(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deploy", "disk"]) == 0
    settings = site / "content/site.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("../www", "../elsewhere"), encoding="utf-8"
    )
    assert main(["deploy", "disk"]) == 1
    assert "disk was folder ../www and is now folder ../elsewhere" in capsys.readouterr().err
    assert main(["deploy", "disk", "--yes"]) == 0


# ---- A branch (90, 91) ---------------------------------------------------------------------


def seeded(bare: Path, tmp_path: Path, files: dict[str, str], branch: str = "gh-pages") -> None:
    """Somebody else's commit on the branch."""
    clone = tmp_path / f"clone{len(list(tmp_path.iterdir()))}"
    git("clone", "-q", str(bare), str(clone), cwd=tmp_path)
    if git("ls-remote", str(bare), branch, cwd=tmp_path):
        git("checkout", "-q", branch, cwd=clone)
    else:
        git("checkout", "-q", "-b", branch, cwd=clone)
    for name, text in files.items():
        (clone / name).write_text(text, encoding="utf-8")
    git("add", "-A", cwd=clone)
    git("commit", "-q", "-m", "theirs", cwd=clone)
    git("push", "-q", "origin", branch, cwd=clone)


def test_90_a_dirty_tree_and_foreign_files_stay(site: Path, bare: Path, tmp_path: Path) -> None:
    seeded(bare, tmp_path, {"CNAME": "x.org", "old.html": "theirs"})
    git("init", "-q", cwd=site)
    git("add", "content/site.yaml", cwd=site)
    git("commit", "-q", "-m", "one", cwd=site)
    (site / "staged").write_text("s", encoding="utf-8")
    git("add", "staged", cwd=site)

    def state() -> list[str]:
        seen = [
            ("status", "--porcelain"),
            ("for-each-ref",),
            ("rev-parse", "HEAD"),
            ("write-tree",),
        ]
        return [git(*words, cwd=site) for words in seen]

    before, head = state(), (site / ".git/HEAD").read_bytes()
    assert main(["deploy", "pages"]) == 0
    assert state() == before
    assert (site / ".git/HEAD").read_bytes() == head
    assert not (site / ".git/FETCH_HEAD").exists()
    there = git("ls-tree", "-r", "--name-only", "gh-pages", cwd=bare).splitlines()
    assert {"CNAME", "old.html", ".nojekyll", "lamp/index.html", "index.html"} <= set(there)
    assert git("show", "gh-pages:CNAME", cwd=bare) == "x.org"
    commits = git("rev-list", "--count", "gh-pages", cwd=bare)
    assert commits == "2"
    assert main(["deploy", "pages"]) == 0
    assert git("rev-list", "--count", "gh-pages", cwd=bare) == commits, "nothing new, no commit"
    assert "CANARY" not in git("log", "-p", "gh-pages", cwd=bare)


def test_90_a_branch_that_moved_meanwhile_is_built_upon(
    site: Path, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["deploy", "pages"]) == 0
    edit(site)
    push, races = branch.BranchPeer._push, [1]

    def late(self: branch.BranchPeer, commit: str, tip: str) -> None:
        if races:
            races.pop()
            seeded(bare, tmp_path, {"theirs.txt": "raced"})
        push(self, commit, tip)

    monkeypatch.setattr(branch.BranchPeer, "_push", late)
    assert main(["deploy", "pages"]) == 0
    assert git("show", "gh-pages:theirs.txt", cwd=bare) == "raced"
    assert "at nine" in git("show", "gh-pages:lamp/index.html", cwd=bare)
    assert git("rev-list", "--count", "gh-pages", cwd=bare) == "3"


def test_90_what_stands_in_the_way_is_not_replaced(
    site: Path, bare: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seeded(bare, tmp_path, {"index.html": "theirs"})
    assert main(["deploy", "pages"]) == 1
    assert (
        "files that Postil did not put there would be replaced: index.html"
        in capsys.readouterr().err
    )
    assert git("show", "gh-pages:index.html", cwd=bare) == "theirs"
    assert main(["deploy", "pages", "--adopt"]) == 0


def test_94_a_password_in_a_remote_is_refused_and_not_shown(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("init", "-q", cwd=site)
    git("remote", "add", "origin", "https://me:TOPSECRET@127.0.0.1:9/x.git", cwd=site)
    (site / "content/site.yaml").write_text("deploy: {pages: {kind: branch}}\n", encoding="utf-8")
    assert main(["deploy", "pages"]) == 1
    shown = capsys.readouterr()
    assert "holds a password" in shown.err
    assert "TOPSECRET" not in shown.err + shown.out


# ---- Workflows -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["github-pages", "gitlab-pages", "netlify", "cloudflare"])
def test_a_workflow_is_read_by_its_format_and_never_written_over(site: Path, name: str) -> None:
    import tomllib

    import yaml

    before = {p for p in site.rglob("*") if p.is_file()}
    assert main(["new", "workflow", name]) == 0
    (made,) = {p for p in site.rglob("*") if p.is_file()} - before
    text = made.read_text("utf-8")
    data = tomllib.loads(text) if made.suffix == ".toml" else yaml.safe_load(text)
    assert "postil build" in str(data)
    made.write_text("mine", encoding="utf-8")
    assert main(["new", "workflow", name]) == 1
    assert made.read_text("utf-8") == "mine"
