"""`postil note add`: a note on words of the text, with the shortest phrase that names them."""

import argparse
import re
from collections.abc import Sequence

from postil.commands.authoring import (
    Desk,
    add_article,
    add_edit,
    chosen,
    desk,
    edited,
    fit_id,
    folder,
    written,
)
from postil.commands.common import parser, show_error, wrong_use
from postil.model import KINDS, STANDINGS, Article
from postil.problems import Place, PostilError

EXAMPLES = """\
  postil note add --quote "opened in 1932"
  postil note add --quote "the bridge" --nth 2 --id bridge
  postil note add --quote "the bridge" --before "under" --standing reported --source courier-1932
  postil note add --quote "half the town" --kind question --text "Who counted?" --no-edit
"""
_LONGEST = 40


def run(arguments: Sequence[str]) -> int:
    """Find the words, write the note, open it; status 1 where the words are not clear."""
    made = parser("note", "Write a note on words of the text, which stays as it is.", EXAMPLES)
    made.add_argument("action", choices=["add"], help="add: write a new note")
    add_note(made)
    options = made.parse_args(arguments)
    if not options.quote:
        wrong_use('note add: say with --quote "…" on which words')
    try:
        return add(options)
    except PostilError as error:
        return show_error(error)


def add_note(made: argparse.ArgumentParser) -> None:
    """What a note can be told of."""
    made.add_argument("--quote", metavar="WORDS", help="the words it is about, as they stand there")
    made.add_argument("--before", metavar="WORDS", default="", help="words right before them")
    made.add_argument("--after", metavar="WORDS", default="", help="words right after them")
    made.add_argument("--section", metavar="ID", default="", help="the section they stand in")
    made.add_argument("--nth", metavar="N", type=int, help="which of several places, from 1")
    made.add_argument("--id", metavar="ID", help="the note's id (default: made of its words)")
    made.add_argument("--title", metavar="TEXT", default="", help="its title")
    made.add_argument("--kind", choices=KINDS, default="context", help="what it is for")
    made.add_argument("--standing", choices=STANDINGS, default="", help="if it makes a claim")
    made.add_argument("--by", metavar="NAME", default="", help="who claims or states it")
    made.add_argument(
        "--source", metavar="ID", action="append", default=[], help="what supports it; repeatable"
    )
    made.add_argument("--text", metavar="MARKDOWN", default="", help="the note itself")
    add_article(made)
    add_edit(made)


def add(options: argparse.Namespace) -> int:
    """Write the note that the options tell of; raises PostilError."""
    from postil.scaffolding import quoting, scaffolds

    at = desk(options.site)
    article = chosen(at, options.article)
    selector, told = None, ""
    if options.quote:
        place = Place(file=folder(article))
        asked = quoting.asked(options.quote, options.before, options.after, options.section, place)
        selector, here = quoting.selector(article, asked, options.nth, at.language)
        told = f'on "{here.words}" in section {here.section}'
    id_ = fit_id("--id", options.id) if options.id else _free(article, options.quote or "note")
    text = scaffolds.note(
        selector,
        title=options.title,
        kind=options.kind,
        standing=options.standing,
        by=options.by,
        sources=options.source,
        text=options.text,
    )
    return _written(at, f"{folder(article)}/notes/{id_}.md", text, told, options)


def _written(at: Desk, path: str, text: str, told: str, options: argparse.Namespace) -> int:
    id_ = path.rpartition("/")[2].removesuffix(".md")
    status = written(at, {path: text}, told or f"now mark its words in the text: [words][^{id_}]")
    edited(at.site / path, options.edit)
    return status


def _free(article: Article, words: str) -> str:
    """An id made of a note's words that no note has."""
    from postil.files.values import check_id
    from postil.importing.division import slug

    base = slug(words) or "-".join(re.findall(r"[^\W_]+", words.casefold()))[:_LONGEST].strip("-")
    base = base if base and check_id(base) is None else "note"
    taken, made, number = {note.id.casefold() for note in article.notes}, base, 2
    while made.casefold() in taken:
        made, number = f"{base}-{number}", number + 1
    return made
