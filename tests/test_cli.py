"""The command line: exit statuses, where the site is, what reaches the terminal and how."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from postil import __version__
from postil.cli import COMMANDS, main
from postil.commands.common import wants_colour
from tests.documents import lay, read

ROOT = Path(__file__).resolve().parents[1]

SOUND = """
--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-night.md
The lamp went out at ten.
"""
# Mistakes in four files and of four stages: reading, parsing, anchoring, checking.
MISTAKEN = """
--- content/lamp/article.yaml
titel: The lamp
--- content/lamp/01-night.md
The lamp [went out]{evnt=dark} at ten [@log, and more; so].
--- content/lamp/02-day.md (latin-1)
The café was open.
--- content/lamp/notes/b.md
---
phrase: went in
---
Words.
--- content/lamp/notes/a.md
---
phrase: at ten
standing: claimed
sources: [nobody]
---
Words.
"""


@pytest.fixture
def site(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound site; tests run inside it."""
    folder = tmp_path / "site"
    lay(read(SOUND).stage, folder)
    (folder / ".postil").symlink_to(compiled)
    monkeypatch.chdir(folder)
    return folder


def postil(
    *arguments: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    command = [sys.executable, "-P", "-m", "postil", *arguments]
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(env or {})}
    return subprocess.run(
        command, cwd=cwd, env=given, stdout=stdout, stderr=stderr, check=False, timeout=60
    )


# ---- Exit statuses -------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["check"], ["build"], [], ["build", "--output", "out"]])
def test_fine_is_0(site: Path, arguments: list[str]) -> None:
    assert main(arguments) == 0


@pytest.mark.parametrize("arguments", [["check"], ["build"], []])
def test_a_mistake_in_the_content_is_1(site: Path, arguments: list[str]) -> None:
    lay(read(MISTAKEN).stage, site)
    assert main(arguments) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "no such command: chek; do you mean check?"),
        (["xyzzy"], "no such command: xyzzy (see postil --help)"),
        (["check", "--format", "xml"], "--format: there is no xml; there are: text, json, sarif"),
        (["new", "articel", "x"], "there is no articel; do you mean article?"),
        (["schema", "nte"], "there is no nte; do you mean note?"),
        (["completion", "zhs"], "there is no zhs; do you mean zsh?"),
        (["serve", "--port", "x"], "postil serve: --port: x is no whole number"),
        (["deploy"], "postil deploy: say also TARGET"),
        (["build", "--since", "nothing"], "postil build: --since: there is no published.json"),
        (["import", ".", "--as", "x"], "is a folder; name the file of one text"),
        (
            ["check", "--nonsense"],
            "postil check: there is no option --nonsense (see postil check --help)",
        ),
        (["build", "extra"], "postil build: what is extra? It is one word too many"),
        (["check", "extra"], "there is no extra"),
        (["build", "--output"], "expected one argument"),
        (["build", "--out", "x"], "there is no option --out; do you mean --output?"),
        (["check", "--site", "no-such-folder"], "no-such-folder holds no folder content/"),
    ],
)
def test_wrong_use_is_2(
    site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    try:
        status = main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    shown = capsys.readouterr()
    assert status == 2
    assert said in shown.err
    assert shown.out == ""


def test_no_site_anywhere_is_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["check"])
    assert end.value.code == 2


