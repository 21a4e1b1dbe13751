"""`postil check`: everything a build proves, without writing."""

import argparse
import os
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from postil.commands.common import (
    PUBLIC,
    add_loudness,
    add_seeds,
    add_since,
    build_date,
    find_site,
    parser,
    quotations,
    show,
    wrong_use,
)
from postil.commands.line import line
from postil.load import TEXT_LIMIT, load
from postil.model import Files
from postil.pipeline import prove, prove_files, render_site, with_pictures
from postil.problems import PostilError, Problem
from postil.record import replace
from postil.trees.decoding import decode

if TYPE_CHECKING:
    from postil.telling.verdicts import Silenced

FORMATS = ("text", "json", "sarif", "github")
EXAMPLES = """\
  postil check
  postil check --strict content/my-article
  postil check --format sarif > postil.sarif
  postil check --seeds ~/texts
  postil check --format json --stdin-filename content/lamp/notes/asleep.md < unsaved.md
"""
_TYPED = (".md", ".yaml", ".yml", ".json", ".bib", ".lock")
CLOSING = "every note sits on its words, and every claim has what its standing asks for"


class Typed(NamedTuple):
    """A file as it stands in an editor, not yet saved; no text where it is not UTF-8."""

    path: str
    text: str | None
    problems: tuple[Problem, ...]


def run(arguments: Sequence[str]) -> int:
    """Check; status 1 where a problem is an error, or with --strict a warning."""
    options = _parser().parse_args(arguments)
    site = find_site(options.site)
    named = tuple(_inside(path, site) for path in options.paths)
    typed = None
    if options.stdin_filename:
        typed = _typed(_inside(options.stdin_filename, site, there=False))
        named = named or (typed.path,)
    with line(quiet=options.quiet or options.format != "text"):
        found, silenced, compared = _checked(site, options, typed)
    shown = tuple(one for one in found if _named(one, named))
    failing = ("error", "warning") if options.strict else ("error",)
    failed = any(one.level in failing for one in shown)
    if options.format != "text":
        from postil.telling import formats

        kept = tuple(one for one in silenced if _named(one.problem, named))
        print(formats.WRITERS[options.format](shown, kept, _folder(site)))
        return int(failed)
    show(shown)
    if options.verbose:
        for one in silenced:
            if _named(one.problem, named):
                print(_silenced(one))
    if options.quiet:
        return int(failed)
    if len(shown) < len(found):
        print(_elsewhere(len(found) - len(shown)))
    elif not failed:
        print(CLOSING + (f"; {compared}" if compared else ""))
    return int(failed)


def _checked(
    site: Path, options: argparse.Namespace, typed: Typed | None
) -> "tuple[tuple[Problem, ...], tuple[Silenced, ...], str]":
    """All problems of a site, those that its authors silence, what is said of quotations.

    What is `typed` takes the place of a file.
    """
    since = options.since or site / PUBLIC
    try:
        if typed:
            files, wrong = load(site, options.seeds)
            wrong = tuple(one for one in wrong if one.place.file != typed.path) + typed.problems
            files = with_pictures(_with(files, typed), site)
            proved = prove_files(files, wrong, build_date(), since)
        else:
            proved = prove(site, build_date(), seeds=options.seeds, since=since)
        built = render_site(site, proved)
    except PostilError as error:
        return error.problems, (), ""
    return built.problems, built.proved.silenced, quotations(built)


def _parser() -> argparse.ArgumentParser:
    made = parser("check", "Check all that a build proves, and write nothing.", EXAMPLES)
    add_seeds(made)
    add_since(made)
    add_loudness(made, "tell also what `allow:` silences, and why")
    made.add_argument("--strict", action="store_true", help="fail on warnings too")
    made.add_argument(
        "--format", choices=FORMATS, default="text", help="how to report (default: text)"
    )
    made.add_argument(
        "--stdin-filename",
        metavar="FILE",
        type=Path,
        help="check this file as its text stands on standard input, not yet saved, and report it",
    )
    made.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=Path,
        help="report only what stands in these files or folders; all of the site is checked",
    )
    return made


def _typed(name: str) -> Typed:
    """What stands on standard input, in place of a file; status 2 where it cannot be that."""
    if not name.startswith(("content/", "seeds/")) or not name.endswith(_TYPED):
        wrong_use(f"--stdin-filename: a text of content/ or seeds/ is one of *{', *'.join(_TYPED)}")
    content = sys.stdin.buffer.read(TEXT_LIMIT + 1)
    if len(content) > TEXT_LIMIT:
        wrong_use(f"--stdin-filename: the text is larger than {TEXT_LIMIT // 1024 // 1024} MB")
    text, problems = decode(content, name)
    return Typed(name, text, problems)


def _with(files: Files, typed: Typed) -> Files:
    """The site's files with what was typed in place of one."""
    others = {path: text for path, text in files.texts.items() if path != typed.path}
    own = {} if typed.text is None else {typed.path: typed.text}
    return replace(files, texts=dict(sorted({**others, **own}.items())))


def _inside(path: Path, site: Path, *, there: bool = True) -> str:
    """A path as problems name it, from the site's folder; status 2 where it is not in there.

    One that is not here may be copied from a problem, which names it from the site's folder.
    """
    if there and not os.path.lexists(path) and os.path.lexists(site / path):
        path = site / path
    if there and not os.path.lexists(path):
        wrong_use(f"there is no {path}")
    # As it is named first: a section that is a link is known by its own name.
    whole, root = Path(os.path.abspath(path)), Path(os.path.abspath(site))  # noqa: PTH100
    if not whole.is_relative_to(root):
        whole, root = whole.resolve(), root.resolve()
    if not whole.is_relative_to(root):
        wrong_use(f"{path} is not in the site {site}")
    return unicodedata.normalize("NFC", whole.relative_to(root).as_posix())


def _named(found: Problem, paths: Sequence[str]) -> bool:
    """Whether a problem stands in one of the paths, or none is named."""
    file = found.place.file
    return not paths or any(p in (".", file) or file.startswith(f"{p}/") for p in paths)


def _folder(site: Path) -> str:
    """The site's folder below the one where the command runs ("docs/site/"), else ""."""
    here, root = Path.cwd().resolve(), site.resolve()
    return f"{root.relative_to(here).as_posix()}/" if here in root.parents else ""


def _elsewhere(count: int) -> str:
    return (
        f"{count} more {'problem stands' if count == 1 else 'problems stand'} elsewhere in the site"
    )


def _silenced(one: "Silenced") -> str:
    """Such as: content/lamp/01-night.md:3:1: silenced: … [source-weak], because: a letter to us."""
    found = one.problem
    return f"{found.place}: silenced: {found.message} [{found.rule}], because: {one.by.because}"
