"""Between markdown-it's tokens and the text a reader sees: plain text, places, marks, citations.

Offsets are code points of the plain text. A soft line break is one space, a hard one a newline,
blocks are parted by a blank line; pictures, citations and point marks take no room.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from markdown_it.token import Token

from postil.doc import Cite, Link, Mark, Piece, SourceRef
from postil.files.values import check_language
from postil.problems import Place, Problem, problem
from postil.record import record, replace
from postil.urls import allowed

PARTED = "\n\n"
_TEXTS = frozenset({"inline", "fence", "code_block"})
_SHOWN = frozenset({"text", "code_inline", "note_point", "cite", "image"})
_LEAVES = {"softbreak": " ", "hardbreak": "\n"}
_QUOTES = {
    "”": "“„",
    "“": "„",
    "»": "«",
    "«": "»",
    "’": "‘‚",
    "‘": "‚",
    '"': '"',
    "›": "‹",
    "」": "「",
}


class _Reading:
    """What one walk over the tokens gathers."""

    def __init__(self, lines: Sequence[str], place: Place) -> None:
        self.lines, self.place = lines, place
        self.text: list[str] = []
        self.length = 0
        self.pieces: list[Piece] = []
        self.marks: list[Mark] = []
        self.cites: list[Cite] = []
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self.texts: dict[int, tuple[int, int]] = {}
        self.parted: tuple[Token, Sequence[tuple[int, int]]] | None = None


@record
class TextMap:
    """What `read_tokens` found; the parts of a Doc.

    `texts` are the spans of paragraphs and code, by their tokens; one without plain text stands at
    the end of the one before.
    """

    plain: str
    texts: Mapping[int, tuple[int, int]]
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    cites: tuple[Cite, ...]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]


def read_tokens(tokens: Sequence[Token], lines: Sequence[str], place: Place) -> TextMap:
    """Walk block tokens; `lines` are the source's, `place` is where the first one stands."""
    reading = _Reading(lines, place)
    first = end = 0
    for index, token in enumerate(tokens):
        if token.map:
            first = token.map[0]
        if token.type not in _TEXTS:
            continue
        count = len(reading.pieces)
        if token.type == "inline":
            _read_inline(reading, index, token, first)
        else:
            _part(reading)
            here = _line_place(reading, first)
            _add(reading, token.content.rstrip("\n"), index, -1, here)
        start = end
        if len(reading.pieces) > count:
            start, end = reading.pieces[count].start, reading.length
        reading.texts[index] = start, end
    plain = "".join(reading.text)
    return TextMap(
        plain=plain,
        texts=reading.texts,
        pieces=tuple(reading.pieces),
        marks=tuple(reading.marks),
        cites=_with_quotations(plain, reading.cites),
        links=tuple(reading.links),
        problems=tuple(reading.problems),
    )


def _with_quotations(plain: str, cites: Sequence[Cite]) -> tuple[Cite, ...]:
    """The citations, each with the quotation that it follows."""
    found = quotations_before(plain, [cite.offset for cite in cites]) if cites else {}
    return tuple(
        replace(cite, quotation=found[cite.offset]) if cite.offset in found else cite
        for cite in cites
    )


def _read_inline(reading: _Reading, index: int, token: Token, first: int) -> None:
    """One paragraph, heading or cell: its leaves, and what is marked in it."""
    children = token.children or ()
    if not _SHOWN.isdisjoint([child.type for child in children]):
        _part(reading)
    line, opened = first, list[tuple[Token, int]]()
    here = _line_place(reading, line)
    for number, child in enumerate(children):
        kind = child.type
        if kind in {"text", "code_inline"}:
            _add(reading, child.content, index, number, here)
        elif kind in _LEAVES:
            _add(reading, _LEAVES[kind], index, number, here)
            line += 1
            here = _line_place(reading, line)
        elif kind == "mark_open":
            opened.append((child, reading.length))
        elif kind == "mark_close":
            _mark(reading, *opened.pop(), _source_place(reading, token, child.meta["pos"], first))
        elif kind == "note_point":
            _mark(
                reading,
                child,
                reading.length,
                _source_place(reading, token, child.meta["pos"], first),
            )
        elif kind == "cite":
            _cite(reading, token, child, first)
        elif kind in {"link_open", "image"}:
            _link(reading, child, children, number, here)


def _part(reading: _Reading) -> None:
    if reading.length:
        reading.text.append(PARTED)
        reading.length += len(PARTED)


def _add(reading: _Reading, text: str, block: int, child: int, here: Place) -> None:
    end = reading.length + len(text)
    reading.pieces.append(Piece(reading.length, end, block, child, here))
    reading.text.append(text)
    reading.length = end


