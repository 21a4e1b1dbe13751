"""Markdown → Doc: the parser is set up once, here."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from postil import bounds, notation, shortcuts
from postil.doc import Definition, Doc, Outline
from postil.problems import Place, Problem
from postil.textmap import read_tokens

_UNNUMBERED = frozenset({"heading_open", "hr"})


def _any_link(_url: str) -> bool:
    return True


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, strike-through and our notation; raw HTML is shown as text."""
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    notation.install(md)
    bounds.install(md)
    shortcuts.install(md)
    # Refusing a link here would leave its source as text, in silence: `textmap` reports it.
    md.validateLink = _any_link  # type: ignore[method-assign, assignment]
    return md


def read(text: str, place: Place) -> tuple[Doc, tuple[Problem, ...]]:
    """Read a text that begins at `place`. Mistakes in the notation are problems, never raised."""
    lines = text.split("\n")
    env: dict[str, Any] = {}
    tokens, definitions = _without_definitions(parser().parse(text, env), lines, place)
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
        texts=tuple((index, start) for index, (start, _) in found.texts.items()),
        outline=_outline(tokens, found.texts),
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


def _outline(tokens: Sequence[Token], texts: Mapping[int, tuple[int, int]]) -> tuple[Outline, ...]:
    """The top-level blocks; `texts` are the spans of paragraphs and code, by token."""
    result, depth, first, start, end = list[Outline](), 0, 0, -1, 0
    for index, token in enumerate(tokens):
        if depth == 0:
            first, start = index, -1
        depth += token.nesting
        if index in texts:
            low, end = texts[index]
            start = low if start < 0 else start
        if depth == 0:
            numbered = tokens[first].type not in _UNNUMBERED
            begins = end if start < 0 else start
            result.append(
                Outline(first=first, last=index + 1, start=begins, end=end, numbered=numbered)
            )
    return tuple(result)
