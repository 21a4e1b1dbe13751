"""A note's or an event's file with another phrase in it, and every other byte as it was.

Works on the YAML's own marks: only the values of `phrase` and `section` are written anew, in one
line each, so comments, order, quotes and line ends around them stay. Nothing is written to disk.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from postil.model import Selector
from postil.problems import Place, PostilError, Problem, problem
from postil.record import record

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_PLAIN = re.compile(r"[^\W\d_][\w ’“”‘.()%$€£…–—/-]*", re.UNICODE)
_WORDS_OF_YAML = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"])


@record
class Edit:
    """Code points [start, end) of a file's text, and what takes their place."""

    start: int
    end: int
    text: str


@record
class Value:
    """A value of a YAML file: where it stands, how it was quoted, what is in it."""

    start: int
    end: int
    style: str
    text: str
    entries: "tuple[tuple[Value, Value], ...]" = ()
    items: "tuple[Value, ...]" = ()
    flow: bool = False


def note_with(text: str, selector: Selector, place: Place) -> str:
    """A note's file with another phrase in its front matter. Raises PostilError without one."""
    matter = _FRONT_MATTER.match(text)
    if not matter:
        raise _refused(place, "this file has no front matter to write a phrase into")
    tree = _tree(matter[1], matter.start(1), place)
    return edited(text, _edits(text, tree, selector, place))


def timeline_with(text: str, event: str, selector: Selector, place: Place) -> str:
    """A timeline with another phrase for one event. Raises PostilError where it is not there."""
    tree = _tree(text, 0, place)
    for item in tree.items:
        if any(key.text == "id" and value.text == event for key, value in item.entries):
            return edited(text, _edits(text, item, selector, place))
    raise _refused(place, f"the event {event} is not in this file as it stands on disk")


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A text with some passages replaced."""
    for edit in sorted(edits, key=lambda e: -e.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _edits(text: str, owner: Value, selector: Selector, place: Place) -> list[Edit]:
    """What changes in the mapping of a note or an event."""
    values = {key.text: (key, value) for key, value in owner.entries}
    if "phrase" not in values:
        raise _refused(place, "there is no phrase: to write anew")
    edits = list(_phrase(text, values["phrase"][1], selector))
    if "section" in values and selector.section:
        old = values["section"][1]
        if old.text != selector.section:
            edits.append(
                Edit(start=old.start, end=old.end, text=_scalar(selector.section, old.style))
            )
    return edits


def _phrase(text: str, old: Value, selector: Selector) -> Iterator[Edit]:
    """A mapping is changed key by key; a text becomes a text, or a mapping if it needs context."""
    if old.entries:
        yield from _mapping(text, old, selector)
    elif selector.prefix or selector.suffix:
        parts = [
            ("exact", selector.exact),
            ("prefix", selector.prefix),
            ("suffix", selector.suffix),
        ]
        inside = ", ".join(f"{key}: {_quoted(value)}" for key, value in parts if value)
        yield Edit(start=old.start, end=old.end, text=f"{{{inside}}}" + _line_end(text, old))
    else:
        words = _scalar(selector.exact, old.style)
        yield Edit(start=old.start, end=old.end, text=words + _line_end(text, old))


def _mapping(text: str, old: Value, selector: Selector) -> Iterator[Edit]:
    wanted = {"exact": selector.exact, "prefix": selector.prefix, "suffix": selector.suffix}
    entries = {key.text: (key, value) for key, value in old.entries}
    for name, (_, value) in entries.items():
        if name in wanted and value.text != wanted[name]:
            words = _quoted(wanted[name]) if old.flow else _scalar(wanted[name], value.style)
            yield Edit(start=value.start, end=value.end, text=words + _line_end(text, value))
    key, first = entries.get("exact") or next(iter(entries.values()))
    missing = [(name, words) for name, words in wanted.items() if words and name not in entries]
    indent = text[text.rfind("\n", 0, key.start) + 1 : key.start]
    lead = ", " if old.flow else ("\r\n" if "\r\n" in text else "\n") + " " * len(indent)
    added = "".join(f"{lead}{name}: {_quoted(words)}" for name, words in missing)
    if added:
        yield from _after(text, first, added)


def _after(text: str, value: Value, added: str) -> Iterator[Edit]:
    """Further keys behind a value; in block style behind its line's comment, too."""
    at = value.end
    if "\n" in added:
        at = text.find(
            "\n", value.end - 1 if text[value.end - 1 : value.end] == "\n" else value.end
        )
        at = len(text) if at < 0 else at - (text[at - 1 : at] == "\r")
    yield Edit(start=at, end=at, text=added)


