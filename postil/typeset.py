"""Inline tokens → HTML with phrases marked.

Phrases overlap, nest, coincide, and cross emphasis and links; HTML nests. So the paragraph is cut
into runs at every boundary, every element becomes a wrapper over a range of runs, and wrappers are
opened and closed run by run. A phrase is one `<a>` around its words where HTML allows that; else
its words are `<span>`s and the link is the number after them.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from markdown_it.token import Token

from postil.typesetting.elements import around, image, leaf, words
from postil.typesetting.look import Look, Span
from postil.typesetting.nesting import Run, Wrapper, nested
from postil.typesetting.phrases import inside, phrases

Quotations = Sequence[tuple[int, int]]

_BREAKS = frozenset({"softbreak", "hardbreak"})
_ROOMLESS = frozenset({"cite", "image"})


def typeset(
    children: Sequence[Token],
    look: Look,
    low: int = 0,
    spans: Sequence[Span] = (),
    quotations: Quotations = (),
) -> str:
    """HTML of a paragraph's children; its plain text starts at `low`.

    `spans` and `quotations` are those that touch it; the latter span quoted words with their marks.
    """
    if not spans and not quotations and not _nests(children):
        return _flat(children, look)
    edges = {edge for span in spans for edge in (span.start, span.end)}
    edges.update(edge for quotation in quotations for edge in quotation)
    runs, formats, end = _runs(children, sorted(edges), look, low)
    plain_links = [wrapper for wrapper in formats if wrapper.whole]
    marked, alone = phrases(spans, runs, plain_links, (low, end))
    quoted = [
        Wrapper(*inside(runs, a, b), '<q class="quotation">', '<q class="quotation">', "</q>")
        for a, b in quotations
    ]
    return nested(runs, [*quoted, *formats, *marked], alone)


# ---- Where nothing is marked and no element stands in another: half of all paragraphs ------------


def _nests(children: Sequence[Token]) -> bool:
    depth = 0
    for child in children:
        depth += child.nesting
        if depth > 1:
            return True
    return False


def _flat(children: Sequence[Token], look: Look) -> str:
    """What `nested` would make of it, at a fifth of the cost. Elements around nothing go."""
    out = list[str]()
    opened, at = None, 0
    for child in children:
        if child.nesting == 1:
            opened, at = child, len(out)
        elif child.nesting == -1 and opened:
            start, close = around(opened, look)
            if start and (len(out) > at or opened.type == "link_open"):
                out.insert(at, start)
                out.append(close)
            opened = None
        elif (html := leaf(child)) is not None:
            out.append(html)
        elif child.type in _ROOMLESS:
            out.append(_roomless(child, look))
    return "".join(out)


def _roomless(child: Token, look: Look) -> str:
    """What is shown and takes no room in the plain text."""
    return image(child, look) if child.type == "image" else next(look.cites, escape(child.content))


# ---- Runs ----------------------------------------------------------------------------------------


def _runs(
    children: Sequence[Token], edges: Sequence[int], look: Look, low: int
) -> tuple[list[Run], list[Wrapper], int]:
    """The paragraph's runs, the wrappers that its own markup asks for, where its text ends."""
    runs: list[Run] = []
    formats: list[Wrapper] = []
    opened: list[tuple[int, Token]] = []
    offset = low
    for child in children:
        if child.nesting == 1:
            opened.append((len(runs), child))
        elif child.nesting == -1 and opened:
            first, token = opened.pop()
            if token.type == "link_open" and first == len(runs):
                runs.append(Run(offset, offset, ""))
            formats += _format(first, len(runs), token, look)
        elif (html := leaf(child)) is not None:
            end = offset + (1 if child.type in _BREAKS else len(child.content))
            runs += _leaf_runs(child, html, offset, end, edges)
            offset = end
        elif child.type in _ROOMLESS:
            runs.append(Run(offset, offset, _roomless(child, look), child.type == "cite"))
    return runs, formats, offset


def _leaf_runs(child: Token, html: str, start: int, end: int, edges: Sequence[int]) -> list[Run]:
    """The runs of a leaf, cut where a phrase begins or ends in it."""
    inner = [edge for edge in edges if start < edge < end]
    if not inner:
        return [Run(start, end, html)]
    before, after = ("<code>", "</code>") if child.type == "code_inline" else ("", "")
    return [
        Run(a, b, before + words(child.content[a - start : b - start]) + after)
        for a, b in pairwise((start, *inner, end))
    ]


def _format(first: int, last: int, token: Token, look: Look) -> list[Wrapper]:
    start, close = around(token, look)
    whole = token.type == "link_open"
    return [Wrapper(first, last, start, start, close, whole)] if start else []
