"""BibTeX's text and names: LaTeX accents decoded, braces removed, names cut at `and`."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bibtexparser.middlewares.names import parse_single_name_into_parts

from postil.trees.tree import DEPTH

_SIGNS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0"))
_BARE_PERCENT = re.compile(r"(?<!\\)%")


@cache
def _decoder() -> Any:
    """pylatexenc's, imported where a file has a backslash; mathematics stays as written."""
    from pylatexenc.latex2text import (  # type: ignore[import-untyped]
        LatexNodes2Text,
    )

    return LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def decode(text: str) -> str:
    """LaTeX as plain text on one line: accents decoded, braces removed."""
    if "\\" in text and depth(text) <= DEPTH:
        # A bare % is a comment to LaTeX and a per cent sign to BibTeX.
        text = _decoder().latex_to_text(_BARE_PERCENT.sub(r"\\%", text))
    else:
        for sign, meant in _SIGNS:
            text = text.replace(sign, meant)
    return " ".join(re.split(r"[ \t\n]+", text.replace("{", "").replace("}", ""))).strip()


def depth(text: str) -> int:
    """How deeply braces nest."""
    deepest = level = 0
    for brace in re.findall(r"[{}]", text):
        level += 1 if brace == "{" else -1
        deepest = max(deepest, level)
    return deepest


def in_braces(text: str) -> bool:
    """Whether one pair of braces holds the whole text, as around the name of a body."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    level = 0
    for offset, character in enumerate(text):
        level += {"{": 1, "}": -1}.get(character, 0)
        if level == 0:
            return offset == len(text) - 1
    return False


def people(text: str) -> Iterator[str]:
    """The names of a field, cut at each `and` outside braces."""
    start = level = 0
    for match in re.finditer(r"[{}]|\sand(?=\s)", text, re.IGNORECASE):
        if match[0] in "{}":
            level += 1 if match[0] == "{" else -1
        elif level == 0:
            yield text[start : match.start()].strip()
            start = match.end()
    yield text[start:].strip()


def person(text: str) -> dict[str, str] | str:
    """A name's family, given and suffix; a body's name (in braces) as one text."""
    if text.lower() == "others":
        return "et al."
    if in_braces(text):
        return decode(text)
    parts = parse_single_name_into_parts(text, strict=False)
    found = {
        "family": " ".join([*parts.von, *parts.last]),
        "given": " ".join(parts.first),
        "suffix": " ".join(parts.jr),
    }
    named = {key: decode(value) for key, value in found.items() if value}
    return named if len(named) > 1 else "".join(named.values())
