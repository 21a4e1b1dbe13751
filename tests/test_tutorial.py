"""The tutorial, walked as it stands: each command that it shows, in an empty folder."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postil.cli import main

TUTORIAL = Path(__file__).resolve().parents[1] / "docs" / "tutorial.md"
TEXT = Path("content/bridge/01-text.md")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def commands() -> Iterator[list[str]]:
    """What is typed, in order; what is shown with $ is refused."""
    for line in re.findall(r"(?m)^(?:\$ )?postil .*$", TUTORIAL.read_text(encoding="utf-8")):
        yield shlex.split(line.replace("$ postil", "! "))[0 if line[0] == "$" else 1 :]


def corrected(old: str, new: str) -> None:
    text = TEXT.read_text(encoding="utf-8")
    assert old in text
    TEXT.write_text(text.replace(old, new), encoding="utf-8")


def begun() -> None:
    TEXT.write_text(block("markdown"), encoding="utf-8")
    Path("courier.bib").write_text(block("bibtex"), encoding="utf-8")


def quoted() -> None:
    corrected("rain”", "rain”[@courier-1932]")


def marked() -> None:
    corrected("in May 1932", "[in May 1932]{event=opening}")


def repriced() -> None:
    corrected("40,000 marks", "44,000 marks")


def targeted() -> None:
    with Path("content/site.yaml").open("a", encoding="utf-8") as file:
        file.write(block("yaml"))


# What is done by hand right before a command.
HANDS: dict[str, Callable[[], None]] = {
    "serve": begun,
    "new event": quoted,
    "check 1": marked,
    "check 2": repriced,
    "deploy disk": targeted,
}


def test_every_command_of_the_tutorial_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EDITOR", raising=False)
    checks, hands, done = 0, dict(HANDS), list[str]()
    for words in commands():
        refused = words[0] == "!"
        typed = words[1:] if refused else words
        checks += typed[0] == "check"
        name = f"check {checks}" if typed[0] == "check" else " ".join(typed[:2])
        for key in [key for key in hands if name.startswith(key)]:
            hands.pop(key)()
        if typed[0] != "serve":
            status = main(typed)
            assert status == int(refused or name == "check 2"), (typed, capsys.readouterr())
        if typed[:2] == ["new", "site"]:
            monkeypatch.chdir(tmp_path / "mysite")
        done.append(typed[0])
    assert not hands
    assert set(done) >= {"new", "serve", "note", "source", "check", "reanchor", "build", "deploy"}
    out = capsys.readouterr()
    for line in re.findall(r"(?m)^content/.*$", TUTORIAL.read_text(encoding="utf-8")):
        assert line in out.err
    assert (tmp_path / "published" / "index.html").exists()
    assert main(["check"]) == 0
