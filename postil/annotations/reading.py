"""A file of annotations → Remarks: W3C JSON-LD, and what Hypothesis exports.

Read are an Annotation, a list of them, an AnnotationPage, an AnnotationCollection with its first
page in it, and Hypothesis's rows. Nothing is fetched: what is in other files is said, not sought.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from postil.annotations.shape import (
    RULE,
    annotation,
    at,
    context,
    items,
    number,
    selector_faults,
    text,
    types,
    value,
)
from postil.files.values import quoted
from postil.problems import Place, Problem, problem
from postil.record import record, replace
from postil.trees import json_tree
from postil.trees.tree import Mapping, Node

SKIPPED = "annotation-skipped"
PART = "annotation-part"
WRITE = "what readers should know of it, write into the note"
LENGTH = 64 * 1024 * 1024
NODES = 4_000_000
"""Ten thousand notes, each with its sources, are twelve million characters."""

_MARKDOWN = ("text/markdown", "text/x-markdown")


@record
class Body:
    """A part of what a remark says; of a link, `text` is its address.

    `creators` are those of this part, where they are said apart from the remark's.
    """

    kind: Literal["html", "markdown", "plain", "link", "tag"]
    text: str
    language: str = ""
    purpose: str = ""
    creators: tuple[str, ...] = ()
    place: Place


@record
class Quote:
    """The words that a remark is about, as its file names them."""

    exact: str
    prefix: str
    suffix: str
    place: Place


@record
class Position:
    """Code points of a text; `text` is that text's name by its content, where the file says it."""

    start: int
    end: int
    text: str
    place: Place


@record
class Remark:
    """An annotation as read; `name` is its own id, `creators` are names of people, as given."""

    name: str
    place: Place
    title: str = ""
    motivation: str = ""
    bodies: tuple[Body, ...]
    quote: Quote | None = None
    position: Position | None = None
    creators: tuple[str, ...] = ()


class _Reading:
    """What one reading gathers."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.remarks: list[Remark] = []
        self.problems: list[Problem] = []

    def say(self, rule: str, node: Node, message: str, hint: str = "") -> None:
        """Note a problem at a node."""
        self.problems.append(problem(rule, at(self.file, node), message, hint))

    def sound(self, faults: Iterator[Problem]) -> bool:
        """Keep faults; True where there are none."""
        found = list(faults)
        self.problems += found
        return not found


def read(source: str, file: str) -> tuple[tuple[Remark, ...], tuple[Problem, ...]]:
    """The remarks of a file's text; every problem has its place in `file`."""
    node, problems = json_tree.read(source, Place(file=file), RULE, LENGTH, NODES)
    reading = _Reading(file)
    if node is None and not problems:
        reading.problems.append(problem(RULE, Place(file=file), "the file is empty", _WANTED))
    elif node is not None:
        _top(reading, node)
    return tuple(reading.remarks), (*problems, *reading.problems)


_WANTED = "wanted is W3C JSON-LD (an Annotation, a page of them) or what Hypothesis exports"


# ---- Which kind of file it is --------------------------------------------------------------


def _top(reading: _Reading, node: Node) -> None:
    if not isinstance(node, Mapping):
        if not items(node) or not all(isinstance(item, Mapping) for item in items(node)):
            reading.say(RULE, node, "this is no file of annotations", _WANTED)
            return
        for item in items(node):
            _top(reading, item)
        return
    rows = value(node, "rows") or value(node, "annotations")
    if rows is not None:
        _rows(reading, items(rows))
    elif _is_row(node):
        _row(reading, node)
    elif not reading.sound(context(reading.file, node)):
        return
    elif "AnnotationCollection" in types(node):
        _collection(reading, node)
    elif "AnnotationPage" in types(node):
        _page(reading, node)
    else:
        _annotation(reading, node)


def _collection(reading: _Reading, node: Mapping) -> None:
    first = value(node, "first")
    if isinstance(first, Mapping):
        _page(reading, first)
    else:
        place = first or node
        hint = "fetch its pages, and import each of them"
        reading.say(SKIPPED, place, "the pages of this collection are in other files", hint)


