"""From one build to the next, and from build to deploy. Cases 3, 5, 10, 11, 14, 15 and 31."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from postil.cli import main
from postil.write import MANIFEST
from tests.conftest import ROOT
from tests.documents import lay, read

SITE = """
--- content/site.yaml
title: The Marginal
url: https://marginal.example/
deploy: {disk: {kind: folder, path: ../www}}
--- content/lamp/article.yaml
title: The lamp
published: 2024-02-03
--- content/lamp/01-night.md
The lamp went out [at ten][^hour]. ![The tower](images/tower.svg)

[^hour]: By the clock.
--- content/lamp/images/tower.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>
--- content/south/article.yaml
title: South
published: 2024-02-04
--- content/south/01-a.md
Dark.
"""


@pytest.fixture
def site(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    lay(read(SITE).stage, folder)
    (folder / ".postil").symlink_to(compiled)
    monkeypatch.setattr("postil.deploy.targets.MEMORY", "../deployed.json")
    monkeypatch.chdir(folder)
    return folder


def names(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not path.name.startswith(".postil")}


def test_5_what_is_renamed_leaves_nothing_behind(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in the folder nor at the target; the alias's page is what stands there instead."""
    assert main(["build"]) == 0
    assert main(["deploy", "disk"]) == 0
    before = {name for name in names(site / "public") if name.startswith("lamp/")}
    assert any("tower" in name for name in before)
    (site / "content/lamp").rename(site / "content/lantern")
    article = site / "content/lantern/article.yaml"
    article.write_text(article.read_text("utf-8") + "aliases: [lamp]\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["build"]) == 0
    assert {name for name in names(site / "public") if name.startswith("lamp/")} == {
        "lamp/index.html"
    }
    assert "lantern" in (site / "public/lamp/index.html").read_text("utf-8")
    assert main(["deploy", "disk"]) == 0
    shown = capsys.readouterr().out
    gone = before - {"lamp/index.html"}
    kept = {name for name in gone if f"  = {name}\n" in shown}
    assert {name for name in kept if "tower" in name} == kept, "only what has a hash is kept"
    assert all(f"  {name}\n" in shown for name in gone - kept)
    assert {n for n in names(site.parent / "www") if n.startswith("lamp/")} == {
        "lamp/index.html",
        *kept,
    }


CORRECTION = "corrections: [{date: 2024-03-01, was: ten, now: nine, text: Nine., notes: [hour]}]\n"


@pytest.mark.parametrize("kind", ["folder", "branch"])
def test_a_silent_change_is_told_until_readers_are(
    kind: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Published, changed, built at home more than once: a deploy asks the target what was there."""
    if kind == "branch":
        subprocess.run(["git", "init", "-q", "--bare", str(site.parent / "bare.git")], check=True)
        settings = site / "content/site.yaml"
        text = settings.read_text("utf-8").replace(
            "kind: folder, path: ../www", "kind: branch, remote: ../bare.git"
        )
        settings.write_text(text, encoding="utf-8")
    assert main(["deploy", "disk"]) == 0
    assert "silent-change" not in capsys.readouterr().err
    section, article = site / "content/lamp/01-night.md", site / "content/lamp/article.yaml"
    section.write_text(section.read_text("utf-8").replace("at ten", "at nine"), encoding="utf-8")
    for _ in range(2):
        assert main(["build"]) == 0
    capsys.readouterr()
    assert main(["deploy", "disk", "--dry-run"]) == 0
    assert "content/lamp/article.yaml:1:1: warning: the text changed" in capsys.readouterr().err
    article.write_text(article.read_text("utf-8") + CORRECTION, encoding="utf-8")
    assert main(["deploy", "disk"]) == 0
    assert "silent-change" not in capsys.readouterr().err


def test_a_correction_reaches_the_page_its_note_the_feed_and_the_data(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build"]) == 0
    section, article = site / "content/lamp/01-night.md", site / "content/lamp/article.yaml"
    section.write_text(section.read_text("utf-8").replace("at ten", "at nine"), encoding="utf-8")
    capsys.readouterr()
    assert main(["build"]) == 0
    assert "[silent-change]" in capsys.readouterr().err
    article.write_text(article.read_text("utf-8") + CORRECTION, encoding="utf-8")
    assert main(["build"]) == 0
    assert "[silent-change]" not in capsys.readouterr().err
    page = (site / "public/lamp/index.html").read_text("utf-8")
    assert page.count('href="#corrections"') >= 2, "under the title, and on the note"
    assert '"CorrectionComment"' in page
    assert '"dateModified":"2024-03-01"' in page
    assert "<lastmod>2024-03-01</lastmod>" in (site / "public/sitemap.xml").read_text("utf-8")
    assert "<updated>2024-03-01T" in (site / "public/feed.xml").read_text("utf-8")
    for feed in ("corrections.xml", "corrections.json"):
        assert "Nine." in (site / "public" / feed).read_text("utf-8")
    assert "Nine." in (site / "public/lamp/article.txt").read_text("utf-8")


def test_3_a_damaged_list_is_made_anew_and_that_is_said(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build"]) == 0
    (site / "public" / MANIFEST).write_text("{", encoding="utf-8")
    (site / "public/theirs.txt").write_text("theirs", encoding="utf-8")
    capsys.readouterr()
    assert main(["build"]) == 0
    assert "the list of what Postil wrote here could not be read" in capsys.readouterr().err
    assert json.loads((site / "public" / MANIFEST).read_bytes())
    assert (site / "public/theirs.txt").read_text("utf-8") == "theirs"
    assert main(["build"]) == 0
    assert "could not be read" not in capsys.readouterr().err


def test_11_every_fault_in_one_run_and_the_old_site_stays(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad YAML, a missing picture, an anchor without words, a broken link, in three articles."""
    assert main(["build"]) == 0
    before = {n: (site / "public" / n).read_bytes() for n in names(site / "public")}
    (site / "content/south/article.yaml").write_text("title: [\n", encoding="utf-8")
    (site / "content/lamp/images/tower.svg").unlink()
    (site / "content/lamp/notes").mkdir()
    (site / "content/lamp/notes/x.md").write_text(
        "---\nphrase: nowhere\n---\nX\n", encoding="utf-8"
    )
    (site / "content/east").mkdir()
    (site / "content/east/article.yaml").write_text("title: East\n", encoding="utf-8")
    (site / "content/east/01-a.md").write_text("[x](gone/)\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    for start in (
        "content/south/article.yaml:",
        "content/lamp/01-night.md:1:",
        "content/lamp/notes/x.md:2:",
        "content/east/01-a.md:1:",
    ):
        assert any(line.startswith(start) and ": error: " in line for line in said.splitlines()), (
            start
        )
    assert "Traceback" not in said
    assert {n: (site / "public" / n).read_bytes() for n in names(site / "public")} == before


def test_11_a_template_that_fails(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    before = names(site / "public")
    (site / "templates").mkdir()
    (site / "templates/article.html").write_text("<p>\n{{ nothing }}", encoding="utf-8")
    assert main(["build"]) == 1
    assert "templates/article.html:2:" in capsys.readouterr().err
    assert names(site / "public") == before


def test_10_14_a_build_that_is_alive_is_named_and_a_dead_one_is_not_waited_for(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from postil import swap

    monkeypatch.setattr(swap.alone.__wrapped__, "__defaults__", (0.2,))  # type: ignore[attr-defined]
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ROOT), str(site / "public")], stdout=subprocess.PIPE
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    assert main(["build"]) == 1
    assert f"another build is writing here, process {holder.pid}" in capsys.readouterr().err
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (site / ".public.postil-lock").exists(), "what a killed build leaves"
    start = time.monotonic()
    assert main(["build"]) == 0
    assert time.monotonic() - start < 30
    assert not (site / ".public.postil-lock").exists()


HOLD = """
import sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from postil import swap
with swap.alone(Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_15_a_mount_point_is_refused_by_name(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "public").mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name == "public")
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert "this is a mount point, which cannot be exchanged; name a folder inside it" in said
    assert list((site / "public").iterdir()) == []


def test_16_an_output_that_may_not_be_written_is_one_line(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.mkdir

    def read_only(self: Path, *words: object, **named: object) -> None:
        if "postil-new" in self.name:
            raise PermissionError(13, "Permission denied", str(self))
        real(self, *words, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", read_only)
    assert main(["build"]) == 1
    (line,) = [one for one in capsys.readouterr().err.splitlines() if "error:" in one]
    assert "Permission denied" in line


def test_31_what_is_withdrawn_or_hidden_leaves_no_trace(site: Path) -> None:
    """A withdrawn note's text, front matter that is the author's own, files beside the sources."""
    note = site / "content/lamp/notes/later.md"
    note.parent.mkdir()
    note.write_text(
        "---\nphrase: The lamp\nretired: {date: 2024-03-01, reason: Wrong.}\n---\nCANARY\n",
        encoding="utf-8",
    )
    for name in (
        ".env",
        "lamp/.note.md",
        "lamp/01-night.md~",
        "lamp/.01-night.md.swp",
        ".git/config",
    ):
        path = site / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("CANARY", encoding="utf-8")
    assert main(["build"]) == 0
    assert main(["deploy", "disk"]) == 0
    for folder in (site / "public", site.parent / "www"):
        for path in folder.rglob("*"):
            assert not path.is_file() or b"CANARY" not in path.read_bytes(), path
