"""anchors.lock: the phrases of an article as last accepted, as text and as values.

JSON in a fixed layout, a line for each value: the same text gives the same bytes, a change of one
phrase is a change of a few lines, and two branches that changed different phrases merge.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from postil.edition import Anchor, Anchors
from postil.model import Article, Lock, Proven
from postil.problems import Place, Problem, problem
from postil.reanchoring.passages import Part, beside, part

NAME = "anchors.lock"
VERSION = 1

_MADE_BY = "Postil (postil reanchor): the words that notes and events stand on, as last accepted"
_ENTRY = re.compile(r'^\s*("(?:[^"\\]|\\.)*")\s*:\s*\{', re.MULTILINE)
_ENTRY_NAME = re.compile(r"(?:note|event)-[^/]+(?:/[1-9]\d*)?")
_HINT = (
    "take either side of a merge and run postil reanchor; "
    "or delete the file and run postil reanchor --record"
)


# ---- Values → text -------------------------------------------------------------------------


def write(lock: Lock) -> str:
    """The file's text."""
    entries = [_entry(one) for one in sorted(lock.phrases, key=_order)]
    sections = [_section(id_, lock.text[id_]) for id_ in sorted(lock.text)]
    values = [
        f'  "made by": {_json(_MADE_BY)}',
        f'  "version": {VERSION}',
        f'  "phrases": {_block("{}", entries, 2)}',
        f'  "text": {_block("{}", sections, 2)}',
    ]
    return _block("{}", values, 0) + "\n"


def _entry(one: Proven) -> str:
    values = {
        "words": one.words,
        "before": one.before,
        "after": one.after,
        "section": one.section,
        "paragraph": one.paragraph,
        "span": one.span,
        "folded": one.folded,
        "sentences": one.sentences,
    }
    lines = [f"      {_json(key)}: {_json(value)}" for key, value in values.items()]
    return f"    {_json(one.name)}: {_block('{}', lines, 4)}"


def _section(id_: str, paragraphs: Sequence[Sequence[str]]) -> str:
    lines = [f"      {_json(' '.join(marks))}" for marks in paragraphs]
    return f"    {_json(id_)}: {_block('[]', lines, 4)}"


def _block(brackets: str, lines: Sequence[str], indent: int) -> str:
    inside = ",\n".join(lines)
    return f"{brackets[0]}\n{inside}\n{' ' * indent}{brackets[1]}" if lines else brackets


def _json(value: object) -> str:
    """JSON on one line, with what a reader could not see as an escape."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _order(one: Proven) -> tuple[str, str, int]:
    """By kind, id and number, so that text that moves about changes no order."""
    kind, id_ = one.owner
    return kind, id_, number(one.name)


def number(name: str) -> int:
    """Which of an event's phrases a name names, from 1."""
    return int(name.rpartition("/")[2]) if "/" in name else 1


# ---- Text → values -------------------------------------------------------------------------


def read(text: str, place: Place) -> tuple[Lock | None, tuple[Problem, ...]]:
    """A lock file's values; None, and a problem, where it is not one that Postil wrote."""
    try:
        tree = json.loads(text, object_pairs_hook=_once)
        lines = {
            json.loads(m[1]): text.count("\n", 0, m.start(1)) + 1 for m in _ENTRY.finditer(text)
        }
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        reason = str(error) if type(error) is ValueError else "from here on it cannot be read"
        return None, (_broken(place, line, f"this is no lock file that Postil wrote: {reason}"),)
    if not isinstance(tree, dict) or tree.get("version") != VERSION:
        message = f"this is no lock file of version {VERSION}, which this Postil reads"
        return None, (_broken(place, 1, message),)
    try:
        phrases = [
            _proven(name, one, Place(file=place.file, line=lines.get(name, 1)))
            for name, one in _pairs(tree["phrases"])
        ]
        return Lock(place=place, phrases=tuple(phrases), text=_text(tree["text"])), ()
    except (KeyError, TypeError, ValueError) as error:
        reason = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        return None, (_broken(place, 1, f"this is no lock file that Postil wrote: {reason}"),)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON mapping; a merge can leave both sides' entries in it, which is refused."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} stands there twice")
        found[key] = value
    return found


def _proven(name: str, one: Mapping[str, Any], place: Place) -> Proven:
    if not _ENTRY_NAME.fullmatch(name):
        raise ValueError(f"{name} names no note and no event")
    return Proven(
        name=name,
        words=_string(one["words"]),
        before=_string(one["before"]),
        after=_string(one["after"]),
        section=_string(one["section"]),
        paragraph=_whole(one["paragraph"]),
        span=_span(one["span"]),
        folded=_span(one["folded"]),
        sentences=tuple(map(_string, _list(one["sentences"]))),
        place=place,
    )


def _text(tree: Any) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    return {
        _string(id_): tuple(tuple(_string(line).split()) for line in _list(lines))
        for id_, lines in _pairs(tree)
    }


def _pairs(value: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise TypeError("a mapping is missing")
    return value.items()


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is missing")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("a number is missing")
    return value


def _span(value: Any) -> tuple[int, int]:
    start, end = map(_whole, _list(value))
    return start, end


def _broken(place: Place, line: int, message: str) -> Problem:
    return problem("lock-syntax", Place(file=place.file, line=line), message, _HINT)


# ---- An article → values -------------------------------------------------------------------


def fresh(article: Article, anchors: Anchors, place: Place) -> Lock:
    """The lock of an article as it stands: its found phrases, its text's fingerprints."""
    parts = {section.id: part(section) for section in article.sections}
    phrases = tuple(
        entry(name, parts[a.section], a.start, a.end, place) for name, a in named(anchors)
    )
    return Lock(place=place, phrases=phrases, text=fingerprints(parts.values()))


def named(anchors: Anchors) -> Iterator[tuple[str, Anchor]]:
    """Each phrase's name and where it stands."""
    for id_, here in anchors.notes.items():
        yield f"note-{id_}", here
    for id_, places in anchors.events.items():
        for count, here in enumerate(places, start=1):
            yield telling(id_, count), here


def telling(event: str, count: int) -> str:
    """The name of an event's phrase: "event-ferry", then "event-ferry/2" …"""
    return f"event-{event}" + (f"/{count}" if count > 1 else "")


def fingerprints(parts: Iterable[Part]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The fingerprint of each sentence, by section and paragraph; without empty paragraphs."""
    return {
        one.section.id: tuple(
            tuple(sentence.fingerprint for sentence in group)
            for _, group in groupby(one.sentences, key=lambda sentence: sentence.paragraph)
        )
        for one in parts
    }


def entry(name: str, on: Part, start: int, end: int, place: Place) -> Proven:
    """A phrase as it stands in a section at [start, end)."""
    before, after = beside(on.plain, start, end)
    return Proven(
        name=name,
        words=on.plain[start:end],
        before=before,
        after=after,
        section=on.section.id,
        paragraph=on.paragraph(start),
        span=(start, end),
        folded=(on.folded.at(start), on.folded.at(end)),
        sentences=on.neighbours(start, end),
        place=place,
    )