def _page(reading: _Reading, node: Mapping) -> None:
    if value(node, "items") is None:
        reading.say(RULE, node, "an AnnotationPage has items, and this one has none", _WANTED)
    for item in items(value(node, "items")):
        if isinstance(item, Mapping):
            _annotation(reading, item)
        else:
            message = f"an annotation in another file: {quoted(text(item))}"
            reading.say(SKIPPED, item, message, "fetch it, and import it too")
    if (after := value(node, "next")) is not None:
        reading.say(SKIPPED, after, "more annotations are in another file", "import it too")


# ---- W3C -----------------------------------------------------------------------------------


def _annotation(reading: _Reading, node: Mapping) -> None:
    if not reading.sound(annotation(reading.file, node)):
        return
    motivation = next((text(item) for item in items(value(node, "motivation"))), "")
    plain = value(node, "bodyValue")
    bodies = [
        body for item in items(value(node, "body")) for body in _bodies(reading, item, motivation)
    ]
    if plain is not None:
        bodies += [_body(reading, "plain", item) for item in items(plain)]
    quote, position = _selected(reading, items(value(node, "target")))
    reading.remarks.append(
        Remark(
            name=next((text(item) for item in items(value(node, "id"))), ""),
            place=at(reading.file, node),
            title=" ".join(text(value(node, "label")).split()),
            motivation=motivation.removeprefix("oa:"),
            bodies=tuple(bodies),
            quote=quote,
            position=position,
            creators=tuple(_names(value(node, "creator"))),
        )
    )


def _names(node: Node | None) -> Iterator[str]:
    """The names that creators give themselves; addresses are nobody's name."""
    for item in items(node):
        if isinstance(item, Mapping):
            given = [*items(value(item, "name")), *items(value(item, "nickname"))]
            name = next((text(one) for one in given if text(one).strip()), "")
            if name:
                yield " ".join(name.split())


def _bodies(reading: _Reading, node: Node, motivation: str) -> Iterator[Body]:
    """The bodies that are in one: of a choice the first, of other sets all."""
    if not isinstance(node, Mapping):
        yield _body(reading, "link", node)
        return
    if "items" in node.entries:
        members = items(value(node, "items"))
        chosen = members[:1] if "Choice" in types(node) else members
        if len(chosen) < len(members):
            reading.say(
                PART, members[1], "of a choice of texts, only the first becomes a note", WRITE
            )
        for item in chosen:
            yield from _bodies(reading, item, motivation)
        return
    purpose = next((text(item) for item in items(value(node, "purpose"))), motivation)
    if "value" in node.entries and "source" not in node.entries:
        made = _textual(reading, node, tag=purpose == "tagging")
        yield replace(made, creators=tuple(_names(value(node, "creator"))))
    else:
        source = value(node, "source") or node
        address = value(source, "id") if isinstance(source, Mapping) else source
        if address is not None:
            yield replace(_body(reading, "link", items(address)[0]), purpose=purpose)


def _textual(reading: _Reading, node: Mapping, *, tag: bool) -> Body:
    said = value(node, "value") or node
    format_ = next((text(item) for item in items(value(node, "format"))), "").partition(";")[0]
    language = next((text(item) for item in items(value(node, "language"))), "")
    if tag:
        return _body(reading, "tag", said)
    if format_.strip() in {"text/html", "application/xhtml+xml"}:
        return _body(reading, "html", said, language)
    return _body(reading, "markdown" if format_ in _MARKDOWN else "plain", said, language)


def _body(
    reading: _Reading,
    kind: Literal["html", "markdown", "plain", "link", "tag"],
    node: Node,
    language: str = "",
) -> Body:
    return Body(kind=kind, text=text(node), language=language, place=at(reading.file, node))


