"""Dates in a reader's words, never more precise than what was written."""

import re

from postil.edtf.languages import LANGUAGES, REPAIRS
from postil.edtf.parts import Kind, Missing, Part, Span, names
from postil.edtf.rows import (
    Words,
    between,
    dashed,
    date_row,
    date_text,
    is_ragged,
    is_wide,
    phrase,
    ragged_bounds,
    shared,
    some,
    wide,
)


def spell(kind: Kind, spans: tuple[Span, ...], language: str) -> str:
    """The words for a date, an interval or a set; "de-CH" is read as "de", "xx" as "en"."""
    code = re.split("[-_]", language.lower(), maxsplit=1)[0]
    code = code if code in LANGUAGES else "en"
    text = _spelled(kind, spans, LANGUAGES[code])
    for pattern, replacement in REPAIRS.get(code, ()):
        text = re.sub(pattern, replacement, text)
    return text


def _spelled(kind: Kind, spans: tuple[Span, ...], words: Words) -> str:
    """The words before what depends on the next sound is put right."""
    start, end = spans[0].start, spans[0].end
    if kind == "interval":
        return _interval(start, end, words)
    if kind == "date" and isinstance(start, Part):
        return _date(start, words)
    if kind == "one-of" and len(spans) == 1 and isinstance(start, Part) and isinstance(end, Part):
        return _between(start, end, words)
    return _listed(spans, words["join.or" if kind == "one-of" else "join.and"], words)


def _date(part: Part, words: Words) -> str:
    """One date that stands alone."""
    text = _unmarked(part, words)
    whole = _is_whole(part, part.approximate) and _is_whole(part, part.uncertain)
    if is_ragged(part) or not whole:
        return text + _marks(part, words)
    if part.approximate:
        text = phrase(words, "about", part, date_text(part, words))
    return f"{text}, {words['uncertain']}" if part.uncertain else text


def _unmarked(part: Part, words: Words) -> str:
    """One date that stands alone, without its marks."""
    if is_ragged(part):
        return between(*ragged_bounds(part), words)
    if part.day == "XX" or (part.month == "XX" and not part.day):
        return some(part, words)
    if not part.month and is_wide(part, words):
        return wide(part, words)
    clock = f", {part.clock}{_zone(part.zone)}" if part.clock else ""
    return date_text(part, words) + clock


def _zone(zone: str) -> str:
    """What follows a time: " UTC", " UTC+04:30", or nothing where none is written."""
    return f" UTC{zone.removeprefix('Z')}" if zone else ""


def _listed(spans: tuple[Span, ...], conjunction: str, words: Words) -> str:
    """The members of a set: "8, 9 or 10 June 2015", "1984 or earlier"."""
    dates = [span.start for span in spans if isinstance(span.start, Part)]
    alike = all(span.start is span.end and isinstance(span.start, Part) for span in spans)
    if alike and not any(_marks(date, words) for date in dates):
        heads, tail = shared([date_row(date, words) for date in dates])
        return _chain(heads, conjunction) + tail
    return _chain([_member(span, conjunction, words) for span in spans], conjunction)


def _member(span: Span, conjunction: str, words: Words) -> str:
    """One member of a set among others; a range of them has one end at least."""
    start, end = span.start, span.end
    if isinstance(start, Part) and isinstance(end, Part):
        return _dash(start, end, words)
    date, side = (start, "later") if isinstance(start, Part) else (end, "earlier")
    text = _side(date, words) if isinstance(date, Part) else ""
    return f"{text} {conjunction} {words[f'side.{side}']}"


def _chain(texts: list[str], conjunction: str) -> str:
    """As "a", "a or b", "a, b or c", each once."""
    *before, last = dict.fromkeys(texts)
    return f"{', '.join(before)} {conjunction} {last}" if before else last


def _interval(start: Part | Missing, end: Part | Missing, words: Words) -> str:
    """From one date to another, where either may be missing."""
    if isinstance(start, Part) and isinstance(end, Part):
        return _dash(start, end, words)
    if isinstance(end, Part):
        text = phrase(words, "until", end, _bare(end, words))
        return f"{text}, {words['start.unknown']}" if start == "unknown" else text
    if isinstance(start, Part):
        text = phrase(words, "since" if end == "open" else "from", start, _bare(start, words))
        return f"{text}, {words['end.unknown']}" if end == "unknown" else text
    return f"{words[f'start.{start}']}, {words[f'end.{end}']}"


def _dash(start: Part, end: Part, words: Words) -> str:
    """As "21–22 November 2017" or "about 1984 – 2004 (uncertain)"."""
    if _marks(start, words) or _marks(end, words):
        return " – ".join(dict.fromkeys((_side(start, words), _side(end, words))))
    return dashed([date_row(start, words), date_row(end, words)])


def _between(start: Part, end: Part, words: Words) -> str:
    """As "between 4 and 6 July 2024" or "between 1984 (approximate) and 2004"."""
    if start is end:
        return _side(start, words)
    if not (_marks(start, words) or _marks(end, words)):
        return between(start, end, words)
    both = (phrase(words, "the", part, _bare(part, words)) for part in (start, end))
    return words["between"].format(*both)


def _side(part: Part, words: Words) -> str:
    """A date among others, where doubt after a comma would be taken for one more of them."""
    if is_ragged(part) or not part.approximate or not _is_whole(part, part.approximate):
        return _bare(part, words)
    text = phrase(words, "about", part, date_text(part, words))
    return text + _note(_mark(part, part.uncertain, words["uncertain"], words))


def _bare(part: Part, words: Words) -> str:
    """A date after a preposition: its marks follow in parentheses."""
    return date_text(part, words) + _marks(part, words)


def _marks(part: Part, words: Words) -> str:
    """What follows a date: " (approximate: year, month; uncertain)", or nothing."""
    approximate = _mark(part, part.approximate, words["approximate"], words)
    uncertain = _mark(part, part.uncertain, words["uncertain"], words)
    return _note("; ".join(mark for mark in (approximate, uncertain) if mark))


def _note(text: str) -> str:
    """The text in parentheses after a space, or nothing."""
    return f" ({text})" if text else ""


def _mark(part: Part, marked: tuple[str, ...], label: str, words: Words) -> str:
    """A mark's label, with the parts that it holds for unless it holds for all."""
    if not marked or _is_whole(part, marked):
        return label if marked else ""
    told = dict(zip(("year", "month", "day"), words["names"].split(), strict=True))
    return f"{label}{words['colon']} {', '.join(told[name] for name in marked)}"


def _is_whole(part: Part, marked: tuple[str, ...]) -> bool:
    """Whether a mark holds for all parts of the date, or for none."""
    return not marked or marked == names(part)
