"""`postil build`: the site into its folder, whole or not at all."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from postil.commands.common import (
    PUBLIC,
    add_output,
    add_seeds,
    add_since,
    build_date,
    find_site,
    parser,
    quotations,
    show,
    show_error,
    wrong_use,
)
from postil.pipeline import Built, build
from postil.problems import PostilError

EXAMPLES = """\
  postil build
  postil build --site ~/articles --output /srv/www/articles
  postil build --seeds ~/texts
  postil build --compress
"""


def run(arguments: Sequence[str]) -> int:
    """Build, say what was built and where it stands."""
    made = parser(
        "build", "Build the site; nothing is written where a problem is an error.", EXAMPLES
    )
    add_output(made)
    add_seeds(made)
    add_since(made)
    made.add_argument(
        "--compress", action="store_true", help="write a .br and a .gz beside each text"
    )
    made.add_argument(
        "--adopt", action="store_true", help="write among files of a folder that is not Postil's"
    )
    options = made.parse_args(arguments)
    site = find_site(options.site)
    output = options.output or site / PUBLIC
    try:
        built, written = build(
            site,
            output,
            adopt=options.adopt,
            today=build_date(),
            seeds=options.seeds,
            since=options.since,
            brotli=_brotli() if options.compress else None,
        )
    except PostilError as error:
        return show_error(error)
    show(built.problems)
    if written is None:
        print(f"nothing written: {output} is as it was")
        return 1
    print(_summary(built))
    print(f"open {page(output)}")
    return 0


def _brotli() -> ModuleType:
    """The library, which few need; ends the program with status 2 where it is not installed."""
    try:
        return import_module("brotli")
    except ImportError:
        wrong_use("--compress needs the library brotli: pip install 'postil[brotli]'")


def _summary(built: Built) -> str:
    """Such as: built 1 article, 24 notes, 39 events, 88 sources: 9 files."""
    publication = built.proved.publication
    editions = publication.editions if publication else ()
    counts = [
        _count(len(editions), "article"),
        _count(sum(e.proof.notes for e in editions), "note"),
        _count(sum(e.proof.events for e in editions), "event"),
        _count(sum(e.proof.sources for e in editions), "source"),
        quotations(built),
    ]
    return f"built {', '.join(filter(None, counts))}: {_count(len(built.files), 'file')}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def page(output: Path) -> str:
    """The page to open, as an address that a terminal can follow."""
    return (output / "index.html").resolve().as_uri()
