"""YAML text → a tree with places: a small composer over libyaml's events.

libyaml's own composer recurses (50 KB of `[` crash the interpreter), and PyYAML's constructor
guesses (`no` → False, `12:30` → 750) and keeps the last of repeated keys without a word. Events
have none of these faults, and are the faster half. Tags, anchors, aliases and merge keys are
refused: no file of Postil's needs them, and each has made a parser run code or fill the memory.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

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
from postil.trees.yaml_words import Fault, explain

# Either has `get_event`; the Python one is for machines without libyaml, and ten times slower.
_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML 1.1 breaks lines at these two, 1.2 does not; libyaml would break a pasted title in two.
# The stand-ins are never in a text: `clean` has replaced them.
_HIDE = str.maketrans("\u2028\u2029", "\ufdd0\ufdd1")
_SHOW = str.maketrans("\ufdd0\ufdd1", "\u2028\u2029")

_BLOCK_INDENT = re.compile(r"[^\n]*\n(?: *\n)*( *)")

_IS_SCALAR, _IS_ALIAS = yaml.ScalarEvent, yaml.AliasEvent
_IS_SEQUENCE, _IS_SEQUENCE_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_IS_MAPPING_END, _IS_DOCUMENT = yaml.MappingEndEvent, yaml.DocumentStartEvent
_IS_STREAM_END = yaml.StreamEndEvent


class _Stop(Exception):  # noqa: N818
    """Ends the reading of a file; its problem has been noted."""


def read(text: str, place: Place) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML text that begins at `place`; None if it is empty or cannot be read."""
    if len(text) > LENGTH:
        message = f"too large for a data file: {len(text):,} characters, at most {LENGTH:,}"
        return None, (problem("file-unreadable", place, message),)
    text, controls = clean(text, place)
    composer = _Composer(text, place)
    try:
        node = composer.document()
    except _Stop:
        node = None
    except yaml.MarkedYAMLError as error:
        node = None
        composer.problems.append(_syntax(error, text, place))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        node = None
        reason = str(error).partition("\n")[0]
        composer.problems.append(problem("yaml-syntax", place, f"not valid YAML: {reason}"))
    return node, controls + tuple(composer.problems)


