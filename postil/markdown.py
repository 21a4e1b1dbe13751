"""Markdown → Doc, and Doc → HTML: the parser is set up once, here."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from postil import bounds, figures, notation
from postil.doc import Definition, Doc, Piece
from postil.problems import Place, Problem
from postil.record import record, replace
from postil.textmap import read_tokens
from postil.typeset import Look, Media, Span, typeset

__all__ = ["Block", "Media", "Outline", "Span", "blocks", "html", "outline", "read"]

_CODE = frozenset({"fence", "code_block"})
_FRAMES = frozenset({"figure", "div"})
_HOLE = "\ue000"
_UNNUMBERED = frozenset({"heading_open", "hr"})


@record
class Block:
    """One top-level block of a text: its HTML and its span of the plain text.

    `id` is "p12" for a numbered paragraph (any block but a heading or rule), else "".
    """

    html: str
    start: int
    end: int
    id: str


@record
class Outline:
    """Where a top-level block stands: tokens [first, last), plain text [start, end)."""

    first: int
    last: int
    start: int
    end: int
    numbered: bool


def _any_link(_url: str) -> bool:
    return True


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables, strike-through and our notation; raw HTML is shown as text."""
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    notation.install(md)
    bounds.install(md)
    # Refusing a link here would leave its source as text, in silence: `textmap` reports it.
    md.validateLink = _any_link  # type: ignore[method-assign, assignment]
    return md


def read(text: str, place: Place) -> tuple[Doc, tuple[Problem, ...]]:
    """Read a text that begins at `place`. Mistakes in the notation are problems, never raised."""
    lines = text.split("\n")
    env: dict[str, Any] = {}
    tokens, definitions = _without_definitions(_parser().parse(text, env), lines, place)
    found = read_tokens(tokens, lines, place)
    doc = Doc(
        markdown=text,
        place=place,
        tokens=tuple(tokens),
        plain=found.plain,
        pieces=found.pieces,
        marks=found.marks,
        cites=found.cites,
        definitions=tuple(definitions),
        links=found.links,
    )
    return doc, (*bounds.problems(env, place), *found.problems)


def _without_definitions(
    tokens: Sequence[Token], lines: Sequence[str], place: Place
) -> tuple[list[Token], list[Definition]]:
    """The text's own tokens, and the `[^id]: …` taken out of them."""
    kept, definitions, depth = list[Token](), list[Definition](), 0
    for token in tokens:
        if token.type == "footnote_reference_open":
            if depth == 0:
                definitions.append(_definition(token, lines, place))
            depth += 1
        elif token.type == "footnote_reference_close":
            depth -= 1
        elif depth == 0:
            kept.append(token)
    return kept, definitions


def _definition(token: Token, lines: Sequence[str], place: Place) -> Definition:
    """The source of a `[^id]: …`: its first line after the colon, the others less four spaces."""
    first, last = token.map or [0, 1]
    start, _, rest = lines[first].partition("]:")
    column = len(start) + 3 + len(rest) - len(rest.lstrip())
    body = [rest.lstrip(), *(_dedented(line) for line in lines[first + 1 : last])]
    return Definition(
        id=token.meta["label"],
        markdown="\n".join(body).rstrip(),
        place=Place(file=place.file, line=place.line + first, column=column),
    )


def _dedented(line: str) -> str:
    return line[min(4, len(line) - len(line.lstrip(" "))) :]


def outline(doc: Doc) -> tuple[Outline, ...]:
    """The top-level blocks in order; every offset of the plain text is in or after one of them."""
    result, depth, first = [], 0, 0
    texts = _texts(doc)
    for index, token in enumerate(doc.tokens):
        if depth == 0:
            first = index
        depth += token.nesting
        if depth == 0:
            result.append(_outline(doc, texts, first, index + 1))
    return tuple(result)


def _texts(doc: Doc) -> list[int]:
    return [piece.block for piece in doc.pieces]


def _outline(doc: Doc, texts: Sequence[int], first: int, last: int) -> Outline:
    low, high = bisect_right(texts, first - 1), bisect_right(texts, last - 1)
    held = doc.pieces[low:high]
    before = doc.pieces[low - 1].end if low else 0
    return Outline(
        first=first,
        last=last,
        start=held[0].start if held else before,
        end=held[-1].end if held else before,
        numbered=doc.tokens[first].type not in _UNNUMBERED,
    )


def blocks(  # noqa: PLR0913 - all that a text is shown with
    doc: Doc,
    *,
    spans: Sequence[Span] = (),
    cites: Sequence[str] = (),
    first_paragraph: int = 0,
    links: Mapping[str, str] | None = None,
    pictures: Mapping[str, Media] | None = None,
    heading: int = 3,
) -> tuple[Block, ...]:
    """HTML of each top-level block, with `spans` marked and each citation as given in `cites`.

    `first_paragraph` numbers the paragraphs ("p7" …; 0: no ids); `links` replaces addresses, of
    pictures `pictures` does; `heading` is the level of the text's highest heading (0: as written).
    """
    looks = _looks(doc, spans, Look(cites=cites, links=links or {}, pictures=pictures or {}))
    shift = _heading_shift(doc, heading)
    result, number = [], first_paragraph
    for part in outline(doc):
        id_ = f"p{number}" if first_paragraph and part.numbered else ""
        number += bool(id_)
        text = _block_html(doc, part, looks, id_, shift)
        result.append(Block(html=text, start=part.start, end=part.end, id=id_))
    return tuple(result)


