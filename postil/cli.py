"""The command line (edge): which command, its arguments, what is printed, the exit status.

Exit status: 0 fine, 1 problems in the content, 2 wrong use. Each command's module is imported
only when that command runs.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Protocol, cast

COMMANDS = {
    "build": "build the site into public/ (the default command)",
    "clean": "remove what builds keep to be faster, or the published files too",
    "check": "check all that a build proves, and write nothing",
    "serve": "preview the site and follow every save",
    "deploy": "build, and send it to where readers find it",
    "new": "begin a site, an article, a section, a note, an event, a source, a workflow",
    "note": "put a note on words of the text",
    "source": "add a source that you paste, or the address of one",
    "import": "make an article of a text, or notes of annotations",
    "reanchor": "carry notes through a correction of the text",
    "schema": "print what may stand in a file, for editors",
    "explain": "say what a rule asks for, and why, with an example",
    "completion": "print completions for bash, zsh or fish",
}


class Command(Protocol):
    """What a module of `postil.commands` offers."""

    def run(self, arguments: Sequence[str]) -> int:
        """Run with the words after the command's name; gives the exit status."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `postil ARGUMENTS`; gives the exit status. With None it is all that the process does."""
    if arguments is not None:
        return _run(list(arguments))
    from postil.ending import leave, on_request

    on_request()
    return leave(_run(sys.argv[1:]))


def _run(words: list[str]) -> int:
    """Here are the ends that all commands share."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr: a console may lack a letter
    try:
        try:
            return _dispatch(words)
        finally:
            sys.stdout.flush()  # while a closed pipe can still be caught
    except KeyboardInterrupt as stop:
        from postil.ending import status

        print("stopped", file=sys.stderr)
        return status(stop)
    except BrokenPipeError:
        from postil.commands.common import silence

        silence(sys.stdout)  # its reader has gone (`| head`): not an error of ours
        return 0


def _dispatch(words: list[str]) -> int:
    """The program's own options, or a command."""
    if words[:1] in (["-h"], ["--help"], ["help"]):
        print(_help())
        return 0
    if words[:1] in (["-V"], ["--version"]):
        from postil import __version__

        print(f"postil {__version__}")
        return 0
    name = words.pop(0) if words and not words[0].startswith("-") else "build"
    if name not in COMMANDS:
        return _unknown(name)
    # A run makes many small values that live to its end: looking for cycles among them is waste.
    gc.set_threshold(100_000, 20, 50)
    return cast(Command, import_module(f"postil.commands.{name}")).run(words)


def _unknown(name: str) -> int:
    from difflib import get_close_matches

    close = get_close_matches(name, COMMANDS, n=1)
    hint = f"; do you mean {close[0]}?" if close else ""
    print(f"postil: no such command: {name}{hint} (see postil --help)", file=sys.stderr)
    return 2


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        [
            "Usage: postil [COMMAND] [--site DIR] [OPTIONS]",
            "",
            "Publishes annotated articles: notes on exact words, a timeline, the sources.",
            "",
            *lines,
            "",
            "postil COMMAND --help tells each command's options; postil --version the version.",
        ]
    )
