"""`postil build`: the site into its folder, whole or not at all."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import TYPE_CHECKING, Any

from postil.batch.build import build
from postil.batch.wish import Outcome, Wish
from postil.commands.common import (
    PUBLIC,
    add_loudness,
    add_output,
    add_seeds,
    add_since,
    build_date,
    find_site,
    parser,
    quoted,
    show,
    show_error,
    wrong_use,
)
from postil.commands.line import line
from postil.problems import PostilError, Problem

if TYPE_CHECKING:
    from postil.telling.verdicts import Silenced

_COUNTED = ("articles", "notes", "claims", "events", "sources")
EXAMPLES = """\
  postil build
  postil build --site ~/articles --output /srv/www/articles
  postil build --seeds ~/texts
  postil build --compress
  postil build --json > built.json
  postil build --no-cache
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
    made.add_argument(
        "--no-cache", action="store_true", help="make all anew, and keep nothing for the next build"
    )
    one = add_loudness(made, "name each file that is new (+), changed (~) or removed (-)")
    one.add_argument("--json", action="store_true", help="say all of it as JSON, problems too")
    options = made.parse_args(arguments)
    start = perf_counter()
    site = find_site(options.site)
    output = options.output or site / PUBLIC
    wish = Wish(
        root=site,
        output=output,
        adopt=options.adopt,
        today=build_date(),
        seeds=options.seeds,
        since=options.since,
        brotli=load_brotli("--compress") if options.compress else None,
        keep=not options.no_cache,
    )
    try:
        with line(quiet=options.quiet or options.json):
            built = build(wish)
    except PostilError as error:
        if not options.json:
            return show_error(error)
        print(_as_json(error.problems, (), None))
        return 1
    written = built.written
    problems = (*built.problems, *_remade(written, output))
    if options.json:
        print(_as_json(problems, built.silenced, _made(built, output)))
        return 0 if written else 1
    show(problems)
    if written is None:
        print(f"nothing written: {output} is as it was")
        return 1
    if options.verbose:
        for told in _files(written):
            print(told)
    if not options.quiet:
        told = f"{_summary(built, written.total)}, {size(written.bytes)}"
        print(f"{told}, in {perf_counter() - start:.1f} s")
        print(f"{_changes(written)}; open {page(output)}")
        print(_one_size(built), end="")
    return 0


def _one_size(built: Outcome) -> str:
    """What to install for pictures that phones need not fetch whole: a line, or nothing."""
    large = built.counts["large"]
    if not large or find_spec("PIL"):
        return ""
    told = f"{_count(large, 'picture')} in one size for all screens"
    return f"{told}; for smaller copies: pip install 'postil[images]'\n"


def _remade(written: Any, output: Path) -> tuple[Problem, ...]:
    """A list of what was written that could not be read: what it named and is no more, stays."""
    if not (written and written.remade):
        return ()
    from postil.problems import Place, problem
    from postil.record import replace

    message = "the list of what Postil wrote here could not be read, and was made anew"
    hint = "pages that are no longer published may still lie there: delete them, or the folder"
    return (replace(problem("output", Place(file=str(output)), message, hint), level="warning"),)


def _as_json(problems: Sequence[Problem], silenced: Sequence["Silenced"], made: object) -> str:
    """What `check --format json` says, and under `built` what was written; null for nothing."""
    import json

    from postil.telling.formats import as_json

    return json.dumps({**json.loads(as_json(problems, silenced)), "built": made}, indent=2)


def _made(built: Outcome, output: Path) -> dict[str, object] | None:
    """What was written, as data."""
    written = built.written
    if written is None:
        return None
    return {
        "output": str(output.resolve()),
        **{name: built.counts[name] for name in _COUNTED},
        "files": written.total,
        "bytes": written.bytes,
        **{key: list(getattr(written, key)) for key in ("new", "changed", "removed")},
    }


def _files(written: Any) -> list[str]:
    """A line for each file that is not as it was."""
    signs = (("+", written.new), ("~", written.changed), ("-", written.removed))
    return [f"{sign} {path}" for sign, paths in signs for path in paths]


def _changes(written: Any) -> str:
    """Such as: 2 new, 1 changed."""
    told = [
        f"{len(paths)} {word}"
        for word in ("new", "changed", "removed")
        if (paths := getattr(written, word))
    ]
    return ", ".join(told) or "nothing changed"


def size(number: int) -> str:
    """Bytes as people say them: 49.0 KB."""
    if number < 1000:
        return f"{number} B"
    return f"{number / 1000:.1f} KB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"


def load_brotli(who: str) -> ModuleType:
    """The library, which few need; ends the program with status 2 where it is not installed."""
    try:
        return import_module("brotli")
    except ImportError:
        wrong_use(f"{who} needs the library brotli: pip install 'postil[brotli]'")


def _summary(built: Outcome, files: int) -> str:
    """Such as: built 1 article, 24 notes, 12 claims, 39 events, 88 sources: 9 files."""
    of = built.counts
    counts = [
        _count(of["articles"], "article"),
        _count(of["notes"], "note"),
        _count(of["claims"], "claim") if of["claims"] else "",
        _count(of["events"], "event"),
        _count(of["sources"], "source"),
        quoted(of["quotations"], of["compared"]),
    ]
    return f"built {', '.join(filter(None, counts))}: {_count(files, 'file')}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def page(output: Path) -> str:
    """The page to open, as an address that a terminal can follow."""
    return (output / "index.html").resolve().as_uri()
