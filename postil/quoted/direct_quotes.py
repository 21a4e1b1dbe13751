"""Which words of a text are direct quotations: `“…”[@id]`, and block quotations with a citation.

A block quotation counts where it holds paragraphs only and one citation ends it, or begins the
paragraph after it. A last line such as "— Jane Doe" is whose words they are, not a part of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from postil.doc import Cite, Doc, Piece

if TYPE_CHECKING:
    from markdown_it.token import Token

Span = tuple[int, int]

_PROSE = frozenset({"paragraph_open", "inline", "paragraph_close"})
_BREAKS = frozenset({"softbreak", "hardbreak"})
_DASHES = ("—", "–", "―", "--")
_OPENERS, _CLOSERS = '“„«"', '”“»"'


def direct_quotes(doc: Doc) -> Iterator[tuple[Cite, Span]]:
    """Each citation that ends a quotation, in text order, and the span of the quoted words."""
    blocks = _block_quotes(doc) if any(t.type == "blockquote_open" for t in doc.tokens) else {}
    for number, cite in enumerate(doc.cites):
        span = cite.quotation or blocks.get(number)
        if span:
            yield cite, span


def _block_quotes(doc: Doc) -> Mapping[int, Span]:
    """The span of each block quotation, by the number of the citation that goes with it."""
    cites = _cites_by_token(doc.tokens)
    found, opened = dict[int, Span](), list[int]()
    for index, token in enumerate(doc.tokens):
        if token.type == "blockquote_open":
            opened.append(index)
        elif token.type == "blockquote_close":
            first = opened.pop()
            held = [n for n in range(first + 1, index) if doc.tokens[n].type == "inline"]
            if held and all(t.type in _PROSE for t in doc.tokens[first + 1 : index]):
                number = _citing(doc, cites, held, index + 2)
                if number is not None:
                    found[number] = _quoted(doc, held, doc.cites[number].offset)
    return found


def _cites_by_token(tokens: "Sequence[Token]") -> Mapping[int, list[int]]:
    """The numbers of the citations in each inline token."""
    result, number = dict[int, list[int]](), 0
    for index, token in enumerate(tokens):
        count = sum(child.type == "cite" for child in token.children or ())
        result[index] = list(range(number, number + count))
        number += count
    return result


def _citing(
    doc: Doc, cites: Mapping[int, list[int]], held: Sequence[int], after: int
) -> int | None:
    """The citation that ends a block quotation, or begins the paragraph after it."""
    inner = [number for index in held for number in cites[index]]
    last = doc.tokens[held[-1]].children or []
    if len(inner) == 1 and cites[held[-1]] and not _says(_after_cite(last)):
        return inner[0]
    if inner or after >= len(doc.tokens) or doc.tokens[after].type != "inline":
        return None
    next_ = doc.tokens[after].children or []
    if cites[after] and not _says(next_[: [child.type for child in next_].index("cite")]):
        return cites[after][0]
    return None


def _after_cite(children: "Sequence[Token]") -> "Sequence[Token]":
    return children[[child.type for child in children].index("cite") + 1 :]


def _says(children: "Sequence[Token]") -> bool:
    """True where there is more than spaces and stops."""
    return any(child.content.strip(" .") for child in children if child.type != "cite")


def _quoted(doc: Doc, held: Sequence[int], end: int) -> Span:
    """The span of a block quotation's words, without marks around them and whose words they are."""
    blocks = [[p for p in doc.pieces if p.block == index] for index in held]
    blocks = [pieces for pieces in blocks if pieces]
    if not blocks:
        return end, end
    start, stop = blocks[0][0].start, min(blocks[-1][-1].end, end)
    stop = min(stop, _attribution(doc, blocks, stop))
    while stop > start and doc.plain[stop - 1].isspace():
        stop -= 1
    wrapped = doc.plain[start] in _OPENERS and doc.plain[stop - 1] in _CLOSERS
    return (start + 1, stop - 1) if wrapped and stop - start > 1 else (start, stop)


def _attribution(doc: Doc, blocks: Sequence[Sequence[Piece]], stop: int) -> int:
    """Where a last line begins that starts with a dash; `stop` if none does."""
    last = blocks[-1]
    if len(blocks) > 1 and doc.plain.startswith(_DASHES, last[0].start):
        return blocks[-2][-1].end
    children = doc.tokens[last[0].block].children or []
    for one, other in pairwise(reversed(last)):
        if children[other.child].type in _BREAKS:
            return other.start if doc.plain.startswith(_DASHES, one.start) else stop
    return stop