def _mark(reading: _Reading, token: Token, start: int, place: Place) -> None:
    """A note's or an event's words; `lang` marks only style; any other key is a mistake."""
    kind, id_ = token.meta.get("kind", "note"), token.meta["id"]
    if kind in {"note", "event"}:
        reading.marks.append(Mark(kind=kind, id=id_, start=start, end=reading.length, place=place))
    elif kind == "lang":
        if wrong := check_language(id_):
            reading.problems.append(problem(wrong.rule, place, wrong.message, wrong.hint))
    else:
        hint = "known are {event=id} and {lang=code}; a note is [words][^id]"
        message = f"no such mark: {{{kind}={id_}}}"
        reading.problems.append(problem("mark-unknown", place, message, hint))


def _cite(reading: _Reading, token: Token, child: Token, first: int) -> None:
    place = _source_place(reading, token, child.meta["pos"], first)
    items = child.meta["refs"]
    if items is None:
        message = f"this citation cannot be read: {child.content}"
        hint = "write [@id], [@id, p. 3] or [@id; @other]"
        reading.problems.append(problem("citation-syntax", place, message, hint))
    refs = tuple(
        SourceRef(id=id_, locator=locator, place=_source_place(reading, token, pos, first))
        for id_, locator, pos in items or ()
    )
    reading.cites.append(Cite(offset=reading.length, refs=refs, quotation=None, place=place))


def _link(
    reading: _Reading, child: Token, children: Sequence[Token], number: int, here: Place
) -> None:
    kind, key = ("image", "src") if child.type == "image" else ("link", "href")
    target = str(child.attrs.get(key, ""))
    text = child.content if kind == "image" else _link_text(children[number + 1 :])
    if not allowed(target):
        message = f"this address may not stand in a page: {target}"
        hint = "use http, https, mailto, a relative address or #fragment"
        reading.problems.append(problem("url-scheme", here, message, hint))
    reading.links.append(
        Link(
            kind="image" if kind == "image" else "link",
            target=target,
            text=text,
            place=here,
            offset=reading.length,
            title=str(child.attrs.get("title", "")),
        )
    )


def _link_text(after: Iterable[Token]) -> str:
    words = []
    for token in after:
        if token.type == "link_close":
            break
        words.append(token.content)
    return "".join(words)


def _line_place(reading: _Reading, line: int) -> Place:
    column = reading.place.column if line == 0 else 1
    return Place(reading.place.file, reading.place.line + line, column)


def _source_place(reading: _Reading, token: Token, pos: int, first: int) -> Place:
    """Line and column of an offset in a paragraph's source, whose lines lost their indentation."""
    if reading.parted is None or reading.parted[0] is not token:
        # Kept until the next paragraph: one may have hundreds of marks.
        reading.parted = (token, _line_starts(reading, token, first))
    lines = reading.parted[1]
    number = bisect_right(lines, pos, key=lambda line: line[0]) - 1
    start, indent = lines[number]
    line = first + number
    column = indent + pos - start + 1 + (reading.place.column - 1 if line == 0 else 0)
    return Place(reading.place.file, reading.place.line + line, column)


def _line_starts(reading: _Reading, token: Token, first: int) -> Sequence[tuple[int, int]]:
    """Of each line of a paragraph: where it starts in it, and how far in on the source's line."""
    result, start = [], 0
    for number, content in enumerate(token.content.split("\n"), start=first):
        source = reading.lines[number] if number < len(reading.lines) else ""
        lead = len(content) - len(content.lstrip())
        result.append((start, max(source.find(content.strip()), 0) - lead))
        start += len(content) + 1
    return result


def quotations_before(plain: str, ends: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    """By its end: the span of the words inside quotation marks that close there, in one block."""
    wanted: dict[tuple[int, str], set[int]] = {}
    block = after = 0
    for end in sorted(set(ends)):
        while (after := plain.find(PARTED, block, end)) >= 0:
            block = after + len(PARTED)
        if plain[end - 1 : end] in _QUOTES and end > block:
            wanted.setdefault((block, plain[end - 1]), set()).add(end)
    found: dict[int, tuple[int, int]] = {}
    for (start, closing), closed in wanted.items():
        for opened, end in _pairs(plain, start, max(closed), closing):
            if end in closed:
                found[end] = (opened, end - 1)
    return found


def _pairs(plain: str, start: int, stop: int, closing: str) -> Iterator[tuple[int, int]]:
    """Where quotations begin and end that close with one mark: each with the nearest free opener.

    An apostrophe looks like a closing mark: so it takes no opener from those after it. What opens
    with the mark that it closes with begins at the one before.
    """
    openers, free = _QUOTES[closing], list[int]()
    keeps = closing == "’" or closing in openers
    for mark in re.finditer(f"[{re.escape(openers + closing)}]", plain[start:stop]):
        offset = start + mark.start()
        if mark[0] == closing and free:
            yield (free[-1] if keeps else free.pop()), offset + 1
        if mark[0] in openers:
            free.append(offset + 1)


def place_at(pieces: Sequence[Piece], offset: int) -> Place | None:
    """Where in the source the plain text's `offset` stands, to the line."""
    index = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
    return pieces[index].place if index >= 0 else None


def in_order(pieces: Sequence[Piece]) -> bool:
    """Pieces never overlap and stand in text order: an invariant that tests check."""
    return all(a.end <= b.start for a, b in pairwise(pieces))
