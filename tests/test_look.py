"""docs/how-to/look.md, walked as it stands: each file that it shows, in a new site."""

import re
from pathlib import Path

import pytest

from postil.cli import main

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "look.md"
PARTS = dict(re.findall(r"(?ms)^## ([^\n]+)\n(.*?)(?=^## |\Z)", GUIDE.read_text(encoding="utf-8")))
Capture = pytest.CaptureFixture[str]


def blocks(part: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PARTS[part], re.DOTALL)


def path(part: str, pattern: str) -> Path:
    (found,) = set(re.findall(rf"`(templates/{pattern})`", PARTS[part]))
    return Path(found)


def lay(where: Path, text: str) -> None:
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(text, encoding="utf-8")


def built(capsys: Capture) -> str:
    status = main(["build", "--output", "out"])
    printed = capsys.readouterr()
    assert (status, "warning" in printed.err) == (0, False), printed.err
    return Path("out/index.html").read_text(encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> str:
    """A new site with a note that has a source; gives its site.yaml."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EDITOR", raising=False)
    assert main(["new", "site", "s", "--article", "bridge"]) == 0
    monkeypatch.chdir(tmp_path / "s")
    lay(Path("content/bridge/01-text.md"), "The bridge [opened][^opening] in May 1932.\n")
    note = "---\nstanding: reported\nsources: [courier]\n---\nWith a band.\n"
    lay(Path("content/bridge/notes/opening.md"), note)
    lay(Path("content/bridge/sources.yaml"), "- id: courier\n  title: The Courier\n")
    capsys.readouterr()
    return Path("content/site.yaml").read_text(encoding="utf-8")


def test_ten_lines(settings: str, capsys: Capture) -> None:
    (theme,) = blocks("Ten lines: colours and sizes", "yaml")
    assert theme.count("\n") <= 10
    lay(Path("content/site.yaml"), settings + theme)
    page = built(capsys)
    for name, value in re.findall(r"(?m)^  ([a-z-]+): [\"']?([^\n]*?)[\"']?$", theme):
        assert f"--{name}:{value}" in page
    one = re.sub(r"accent: .*", 'accent: "#0b3d2e"', theme)
    lay(Path("content/site.yaml"), settings + one)
    assert main(["check"]) == 0
    (line,) = re.findall(r"(?m)^content/site.*", PARTS["Ten lines: colours and sizes"])
    said, shown = (re.sub(r"^[^ ]* ", "", text) for text in (capsys.readouterr().err, line))
    assert said.startswith(shown)


@pytest.mark.usefixtures("settings")
def test_a_block_and_a_part(capsys: Capture) -> None:
    assert main(["new", "template", "base"]) == 0
    assert capsys.readouterr().out == "wrote templates/base.html\n"
    plain = built(capsys)
    base, article = blocks("A block", "html")
    lay(path("A block", "base.html"), base)
    lay(path("A block", "article.html"), article)
    page = built(capsys)
    assert "recycled electrons" in page
    assert 'name="theme-color"' in page
    assert "recycled electrons" not in plain
    (note,) = blocks("A part", "html")
    lay(path("A part", "parts/note.html"), note)
    (style,) = blocks("A part", "css")
    lay(path("A part", "css/overrides/notes.css"), style)
    page = built(capsys)
    assert "<b>1. Context</b>" in page
    assert ".note{border-block-start:2px solid var(--accent)" in page
    lay(path("A part", "parts/note.html"), note.replace("{{ note.body }}", ""))
    assert main(["check"]) == main(["build", "--output", "out"]) == 1
    (line,) = re.findall(r"(?m)^bridge/.*", PARTS["A part"])
    assert line.partition("/")[2] in capsys.readouterr().err


def test_a_font_and_words(settings: str, capsys: Capture) -> None:
    for name in re.findall(r"(?m)^templates/fonts/.*$", PARTS["A font"]):
        lay(Path(name), "")
        Path(name).write_bytes(b"wOF2 and so on")
    (theme,), (words,) = blocks("A font", "yaml"), blocks("The words", "yaml")
    lay(Path("content/site.yaml"), settings + theme + words)
    page = built(capsys)
    assert page.count("@font-face") == 2
    assert 'font-family:"Literata"' in page
    assert '--serif:"Literata", Georgia, serif' in page
    assert "Marginalia" in page
    assert "According to" in page


@pytest.mark.usefixtures("settings")
def test_a_template_that_is_none_is_said_with_the_nearest(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["new", "template", "parts/notes"])
    assert stopped.value.code == 2
    assert "do you mean parts/note?" in capsys.readouterr().err
    assert main(["new", "template", "parts/note"]) == 0
    text = Path("templates/parts/note.html").read_text(encoding="utf-8")
    assert text.startswith('{% extends "default/parts/note.html" %}')
    assert "head, body, backing" in text
    assert main(["new", "template", "parts/note"]) == 1
