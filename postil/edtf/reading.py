"""EDTF text to the spans it names."""

import re

from postil.edtf.errors import SET_FORMS, DateError, check_characters, malformed, quoted
from postil.edtf.parts import (
    GROUPS,
    Kind,
    Missing,
    Part,
    Span,
    bounds,
    is_group,
    is_plain,
    month_days,
    year_text,
)

_MOST_DIGITS = 18  # a year then fits the 64-bit integers of whoever reads our JSON

_DATE = re.compile(
    r"(?P<before_year>[?~%]?)(?P<year>-?[0-9X]{4})"
    r"(?:S(?P<significant>[1-9][0-9]?)(?P<after_rounded>[?~%]?)"
    r"|(?P<after_year>[?~%]?)"
    r"(?:-(?P<before_month>[?~%]?)(?P<month>[0-9X]{2})(?P<after_month>[?~%]?)"
    r"(?:-(?P<before_day>[?~%]?)(?P<day>[0-9X]{2})(?P<after_day>[?~%]?)"
    r"(?:T(?P<clock>(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2})"
    r"(?P<zone>Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?)?)?)?)"
)
_LONG_YEAR = re.compile(
    r"(?P<before_year>[?~%]?)Y(?P<year>-?[1-9][0-9]*)(?:E(?P<exponent>[0-9]+))?"
    r"(?:S(?P<significant>[1-9][0-9]?))?(?P<after_year>[?~%]?)"
)
# A mark after a part holds for it and all parts to its left, one before a part for it alone.
_MARKS = (
    ("before_year", ("year",)),
    ("after_rounded", ("year",)),
    ("after_year", ("year",)),
    ("before_month", ("month",)),
    ("after_month", ("year", "month")),
    ("before_day", ("day",)),
    ("after_day", ("year", "month", "day")),
)


def read(text: str) -> tuple[Kind, tuple[Span, ...]]:
    """What a text names: one span of a date or interval, or the spans of a set; or DateError."""
    check_characters(text)
    if text[0] in "[{":
        return ("one-of" if text[0] == "[" else "all-of"), _set(text)
    if "/" in text:
        return "interval", (_interval(text),)
    part = _part(text, 0, len(text))
    return "date", (Span(start=part, end=part),)


def _interval(text: str) -> Span:
    """Read `start/end`, where an empty side is unknown and `..` is open."""
    middle = text.index("/")
    if text == "/":
        raise DateError("the interval has neither start nor end", 0, "write ../.. if it has none")
    if (again := text.find("/", middle + 1)) >= 0:
        hint = "write an interval as 2004-06/2006-08, a day as 2015-06-09"
        raise DateError("an interval has one /", again, hint)
    start, end = _side(text, 0, middle), _side(text, middle + 1, len(text))
    return _ordered(start, end, text, middle + 1, len(text))


def _side(text: str, start: int, end: int) -> Part | Missing:
    """Read one side of an interval."""
    if start == end:
        return "unknown"
    return "open" if text[start:end] == ".." else _whole_days(text, start, end)


def _whole_days(text: str, start: int, end: int) -> Part:
    """Read a date without a time of day, as intervals and sets have them."""
    part = _part(text, start, end)
    if part.clock:
        message = "an interval or a set has days, not times of day"
        raise DateError(message, text.index("T", start), "leave the time out")
    return part


def _ordered(start: Part | Missing, end: Part | Missing, text: str, at: int, stop: int) -> Span:
    """The span, unless the end, at text[at:stop], comes or begins before the start."""
    span = Span(start=start, end=end)
    if isinstance(start, str) or isinstance(end, str):
        return span
    (first, _), (begin, last) = bounds(start), bounds(end)
    if last < first:
        message = f"the end {quoted(text[at:stop])} is before the start"
        raise DateError(message, at, "put the earlier date first")
    if begin < first and _is_coarse(end):
        hint = f"if it ended some time in it, write {text[at:stop].rstrip('?~%')}-XX"
        raise DateError(f"the end {quoted(text[at:stop])} begins before the start", at, hint)
    return span


def _is_coarse(part: Part) -> bool:
    """Whether it is a whole year or month: then XX can say "some time in it", so it must."""
    if part.day or part.significant or is_group(part):
        return False
    return "X" not in part.year + part.month


def _set(text: str) -> tuple[Span, ...]:
    """Read `[a,b..c]` or `{a,b..c}`."""
    closing = "]" if text[0] == "[" else "}"
    if text[-1] != closing:
        raise DateError(f"the set does not end with {closing}", len(text), SET_FORMS)
    spans, start = [], 1
    for item in text[1:-1].split(","):
        spans.append(_member(text, start, start + len(item)))
        start += len(item) + 1
    return tuple(spans)


