"""One file that cannot be read is one problem, not all that follows from its absence."""

from __future__ import annotations

from pathlib import Path

import pytest

from postil.cli import main

FILES = {
    "content/site.yaml": b"title: Lamps\nhome: lamp\n",
    "content/lamp/article.yaml": b"title: The lamp\nannotates: report\n",
    "content/lamp/01-night.md": b"The [lamp][^brass] went [out]{event=out} in the rain.\n",
    "content/lamp/notes/brass.md": b"It was made of brass [@book].\n",
    "content/lamp/notes/rain.md": b"---\nphrase: in the rain\nsection: 01-night\n---\nWas it?\n",
    "content/lamp/timeline.yaml": b"- {id: out, date: 1912, title: Out, sources: [diary]}\n",
    "content/lamp/sources.yaml": b"- {id: book, title: Lamps}\n- {id: diary, title: Diary}\n",
    "seeds/report.yaml": b"title: The report\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_site_has_no_problem(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", [name for name in FILES if name != "content/site.yaml"])
def test_a_file_that_is_not_utf_8(
    site: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Case 33."""
    (site / name).write_bytes(FILES[name] + b"\n# caf\xe9\n")
    assert main(["check"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"{name}:{FILES[name].count(10) + 2}:6: error: this file is not UTF")
    assert lines[1:] == ["    save it as UTF-8", "1 error"]


def test_other_mistakes_are_told_beside_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content/lamp/notes/brass.md").write_bytes(b"caf\xe9\n")
    (site / "content/lamp/02-day.md").write_bytes(b"A [word][^nobody].\n")
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    assert "nobody wrote the note nobody [note-undefined]" in told
    assert "nobody wrote the note brass" not in told
