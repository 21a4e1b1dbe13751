"""What the W3C's model says that an Annotation MUST be, checked on a tree of its JSON.

Every fault is a problem with line and column. What the model leaves open (other keys, other types)
passes: a file may say more than Postil understands.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from postil.files.values import quoted
from postil.problems import Place, Problem, problem
from postil.trees.tree import Mapping, Node, Scalar, describe
from postil.trees.tree import Sequence as List

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SETS = ("Choice", "Composite", "List", "Independents")
POSITIONS = ("TextPositionSelector", "DataPositionSelector")
RULE = "annotation-invalid"

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")
_MOMENT = re.compile(
    r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-4]):[0-5]\d:[0-5]\d(?:\.\d+)?"
    r"(?:Z|[+-]\d\d:\d\d)?"
)
_DIRECTIONS = ("ltr", "rtl", "auto")

Faults = Iterator[Problem]


def is_text(node: Node | None) -> bool:
    """A JSON string; numbers, true and null are scalars too, but not texts."""
    return isinstance(node, Scalar) and node.style == '"'


def text(node: Node | None) -> str:
    """A JSON string's text, else ""."""
    return node.text if isinstance(node, Scalar) and is_text(node) else ""


def value(node: Mapping, key: str) -> Node | None:
    """A key's value; None where it is absent or null."""
    found = node.entries[key][1] if key in node.entries else None
    return None if isinstance(found, Scalar) and found.empty and not is_text(found) else found


def items(node: Node | None) -> Sequence[Node]:
    """The members of a list; a single value is a list of one, none an empty one."""
    if node is None:
        return ()
    return node.items if isinstance(node, List) else (node,)


def types(node: Node | None) -> tuple[str, ...]:
    """The types of a mapping."""
    found = value(node, "type") if isinstance(node, Mapping) else None
    return tuple(text(item) for item in items(found))


def at(file: str, node: Node) -> Place:
    """Where a node stands."""
    return Place(file=file, line=node.line, column=node.column)


def _fault(file: str, node: Node, message: str, hint: str = "") -> Problem:
    return problem(RULE, at(file, node), message, hint or "see the W3C’s Web Annotation Data Model")


def _shown(node: Node) -> str:
    return quoted(node.text) if isinstance(node, Scalar) and not node.empty else describe(node)


# ---- An annotation -------------------------------------------------------------------------


def context(file: str, node: Mapping) -> Faults:
    """The file's outermost mapping names the model's context."""
    found = value(node, "@context")
    if CONTEXT not in {text(item) for item in items(found)}:
        hint = f'the file must say "@context": "{CONTEXT}"'
        yield _fault(file, found or node, "this is no file of Web Annotations", hint)


def annotation(file: str, node: Mapping) -> Faults:
    """Every fault of an Annotation."""
    if "Annotation" not in types(node):
        place = value(node, "type") or node
        yield _fault(file, place, f'expected the type "Annotation", found {_shown(place)}')
    yield from _one_iri(file, node, "id", required=True)
    yield from _bodies(file, node)
    target = value(node, "target")
    if target is None:
        yield _fault(file, node, "an annotation has a target, and this one has none")
    for item in items(target):
        yield from _resource(file, item, "target")
    yield from _provenance(file, node)
    for key in ("creator", "generator"):
        for item in items(value(node, key)):
            if not isinstance(item, Mapping) and not _IRI.fullmatch(text(item)):
                yield _fault(
                    file, item, f"{key}: expected an address or a mapping, found {_shown(item)}"
                )


def _bodies(file: str, node: Mapping) -> Faults:
    plain = value(node, "bodyValue")
    if plain is not None and not is_text(_single(plain)):
        yield _fault(file, plain, f"bodyValue: expected one text, found {_shown(plain)}")
    if plain is not None and value(node, "body") is not None:
        yield _fault(file, plain, "an annotation has body or bodyValue, never both")
    for item in items(value(node, "body")):
        yield from _resource(file, item, "body")


def _provenance(file: str, node: Mapping) -> Faults:
    """What may stand on an annotation, a body and a target alike."""
    for key in ("created", "modified", "generated"):
        yield from _moment(file, node, key)
    yield from _one_iri(file, node, "canonical")
    for key in ("via", "rights"):
        for item in items(value(node, key)):
            if not _IRI.fullmatch(text(item)):
                yield _fault(file, item, f"{key}: expected a whole address, found {_shown(item)}")


def _moment(file: str, node: Mapping, key: str) -> Faults:
    found = value(node, key)
    if found is not None and not _MOMENT.fullmatch(text(_single(found))):
        hint = "write it as 2015-01-28T12:00:00Z"
        yield _fault(
            file, found, f"{key}: expected one date with its time, found {_shown(found)}", hint
        )


def _one_iri(file: str, node: Mapping, key: str, *, required: bool = False) -> Faults:
    found = value(node, key)
    if found is None:
        if required:
            yield _fault(file, node, f"the key {key} is missing")
    elif not _IRI.fullmatch(text(_single(found))):
        yield _fault(file, found, f"{key}: expected one whole address, found {_shown(found)}")


def _single(node: Node) -> Node:
    """A list's one member, which counts as the value itself."""
    return node.items[0] if isinstance(node, List) and len(node.items) == 1 else node


# ---- Bodies and targets --------------------------------------------------------------------