def _line_end(text: str, old: Value) -> str:
    """The line end that a block text took with it."""
    taken = text[old.start : old.end]
    return taken[len(taken.rstrip("\r\n")) :] if old.style in ("|", ">") else ""


def _scalar(words: str, style: str) -> str:
    """A text as YAML on one line: plain only where it was plain and nothing in it means more."""
    if style == "" and _PLAIN.fullmatch(words) and words.lower() not in _WORDS_OF_YAML:
        return words
    if style == "'" and words.isprintable():
        return "'" + words.replace("'", "''") + "'"
    return _quoted(words)


def _quoted(words: str) -> str:
    """In double quotes, with escapes for what a reader could not see, as JSON and YAML share."""
    text = json.dumps(words, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


# ---- YAML with its marks -------------------------------------------------------------------


def _tree(text: str, offset: int, place: Place) -> Value:
    """The one value of a YAML text that begins at `offset` of its file."""
    try:
        events = iter(list(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))))
    except yaml.YAMLError as error:
        raise _refused(place, "this file is no longer the YAML that was read") from error
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _value(next(events), events, offset)
    raise _refused(place, "there is nothing in this file")


def _value(event: Any, events: Iterator[Any], offset: int) -> Value:
    start = offset + event.start_mark.index
    if isinstance(event, yaml.MappingStartEvent):
        return _filled(event, events, offset, start)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_value(event, events, offset))
        end = _end(event, offset)
        return Value(start=start, end=end, style="", text="", items=tuple(items))
    text = getattr(event, "value", "")
    style = getattr(event, "style", "") or ""
    return Value(start=start, end=_end(event, offset), style=style, text=text)


def _end(event: Any, offset: int) -> int:
    return offset + int(event.end_mark.index)


def _filled(opening: Any, events: Iterator[Any], offset: int, start: int) -> Value:
    entries = []
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _value(event, events, offset)
        entries.append((key, _value(next(events), events, offset)))
    end, flow = _end(event, offset), bool(opening.flow_style)
    return Value(start=start, end=end, style="", text="", entries=tuple(entries), flow=flow)


def _refused(place: Place, message: str) -> PostilError:
    hint = "write the phrase there yourself, or run postil reanchor again"
    return PostilError([problem("output", place, message, hint)])


def verified(old: str, new: str, owner: tuple[str, str], selector: Selector, place: Place) -> str:
    """A changed file, once it is certain that it says the same but for that one phrase.

    Raises PostilError if Postil itself would read something else in it.
    """
    read = _read(new, owner, place)
    wanted = (selector.exact, selector.prefix, selector.suffix, selector.section)
    if read is None or (read.exact, read.prefix, read.suffix, read.section) != wanted:
        raise _refused(place, "this phrase cannot be written into this file safely")
    if _rest(old, owner, place) != _rest(new, owner, place):
        raise _refused(
            place, "the phrase cannot be written here without touching what is beside it"
        )
    return new


def _read(text: str, owner: tuple[str, str], place: Place) -> Selector | None:
    """The phrase as a build reads it."""
    from postil.files.parts import note, timeline

    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    if owner[0] == "note":
        return note(place.file, lines, problems).phrase
    return next((e.phrase for e in timeline(place.file, lines, problems) if e.id == owner[1]), None)


def _rest(text: str, owner: tuple[str, str], place: Place) -> tuple[object, str]:
    """All that a file says but the phrase of one note or event, and the body of a note."""
    matter = _FRONT_MATTER.match(text) if owner[0] == "note" else None
    if matter:
        return _content(_tree(matter[1], 0, place), top=True), text[matter.end() :]
    tree = _tree(text, 0, place)
    own = {n for n, item in enumerate(tree.items) if _id(item) == owner[1]}
    return tuple(_content(item, top=n in own) for n, item in enumerate(tree.items)), ""


def _id(item: Value) -> str:
    return next((value.text for key, value in item.entries if key.text == "id"), "")


def _content(value: Value, *, top: bool = False) -> object:
    if value.entries:
        return tuple(
            (key.text, _content(inner))
            for key, inner in value.entries
            if not (top and key.text in ("phrase", "section"))
        )
    return tuple(map(_content, value.items)) if value.items else value.text
