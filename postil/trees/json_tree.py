"""JSON text → the same tree as YAML's, so that CSL-JSON files have places too.

libyaml would read most JSON, but refuses emoji written as surrogate pairs, which is how programs
that export CSL-JSON write them.
"""

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from postil.files.values import quoted
from postil.problems import Place, Problem, problem
from postil.trees.tree import (
    DEPTH,
    LENGTH,
    NODES,
    REPORTED,
    Mapping,
    Node,
    Scalar,
    Sequence,
    clean,
    clean_value,
    control,
)

_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")


class _Fault(Exception):  # noqa: N818
    """Ends the reading: a message and the offset it is about."""

    def __init__(self, message: str, offset: int, rule: str = "") -> None:
        super().__init__(message)
        self.message, self.offset, self.rule = message, offset, rule


def read(
    text: str,
    place: Place,
    rule: str = "bib-syntax",
    length: int = LENGTH,
    nodes: int = NODES,
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a JSON text that begins at `place`; None if it is empty or cannot be read.

    A mistake in its syntax has the `rule`; it has at most `length` characters and `nodes` values.
    """
    if len(text) > length:
        message = f"too large for a data file: {len(text):,} characters, at most {length:,}"
        return None, (problem("file-unreadable", place, message),)
    text, controls = clean(text, place)
    reader = _Reader(text, place, nodes)
    node: Node | None = None
    try:
        node = reader.document()
    except _Fault as fault:
        where = reader.place(fault.offset)
        reader.problems.append(problem(fault.rule or rule, where, fault.message))
    return node, controls + tuple(reader.problems[:REPORTED])


class _Reader:
    """Reads one JSON text from left to right."""

    def __init__(self, text: str, place: Place, nodes: int) -> None:
        self.text, self.nodes = text, nodes
        self.file, self.line = place.file, place.line
        self.lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self.problems: list[Problem] = []
        self.count = 0

    def document(self) -> Node | None:
        """The one value of the file."""
        start = self.skip(0)
        if start == len(self.text):
            return None
        node, end = self.value(start, 1)
        if (end := self.skip(end)) < len(self.text):
            raise _Fault("something follows the end of the JSON", end)
        return node

    def value(self, start: int, depth: int) -> tuple[Node, int]:
        """The value at an offset, and the offset after it."""
        self.count += 1
        if self.count > self.nodes:
            raise _Fault(f"more than {self.nodes:,} values in one file", start, "file-unreadable")
        if depth > DEPTH:
            raise _Fault(f"lists and mappings nest more than {DEPTH} deep", start, "yaml-depth")
        first = self.text[start : start + 1]
        if first == '"':
            return self.string(start)
        if first == "[":
            return self.list(start, depth)
        if first == "{":
            return self.mapping(start, depth)
        if word := _WORD.match(self.text, start):
            line, column = self.position(start)
            return Scalar("" if word[0] == "null" else word[0], "", line, column), word.end()
        raise _Fault("expected a JSON value" + (f", found {first}" if first else ""), start)

    def string(self, start: int) -> tuple[Scalar, int]:
        """A text in double quotes."""
        try:
            text, end = scanstring(self.text, start + 1, False)
        except JSONDecodeError as error:
            reason = error.msg[0].lower() + error.msg[1:].removesuffix(" starting at")
            raise _Fault(f"this text cannot be read: {reason}", error.pos) from None
        text, offender = clean_value(text)
        if offender:
            self.problems.append(control(self.place(start), offender))
        line, column = self.position(start)
        return Scalar(text, '"', line, column), end

    def list(self, start: int, depth: int) -> tuple[Sequence, int]:
        """A list in brackets."""
        node = Sequence(*self.position(start))
        offset = self.skip(start + 1)
        while self.text[offset : offset + 1] != "]":
            item, offset = self.value(offset, depth + 1)
            node.items.append(item)
            offset = self.comma(offset, "]")
        return node, offset + 1

    def mapping(self, start: int, depth: int) -> tuple[Mapping, int]:
        """A mapping in braces; the first of repeated keys is kept."""
        node = Mapping(*self.position(start))
        offset = self.skip(start + 1)
        while self.text[offset : offset + 1] != "}":
            if self.text[offset : offset + 1] != '"':
                raise _Fault("expected a key in double quotes", offset)
            key, offset = self.string(offset)
            offset = self.skip(offset)
            if self.text[offset : offset + 1] != ":":
                raise _Fault(f"expected a colon after {quoted(key.text)}", offset)
            value, offset = self.value(self.skip(offset + 1), depth + 1)
            if key.text in node.entries:
                first = node.entries[key.text][0].line
                message = f"{quoted(key.text)} stands twice in this mapping, first on line {first}"
                place = Place(file=self.file, line=key.line, column=key.column)
                self.problems.append(problem("key-repeated", place, message, "keep one of them"))
            else:
                node.entries[key.text] = key, value
            offset = self.comma(offset, "}")
        return node, offset + 1

    def comma(self, offset: int, close: str) -> int:
        """The offset of the next item, or of the closing bracket."""
        offset = self.skip(offset)
        found = self.text[offset : offset + 1]
        if found == close:
            return offset
        if found != ",":
            raise _Fault(f"expected a comma or {close}", offset)
        after = self.skip(offset + 1)
        if self.text[after : after + 1] == close:
            raise _Fault(f"a comma stands before the closing {close}", offset)
        return after

    def skip(self, offset: int) -> int:
        """The offset of the next character that is not white space."""
        space = _SPACE.match(self.text, offset)
        return space.end() if space else offset

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        row = bisect_right(self.lines, offset) - 1
        return self.line + row, offset - self.lines[row] + 1

    def place(self, offset: int) -> Place:
        """An offset as a place in the file."""
        line, column = self.position(offset)
        return Place(file=self.file, line=line, column=column)
