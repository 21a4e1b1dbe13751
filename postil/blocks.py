"""Doc → HTML: each top-level block of a text, with phrases marked in it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from postil import figures
from postil.doc import Doc, Outline
from postil.markdown import parser
from postil.record import record
from postil.typeset import typeset
from postil.typesetting.look import Framed, Look, Media, Span

_CODE = frozenset({"fence", "code_block"})
_FRAMES = frozenset({"figure", "div"})
_HOLE = "\ue000"


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
class _Touching:
    """What touches one paragraph or code: phrases, quoted words; and where its text starts."""

    low: int
    spans: Sequence[Span] = ()
    quotations: Sequence[tuple[int, int]] = ()


_UNTOUCHED = _Touching(low=0)  # where it starts matters only for what touches it


class _Setting(NamedTuple):
    """A text as it is to be shown."""

    doc: Doc
    look: Look
    touching: Mapping[int, _Touching]
    shift: int


def blocks(  # noqa: PLR0913 - all that a text is shown with
    doc: Doc,
    *,
    spans: Sequence[Span] = (),
    cites: Sequence[str] = (),
    first_paragraph: int = 0,
    links: Mapping[str, str] | None = None,
    pictures: Mapping[str, Media] | None = None,
    heading: int = 3,
    figure: Framed | None = None,
) -> tuple[Block, ...]:
    """HTML of each top-level block, with `spans` marked and each citation as given in `cites`.

    `first_paragraph` numbers the paragraphs ("p7" …; 0: no ids); `links` replaces addresses, of
    pictures `pictures` does; `heading` is the level of the text's highest heading (0: as written);
    `figure` sets a figure in a site's own way.
    """
    look = Look(iter(cites), links or {}, pictures or {}, figure)
    setting = _setting(doc, spans, look, heading)
    result, number = [], first_paragraph
    for part in doc.outline:
        id_ = f"p{number}" if first_paragraph and part.numbered else ""
        number += bool(id_)
        text = _block(setting, part, id_)
        result.append(Block(html=text, start=part.start, end=part.end, id=id_))
    return tuple(result)


def html(
    doc: Doc,
    cites: Sequence[str] = (),
    *,
    links: Mapping[str, str] | None = None,
    pictures: Mapping[str, Media] | None = None,
    heading: int = 4,
    figure: Framed | None = None,
) -> str:
    """The whole text's HTML, without marks or paragraph numbers."""
    look = Look(iter(cites), links or {}, pictures or {}, figure)
    setting = _setting(doc, (), look, heading)
    return "".join([_block(setting, part, "") for part in doc.outline])


def _setting(doc: Doc, spans: Sequence[Span], look: Look, heading: int) -> _Setting:
    return _Setting(doc, look, _touching(doc, spans), _heading_shift(doc, heading))


def _heading_shift(doc: Doc, heading: int) -> int:
    levels = [int(token.tag[1:]) for token in doc.tokens if token.type == "heading_open"]
    return heading - min(levels) if levels and heading else 0


# ---- What touches each paragraph -----------------------------------------------------------------


def _touching(doc: Doc, spans: Sequence[Span]) -> Mapping[int, _Touching]:
    """By its token, what touches a paragraph: linear in all spans, as each is looked up once."""
    quotations = [(a - 1, b + 1) for a, b in (c.quotation for c in doc.cites if c.quotation)]
    if not spans and not quotations:
        return {}
    starts = [low for _, low in doc.texts]
    near, quoted = _near(spans, starts), dict[int, list[tuple[int, int]]]()
    for quotation in quotations:
        number = max(bisect_right(starts, quotation[0]) - 1, 0)
        quoted.setdefault(number, []).append(quotation)
    return {
        doc.texts[number][0]: _Touching(
            low=starts[number], spans=near.get(number, ()), quotations=quoted.get(number, ())
        )
        for number in near.keys() | quoted.keys()
    }


