"""EDTF lists that others wrote: what they accept, refuse and state as bounds, Postil does too."""

import json
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from postil.dates import DateError, Edtf, iso_day, order_uncertain, parse, sort_key

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "foreign" / "edtf"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no foreign EDTF lists in {FOLDER}")

# Where a list is wrong against the specification of 2019, and why.
ACCEPTED_AGAINST_THE_LIST = {
    "Y-61000/-2000": "both ends are dates of level 1 and in order; nothing bars Y from an interval",
}
REFUSED_AGAINST_THE_LIST = {
    "Y1700": "Y is used when, and only when, the year exceeds four digits",
    "Y-1200": "Y is used when, and only when, the year exceeds four digits",
    "Spring, 2002": "English, not EDTF: 2002-21",
    "winter, 2002": "English, not EDTF: 2002-24",
    "[1667, 1668, 1670..1672]": "no space in a set; UNT's list calls the same text invalid",
    "[1760-01, 1760-02, 1760-12..]": "no space in a set",
    "[1667, 1760-12]": "no space in a set",
    "{1667,1668, 1670..1672}": "no space in a set",
    "{1960, 1961-12}": "no space in a set",
}
OTHER_BOUNDS = {
    "1985-04-12T23:20:30-04": "stated in UTC; Postil keeps the day as written",
    "Y-20E2S3": "three significant digits of 2000 leave ten years open, not a thousand",
    "/2006": "an unknown start is not ten years earlier",
    "2004-06-01/": "an unknown end is not ten years later",
    "1984-06-02?/": "an unknown end is not ten years later",
    "2010-24": "stated as December alone; the season runs to the end of February",
    "1950S2": "stated as the estimate; the specification says some year between 1900 and 1999",
    "1953S2": "as 1950S2",
    "1953S3": "as 1950S2",
    "Y17101E4S3": "as 1950S2",
    "Y3388E2S3": "as 1950S2",
    "Y171010000S3": "as 1950S2",
}


@cache
def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def unt(prefix: str) -> list[str]:
    """All strings of UNT's lists whose name starts with `prefix`."""
    lists = load("unt-edtf-validate.json")
    return [text for name, texts in lists.items() if name.startswith(prefix) for text in texts]


def sfo() -> list[tuple[str, str | None, str | None]]:
    """SFO Museum's cases: text, first and last day stated, if any."""
    keys = ("StartLowerTimeRFC3339", "EndUpperTimeRFC3339")
    return [
        (case["edtf"], *(case[key].partition("T")[0] if key in case else None for key in keys))
        for case in load("sfomuseum-go-edtf.json")["cases"]
    ]


def python_edtf() -> list[tuple[str, str | None, str | None]]:
    """python-edtf's examples: text, first and last day; rows of 1 and 3 state one day for both."""
    cases = load("python-edtf.json")["tables"]["EXAMPLES"]
    rows = [(text, days[0], days[1 if len(days) in (2, 4) else 0]) for text, days in cases]
    return [(text, *(None if "inf" in day else day for day in days)) for text, *days in rows]


def read(text: str) -> Edtf | None:
    """The date, or None if it is refused."""
    try:
        return parse(text)
    except DateError:
        return None


def test_levels_0_and_1_are_accepted_and_level_2_too() -> None:
    assert [text for text in unt("level") if read(text) is None] == []


def test_invalid_texts_are_refused() -> None:
    bad = load("python-edtf.json")["tables"]["BAD_EXAMPLES"]
    texts = [*unt("invalid"), *(text for text in bad if text is not None)]
    accepted = {text for text in texts if read(text) is not None}
    assert accepted == set(ACCEPTED_AGAINST_THE_LIST)


def test_other_lists_are_accepted() -> None:
    refused = {text for text, _, _ in [*sfo(), *python_edtf()] if read(text) is None}
    assert refused == set(REFUSED_AGAINST_THE_LIST)


def stated() -> list[tuple[Edtf, str | None, str | None]]:
    """Each accepted text with the bounds that a list states for it."""
    rows = [row for row in [*sfo(), *python_edtf()] if row[1:] != (None, None)]
    found = [(read(text), first, last) for text, first, last in rows]
    return [(date, first, last) for date, first, last in found if date]


def told(date: Edtf) -> tuple[str | None, str | None]:
    """Our bounds, written as the lists write them: no sign on long years."""
    days = (date.earliest, date.latest)
    first, last = (iso_day(day).lstrip("+") if day else None for day in days)
    return first, last


def test_bounds_are_those_stated() -> None:
    assert len(stated()) > 100
    other = {date.text for date, *days in stated() if told(date) != tuple(days)}
    assert other == set(OTHER_BOUNDS)


def number(day: str) -> tuple[int, ...]:
    """A stated day as ints, whatever the length and sign of its year."""
    year, month, last = day.rsplit("-", 2)
    return int(year), int(month), int(last)


def test_the_order_agrees_with_the_stated_bounds() -> None:
    rows = [row for row in stated() if row[0].text not in OTHER_BOUNDS]
    for (a, _, last), (b, first, _) in permutations(rows, 2):
        if last and first and number(last) < number(first):
            assert sort_key(a) < sort_key(b), (a.text, b.text)
            assert not order_uncertain(a, b), (a.text, b.text)


def test_marks_are_those_stated() -> None:
    table = load("python-edtf.json")["tables"]["APPROXIMATE_UNCERTAIN_EXAMPLES"]
    dates = [(parse(text), marks) for text, marks in table]
    other = [
        date.text
        for date, (uncertain, approximate, both) in dates
        if (date.uncertain, date.approximate) != (uncertain or both, approximate or both)
    ]
    assert other == []
