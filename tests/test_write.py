"""`write` touches nothing that Postil did not write. Numbers are those of the promises' cases."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from postil import swap
from postil import write as writing
from postil.cli import main
from postil.model import OutFile
from postil.problems import PostilError
from postil.write import MANIFEST, write

INDEX = OutFile(path="index.html", content=b"<p>home")
LAMP = OutFile(path="lamp/index.html", content=b"<p>lamp")
PLAN = OutFile(path="lamp/images/plan.1f3870be.svg", content=b"<svg/>")


@pytest.fixture
def site(tmp_path: Path, compiled: Path) -> Path:
    """A folder with one article and an empty place beside it."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / ".postil").symlink_to(compiled)
    article = folder / "content" / "lamp"
    article.mkdir(parents=True)
    (article / "article.yaml").write_text("title: The lamp\n", encoding="utf-8")
    (article / "01-night.md").write_text("The lamp went out at ten.\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    return folder


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file below a folder: mode, time of change and bytes (or where a link leads)."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        if path.is_symlink():
            content = bytes(path.readlink())
        else:
            content = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (about.st_mode, about.st_mtime_ns, content)
    return found


def texts(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, but the manifest."""
    return {
        name: content
        for name, (_, _, content) in snapshot(folder).items()
        if (folder / name).is_file() and name != MANIFEST
    }


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(PostilError) as caught:
        act()
    return "\n".join(found.message for found in caught.value.problems)


# ---- 1: dangerous folders ------------------------------------------------------------------


@pytest.mark.parametrize("adopt", [False, True])
@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (".", "the site itself is inside"),
        ("..", "the site itself is inside"),
        ("content", "the site's sources"),
        ("content/lamp", "the site's sources"),
        ("content/public", "the site's sources"),
        ("templates", "the site's sources"),
        ("seeds/public", "the site's sources"),
        (".git", "the site's sources"),
        (".git/hooks", "the site's sources"),
        ("public/../content", "the site's sources"),
        ("../elsewhere/../site", "the site itself is inside"),
        ("content/lamp/article.yaml/..", "the site's sources"),
        ("../repository", "git checkout"),
        ("../a-file", "this is a file"),
        ("../link-to-content", "the site's sources"),
        ("../link-to-site", "the site itself is inside"),
        ("../home", "home folder"),
        ("../link-to-home", "home folder"),
        ("/", "whole disk"),
        ("/..", "whole disk"),
    ],
)
def test_dangerous_folders_are_refused_before_any_write(
    site: Path, monkeypatch: pytest.MonkeyPatch, output: str, reason: str, adopt: bool
) -> None:
    beside = site.parent
    (beside / "repository" / ".git").mkdir(parents=True)
    (beside / "home").mkdir()
    (beside / "a-file").write_text("mine", encoding="utf-8")
    (beside / "link-to-content").symlink_to(site / "content")
    (beside / "link-to-site").symlink_to(site)
    (beside / "link-to-home").symlink_to(beside / "home")
    monkeypatch.setenv("HOME", str(beside / "home"))
    monkeypatch.setattr(writing, "_write", lambda *_: pytest.fail("it would have written"))
    before = snapshot(beside)
    assert reason in refused(lambda: write([INDEX], site / output, site, adopt=adopt))
    assert snapshot(beside) == before


def test_the_command_says_so_and_fails(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(site)
    assert main(["build", "--site", str(site), "--output", str(site / "content")]) == 1
    assert "will not write here" in capsys.readouterr().err
    assert texts(site / "content").keys() == {"lamp/01-night.md", "lamp/article.yaml"}
    assert {name: snapshot(site)[name] for name in before} == before


# ---- 2, 5: other people's files ------------------------------------------------------------


def test_foreign_files_stay_and_own_ones_go(site: Path) -> None:
    output = site / "public"
    write([INDEX, LAMP, PLAN], output, site)
    (output / "CNAME").write_text("example.org", encoding="utf-8")
    (output / "lamp" / "notes.txt").write_text("mine", encoding="utf-8")
    (output / "drafts").mkdir()
    foreign = {name: texts(output)[name] for name in ("CNAME", "lamp/notes.txt")}
    written = write([INDEX], output, site)
    assert set(written.removed) == {LAMP.path, PLAN.path}
    assert texts(output) == {**foreign, "index.html": INDEX.content}
    assert (output / "drafts").is_dir()
    assert not (output / "lamp" / "images").exists(), "an empty folder of Postil's own goes"


def test_a_file_removed_by_hand_is_no_trouble(site: Path) -> None:
    output = site / "public"
    write([INDEX, PLAN], output, site)
    (output / PLAN.path).unlink()
    (output / PLAN.path).parent.rmdir()
    write([INDEX], output, site)
    assert texts(output) == {"index.html": INDEX.content}
    assert not (output / "lamp").exists()


def test_unchanged_files_are_not_written_again(site: Path) -> None:
    output = site / "public"
    write([INDEX, LAMP], output, site)
    before = snapshot(output)
    written = write([INDEX, OutFile(path=LAMP.path, content=b"<p>new")], output, site)
    assert (written.new, written.changed, written.removed) == ((), (LAMP.path,), ())
    assert snapshot(output)["index.html"] == before["index.html"]
    assert written.total == 2


@pytest.mark.parametrize("adopt", [False, True])
def test_a_foreign_file_is_never_overwritten(site: Path, adopt: bool) -> None:
    output = site / "public"
    write([INDEX], output, site)
    (output / "lamp").mkdir()
    (output / LAMP.path).write_text("mine", encoding="utf-8")
    before = snapshot(output)
    assert "did not write" in refused(lambda: write([INDEX, LAMP], output, site, adopt=adopt))
    assert snapshot(output) == before


# ---- 3: a manifest that is missing, damaged or tampered with -------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../elsewhere/x.txt",
        "lamp/../../../elsewhere/x.txt",
        "/etc/hostname",
        "..\\elsewhere\\x.txt",
        "",
        ".",
        "x\0y",
    ],
)
def test_a_tampered_manifest_names_nothing_outside(site: Path, path: str) -> None:
    output, outside = site / "public", site.parent / "elsewhere" / "x.txt"
    outside.write_text("mine", encoding="utf-8")
    write([INDEX], output, site)
    (output / MANIFEST).write_text(json.dumps({path: "0", "index.html": "0"}), encoding="utf-8")
    write([INDEX], output, site)
    assert outside.read_text(encoding="utf-8") == "mine"
    assert json.loads((output / MANIFEST).read_bytes()).keys() == {"index.html"}


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "null", "<<<<<<< HEAD\n", "\udcff"])
def test_a_damaged_manifest_removes_nothing_and_is_made_anew(site: Path, text: str) -> None:
    output = site / "public"
    write([INDEX, LAMP], output, site)
    (output / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    written = write([OutFile(path="index.html", content=b"<p>new")], output, site)
    assert written.removed == ()
    assert texts(output) == {"index.html": b"<p>new", LAMP.path: LAMP.content}
    assert json.loads((output / MANIFEST).read_bytes()).keys() == {"index.html"}


# ---- 4: links in the output ----------------------------------------------------------------


def test_nothing_is_written_through_a_link(site: Path) -> None:
    output, elsewhere = site / "public", site.parent / "elsewhere"
    write([INDEX], output, site)
    (output / "lamp").symlink_to(elsewhere)
    before = snapshot(site.parent)
    assert "link to another folder" in refused(lambda: write([INDEX, LAMP, PLAN], output, site))
    assert snapshot(site.parent) == before


def test_nothing_is_removed_through_a_link(site: Path) -> None:
    output, elsewhere = site / "public", site.parent / "elsewhere"
    write([INDEX, LAMP], output, site)
    (output / LAMP.path).rename(elsewhere / "index.html")
    (output / "lamp").rmdir()
    (output / "lamp").symlink_to(elsewhere)
    write([INDEX], output, site)
    assert (elsewhere / "index.html").read_bytes() == LAMP.content


def test_a_link_in_place_of_a_page_is_replaced_not_followed(site: Path) -> None:
    output, target = site / "public", site.parent / "elsewhere" / "x.html"
    write([INDEX], output, site)
    target.write_text("mine", encoding="utf-8")
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(target)
    write([INDEX], output, site)
    assert target.read_text(encoding="utf-8") == "mine"
    assert not (output / "index.html").is_symlink()
    assert (output / "index.html").read_bytes() == INDEX.content


# ---- 6: a folder that was never Postil's ---------------------------------------------------


def test_a_folder_of_others_is_refused_by_name_until_adopted(site: Path) -> None:
    output = site.parent / "www"
    output.mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (output / name).write_text("mine", encoding="utf-8")
    before = snapshot(output)
    assert "a.txt, b.txt, c.txt" in refused(lambda: write([INDEX, LAMP], output, site))
    assert snapshot(output) == before
    write([INDEX, LAMP], output, site, adopt=True)
    assert {name: snapshot(output)[name] for name in before} == before
    assert texts(output).keys() == {*before, INDEX.path, LAMP.path}
    write([INDEX], output, site)  # from now on it is known
    assert texts(output).keys() == {*before, INDEX.path}


def test_an_empty_folder_needs_no_adopting(site: Path) -> None:
    (site / "public").mkdir()
    write([INDEX], site / "public", site)
    assert texts(site / "public") == {"index.html": INDEX.content}


# ---- 8: sources ----------------------------------------------------------------------------


def test_a_build_leaves_sources_as_they_were(site: Path) -> None:
    before = snapshot(site)
    assert main(["build", "--site", str(site)]) == 0
    after = snapshot(site)
    assert {name: after[name] for name in before} == before
    assert {name.partition("/")[0] for name in after.keys() - before.keys()} <= {
        "public",
        ".postil",
    }


def test_no_temporary_file_is_left(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = site / "public"
    write([INDEX], output, site)
    before = texts(output)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(swap, "exchange", full)
    assert "No space left on device" in refused(lambda: write([INDEX, LAMP], output, site))
    assert texts(output) == before