def _near(spans: Sequence[Span], starts: Sequence[int]) -> Mapping[int, list[Span]]:
    """The spans that touch each text, by its number; `starts` is where the texts start."""
    near: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        number = max(bisect_right(starts, span.start) - 1, 0)
        while number < len(starts) and (starts[number] < span.end or span.start == span.end):
            near.setdefault(number, []).append(span)
            number += 1
            if span.start == span.end:
                break
    return near


# ---- Blocks --------------------------------------------------------------------------------------


def _block(setting: _Setting, part: Outline, id_: str) -> str:
    """A block's HTML. Nearly all are a heading or a paragraph of words: those do without
    markdown-it's renderer, which takes as long for three tokens as their text does.
    """
    tokens = setting.doc.tokens[part.first : part.last]
    tag = _simple_tag(tokens, setting.shift)
    if not tag:
        return "".join(_rendered(setting, part, id_))
    own = setting.touching.get(part.first + 1, _UNTOUCHED)
    made = typeset(tokens[1].children or (), setting.look, own.low, own.spans, own.quotations)
    return f'<{tag} id="{id_}">{made}</{tag}>\n' if id_ else f"<{tag}>{made}</{tag}>\n"


def _simple_tag(tokens: Sequence[Token], shift: int) -> str:
    """The element of a heading or a paragraph of words, "" for any other block."""
    if len(tokens) != 3 or tokens[1].type != "inline":
        return ""
    if tokens[0].type == "heading_open":
        return _level(tokens[0].tag, shift)
    is_paragraph = tokens[0].type == "paragraph_open"
    return "p" if is_paragraph and not figures.tag_of(tokens[1].children or ())[0] else ""


def _rendered(setting: _Setting, part: Outline, id_: str) -> Iterator[str]:
    tokens = [
        _dressed(token, setting.shift) for token in setting.doc.tokens[part.first : part.last]
    ]
    _frame(tokens)
    if id_:
        tokens[0] = tokens[0].copy(attrs={"id": id_, **tokens[0].attrs})
    md, env = parser(), dict[str, Any]()
    renderer = cast(RendererHTML, md.renderer)
    for index, token in enumerate(tokens):
        own = setting.touching.get(part.first + index, _UNTOUCHED)
        if token.type == "inline":
            way = figures.inside if tokens[index - 1].tag in _FRAMES else typeset
            yield way(token.children or (), setting.look, own.low, own.spans, own.quotations)
        elif token.type in _CODE and own.spans:
            yield _code(token, setting.look, own, renderer)
        elif token.type in renderer.rules:
            yield renderer.rules[token.type](tokens, index, md.options, env)
        else:
            yield renderer.renderToken(tokens, index, md.options, env)


def _frame(tokens: list[Token]) -> None:
    """Let each paragraph that is a figure or a row of them be one."""
    for index, token in enumerate(tokens):
        before = tokens[index - 1]
        if token.type == "inline" and before.type == "paragraph_open":
            tag, name = figures.tag_of(token.children or ())
            if tag:
                tokens[index - 1] = before.copy(tag=tag, attrs={"class": name}, hidden=False)
                tokens[index + 1] = tokens[index + 1].copy(tag=tag, hidden=False)


def _code(token: Token, look: Look, own: _Touching, renderer: RendererHTML) -> str:
    """A block of code with phrases marked in it: what the renderer makes, around our own words."""
    made = renderer.rules[token.type]([token.copy(content=_HOLE)], 0, parser().options, {})
    before, _, after = made.rpartition(_HOLE)
    words = Token("text", "", 0, content=token.content.rstrip("\n"))
    marked = typeset([words], look, own.low, own.spans, own.quotations)
    return f"{before}{marked}\n{after}"


def _dressed(token: Token, shift: int) -> Token:
    """The token as published: headings at their level on the page."""
    if shift and token.type in {"heading_open", "heading_close"}:
        return token.copy(tag=_level(token.tag, shift))
    return token


def _level(tag: str, shift: int) -> str:
    return f"h{max(1, min(6, int(tag[1:]) + shift))}"
