"""Annotations of others → the files of stand-off notes, each on the exact words it was made on.

Anchoring is as strict as a build's: the words, with the context that the annotation gives, stand in
the article exactly once, or the annotation is a problem and becomes no note.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from postil.anchor import Index, Page, find, index_of, most_suggestions
from postil.annotations import published_text, remark_text
from postil.annotations import reading as annotation_reading
from postil.annotations.export import context
from postil.annotations.reading import PART, SKIPPED, Position, Quote, Remark
from postil.edition import Anchor
from postil.files.values import check_id, nfc, quoted
from postil.folding import fold, folded_text
from postil.model import Article, Selector
from postil.problems import Place, Problem, ordered, problem
from postil.record import record

_WIDEST = 400
"""How many code points of context a phrase gets at most to tell it from others of its words."""


@record
class NoteFile:
    """A note to write: its id, and the text of `notes/<id>.md`."""

    id: str
    text: str


@record
class Imported:
    """What a file of annotations gives; `present` counts notes that the article has already."""

    notes: tuple[NoteFile, ...]
    present: int
    problems: tuple[Problem, ...]


class _Desk:
    """What the annotations of one import share."""

    def __init__(self, article: Article, anchors: Mapping[str, Anchor]) -> None:
        self.article = article
        self.anchors = anchors
        self.pages = tuple(
            Page(section=section, folded=fold(section.doc.plain)) for section in article.sections
        )
        self.name = published_text.content_name(published_text.joined(article.sections))
        self.starts = published_text.starts(article.sections)
        self.addresses = {source.url: source.id for source in article.sources if source.url}
        self.index: Index | None = None
        self.most_suggestions = most_suggestions(article)
        self.taken = {note.id.casefold() for note in article.notes}
        self.problems: list[Problem] = []

    def say(self, rule: str, place: Place, message: str, hint: str = "") -> None:
        """Note a problem."""
        self.problems.append(problem(rule, place, message, hint))


def notes(
    source: str, file: str, article: Article, anchors: Mapping[str, Anchor], language: str
) -> Imported:
    """The notes that a file's annotations become.

    The article's own notes stand at `anchors`, by id; `language` is the one it is in.
    """
    remarks, problems = annotation_reading.read(source, file)
    desk, made, present = _Desk(article, anchors), list[NoteFile](), 0
    desk.index = index_of([_quoted(r.quote) for r in remarks if r.quote], desk.pages)
    for remark in remarks:
        found = _note(desk, remark, language)
        if isinstance(found, NoteFile):
            made.append(found)
        present += found is True
    if not remarks and not problems:
        message = "there is no annotation in this file"
        desk.say(SKIPPED, Place(file=file), message, "export some, and import it then")
    return Imported(
        notes=tuple(made), present=present, problems=ordered([*problems, *desk.problems])
    )


def _note(desk: _Desk, remark: Remark, language: str) -> NoteFile | bool:
    """A remark's note; True where the article has it already, False where there is none."""
    anchor = _anchor(desk, remark)
    if anchor is None:
        return False
    id_ = wanted_id(remark, anchor)
    if desk.anchors.get(id_) == anchor:
        return True
    said, problems = remark_text.said(remark, desk.article, desk.addresses, language)
    desk.problems += problems
    if not said.text:
        message = "an annotation that says nothing becomes no note"
        desk.say(SKIPPED, remark.place, message, "write a text into it, and import it then")
        return False
    selector = _phrase(desk, remark, anchor)
    if selector is None:
        return False
    front = (*remark_text.phrase(selector), *said.front)
    lines = "".join(f"{key}: {value}\n" for key, value in front)
    made = _free(desk, id_, remark.place)
    return NoteFile(id=made, text=f"---\n{lines}---\n{said.text}\n")


# ---- Where it stands -----------------------------------------------------------------------


