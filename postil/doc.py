"""A Markdown text, read: its plain words and what its author marked among them.

All offsets are Unicode code points of the plain text.
"""

from typing import TYPE_CHECKING, Literal

from postil.problems import Place
from postil.record import record

if TYPE_CHECKING:
    from markdown_it.token import Token


@record
class SourceRef:
    """A source named by its id, with an optional locator such as "p. 3"."""

    id: str
    locator: str = ""
    place: Place


@record
class Mark:
    """Words that the author marked in the text: `[words][^id]` or `[words]{event=id}`.

    `start == end` for a bare `[^id]`, which marks a point.
    """

    kind: Literal["note", "event"]
    id: str
    start: int
    end: int
    place: Place


@record
class Cite:
    """One `[@a, p. 3; @b]` at `offset`; `quotation` spans the quoted words, marks left out."""

    offset: int
    refs: tuple[SourceRef, ...]
    quotation: tuple[int, int] | None
    place: Place


@record
class Definition:
    """A `[^id]: …` in a section: a short note's text."""

    id: str
    markdown: str
    place: Place


@record
class Link:
    """A link or picture in a text, as written, at `offset`; `text`: its words; `title`: if told."""

    kind: Literal["link", "image"]
    target: str
    text: str
    place: Place
    offset: int = 0
    title: str = ""


@record
class Piece:
    """A run of plain text [start, end): which inline token (`block`) and which child holds it."""

    start: int
    end: int
    block: int
    child: int
    place: Place

    def __init__(self, start: int, end: int, block: int, child: int, place: Place) -> None:
        own = self.__dict__  # as in Place
        own["start"], own["end"], own["block"], own["child"] = start, end, block, child
        own["place"] = place


@record
class Outline:
    """Where a top-level block stands: tokens [first, last), plain text [start, end)."""

    first: int
    last: int
    start: int
    end: int
    numbered: bool


@record
class Doc:
    """A Markdown text, read. `plain` is what a reader sees: blocks are parted by a blank line.

    `outline` has the top-level blocks in order; every offset of the plain text is in or after one
    of them. `texts` tells of each paragraph and code its token and where its plain text starts.
    """

    markdown: str
    place: Place
    tokens: "tuple[Token, ...]"
    plain: str
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...] = ()
    cites: tuple[Cite, ...] = ()
    definitions: tuple[Definition, ...] = ()
    links: tuple[Link, ...] = ()
    texts: tuple[tuple[int, int], ...] = ()
    outline: tuple[Outline, ...] = ()