class _Composer:
    """Builds the tree of one text from its events."""

    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.file = place.file
        self.line = place.line  # YAML's marks count from 0
        self.problems: list[Problem] = []
        self.count = 0
        self.hidden = "\u2028" in text or "\u2029" in text
        source = text.translate(_HIDE) if self.hidden else text
        self.next: Callable[[], Any] = _Parser(source).get_event

    def document(self) -> Node | None:
        """The one document of the stream."""
        self.next()  # the stream's start
        if type(self.next()) is not _IS_DOCUMENT:
            return None
        node = self.node(self.next(), 1)
        self.next()  # the document's end
        after = self.next()
        if type(after) is not _IS_STREAM_END:
            self.note(
                after.start_mark,
                "yaml-syntax",
                "a second YAML document begins here",
                "keep one file to one document; delete this ---",
            )
        return node

    def node(self, event: Any, depth: int) -> Node:
        """The node that begins with `event`."""
        mark, kind = event.start_mark, type(event)
        self.count += 1
        if self.count > NODES:
            self.note(mark, "file-unreadable", f"more than {NODES:,} values in one file")
            raise _Stop
        if kind is _IS_SCALAR and not (event.style or event.anchor or event.tag or self.hidden):
            return Scalar(event.value, "", self.line + mark.line, mark.column + 1)  # nearly all
        if kind is _IS_ALIAS:
            return self.alias(event)
        if event.anchor or event.tag:
            self.refuse(event)
        if kind is _IS_SCALAR:
            return self.scalar(event)
        if depth > DEPTH:
            message = f"lists and mappings nest more than {DEPTH} deep"
            self.note(mark, "yaml-depth", message, "put text that holds brackets in quotes")
            raise _Stop
        if kind is _IS_SEQUENCE:
            return self.sequence(mark, depth)
        return self.mapping(mark, depth)

    def scalar(self, event: Any) -> Scalar:
        """A text, exactly as written."""
        mark, text, style = event.start_mark, event.value, event.style or ""
        if self.hidden:
            text = text.translate(_SHOW)
        line = self.line + mark.line
        if style == '"':
            text, offender = clean_value(text)
            if offender:
                self.add(control(self.place(mark), offender))
        elif style and style in "|>":
            return Scalar(text, style, line, mark.column + 1, self.body(mark))
        return Scalar(text, style, line, mark.column + 1)

    def body(self, mark: Any) -> tuple[int, int]:
        """Where the words of a block scalar begin: the line after its header, indented."""
        indent = _BLOCK_INDENT.match(self.text, mark.index)
        return self.line + mark.line + 1, len(indent[1]) + 1 if indent else 1

    def sequence(self, mark: Any, depth: int) -> Sequence:
        """A list and its items."""
        node = Sequence(self.line + mark.line, mark.column + 1)
        while type(event := self.next()) is not _IS_SEQUENCE_END:
            node.items.append(self.node(event, depth + 1))
        return node

    def mapping(self, mark: Any, depth: int) -> Mapping:
        """A mapping; the first of repeated keys is kept."""
        node = Mapping(self.line + mark.line, mark.column + 1)
        entries, following = node.entries, self.next
        while type(event := following()) is not _IS_MAPPING_END:
            key = self.node(event, depth + 1)
            value = self.node(following(), depth + 1)
            if not isinstance(key, Scalar):
                self.note(event.start_mark, "yaml-syntax", "a key must be text", "write key: value")
            elif key.text == "<<" and not key.style:
                self.note(event.start_mark, "yaml-tag", "merge keys (<<) are refused")
            elif key.text in entries:
                first = entries[key.text][0].line
                message = f"{quoted(key.text)} stands twice in this mapping, first on line {first}"
                self.note(event.start_mark, "key-repeated", message, "keep one of them")
            elif key.style != "*":
                entries[key.text] = key, value
        return node

    def alias(self, event: Any) -> Scalar:
        """A stand-in for an alias, which is refused."""
        mark = event.start_mark
        self.note(
            mark,
            "yaml-tag",
            f"*{event.anchor} is a YAML alias, and aliases are refused",
            "write the value out, or put text that begins with * in quotes",
        )
        return Scalar("", "*", self.line + mark.line, mark.column + 1)

    def refuse(self, event: Any) -> None:
        """Report a tag or an anchor; the value itself is read on as plain data."""
        mark = event.start_mark
        if event.anchor:
            message = f"&{event.anchor} is a YAML anchor, and anchors are refused"
            hint = "delete it, or put text that begins with & in quotes"
            self.note(mark, "yaml-tag", message, hint)
        if event.tag:
            message = f"a YAML tag stands here ({quoted(event.tag)}), and tags are refused"
            hint = "delete it, or put text that begins with ! in quotes"
            self.note(mark, "yaml-tag", message, hint)

    def place(self, mark: Any) -> Place:
        """A mark of libyaml's as a place in the file."""
        return Place(file=self.file, line=self.line + mark.line, column=mark.column + 1)

    def note(self, mark: Any, rule: str, message: str, hint: str = "") -> None:
        """Add a problem at a mark."""
        self.add(problem(rule, self.place(mark), message, hint))

    def add(self, found: Problem) -> None:
        """Add a problem; give up on a file that has too many."""
        self.problems.append(found)
        if len(self.problems) >= REPORTED:
            raise _Stop


def _syntax(error: Any, text: str, place: Place) -> Problem:
    """The error in plain words, where it happened."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return problem("yaml-syntax", place, f"not valid YAML: {error.problem or error}")
    lines = text.split("\n")
    source = lines[mark.line] if mark.line < len(lines) else ""
    opened = error.context_mark.line if error.context_mark else mark.line
    fault = Fault(error.problem or "", error.context or "", mark.line, mark.column, opened, source)
    line = place.line + mark.line
    words = explain(fault._replace(context_line=opened + place.line - 1))
    column = mark.column if words.column is None else words.column
    return problem(
        words.rule, Place(file=place.file, line=line, column=column + 1), words.message, words.hint
    )
