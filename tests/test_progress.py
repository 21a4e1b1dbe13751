"""What lasts is told on a terminal, in one line that leaves no trace; nowhere else."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from postil import progress
from postil.commands import line as lines

ROOT = Path(__file__).resolve().parents[1]
CLEAR = "\r\x1b[K"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_who_listens_is_told_of_each_thing() -> None:
    heard = list[tuple[str, int, int]]()
    with progress.heard(lambda *told: heard.append(told)):
        assert list(progress.each("printing", "ab")) == ["a", "b"]
        progress.say("writing")
    progress.say("nobody listens")
    assert heard == [("printing", 0, 2), ("printing", 1, 2), ("writing", 0, 0)]


def test_nobody_listens_so_nothing_is_counted() -> None:
    things = ("a", "b")
    assert progress.each("printing", things) is things


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (("printing", 311, 1000, 4.2), "printing 312 of 1,000 · 4 s"),
        (("printing", 0, 1, 1.0), "printing · 1 s"),
        (("", 0, 0, 61.0), "working · 61 s"),
    ],
)
def test_words(told: tuple[str, int, int, float], text: str) -> None:
    assert lines.words(*told) == text


def test_one_line_that_is_gone_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    with lines.line(stream=out):
        progress.say("w" * 500, 4, 10)
        while "w" not in out.getvalue():
            sleep(0.01)
    shown = out.getvalue().split(CLEAR)
    assert shown[0] == shown[-1] == ""
    assert all(len(part) < 80 for part in shown)
    assert "\n" not in out.getvalue()


def test_what_ends_by_an_error_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()

    def interrupted() -> None:
        with lines.line(stream=out):
            while not out.getvalue():
                sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert out.getvalue().endswith(CLEAR)


@pytest.mark.parametrize(
    ("quiet", "term", "stream"),
    [(True, "xterm", Terminal()), (False, "dumb", Terminal()), (False, "xterm", io.StringIO())],
)
def test_silence_where_nobody_looks(
    quiet: bool, term: str, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", term)
    with lines.line(quiet=quiet, stream=stream):
        assert progress.each("printing", "ab") == "ab"
        sleep(0.05)
    assert stream.getvalue() == ""


def test_a_short_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    with lines.line(stream=out):
        progress.say("writing")
    assert out.getvalue() == ""


BUILD = """
import sys
from postil.commands import line
line.PATIENCE = 0.01
from postil.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
@pytest.mark.parametrize("loudness", [(), ("--quiet",)])
def test_a_build_on_a_terminal(tmp_path: Path, loudness: tuple[str, ...]) -> None:
    """Only standard error is a terminal: what a build prints may go into a file."""
    import pty

    folder = tmp_path / "content/lamp"
    folder.mkdir(parents=True)
    (folder / "article.yaml").write_text("title: The lamp\n", encoding="utf-8")
    (folder / "01-night.md").write_text("It went out.\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", BUILD, "build", "--site", str(tmp_path), *loudness],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        check=True,
    )
    os.close(theirs)
    said = b""
    with io.FileIO(ours) as reader:
        try:
            while part := reader.read(4096):
                said += part
        except OSError:  # how Linux tells that nobody writes any more
            said += b""
    if loudness:
        assert (said, done.stdout) == (b"", "")
        return
    assert "\r" not in done.stdout
    assert said.startswith(CLEAR.encode())
    assert said.endswith(CLEAR.encode())
    assert b" s\r" in said
