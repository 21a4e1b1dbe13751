"""What commands share: where the site is, how problems reach the terminal."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from postil.problems import PostilError, Problem
from postil.telling.report import report

if TYPE_CHECKING:
    from postil.dates import Day
    from postil.pipeline import Built

PUBLIC = "public"
"""The published folder in a site, unless another is named."""


class Parser(argparse.ArgumentParser):
    """A command's parser, which says in one line what was wrong with a call."""

    def error(self, message: str) -> NoReturn:
        """Status 2, with the nearest right word instead of all of them."""
        from postil.commands.wrong_words import plain

        told = plain(message, self._option_string_actions)
        print(f"{self.prog}: {told} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(2)


def bare_parser(name: str, what: str, examples: str) -> Parser:
    """A command's parser without options; `examples` close its help."""
    return Parser(
        prog=f"postil {name}",
        description=what,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def parser(name: str, what: str, examples: str) -> Parser:
    """A command's parser with `--site`."""
    made = bare_parser(name, what, examples)
    made.add_argument(
        "--site",
        metavar="DIR",
        type=Path,
        help="the folder that holds content/ (default: this one or its nearest parent that does)",
    )
    return made


def add_output(made: argparse.ArgumentParser) -> None:
    """`--output`, for commands that write the published folder."""
    made.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        help="the published folder (default: public/ in the site)",
    )


def add_seeds(made: argparse.ArgumentParser) -> None:
    """`--seeds`, for commands that read a site."""
    made.add_argument(
        "--seeds",
        metavar="DIR",
        type=_folder,
        help="a folder of texts to compare quotations with; each is known by its seed's sha256, "
        "and none is published",
    )


def add_loudness(
    made: argparse.ArgumentParser, verbose: str, quiet: str = "print problems alone"
) -> "argparse._MutuallyExclusiveGroup":
    """`--quiet` and `--verbose`, of which one can be chosen; further ways may be added."""
    one = made.add_mutually_exclusive_group()
    one.add_argument("--quiet", action="store_true", help=quiet)
    if verbose:
        one.add_argument("--verbose", action="store_true", help=verbose)
    return one


def add_since(made: argparse.ArgumentParser) -> None:
    """`--since`, for commands that compare with what was published."""
    made.add_argument(
        "--since",
        metavar="PATH",
        type=_published,
        help="what was published last, a folder or its published.json, to report what vanished "
        "or changed in silence (default: the published folder)",
    )


def _published(named: str) -> Path:
    """An argument that must name a published folder or its record."""
    from postil.published.past import past

    if past(Path(named)) is None:
        raise argparse.ArgumentTypeError(f"there is no published.json of Postil's at {named}")
    return Path(named)


def _folder(named: str) -> Path:
    """An argument that must name a folder."""
    path = Path(named)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {named}")
    return path


def quotations(built: "Built") -> str:
    """Such as: 6 quotations (5 compared with their source); "" where there are none."""
    publication = built.proved.publication
    proofs = [edition.proof for edition in publication.editions] if publication else []
    return quoted(sum(p.quotations for p in proofs), sum(p.quotations_verified for p in proofs))


def quoted(number: int, done: int) -> str:
    """The same, of numbers."""
    told = f"{number} quotation{'' if number == 1 else 's'}"
    return f"{told} ({done or 'none'} compared with their source)" if number else ""


def find_site(named: Path | None) -> Path:
    """The site's folder; ends the program with status 2 where there is none."""
    here = Path.cwd()
    for folder in (named,) if named else (here, *here.parents):
        if (folder / "content").is_dir():
            return folder
    if named:
        wrong_use(f"{named} holds no folder content/")
    return wrong_use("no folder content/ here or above; go to a site or name one with --site DIR")


def wrong_use(message: str) -> NoReturn:
    """Say what was wrong with the call; exit status 2."""
    print(f"postil: {message}", file=sys.stderr)
    raise SystemExit(2)


def build_date() -> "Day":
    """Today in UTC, or the day that SOURCE_DATE_EPOCH names, so that a build can be repeated."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        day = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        wrong_use(f"SOURCE_DATE_EPOCH is no number of seconds since 1970: {epoch!r}")
    return day.year, day.month, day.day


def show(problems: Sequence[Problem], stream: TextIO | None = None) -> None:
    """Print problems, in colour only on a terminal that wants it."""
    out = stream or sys.stderr
    text = report(problems, colour=wants_colour(out))
    if text:
        try:
            print(text, file=out, flush=True)
        except BrokenPipeError:  # nobody reads them; the exit status still tells
            silence(out)


def silence(stream: TextIO) -> None:
    """Let a stream whose reader has gone lead nowhere, for Python's last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show_error(error: PostilError) -> int:
    """Print the problems that ended a phase; gives the exit status."""
    show(error.problems)
    return 1


def wants_colour(stream: TextIO) -> bool:
    """True on a terminal, unless NO_COLOR says no or the terminal is dumb."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain
