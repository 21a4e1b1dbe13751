"""EDTF, the Extended Date/Time Format (Library of Congress, 2019): a span that sorts and compares.

Levels 0, 1 and 2 are read, in the proleptic Gregorian calendar with astronomical years (0 is
1 BCE). What a text leaves unknown stays unknown. Refused: years of more than 18 digits.
"""

from functools import lru_cache

from postil.edtf.errors import DateError
from postil.edtf.parts import (
    Day,
    Kind,
    Missing,
    Part,
    Precision,
    Span,
    bounds,
    is_group,
    is_plain,
    month_days,
    precision,
)
from postil.edtf.reading import read
from postil.edtf.words import spell
from postil.record import record

__all__ = ["DateError", "Day", "Edtf", "Kind", "Part", "Precision", "Span", "html_datetime"]
__all__ += ["iso_day", "order_uncertain", "parse", "sort_key", "words"]


@record
class Edtf:
    """A date, interval or set as typed, and its bounds; None is an unknown or open bound.

    `precision` is that of the first date written. `approximate` and `uncertain` tell whether any
    part of any date is so marked; neither widens the bounds.
    """

    text: str
    earliest: Day | None
    latest: Day | None
    kind: Kind
    precision: Precision
    approximate: bool
    uncertain: bool
    parts: tuple[Span, ...]

    @property
    def is_exact(self) -> bool:
        """Whether it is one known day, without doubt."""
        one_day = self.earliest is not None and self.earliest == self.latest
        return one_day and not (self.approximate or self.uncertain)


@lru_cache(maxsize=4096)
def parse(text: str) -> Edtf:
    """Read EDTF text, levels 0 to 2; raises DateError for all else.

    A time keeps its written day, whatever its zone. Refused are white space, an interval that ends
    before it starts, and one whose end is a whole year or month that begins before the start
    (2004-06-11/2004: "some time in 2004" is 2004-XX).
    """
    if plain := _plain(text):
        return plain
    kind, spans = read(text)
    parts = [part for span in spans for part in (span.start, span.end) if isinstance(part, Part)]
    return Edtf(
        text=text,
        earliest=_earliest(spans),
        latest=_latest(spans),
        kind=kind,
        precision=precision(parts[0]) if parts else "unknown",
        approximate=any(part.approximate for part in parts),
        uncertain=any(part.uncertain for part in parts),
        parts=spans,
    )


once = lru_cache(maxsize=1024)(parse)
"""The same, kept: seventy sources were looked at on the same two days, and each is put in words."""

_FORMS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}


def _plain(text: str) -> Edtf | None:
    """2015, 2015-06 or 2015-06-09, which nearly all dates are, read without the grammar."""
    form, digits = _FORMS.get(len(text)), text.replace("-", "")
    if not form or not (digits.isascii() and digits.isdigit()) or len(digits) & 1:
        return None
    year, month, day = text[:4], text[5:7], text[8:]
    if text != "-".join(piece for piece in (year, month, day) if piece):
        return None
    first, last = int(month or "1"), int(month or "12")
    if not 1 <= first <= 12 or (day and not 1 <= int(day) <= month_days(int(year), first)):
        return None
    part = Part(year=year, month=month, day=day)
    return Edtf(
        text=text,
        earliest=(int(year), first, int(day or "1")),
        latest=(int(year), last, int(day or month_days(int(year), last))),
        kind="date",
        precision=form,
        approximate=False,
        uncertain=False,
        parts=(Span(start=part, end=part),),
    )


def sort_key(date: Edtf) -> tuple[int, ...]:
    """Ten ints that order dates: by earliest day, then latest day, then the written time of day.

    An unknown or open start sorts at its latest day, before what starts on that day; an unknown or
    open end after known ends; a date with neither bound after everything else.
    """
    first = date.earliest or date.latest or (0, 0, 0)
    boundless = date.earliest is None and date.latest is None
    last = (int(date.latest is None), *(date.latest or (0, 0, 0)))
    return (int(boundless), *first, int(date.earliest is not None), *last, _second(date))


def order_uncertain(a: Edtf, b: Edtf) -> bool:
    """Whether nobody can say which came first: the bounds overlap and are not one exact day."""
    if a.is_exact and b.is_exact and a.earliest == b.earliest:
        return False
    return not (_surely_before(a, b) or _surely_before(b, a))


def words(date: Edtf, language: str = "en") -> str:
    """The date as a reader's words in en, de, fr, es, it, nl or pt, else English; never empty."""
    return _words(date.text, language)


@lru_cache(maxsize=4096)
def _words(text: str, language: str) -> str:
    date = once(text)
    return spell(date.kind, date.parts, language)


def html_datetime(date: Edtf) -> str | None:
    """The value of `<time datetime>`: only for a plain year, month, day or time from year 1 on.

    None for marked, partly known, grouped (season) and significant-digit dates, and all others.
    """
    part = date.parts[0].start
    if date.kind != "date" or isinstance(part, str) or not is_plain(part) or is_group(part):
        return None
    if int(part.year) < 1:
        return None
    day = "-".join(piece for piece in (part.year, part.month, part.day) if piece)
    return f"{day}T{part.clock}{_html_zone(part.zone)}" if part.clock else day


def iso_day(day: Day) -> str:
    """ISO 8601 of a day: 2015-06-09, -0043-03-15; a year past 9999 has its sign: +12015-06-09."""
    year, month, number = day
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{number:02d}"


def _earliest(spans: tuple[Span, ...]) -> Day | None:
    """The first day of several spans; None if any of them has an unknown or open start."""
    days = [_days(span.start)[0] for span in spans]
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) else None


def _latest(spans: tuple[Span, ...]) -> Day | None:
    """The last day of several spans; None if any of them has an unknown or open end."""
    days = [_days(span.end)[1] for span in spans]
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None


def _days(part: Part | Missing) -> tuple[Day | None, Day | None]:
    """The bounds of one end of a span."""
    return bounds(part) if isinstance(part, Part) else (None, None)


def _second(date: Edtf) -> int:
    """The second of the day as written, or -1: a day sorts before its own times."""
    part = date.parts[0].start
    if isinstance(part, str) or not part.clock:
        return -1
    hours, minutes, seconds = part.clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _surely_before(a: Edtf, b: Edtf) -> bool:
    """Whether the last day that `a` may mean is before the first that `b` may mean."""
    return a.latest is not None and b.earliest is not None and a.latest < b.earliest


def _html_zone(zone: str) -> str:
    """HTML wants the minutes of an offset, and no -00:00."""
    full = zone if len(zone) != 3 else f"{zone}:00"
    return "Z" if full == "-00:00" else full