def test_ctrl_c_is_130(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("postil.commands.check.prove", stop)
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "stopped\n"


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_help_names_every_command(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name}  " in shown for name in COMMANDS)


@pytest.mark.parametrize("word", ["-V", "--version"])
def test_version(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 0
    assert capsys.readouterr().out == f"postil {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert not end.value.code
    shown = capsys.readouterr().out
    assert "examples:" in shown
    assert f"postil {command}" in shown


# ---- Where the site is ---------------------------------------------------------------------


@pytest.mark.parametrize("below", [".", "content", "content/lamp", "content/lamp/notes"])
def test_the_site_is_here_or_above(site: Path, monkeypatch: pytest.MonkeyPatch, below: str) -> None:
    (site / below).mkdir(exist_ok=True)
    monkeypatch.chdir(site / below)
    assert main(["build"]) == 0
    assert (site / "public" / "lamp" / "index.html").is_file()


def test_the_site_by_name(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.parent)
    assert main(["build", "--site", "site"]) == 0
    assert main(["build", "--site", str(site), "--output", "elsewhere"]) == 0
    assert (site / "public" / "index.html").is_file()
    assert (site.parent / "elsewhere" / "index.html").is_file()


# ---- Problems ------------------------------------------------------------------------------


def test_all_mistakes_of_a_run_at_once_and_in_order(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Note b's words may stand in the section that cannot be read: of them nothing is said."""
    lay(read(MISTAKEN).stage, site)
    assert main(["build"]) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("content/")]
    told = [(line.partition(": ")[0], line.rpartition("[")[2].rstrip("]")) for line in lines]
    assert told == [
        ("content/lamp/01-night.md:1:10", "mark-unknown"),
        ("content/lamp/01-night.md:1:39", "citation-syntax"),
        ("content/lamp/02-day.md:1:8", "file-encoding"),
        ("content/lamp/article.yaml:1:1", "key-unknown"),
        ("content/lamp/notes/a.md:1:1", "standing-by"),
        ("content/lamp/notes/a.md:4:11", "source-unknown"),
    ]


def test_an_error_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(read(MISTAKEN).stage, site)
    assert main(["build"]) == 1
    assert not (site / "public").exists()
    assert "nothing written" in capsys.readouterr().out


def test_an_error_leaves_the_old_site_as_it_was(site: Path) -> None:
    assert main(["build"]) == 0
    before = tree(site / "public")
    lay(read(MISTAKEN).stage, site)
    assert main(["build"]) == 1
    assert tree(site / "public") == before


def test_check_writes_nothing(site: Path) -> None:
    assert main(["check"]) == 0
    assert not (site / "public").exists()


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.read_bytes()) for p in files}


# ---- Terminals, pipes, locales -------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),  # no-color.org: empty says nothing
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, env: Mapping[str, str], coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(Terminal()) is coloured
    assert wants_colour(io.StringIO()) is False


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no terminals to try")
def test_colour_on_a_terminal(site: Path) -> None:
    lay(read(MISTAKEN).stage, site)
    ours, theirs = os.openpty()
    postil("check", cwd=site, env={"TERM": "xterm"}, stdout=theirs, stderr=theirs)
    shown = os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)
    assert "\x1b[31merror\x1b[0m: " in shown


def test_no_colour_in_a_pipe(site: Path) -> None:
    lay(read(MISTAKEN).stage, site)
    done = postil("check", cwd=site, env={"TERM": "xterm"})
    assert b"key-unknown" in done.stderr
    assert b"\x1b" not in done.stderr + done.stdout


@pytest.mark.parametrize("env", [{}, {"PYTHONUNBUFFERED": "1"}], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", [["--help"], ["check"]], ids=["help", "check"])
def test_output_that_nobody_reads(site: Path, arguments: list[str], env: Mapping[str, str]) -> None:
    done = postil(*arguments, cwd=site, env=env, stdout=closed_pipe())
    assert (done.returncode, done.stderr) == (0, b"")


def test_problems_that_nobody_reads_still_tell_by_the_status(site: Path) -> None:
    lay(read(MISTAKEN).stage, site)
    done = postil("check", cwd=site, stderr=closed_pipe())
    assert (done.returncode, done.stdout) == (1, b"")


def closed_pipe() -> int:
    """The writing end of a pipe whose reader has gone."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def test_any_locale(site: Path) -> None:
    """Case 34: the same bytes, and messages without an error of their own."""
    lay(read("--- content/lamp/02-日本.md\nDie Lampe erlosch – ein „日本“ Wort.\n").stage, site)
    assert main(["build"]) == 0
    before = {name: content for name, (_, content) in tree(site / "public").items()}
    c = {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = postil("build", "--output", "again", cwd=site, env=c)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {name: content for name, (_, content) in tree(site / "again").items()} == before


def test_any_console(site: Path) -> None:
    """A console that lacks the letters of a message, and of a folder, shows others for them."""
    note = "---\nphrase: 日本語 – “so”\n---\nText.\n"
    lay(read(f"--- content/lamp/notes/ō.md\n{note}").stage, site)
    env = {"PYTHONIOENCODING": "cp1252"}
    done = postil("build", "--output", "日本", cwd=site, env=env)
    assert done.returncode == 1
    assert b"anchor-missing" in done.stderr
    assert b"Traceback" not in done.stderr
