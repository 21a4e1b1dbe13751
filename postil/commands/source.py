"""`postil source add`: a pasted reference, or an address, as an entry of sources.yaml."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from postil.commands.authoring import (
    Desk,
    add_article,
    add_edit,
    appended,
    chosen,
    desk,
    edited,
    fit_id,
    fits,
    folder,
)
from postil.commands.common import parser, show, show_error, wrong_use
from postil.model import Article
from postil.pipeline import errors
from postil.problems import Place, PostilError, problem
from postil.scaffolding.source_records import Entry

EXAMPLES = """\
  postil source add https://example.org/1932/umbrellas
  postil source add reference.bib
  pbpaste | postil source add
  postil source add --id courier-1932 < reference.json
"""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")


def run(arguments: Sequence[str]) -> int:
    """Read what was pasted, write what is known of it; status 1 where it cannot be read."""
    what = "Write sources into sources.yaml, and mark what is missing. Nothing is fetched."
    made = parser("source", what, EXAMPLES)
    made.add_argument("action", choices=["add"], help="add: write new sources")
    made.add_argument(
        "what",
        metavar="FILE-OR-ADDRESS",
        nargs="?",
        default="-",
        help="BibTeX or CSL-JSON in a file, or the address of a page (default: standard input)",
    )
    made.add_argument("--id", metavar="ID", default="", help="the id of the one source")
    add_article(made)
    add_edit(made)
    options = made.parse_args(arguments)
    id_ = fit_id("--id", options.id) if options.id else ""
    try:
        at = desk(options.site)
        return _add(at, chosen(at, options.article), options.what, id_, options.edit)
    except PostilError as error:
        return show_error(error)


def _add(at: Desk, article: Article, what: str, id_: str, edit: bool | None) -> int:
    entries = _entries(article, what, id_)
    if not entries:
        return 1
    path = sources_file(at, article)
    text = "".join(entry.text for entry in entries)
    if not fits(at, path, text):
        message = "an entry cannot be put at the end of this list"
        hint = "write the list with a dash before each entry, not in brackets: - id: …"
        raise PostilError([problem("output", Place(file=path), message, hint)])
    for entry in entries:
        was = f" (it came as {entry.was})" if entry.was else ""
        print(f"{entry.id}{was}: cite it with [@{entry.id}]")
    missing = text.count("# fill in")
    status = appended(at, path, text, f"to fill in: {missing}" if missing else "")
    edited(at.site / path, edit)
    return status


def _entries(article: Article, what: str, id_: str) -> Sequence[Entry]:
    """The sources to write; none where a problem, which is shown, stands in the way."""
    from postil.scaffolding import source_records

    taken = {source.id for source in article.sources}
    if not _ADDRESS.fullmatch(what):
        found, problems = source_records.read(_text(what), taken, id_)
        show(problems)
        return () if errors(problems) else found
    if wrong := source_records.refused(what):
        wrong_use(f"{what}: {wrong}")
    same = next((source for source in article.sources if source.url == what), None)
    if same:
        where = same.place
        message = f"the source {same.id} has this address already"
        raise PostilError([problem("id-repeated", where, message, f"cite it: [@{same.id}]")])
    if id_.casefold() in {one.casefold() for one in taken}:
        wrong_use(f"--id: the article has a source {id_} already")
    return [source_records.from_address(what, taken, id_)]


def _text(what: str) -> str:
    """What was pasted, or a file's text."""
    if what == "-":
        if sys.stdin.isatty():
            print("paste BibTeX or CSL-JSON, then press Ctrl-D", file=sys.stderr)
        content = sys.stdin.buffer.read()
    else:
        path = Path(what)
        if not path.is_file():
            wrong_use(f"there is no file {what}; an address begins with https://")
        content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = f"this text is not UTF-8: byte {error.start} is wrong"
        raise PostilError(
            [problem("file-encoding", Place(file=what), message, "save it as UTF-8")]
        ) from None


def sources_file(at: Desk, article: Article) -> str:
    """The article's YAML file of sources, by path below the site's folder."""
    short = f"{folder(article)}/sources.yml"
    return short if short in at.files.texts else f"{folder(article)}/sources.yaml"