def _anchor(desk: _Desk, remark: Remark) -> Anchor | None:
    """The one place of a remark: by its offsets where they count this very text, else its words."""
    quote, position = remark.quote, remark.position
    if position and position.text == desk.name:
        return _at(desk, position, quote.exact if quote else None)
    if quote is None:
        if position is None:
            message = "an annotation that names no words of the text becomes no note"
            desk.say(SKIPPED, remark.place, message, "select in the text what it is about")
        else:
            message = "an annotation gives offsets alone, and not of the text as it is now"
            hint = "offsets count if canonical is the name by content of the article’s text.txt"
            desk.say("anchor-missing", position.place, message, hint)
        return None
    suggest = len(desk.problems) < desk.most_suggestions
    found, problems = find(_quoted(quote), desk.pages, desk.index, suggest=suggest)
    desk.problems += problems
    return found


def _quoted(quote: Quote) -> Selector:
    return _selector(quote.exact, quote.prefix, quote.suffix, quote.place)


def _selector(exact: str, prefix: str, suffix: str, place: Place, section: str = "") -> Selector:
    return Selector(exact=exact, prefix=prefix, suffix=suffix, section=section, place=place)


def _at(desk: _Desk, position: Position, exact: str | None) -> Anchor | None:
    """What stands at offsets of the published text; the quote beside them has to agree."""
    for page in desk.pages:
        base, plain = desk.starts[page.section.id], page.section.doc.plain
        start, end = position.start - base, position.end - base
        if 0 <= start <= end <= len(plain):
            words = plain[start:end]
            if exact is not None and folded_text(exact) != folded_text(words):
                message = f"the words and the offsets differ: {quoted(exact)}, {quoted(words)}"
                desk.say("anchor-missing", position.place, message, "make one of them anew")
                return None
            return Anchor(section=page.section.id, start=start, end=end, words=words)
    message = f"the text has no characters {position.start} to {position.end} in one section"
    desk.say("anchor-missing", position.place, message, "a note stands in one section")
    return None


def _phrase(desk: _Desk, remark: Remark, anchor: Anchor) -> Selector | None:
    """A selector that finds this very place: the remark's own, or one with more context."""
    for selector in _selectors(desk, remark, anchor):
        found, _ = find(selector, desk.pages, desk.index, suggest=False)
        if found == anchor:
            return selector
    message = f"nothing around these words tells them from others: {quoted(anchor.words)}"
    hint = "mark them in the text, with [words][^id]"
    desk.say("anchor-ambiguous", remark.place, message, hint)
    return None


def _selectors(desk: _Desk, remark: Remark, anchor: Anchor) -> Iterator[Selector]:
    page = next(page for page in desk.pages if page.section.id == anchor.section)
    plain, words = page.section.doc.plain, anchor.words
    if remark.quote:
        before, after = remark.quote.prefix, remark.quote.suffix
        yield _selector(words, before, after, remark.place)
        yield _selector(words, before, after, remark.place, anchor.section)
    length = 32
    while length <= _WIDEST:
        low, high = context(plain, page.folded, anchor.start, anchor.end, length)
        before, after = plain[low : anchor.start], plain[anchor.end : high]
        yield _selector(words, before, after, remark.place, anchor.section)
        length *= 2


# ---- Ids -----------------------------------------------------------------------------------


def wanted_id(remark: Remark, anchor: Anchor) -> str:
    """A note's id, from what the annotation says of itself: its fragment, title, or address."""
    name, _, fragment = remark.name.partition("#")
    last = re.split(r"[/:]", name.rstrip("/"))[-1]
    for text in (fragment, remark.title, last, anchor.words, "note"):
        if id_ := _slug(text):
            return id_
    return "note"


def _slug(text: str, most: int = 60) -> str:
    """A text as an id: itself where it is one, else its letters and digits."""
    text = nfc(unquote(text))
    if text and check_id(text) is None:
        return text
    words = re.findall(r"[^\W_]+", text.casefold())
    made = ""
    for word in words:
        if len(made) + len(word) + 1 > most:
            break
        made = f"{made}-{word}" if made else word
    return made if made and check_id(made) is None else ""


def _free(desk: _Desk, id_: str, place: Place) -> str:
    """The id, or where another note has it, the id with a number."""
    made, number = id_, 2
    while made.casefold() in desk.taken:
        made, number = f"{id_}-{number}", number + 1
    if made != id_:
        message = f"the article has another note {id_}; this one becomes {made}"
        desk.say(PART, place, message, "rename its file as you like: its name is its id")
    desk.taken.add(made.casefold())
    return made