def _resource(file: str, node: Node, role: str) -> Faults:
    """A body or a target, a member of a set of them, or the source of a specific one."""
    if not isinstance(node, Mapping):
        if not _IRI.fullmatch(text(node)):
            yield _fault(
                file, node, f"{role}: expected an address or a mapping, found {_shown(node)}"
            )
        return
    yield from _provenance(file, node)
    yield from _description(file, node)
    sets = [name for name in types(node) if name in SETS]
    if len(sets) > 1:
        yield _fault(file, node, f"{role}: one thing cannot be {' and '.join(sets)} at once")
    if sets:
        yield from _set(file, node, role)
    elif "items" in node.entries:
        message = f"{role}: what its items are together is not said"
        yield _fault(file, node, message, f"give it one of the types {', '.join(SETS)}")
    elif "SpecificResource" in types(node) or "source" in node.entries:
        yield from _specific(file, node, role)
    elif "TextualBody" in types(node) or "value" in node.entries:
        yield from _textual(file, node, role)
    else:
        yield from _one_iri(file, node, "id", required=True)


def _description(file: str, node: Mapping) -> Faults:
    """Format, languages and direction, where they are there."""
    for key in ("format", "language"):
        for item in items(value(node, key)):
            if not is_text(item):
                yield _fault(file, item, f"{key}: expected a text, found {_shown(item)}")
    language = value(node, "processingLanguage")
    if language is not None and not is_text(_single(language)):
        message = f"processingLanguage: expected one text, found {_shown(language)}"
        yield _fault(file, language, message)
    direction = value(node, "textDirection")
    if direction is not None and text(_single(direction)) not in _DIRECTIONS:
        message = f"textDirection: expected one of ltr, rtl and auto, found {_shown(direction)}"
        yield _fault(file, direction, message)


def _set(file: str, node: Mapping, role: str) -> Faults:
    found = value(node, "items")
    if not isinstance(found, List) or not found.items:
        yield _fault(file, found or node, f"{role}: a set has a list of items")
        return
    for item in found.items:
        yield from _resource(file, item, role)


def _textual(file: str, node: Mapping, role: str) -> Faults:
    found = value(node, "value")
    if role == "target":
        yield _fault(file, node, "target: a text inside the annotation cannot be its target")
    if found is None:
        yield _fault(file, node, f"{role}: a TextualBody has a value, and this one has none")
    elif not is_text(found):
        yield _fault(file, found, f"value: expected one text, found {_shown(found)}")


def _specific(file: str, node: Mapping, role: str) -> Faults:
    source = value(node, "source")
    if source is None:
        yield _fault(file, node, f"{role}: a SpecificResource has a source, and this one has none")
    elif isinstance(source, Mapping):
        yield from _one_iri(file, source, "id", required=True)
        yield from _provenance(file, source)
    elif not _IRI.fullmatch(text(source)):
        yield _fault(file, source, f"source: expected one whole address, found {_shown(source)}")
    for item in items(value(node, "selector")):
        yield from selector_faults(file, item)


# ---- Selectors -----------------------------------------------------------------------------


def selector_faults(file: str, node: Node) -> Faults:
    """Every fault of a selector and of those that refine it."""
    if not isinstance(node, Mapping):
        if not _IRI.fullmatch(text(node)):
            yield _fault(
                file, node, f"selector: expected an address or a mapping, found {_shown(node)}"
            )
        return
    for kind in types(node):
        yield from _SELECTORS.get(kind, _any)(file, node)
    for item in items(value(node, "refinedBy")):
        yield from selector_faults(file, item)


def _any(_file: str, _node: Mapping) -> Faults:
    return iter(())


def _valued(file: str, node: Mapping) -> Faults:
    yield from _one_text(file, node, "value", required=True)


def _quote(file: str, node: Mapping) -> Faults:
    yield from _one_text(file, node, "exact", required=True)
    for key in ("prefix", "suffix"):
        yield from _one_text(file, node, key, required=False)


def _one_text(file: str, node: Mapping, key: str, *, required: bool) -> Faults:
    found = value(node, key)
    if found is None:
        if required:
            yield _fault(file, node, f"{types(node)[0]}: the key {key} is missing")
    elif not is_text(_single(found)):
        yield _fault(file, found, f"{key}: expected one text, found {_shown(found)}")


def number(node: Node | None) -> int | None:
    """A whole number from 0; None for all else."""
    if isinstance(node, Scalar) and not is_text(node) and node.text.isdecimal():
        return int(node.text) if len(node.text) <= 15 else None
    return None


def _position(file: str, node: Mapping) -> Faults:
    start, end = number(value(node, "start")), number(value(node, "end"))
    if start is None or end is None:
        message = "a position has start and end, whole numbers from 0"
        yield _fault(file, node, message)
    elif end < start:
        yield _fault(file, node, f"a position ends before it starts: {start} to {end}")


def _svg(file: str, node: Mapping) -> Faults:
    if "id" not in node.entries:
        yield from _valued(file, node)


def _range(file: str, node: Mapping) -> Faults:
    for key in ("startSelector", "endSelector"):
        found = value(node, key)
        if found is None:
            yield _fault(file, node, f"RangeSelector: the key {key} is missing")
        else:
            yield from selector_faults(file, found)


_SELECTORS: dict[str, Callable[[str, Mapping], Faults]] = {
    "FragmentSelector": _valued,
    "CssSelector": _valued,
    "XPathSelector": _valued,
    "TextQuoteSelector": _quote,
    "SvgSelector": _svg,
    "RangeSelector": _range,
    **dict.fromkeys(POSITIONS, _position),
}