def html(doc: Doc, cites: Sequence[str] = (), *, heading: int = 4) -> str:
    """The whole text's HTML, without marks or paragraph numbers."""
    return "".join(block.html for block in blocks(doc, cites=cites, heading=heading))


def _heading_shift(doc: Doc, heading: int) -> int:
    levels = [int(token.tag[1:]) for token in doc.tokens if token.type == "heading_open"]
    return heading - min(levels) if levels and heading else 0


@record
class _Text:
    """A paragraph's or code's share: its pieces by child (code: -1), its start, and its look."""

    pieces: Mapping[int, Piece]
    low: int
    look: Look


def _looks(doc: Doc, spans: Sequence[Span], whole: Look) -> Mapping[int, _Text]:
    """For each paragraph what touches it. Each span is looked up once: linear in all of them."""
    texts = _shares(doc)
    starts = [low for _, low, _ in texts]
    touching: list[list[Span]] = [[] for _ in texts]
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        index = max(bisect_right(starts, span.start) - 1, 0)
        while index < len(texts) and (starts[index] < span.end or span.start == span.end):
            touching[index].append(span)
            index += 1
            if span.start == span.end:
                break
    quotations = [(a - 1, b + 1) for a, b in (c.quotation for c in doc.cites if c.quotation)]
    quoted: list[list[tuple[int, int]]] = [[] for _ in texts]
    for quotation in quotations:
        quoted[max(bisect_right(starts, quotation[0]) - 1, 0)].append(quotation)
    result, cite = dict[int, _Text](), 0
    for (block, low, pieces), near, quotes in zip(texts, touching, quoted, strict=True):
        count = sum(child.type == "cite" for child in doc.tokens[block].children or ())
        own = whole.cites[cite : cite + count]
        cite += count
        look = replace(whole, spans=near, cites=own, quotations=quotes)
        result[block] = _Text(pieces=pieces, low=low, look=look)
    return result


def _shares(doc: Doc) -> list[tuple[int, int, Mapping[int, Piece]]]:
    """(token index, where its text starts, its pieces by child) of each paragraph and code."""
    by_block: dict[int, dict[int, Piece]] = {}
    for piece in doc.pieces:
        by_block.setdefault(piece.block, {})[piece.child] = piece
    result, low = list[tuple[int, int, Mapping[int, Piece]]](), 0
    for index, token in enumerate(doc.tokens):
        pieces = by_block.get(index, {})
        low = min((piece.start for piece in pieces.values()), default=low)
        if token.type == "inline" or token.type in _CODE:
            result.append((index, low, pieces))
        low = max((piece.end for piece in pieces.values()), default=low)
    return result


def _block_html(doc: Doc, part: Outline, looks: Mapping[int, _Text], id_: str, shift: int) -> str:
    tokens = [_dressed(token, shift) for token in doc.tokens[part.first : part.last]]
    _frame(tokens)
    if id_:
        tokens[0] = tokens[0].copy(attrs={"id": id_, **tokens[0].attrs})
    md, out, env = _parser(), list[str](), dict[str, Any]()
    renderer = cast(RendererHTML, md.renderer)
    for index, token in enumerate(tokens):
        if token.type == "inline":
            text = looks[part.first + index]
            way = figures.inside if tokens[index - 1].tag in _FRAMES else typeset
            out.append(way(token.children or (), text.pieces, text.look, text.low))
        elif token.type in _CODE and looks[part.first + index].look.spans:
            out.append(_code(token, looks[part.first + index], renderer))
        elif token.type in renderer.rules:
            out.append(renderer.rules[token.type](tokens, index, md.options, env))
        else:
            out.append(renderer.renderToken(tokens, index, md.options, env))
    return "".join(out)


def _frame(tokens: list[Token]) -> None:
    """Let each paragraph that is a figure or a row of them be one."""
    for index, token in enumerate(tokens):
        before = tokens[index - 1]
        if token.type == "inline" and before.type == "paragraph_open":
            tag, name = figures.tag_of(token.children or ())
            if tag:
                tokens[index - 1] = before.copy(tag=tag, attrs={"class": name}, hidden=False)
                tokens[index + 1] = tokens[index + 1].copy(tag=tag, hidden=False)


def _code(token: Token, text: _Text, renderer: RendererHTML) -> str:
    """A block of code with phrases marked in it: what the renderer makes, around our own words."""
    made = renderer.rules[token.type]([token.copy(content=_HOLE)], 0, _parser().options, {})
    before, _, after = made.rpartition(_HOLE)
    words = Token("text", "", 0, content=token.content.rstrip("\n"))
    marked = typeset([words], {0: text.pieces[-1]}, text.look, text.low)
    return f"{before}{marked}\n{after}"


def _dressed(token: Token, shift: int) -> Token:
    """The token as published: headings at their level on the page."""
    if shift and token.type in {"heading_open", "heading_close"}:
        return token.copy(tag=f"h{max(1, min(6, int(token.tag[1:]) + shift))}")
    return token
