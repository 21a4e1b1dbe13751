"""BibTeX and BibLaTeX → a tree of CSL's names. bibtexparser splits the file; the values are ours.

It goes on after a broken entry and knows each line, but leaves accents and `"a" # "b"` as they are.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ParsingFailedBlock,
)

from postil.files.bibtex_fields import csl_type, texts
from postil.files.bibtex_text import in_braces, people, person
from postil.files.values import fold, quoted
from postil.problems import Place, Problem, problem
from postil.trees import tree
from postil.trees.tree import REPORTED, Scalar, clean

# It prints what it cannot read, and so does pylatexenc; we return it.
for _name in ("bibtexparser", "pylatexenc"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False

_BARE = re.compile(r"[^\s{}\"]*")
_MACRO_LENGTH = 10_000  # macros made of macros could double at each line
_PEOPLE = ("author", "editor")


def read(text: str, place: Place) -> tuple[tree.Sequence, tuple[Problem, ...]]:
    """The entries of a .bib text that begins at `place`, each a mapping of CSL's names."""
    text, controls = clean(text, place)
    reader = _Reader(text, place)
    library = parse_string(text, parse_stack=[])
    strings: dict[str, str] = {}
    for string in library.strings:  # in order: a macro is made of those above it
        value, _ = resolve(string.value, strings)
        strings[string.key.lower()] = value[:_MACRO_LENGTH]
    entries = [reader.entry(entry, strings) for entry in reader.entries(library.blocks)]
    sequence = tree.Sequence(place.line, place.column, list(entries))
    return sequence, controls + tuple(reader.problems[:REPORTED])


class _Reader:
    """Turns bibtexparser's blocks into nodes with places."""

    def __init__(self, text: str, place: Place) -> None:
        self.lines = text.split("\n")
        self.start = place
        self.problems: list[Problem] = []

    def entries(self, blocks: Iterable[object]) -> Iterator[Entry]:
        """All entries that can be read; the others are reported."""
        for block in blocks:
            found: object = block
            if isinstance(found, DuplicateBlockKeyBlock):
                found = found.ignore_error_block  # `parse` reports repeated ids, over all files
            if isinstance(found, DuplicateFieldKeyBlock):
                self.repeated(found)
                found = found.ignore_error_block
            if isinstance(found, Entry):
                yield found
            elif isinstance(found, ParsingFailedBlock):
                row = found.start_line or 0
                reason = getattr(found.error, "abort_reason", "") or str(found.error)
                message = f"this entry cannot be read: {fold(reason).strip(' .')}"
                hint = "look for a missing comma or brace"
                self.problems.append(problem("bib-syntax", self.place(row), message, hint))

    def repeated(self, block: DuplicateFieldKeyBlock) -> None:
        """Report the fields that stand twice in one entry."""
        seen: dict[str, int] = {}
        entry = block.ignore_error_block
        for field in entry.fields if isinstance(entry, Entry) else ():
            row = field.start_line
            if field.key.lower() in seen:
                first = self.start.line + seen[field.key.lower()]
                message = f"{quoted(field.key)} stands twice in this entry, first on line {first}"
                found = problem("key-repeated", self.place(row), message, "keep one of them")
                self.problems.append(found)
            seen.setdefault(field.key.lower(), row)

    def entry(self, entry: Entry, strings: Mapping[str, str]) -> tree.Mapping:
        """One entry as a mapping of CSL's names."""
        row = entry.start_line or 0
        place = self.place(row)
        node = tree.Mapping(place.line, place.column)
        fields: dict[str, Field] = {}
        for field in entry.fields:
            fields.setdefault(field.key.lower(), field)
        values = {}
        for key, field in fields.items():
            values[key], stray = resolve(field.value, strings)
            if stray:
                message = f"the value of {quoted(field.key)} cannot be read at {quoted(stray)}"
                where = self.place(field.start_line)
                hint = "look for a missing comma, brace or quote"
                self.problems.append(problem("bib-syntax", where, message, hint))

        at = Scalar(entry.key.strip(), "", place.line, self.column(row, entry.key))
        node.entries["id"] = at, at
        kind = Scalar(csl_type(entry.entry_type.lower(), values), "", place.line, place.column)
        node.entries["type"] = kind, kind
        for name, key, text in texts(values):
            value = self.scalar(fields[key], text)
            node.entries[name] = value, value
        for key in _PEOPLE:
            if key in values:
                node.entries[key] = self.people(fields[key], values[key])
        return node

    def people(self, field: Field, value: str) -> tuple[Scalar, tree.Sequence]:
        """The people of a field: texts, or mappings of family and given."""
        at = self.scalar(field, field.key)
        found = tree.Sequence(at.line, at.column)
        for one in people(value):
            parts = person(one)
            if isinstance(parts, str):
                found.items.append(Scalar(parts, "", at.line, at.column))
                continue
            node = tree.Mapping(at.line, at.column)
            for key, text in parts.items():
                node.entries[key] = at, Scalar(text, "", at.line, at.column)
            found.items.append(node)
        return at, found

    def scalar(self, field: Field, text: str) -> Scalar:
        """A field's value as a node, at its place in the file."""
        row = field.start_line
        bare = field.value.strip('{}" ')
        return Scalar(text, "", self.start.line + row, self.column(row, bare))

    def column(self, row: int, words: str) -> int:
        """Where words begin on a line; where the line does if they are not there."""
        line = self.lines[row] if row < len(self.lines) else ""
        found = line.find(words) if words else -1
        return (found if found >= 0 else len(line) - len(line.lstrip())) + 1

    def place(self, row: int) -> Place:
        """A row from 0 as a place in the file."""
        return Place(file=self.start.file, line=self.start.line + row, column=self.column(row, ""))


def resolve(value: str, strings: Mapping[str, str]) -> tuple[str, str]:
    """A value without its braces or quotes, macros replaced, `"a" # b` joined; what is stray."""
    found, stray = [], ""
    for piece in _pieces(value):
        if in_braces(piece) or (len(piece) > 1 and piece[0] == piece[-1] == '"'):
            found.append(piece[1:-1])
        else:
            found.append(strings.get(piece.lower(), piece))
            stray = stray or ("" if _BARE.fullmatch(piece) else piece)
    return "".join(found), stray


def _pieces(value: str) -> Iterator[str]:
    """A value's parts, cut at each # that stands outside braces and quotes."""
    start = depth = 0
    quoted = False
    for offset, character in enumerate(value):
        if character in "{}":
            depth += 1 if character == "{" else -1
        elif character == '"' and depth == 0:
            quoted = not quoted
        elif character == "#" and depth == 0 and not quoted:
            yield value[start:offset].strip()
            start = offset + 1
    yield value[start:].strip()
