"""One written date, as EDTF's parts, and the days of the calendar that it may mean."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from postil.record import record, replace

Day = tuple[int, int, int]
Kind = Literal["date", "interval", "one-of", "all-of"]
Missing = Literal["unknown", "open"]
Precision = Literal[
    "time", "day", "month", "season", "year", "decade", "century", "millennium", "unknown"
]

# First month and number of months of EDTF's month codes 21 to 41 (LoC 2019, "sub-year groupings").
# 21-24 name no hemisphere; the northern one is taken, as 25-28 state it; 29-32 are southern.
_NORTH = {0: (3, 3), 1: (6, 3), 2: (9, 3), 3: (12, 3)}
_SOUTH = {0: (9, 3), 1: (12, 3), 2: (3, 3), 3: (6, 3)}
GROUPS: dict[int, tuple[int, int]] = {
    **{21 + i: months for i, months in _NORTH.items()},
    **{25 + i: months for i, months in _NORTH.items()},
    **{29 + i: months for i, months in _SOUTH.items()},
    **{33 + i: (1 + 3 * i, 3) for i in range(4)},
    **{37 + i: (1 + 4 * i, 4) for i in range(3)},
    **{40 + i: (1 + 6 * i, 6) for i in range(2)},
}


@record
class Part:
    """A date as written, `2004-06~-11`: digits stay text, because any of them may be X (unknown).

    `year` has a sign if negative and four digits at least (exponents worked out); `month` is "",
    two digits or a group 21-41; `clock` is "HH:MM:SS" and `zone` "", "Z", "+04" or "+04:30";
    `significant` is 0 or S's number; the last two name the parts ("year", "month", "day") marked.
    """

    year: str
    month: str = ""
    day: str = ""
    clock: str = ""
    zone: str = ""
    significant: int = 0
    approximate: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()


@record
class Span:
    """From one date to another, or the same date twice; an end may be unknown or open."""

    start: Part | Missing
    end: Part | Missing


def names(part: Part) -> tuple[str, ...]:
    """The parts that a date has: ("year",), ("year", "month") or all three."""
    return ("year", "month", "day")[: 1 + bool(part.month) + bool(part.day)]


def year_text(year: int) -> str:
    """A year as `Part.year` has it: 2015, -0043."""
    return f"{'-' * (year < 0)}{abs(year):04d}"


def is_group(part: Part) -> bool:
    """Whether the month is a season, quarter or other group of months (21-41)."""
    return part.month.isdigit() and int(part.month) in GROUPS


def is_plain(part: Part) -> bool:
    """Whether every digit is known and nothing is marked: a year, month, day or time, no more."""
    marked = part.approximate or part.uncertain or part.significant
    return not marked and "X" not in part.year + part.month + part.day


def month_days(year: int, month: int) -> int:
    """How many days a month has in the proleptic Gregorian calendar, for any year."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def bounds(part: Part) -> tuple[Day, Day]:
    """The first and the last day that a date may mean; LookupError if none (2024-02-30).

    A winter (24, 28, and the southern summer 30) of year Y runs from 1 December of Y to the last
    day of February of Y+1. Marks of approximation and doubt do not widen the bounds.
    """
    if is_group(part):
        return _group_bounds(part)
    return _edge(part, 1), _edge(part, -1)


def year_bounds(part: Part) -> tuple[int, int]:
    """The first and the last year that the year alone may mean."""
    return next(_years(part, 1)), next(_years(part, -1))


def precision(part: Part) -> Precision:
    """The finest part that is known in full, counted from the year: 2004-XX is known to the year.

    A year known to fewer digits than thousands is "unknown".
    """
    year = _year_precision(part)
    if year != "year" or not part.month or "X" in part.month:
        return year
    if is_group(part):
        return "season"
    if not part.day or "X" in part.day:
        return "month"
    return "time" if part.clock else "day"


def known(part: Part) -> Part:
    """The date without the months and days that are wholly unknown: 2004-06-XX gives 2004-06."""
    day = part.day if part.day != "XX" else ""
    return replace(part, day=day, month=part.month if part.month != "XX" or day else "")


def _year_precision(part: Part) -> Precision:
    """How much of the year is known."""
    steps: tuple[Precision, ...] = ("year", "decade", "century", "millennium")
    digits = part.year.lstrip("-")
    blanks = len(digits) - digits.index("X") if "X" in digits else 0
    if part.significant:
        blanks = max(0, len(digits) - part.significant)
    return steps[blanks] if blanks < len(steps) and blanks < len(digits) else "unknown"


def _group_bounds(part: Part) -> tuple[Day, Day]:
    """The bounds of a season or another group of months, which may end in the next year."""
    month, length = GROUPS[int(part.month)]
    first, last = year_bounds(part)
    over, end = divmod(month + length - 2, 12)
    return (first, month, 1), (last + over, end + 1, month_days(last + over, end + 1))


def _edge(part: Part, step: Literal[1, -1]) -> Day:
    """The first possible day (step 1) or the last one (step -1)."""
    possible = (
        (year, month, day)
        for year in _years(part, step)
        for month in _fitting(part.month, 12)[::step]
        for day in _fitting(part.day, month_days(year, month))[::step]
    )
    for day in possible:
        return day
    raise LookupError("no such day")


def _fitting(digits: str, top: int) -> Sequence[int]:
    """The numbers from 1 to `top` that two digits, X or nothing at all may stand for."""
    if not digits or digits == "XX":
        return range(1, top + 1)
    if "X" not in digits:
        return (int(digits),) if 1 <= int(digits) <= top else ()
    pattern = re.compile(digits.replace("X", "."))
    return [number for number in range(1, top + 1) if pattern.fullmatch(f"{number:02d}")]


def _years(part: Part, step: Literal[1, -1]) -> Iterator[int]:
    """The years that a year may mean, in time order or against it; there may be millions."""
    if "X" not in part.year and not part.significant:
        yield int(part.year)
        return
    sign = -1 if part.year.startswith("-") else 1
    digits = part.year.lstrip("-")
    if part.significant:
        yield from (sign * year for year in _rounded(digits, part.significant)[:: step * sign])
        return
    blanks = digits.count("X")
    for number in range(10**blanks)[:: step * sign]:
        year = int(_filled(digits, f"{number:0{blanks}d}" if blanks else ""))
        if sign == 1 or year:  # there is no -0000
            yield sign * year


def _rounded(digits: str, significant: int) -> range:
    """The years that agree with `digits` in its first `significant` digits."""
    unit = 10 ** max(0, len(digits) - significant)
    low = int(digits) // unit * unit
    return range(low, low + unit)


def _filled(digits: str, values: str) -> str:
    """`digits` with each X replaced by the next of `values`."""
    rest = iter(values)
    return "".join(next(rest) if digit == "X" else digit for digit in digits)