def _member(text: str, start: int, end: int) -> Span:
    """Read one member of a set: `a`, `a..b`, `..b` or `a..`."""
    if text[start:end] in ("", ".."):
        raise DateError("the set lacks a date here", start, SET_FORMS)
    dots = text.find("..", start, end)
    if dots < 0:
        part = _whole_days(text, start, end)
        return Span(start=part, end=part)
    before: Part | Missing = _whole_days(text, start, dots) if start < dots else "open"
    after: Part | Missing = _whole_days(text, dots + 2, end) if dots + 2 < end else "open"
    return _ordered(before, after, text, dots + 2, end)


def _part(text: str, start: int, end: int) -> Part:
    """Read one date at text[start:end]."""
    long = text[start:end].lstrip("?~%").startswith("Y")
    match = (_LONG_YEAR if long else _DATE).match(text, start, end)
    if match is None or match.end() < end:
        raise malformed(text, start, match.end() if match else start, end)
    return _long_year(match) if long else _short_date(match)


def _long_year(match: re.Match[str]) -> Part:
    """A year that starts with Y: more than four digits, or an exponent."""
    digits, exponent = match["year"], int((match["exponent"] or "").lstrip("0")[:9] or "0")
    if len(digits.lstrip("-")) + exponent > _MOST_DIGITS:
        message = f"{quoted(match[0])} has a year of more than {_MOST_DIGITS} digits"
        raise DateError(
            f"{message}, which Postil does not read", match.start(), "use a shorter year"
        )
    if len(digits.lstrip("-")) < 5 and match["exponent"] is None:
        message = f"{quoted(match[0])} starts with Y but has no more than four digits"
        raise DateError(message, match.start(), "leave the Y out")
    return _marked(match, year=year_text(int(digits) * 10**exponent))


def _short_date(match: re.Match[str]) -> Part:
    """A date with a year of four digits; raises DateError if the calendar has no such day."""
    if match["year"] == "-0000":
        raise DateError("there is no year -0000", match.start("year"), "the year 1 BCE is 0000")
    part = _marked(match, year=match["year"])
    _check_month(match, part)
    _check_day(match, part)
    _check_clock(match, part)
    return part


def _marked(match: re.Match[str], *, year: str) -> Part:
    """The part that was matched, with what its marks hold for."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    return Part(
        year=year,
        month=groups.get("month", ""),
        day=groups.get("day", ""),
        clock=groups.get("clock", ""),
        zone=groups.get("zone", ""),
        significant=int(groups.get("significant", "0")),
        approximate=_holding(groups, "~%"),
        uncertain=_holding(groups, "?%"),
    )


def _holding(groups: dict[str, str], marks: str) -> tuple[str, ...]:
    """The names of the parts that one of `marks` holds for, in order."""
    held = {name for group, kept in _MARKS if groups.get(group, " ") in marks for name in kept}
    return tuple(name for name in ("year", "month", "day") if name in held)


def _is_month(month: str) -> bool:
    """Whether two digits, X for unknown ones, can be a month or a group of months."""
    if not month or month == "XX":
        return True
    if "X" not in month:
        return 1 <= int(month) <= 12 or int(month) in GROUPS
    pattern = re.compile(month.replace("X", "."))
    return any(pattern.fullmatch(f"{number:02d}") for number in range(1, 13))


def _check_month(match: re.Match[str], part: Part) -> None:
    """Refuse a month that there is not, and a group of months with a day."""
    if not _is_month(part.month):
        message = f"{quoted(match[0])} has no such month"
        hint = "a month is 01 to 12, or 21 to 41 for a season or another group of months"
        raise DateError(message, match.start("month"), hint)
    if part.day and is_group(part):
        message = f"{quoted(match[0])} gives a day to a group of months"
        raise DateError(message, match.start("day"), "leave the day out")


def _check_day(match: re.Match[str], part: Part) -> None:
    """Refuse a day that the month does not have in any year that fits."""
    try:
        bounds(part)
    except LookupError:
        message = f"{quoted(match[0])} has no such day"
        raise DateError(message, match.start("day"), _last_day(part)) from None


def _last_day(part: Part) -> str:
    """How long the month is, where that can be said."""
    if "X" in part.year + part.month:
        return "no month that fits has this day"
    days = month_days(int(part.year), int(part.month))
    return f"{part.year}-{part.month} has {days} days"


def _check_clock(match: re.Match[str], part: Part) -> None:
    """Refuse a time of day on a date that is not one plain day."""
    if part.clock and not is_plain(part):
        message = f"{quoted(match[0])} gives a time to a day that is not fully known"
        raise DateError(message, match.start("clock") - 1, "leave the time or the marks out")
