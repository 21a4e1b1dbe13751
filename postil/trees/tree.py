"""A data file as a tree of nodes: text, lists and mappings, each with its line and column.

YAML and JSON files both become such a tree, so that one set of getters (`fields.py`) reads both.
Nothing is interpreted: `no`, `12:30`, `1.10` and dates are the text that was typed.
"""

import re
from functools import cache
from typing import TypeAlias

from postil.problems import Place, Problem, problem

DEPTH = 40
"""How deeply lists and mappings may nest: none of Postil's files needs more than six."""

NODES = 200_000
"""How many values one file may hold: ten times any real list of sources, and read in a second."""

LENGTH = 8 * 1024 * 1024
"""How many characters one data file may have."""

REPORTED = 20
"""After so many problems of one kind in a file, more would not help anyone."""

# No C0 and C1 controls but tab, LF and CR; no half surrogates; no code points that are never
# characters. The rare planes above the first have their own pattern: it is ten times slower.
_NEVER = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_FINE = re.compile(f"[^{_NEVER}]*")
_ABOVE = re.compile("[\U00010000-\U0010ffff]")


class Scalar:
    """A text. `style` is how it was written: "" plain, `'`, `"`, `|`, `>`, or `*` for an alias.

    `line` and `column` are where it starts, quotes included; `body` is where a block's words do.
    """

    __slots__ = ("body", "column", "line", "style", "text")

    def __init__(
        self, text: str, style: str, line: int, column: int, body: tuple[int, int] | None = None
    ) -> None:
        self.text, self.style, self.line, self.column = text, style, line, column
        self.body = body

    @property
    def empty(self) -> bool:
        """Nothing was said: no text, or YAML's `~` for it."""
        return not self.text or (self.text == "~" and not self.style)


class Sequence:
    """A list."""

    __slots__ = ("column", "items", "line")

    def __init__(self, line: int, column: int, items: "list[Node] | None" = None) -> None:
        self.line, self.column = line, column
        self.items: list[Node] = items or []


class Mapping:
    """Keys with their values, in the order of the file."""

    __slots__ = ("column", "entries", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.entries: dict[str, tuple[Scalar, Node]] = {}


Node: TypeAlias = Scalar | Sequence | Mapping


def describe(node: "Node") -> str:
    """What a node is, for a message: "a list", "a mapping", "text", "nothing"."""
    if isinstance(node, Scalar):
        return "nothing" if node.empty else "text"
    return "a list" if isinstance(node, Sequence) else "a mapping"


def text_start(node: Scalar) -> tuple[int, int]:
    """Line and column of a text's first character, as far as YAML's folding allows."""
    return node.body or (node.line, node.column + (node.style in ("'", '"')))


def clean(text: str, place: Place) -> tuple[str, tuple[Problem, ...]]:
    """A file's text without characters that no page may hold; each is reported, then U+FFFD."""
    cleaned, offsets = _clean(text)
    problems = []
    for offset in offsets[:REPORTED]:
        line = place.line + text.count("\n", 0, offset)
        where = Place(file=place.file, line=line, column=offset - text.rfind("\n", 0, offset))
        problems.append(control(where, text[offset]))
    return cleaned, tuple(problems)


def clean_value(text: str) -> tuple[str, str]:
    """A value that an escape may have put anything into: the text made safe, the first offender."""
    cleaned, offsets = _clean(text)
    if "\r" in cleaned:
        return cleaned.replace("\r", "\ufffd"), text[offsets[0]] if offsets else "\r"
    return cleaned, text[offsets[0]] if offsets else ""


def _clean(text: str) -> tuple[str, list[int]]:
    """A text with U+FFFD for what no page may hold, and where that was."""
    above = not text.isascii() and _ABOVE.search(text) is not None
    fine = _fine_in_all_planes() if above else _FINE
    end = _run(fine, text, 0)
    if end == len(text):
        return text, []
    offsets = []
    while end < len(text):
        offsets.append(end)
        end = _run(fine, text, end + 1)
    characters = list(text)
    for offset in offsets:
        characters[offset] = "\ufffd"
    return "".join(characters), offsets


def _run(fine: re.Pattern[str], text: str, start: int) -> int:
    """Where the run of characters that a page may hold ends."""
    run = fine.match(text, start)
    return run.end() if run else start


@cache
def _fine_in_all_planes() -> re.Pattern[str]:
    ends = (f"{chr(n * 0x10000 + 0xFFFE)}{chr(n * 0x10000 + 0xFFFF)}" for n in range(1, 17))
    return re.compile(f"[^{_NEVER}{''.join(ends)}]*")


def control(place: Place, character: str) -> Problem:
    """The problem of one character that no text may hold."""
    kind = "a control character"
    if "\ud800" <= character <= "\udfff":
        kind = "half of a surrogate pair"
    elif ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef":
        kind = "a code point that is never a character"
    message = f"{kind} stands here: U+{ord(character):04X}"
    hint = "delete it, or type the character that was meant"
    return problem("text-control", place, message, hint)
