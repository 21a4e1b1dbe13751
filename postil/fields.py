"""Typed getters on a mapping of a data file: one line per field where text becomes a value.

    f = Fields(node, place, "a note", problems)
    title = f.text("title", required=True)
    kind = f.one_of("kind", KINDS, default="context")
    f.done()

A getter never raises: what is wrong becomes a problem and the getter's empty value. The keys asked
for are the keys known; `done` reports all others, and what is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from postil.dates import DateError, Edtf, once
from postil.files.values import (
    Wrong,
    check_id,
    check_language,
    check_url,
    fold,
    listed,
    nfc,
    one_line,
    quoted,
)
from postil.problems import Place, Problem, nearest, problem
from postil.trees import tree
from postil.trees.tree import Node, Scalar, describe, text_start

Entries = Mapping[str, tuple[Scalar, Node]]
Check = Callable[[str], Wrong | None]
_NONE: Entries = {}
_SHAPES = {
    "text": "put text that begins with [ or { in quotes",
    "a mapping": "write key: value on lines of their own, indented",
}


class Block(NamedTuple):
    """A text with its line ends, such as Markdown, and where its first character stands."""

    text: str
    place: Place


class Fields:
    """The fields of one mapping; `what` names it in messages ("a note")."""

    def __init__(self, node: Node | None, place: Place, what: str, problems: list[Problem]) -> None:
        self.what = what
        self.file = place.file
        self.place = place
        self.problems = problems
        self.entries = _NONE
        self.sound = True  # whether the mapping itself could be read
        self._known: set[str] = set()
        self._missing: list[str] = []
        if isinstance(node, tree.Mapping):
            self.entries = node.entries
            self.place = self.at(node)
        elif node is not None and not (isinstance(node, Scalar) and node.empty):
            self.place = self.at(node)
            self.sound = False
            message = f"{what} is a mapping (key: value), found {describe(node)}"
            self._note("value-type", self.place, message)

    # ---- one text --------------------------------------------------------------------------

    def text(self, name: str, *, required: bool = False, default: str = "") -> str:
        """A text on one line."""
        node = self._scalar(name, required=required)
        return one_line(node.text) or default if node else default

    def block(self, name: str, *, required: bool = False) -> Block | None:
        """A text of many lines, such as Markdown; None if absent."""
        node = self._scalar(name, required=required)
        if node is None or not node.text.strip():
            return None
        line, column = text_start(node)
        return Block(node.text, Place(file=self.file, line=line, column=column))

    def one_of(self, name: str, choices: Sequence[str], *, default: str = "") -> str:
        """One of a few words."""
        node = self._scalar(name)
        if node is None:
            return default
        value = fold(node.text)
        if value in choices:
            return value
        close = nearest(value, choices)
        hint = f"do you mean {close}?" if close else ""
        message = f"{name}: expected {listed(choices)}, found {quoted(value)}"
        self._note("value-unknown", self.at(node), message, hint)
        return default

    def checked(self, name: str, check: Check, *, required: bool = False) -> str:
        """A text on one line that passes a check; a wrong one counts as absent."""
        node = self._scalar(name, required=required)
        return self._checked(name, node, check) if node else ""

    def id(self, name: str, *, required: bool = False) -> str:
        """An id, in NFC."""
        return self.checked(name, check_id, required=required)

    def url(self, name: str, check: Check = check_url) -> str:
        """An address that a page may link to, or that does for what `check` asks."""
        return self.checked(name, check)

    def language(self, name: str) -> str:
        """A language tag (BCP 47)."""
        return self.checked(name, check_language)

    def integer(self, name: str) -> int | None:
        """A whole number from 0, in digits."""
        node = self._scalar(name)
        if node is None:
            return None
        digits = fold(node.text)
        if digits.isascii() and digits.isdecimal() and len(digits) <= 12:
            return int(digits)
        message = f"{name}: expected a whole number, found {quoted(digits)}"
        self._note("value-type", self.at(node), message)
        return None

    def date(self, name: str, *, required: bool = False) -> Edtf | None:
        """An EDTF date."""
        node = self._scalar(name, required=required)
        return self.edtf(name, fold(node.text), node) if node else None

    def edtf(self, name: str, text: str, node: Node) -> Edtf | None:
        """A text as EDTF; a problem points into `node` where that is a text on one line."""
        try:
            return once(text)
        except DateError as error:
            place = self.at(node)
            if isinstance(node, Scalar) and node.text == text:
                place = self._inside(node, error.offset)
            self._note("date-invalid", place, f"{name}: {error.message}", error.hint)
            return None

    # ---- lists and mappings ----------------------------------------------------------------

    def texts(self, name: str, check: Check | None = None) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        found = []
        for node in self.items(name):
            if isinstance(node, Scalar):
                text = self._checked(name, node, check) if check else one_line(node.text)
                found.append(text)
            else:
                self.mistyped(name, "text", node)
        return tuple(text for text in found if text)

    def mapping(self, name: str, what: str) -> "Fields | None":
        """The fields of a mapping; None if absent. The caller ends with its `done`."""
        node = self.node(name)
        if node is None:
            return None
        if isinstance(node, tree.Mapping):
            return self.child(node, what)
        self.mistyped(name, "a mapping", node)
        return None

    def mappings(self, name: str, what: str) -> "tuple[Fields, ...]":
        """A list of mappings; a single mapping is a list of one."""
        found = []
        for node in self.items(name):
            if isinstance(node, tree.Mapping):
                found.append(self.child(node, what))
            else:
                self.mistyped(name, "a mapping", node)
        return tuple(found)

    # ---- keys ------------------------------------------------------------------------------

    def place_of(self, name: str) -> Place:
        """Where a key's value stands; where the mapping does if there is none."""
        entry = self.entries.get(name)
        return self.at(entry[1]) if entry else self.place

    def ignore(self, *names: str) -> None:
        """Know keys that nobody asks for."""
        self._known.update(names)

    def require(self, name: str) -> None:
        """Report a key as missing, unless its value has a problem already."""
        if name not in self.entries:
            self._known.add(name)
            self._missing.append(name)

    def done(self, *, strict: bool = True) -> None:
        """Report missing keys and, if strict, unknown ones. Call it once, after all getters."""
        missing = self._missing
        if strict:
            for name, (key, _) in self.entries.items():
                if name not in self._known:
                    close = nearest(name, self._known)
                    missing = [other for other in missing if other != close]
                    hint = f"do you mean {close}?" if close else ""
                    message = f"{quoted(name)} is no key of {self.what}"
                    self._note("key-unknown", self.at(key), message, hint)
        for name in missing if self.sound else ():
            message = f'{self.what} needs the key "{name}"'
            self._note("key-missing", self.place, message, f"add {name}: …")

    # ---- nodes, for shapes of one's own ----------------------------------------------------

    def node(self, name: str, *, required: bool = False) -> Node | None:
        """A key's value; None if absent or empty, or an alias, which has its problem already."""
        self._known.add(name)
        entry = self.entries.get(name)
        if entry is None:
            if required:
                self._missing.append(name)
            return None
        node = entry[1]
        if isinstance(node, Scalar):
            empty = node.empty or not node.text.strip(" \n\t")
        else:
            empty = not (node.items if isinstance(node, tree.Sequence) else node.entries)
        if not empty:
            return node
        if required and not (isinstance(node, Scalar) and node.style == "*"):
            message = f"{name}: expected a value, found nothing"
            self._note("value-empty", self.at(node), message, f"write it behind {name}:")
        return None

    def _scalar(self, name: str, *, required: bool = False) -> Scalar | None:
        node = self.node(name, required=required)
        if node is None or isinstance(node, Scalar):
            return node
        self.mistyped(name, "text", node)
        return None

    def items(self, name: str) -> Sequence[Node]:
        """A list's items that say something; a single value is a list of one."""
        node = self.node(name)
        if isinstance(node, tree.Sequence):
            return [item for item in node.items if not (isinstance(item, Scalar) and item.empty)]
        return [node] if node else []

    def child(self, node: tree.Mapping, what: str) -> "Fields":
        """The fields of a mapping inside this one. The caller ends with its `done`."""
        return Fields(node, self.place, what, self.problems)

    def _checked(self, name: str, node: Scalar, check: Check) -> str:
        value = nfc(fold(node.text))
        wrong = check(value)
        if wrong is None:
            return value
        place = self._inside(node, wrong.offset) if node.text == value else self.at(node)
        self._note(wrong.rule, place, f"{name}: {wrong.message}", wrong.hint)
        return ""

    def mistyped(self, name: str, expected: str, node: Node) -> None:
        """Report a value of the wrong type."""
        message = f"{name}: expected {expected}, found {describe(node)}"
        self._note("value-type", self.at(node), message, _SHAPES.get(expected, ""))

    def at(self, node: Node) -> Place:
        """Where a node stands."""
        return Place(self.file, node.line, node.column)

    def _inside(self, node: Scalar, offset: int) -> Place:
        line, column = text_start(node)
        return Place(file=self.file, line=line, column=column + offset)

    def _note(self, rule: str, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(problem(rule, place, message, hint))
