"""A Markdown file's front matter and its body: YAML between a first line `---` and the next one."""

import re
from typing import NamedTuple

from postil.fields import Fields
from postil.problems import Place, Problem, problem
from postil.trees import yaml_tree
from postil.trees.tree import clean

_OPEN = re.compile(r"---[ \t]*(?:\n|$)")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class Matter(NamedTuple):
    """A file in two: its fields, and its body with the place of the body's first line."""

    fields: Fields
    body: str
    place: Place


def split(text: str, place: Place, what: str, problems: list[Problem]) -> Matter:
    """Front matter and body of a text that begins at `place`; no front matter is an empty one.

    Only a first line `---` opens front matter; further ones in the body are thematic breaks.
    """
    opening = _OPEN.match(text)
    if opening is None:
        return Matter(Fields(None, place, what, problems), _body(text, place, problems), place)
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        message = "front matter opens here and never closes"
        problems.append(problem("front-matter", place, message, "end it with a line of ---"))
        fields = Fields(None, place, what, problems)
        fields.sound = False
        below = Place(file=place.file, line=place.line + 1)  # so that its marks are still known
        return Matter(fields, _body(text[opening.end() :], below, problems), below)
    start = Place(file=place.file, line=place.line + 1)
    fields = mapping(text[opening.end() : closing.start()], start, what, problems)
    end = min(closing.end() + 1, len(text))
    below = Place(file=place.file, line=place.line + text.count("\n", 0, end))
    return Matter(fields, _body(text[end:], below, problems), below)


def mapping(text: str, place: Place, what: str, problems: list[Problem]) -> Fields:
    """The fields of a YAML text that is one mapping. One that cannot be read lacks no keys."""
    node, found = yaml_tree.read(text, place)
    problems.extend(found)
    fields = Fields(node, place, what, problems)
    if node is None and found:
        fields.sound = False
    return fields


def _body(text: str, place: Place, problems: list[Problem]) -> str:
    body, found = clean(text, place)
    problems.extend(found)
    return body