def _selected(reading: _Reading, targets: Sequence[Node]) -> tuple[Quote | None, Position | None]:
    """What the first target says that names words; a note stands on one phrase."""
    found = [one for target in targets for one in _targets(target)]
    chosen = [(target, _selectors(value(target, "selector"))) for target in found]
    chosen = [(target, selectors) for target, selectors in chosen if selectors]
    if not chosen:
        return None, None
    if len(chosen) > 1:
        message = f"a note stands on one phrase; {len(chosen) - 1} other targets are left out"
        reading.say(PART, chosen[1][0], message, "copy the note for further words")
    target, selectors = chosen[0]
    quotes = [s for s in selectors if "TextQuoteSelector" in types(s)]
    positions = [s for s in selectors if "TextPositionSelector" in types(s)]
    return (
        _quote(reading, quotes[0]) if quotes else None,
        _position(reading, positions[0], _content_name(target)) if positions else None,
    )


def _targets(node: Node) -> Iterator[Mapping]:
    """The mappings that a target is, sets taken apart."""
    if isinstance(node, Mapping):
        yield node
        for item in items(value(node, "items")):
            yield from _targets(item)


def _selectors(node: Node | None) -> list[Mapping]:
    """The selectors of words among those given, and among those that refine them."""
    found = []
    for item in items(node):
        if isinstance(item, Mapping):
            if {"TextQuoteSelector", "TextPositionSelector"} & set(types(item)):
                # What is refined counts from its own beginning, not from the text's.
                found.append(item)
            found += [
                inner
                for inner in _selectors(value(item, "refinedBy"))
                if "TextQuoteSelector" in types(inner)
            ]
    return found


def _quote(reading: _Reading, node: Mapping) -> Quote:
    exact, prefix, suffix = (
        next((text(item) for item in items(value(node, key))), "")
        for key in ("exact", "prefix", "suffix")
    )
    return Quote(exact=exact, prefix=prefix, suffix=suffix, place=at(reading.file, node))


def _position(reading: _Reading, node: Mapping, name: str) -> Position | None:
    start, end = number(value(node, "start")), number(value(node, "end"))
    if start is None or end is None:
        return None
    return Position(start=start, end=end, text=name, place=at(reading.file, node))


def _content_name(target: Mapping) -> str:
    """The name by content of a target's source, where it has one."""
    source = value(target, "source")
    if isinstance(source, Mapping):
        names = [*items(value(source, "canonical")), *items(value(source, "id"))]
    else:
        names = list(items(source))
    return next((text(name) for name in names if text(name).startswith("ni:")), "")


# ---- Hypothesis ----------------------------------------------------------------------------


def _is_row(node: Mapping) -> bool:
    """A row as Hypothesis's programs give it: no context, its own names."""
    return "@context" not in node.entries and {"uri", "target"} <= node.entries.keys()


def _rows(reading: _Reading, rows: Sequence[Node]) -> None:
    for row in rows:
        if isinstance(row, Mapping):
            _row(reading, row)
        else:
            reading.say(RULE, row, "expected an annotation of Hypothesis, a mapping", _WANTED)


def _row(reading: _Reading, node: Mapping) -> None:
    """A row: its text is Markdown, its quote is the first target's."""
    if items(value(node, "references")):
        hint = "what readers should know of it, write into the note that it answers"
        reading.say(SKIPPED, node, "a reply to an annotation becomes no note", hint)
        return
    targets = [item for item in items(value(node, "target")) if isinstance(item, Mapping)]
    selectors = [s for target in targets for s in items(value(target, "selector"))]
    quotes = [s for s in selectors if "TextQuoteSelector" in types(s)]  # others are of its own make
    if not reading.sound(fault for s in quotes for fault in selector_faults(reading.file, s)):
        return
    quote, _ = _selected(reading, targets)
    said, user = value(node, "text"), text(value(node, "user"))
    bodies = [_body(reading, "markdown", said)] if said is not None else []
    bodies += [_body(reading, "tag", item) for item in items(value(node, "tags"))]
    info = value(node, "user_info")
    shown = text(value(info, "display_name")) if isinstance(info, Mapping) else ""
    creator = shown or user.removeprefix("acct:").partition("@")[0]
    reading.remarks.append(
        Remark(
            name=text(value(node, "id")),
            place=at(reading.file, node),
            bodies=tuple(bodies),
            quote=quote,
            creators=(creator,) if creator else (),
        )
    )
