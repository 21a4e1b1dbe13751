"""EDTF dates: what is read, what is refused and where, and how dates sort."""

from itertools import pairwise

import pytest

from postil.dates import (
    DateError,
    Day,
    html_datetime,
    iso_day,
    order_uncertain,
    parse,
    sort_key,
)

# A text that is read, and its bounds; "" is no bound.
BOUNDS = """
2015-06-15                  2015-06-15    2015-06-15
2024-02                     2024-02-01    2024-02-29
1900-02                     1900-02-01    1900-02-28
2000-02                     2000-02-01    2000-02-29
2015                        2015-01-01    2015-12-31
0000                        0000-01-01    0000-12-31
-0043-03-15                 -0043-03-15   -0043-03-15
-0004-02                    -0004-02-01   -0004-02-29
1985-04-12T23:20:30         1985-04-12    1985-04-12
1985-04-12T23:20:30-04      1985-04-12    1985-04-12
1985-04-12T23:59:59+04:30   1985-04-12    1985-04-12
2005/2006                   2005-01-01    2006-12-31
2004-02-01/2005-02          2004-02-01    2005-02-28
2004-02-01/2004-XX          2004-02-01    2004-12-31
/2020-05                    -             2020-05-31
../2020-05                  -             2020-05-31
2020-05/                    2020-05-01    -
2020-05/..                  2020-05-01    -
../..                       -             -
2005~                       2005-01-01    2005-12-31
2004-06-~11                 2004-06-11    2004-06-11
2011-21                     2011-03-01    2011-05-31
2011-24                     2011-12-01    2012-02-29
2010-24                     2010-12-01    2011-02-28
2011-28                     2011-12-01    2012-02-29
2011-29                     2011-09-01    2011-11-30
2011-30                     2011-12-01    2012-02-29
2011-36                     2011-10-01    2011-12-31
2011-39                     2011-09-01    2011-12-31
2011-41                     2011-07-01    2011-12-31
156X                        1560-01-01    1569-12-31
15XX                        1500-01-01    1599-12-31
-15XX                       -1599-01-01   -1500-12-31
-000X                       -0009-01-01   -0001-12-31
156X-12-25                  1560-12-25    1569-12-25
200X-02-29                  2000-02-29    2008-02-29
XXXX-12-XX                  0000-12-01    9999-12-31
2004-XX-31                  2004-01-31    2004-12-31
1984-1X                     1984-10-01    1984-12-31
2015-02-X8                  2015-02-08    2015-02-28
1950S2                      1900-01-01    1999-12-31
-1950S3                     -1959-01-01   -1950-12-31
Y170000002                  +170000002-01-01  +170000002-12-31
Y-17E7                      -170000000-01-01  -170000000-12-31
Y171010000S3                +171000000-01-01  +171999999-12-31
[2015-06-09,2015-06-10]     2015-06-09    2015-06-10
[2024-07-04..2024-07-06]    2024-07-04    2024-07-06
[1670..1672,1667]           1667-01-01    1672-12-31
[..1984]                    -             1984-12-31
[1984,1990..]               1984-01-01    -
{1960,1961-12}              1960-01-01    1961-12-31
"""

# A text that is refused, the character where it goes wrong, and a word of the message or hint.
REFUSED = [
    ("", 0, "empty"),
    (" 2015", 0, "white space"),
    ("2015\n", 4, "white space"),
    ("2015-06-٠٩", 8, "0 to 9"),
    ("June 2015", 0, "2015-06"),
    ("2015–2016", 4, "/ between"),
    ("156x", 3, "capital X"),
    ("2024-02-30", 8, "29 days"),
    ("2023-02-29", 8, "28 days"),
    ("2015-13", 5, "no such month"),
    ("2015-00", 5, "no such month"),
    ("2015-06-00", 8, "30 days"),
    ("XXXX-02-30", 8, "no such day"),
    ("2015-6-9", 4, "two digits"),
    ("2015-06-9", 7, "two digits"),
    ("20150609", 4, "four digits"),
    ("-0000", 0, "0000"),
    ("Y2006", 0, "leave the Y out"),
    ("Y17E17", 0, "more than 18 digits"),
    ("Y1E99999999999999999999", 0, "more than 18 digits"),
    ("Y17XXXXXXX", 0, "EDTF level 2 (unspecified digits in a long year)"),
    ("Y17E7-12-26", 5, "is not a date"),
    ("2011-21-05", 8, "group of months"),
    ("2004?~", 5, "%"),
    ("2004-(06)?-11", 5, "before or after its part"),
    ("2015-06-09T24:00:00", 10, "T23:20:30"),
    ("2015-06-09T10:00", 10, "T23:20:30"),
    ("2015-06-09T10:00:00+25", 19, "T23:20:30"),
    ("2015-06-XXT10:00:00", 10, "not fully known"),
    ("2015-06-09T10:00:00/2016", 10, "time"),
    ("[2015-06-09T10:00:00]", 11, "time"),
    ("/", 0, "neither"),
    ("2004/2005/2006", 9, "one /"),
    ("2004..2005", 4, "[2004..2005]"),
    ("2004,2005", 4, "[2004,2005]"),
    ("2005/2004", 5, "before the start"),
    ("2012-24/2012-21", 8, "before the start"),
    ("2004-06-11/2004", 11, "2004-XX"),
    ("2004-06-11/2004-06~", 11, "2004-06-XX"),
    ("[2005..2004]", 7, "before the start"),
    ("[2004", 5, "end with ]"),
    ("{2004]", 6, "end with }"),
    ("[", 1, "end with ]"),
    ("[]", 1, "lacks a date"),
    ("[2004,,2005]", 6, "lacks a date"),
    ("[..]", 1, "lacks a date"),
    ("[2004..2005..2006]", 11, "is not a date"),
]

HTML = [
    ("2015", "2015"),
    ("2015-06", "2015-06"),
    ("2015-06-09", "2015-06-09"),
    ("Y12345", "12345"),
    ("2015-06-09T10:11:12", "2015-06-09T10:11:12"),
    ("2015-06-09T10:11:12Z", "2015-06-09T10:11:12Z"),
    ("2015-06-09T10:11:12-04", "2015-06-09T10:11:12-04:00"),
    ("2015-06-09T10:11:12-00", "2015-06-09T10:11:12Z"),
    *((text, None) for text in ("0000", "-0043-03-15", "2005~", "2005?", "2015-06-~09", "2011-21")),
    *((text, None) for text in ("156X", "2015-XX", "1950S2", "2005/2006", "[2005]", "{2005}")),
]


def iso(day: Day | None) -> str:
    return iso_day(day) if day else "-"


@pytest.mark.parametrize("line", BOUNDS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_bounds(line: str) -> None:
    text, earliest, latest = line.split()
    date = parse(text)
    assert (date.text, iso(date.earliest), iso(date.latest)) == (text, earliest, latest)


@pytest.mark.parametrize(("text", "offset", "told"), REFUSED)
def test_refused_with_place_and_hint(text: str, offset: int, told: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse(text)
    error = refusal.value
    assert error.offset == offset
    assert told in f"{error.message} {error.hint}"
    assert str(error) == error.message
    assert error.hint


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2015-06-09T10:11:12Z", "time"),
        ("2015-06-09", "day"),
        ("2015-06-XX", "month"),
        ("2011-34", "season"),
        ("2004-XX-11", "year"),
        ("156X-12-25", "decade"),
        ("15XX", "century"),
        ("1950S2", "century"),
        ("1XXX", "millennium"),
        ("XXXX-12-25", "unknown"),
        ("../..", "unknown"),
        ("../2015-06", "month"),
    ],
)
def test_precision_is_that_of_the_first_date(text: str, precision: str) -> None:
    assert parse(text).precision == precision


def test_marks_are_told_whatever_part_they_hold_for() -> None:
    texts = ("2004", "2004~", "2004?", "2004-%06", "2004/2005~", "[2004?,2005]")
    marks = [(date.approximate, date.uncertain) for date in map(parse, texts)]
    assert marks[:3] == [(False, False), (True, False), (False, True)]
    assert marks[3:] == [(True, True), (True, False), (False, True)]


def test_exact_is_one_day_without_doubt() -> None:
    exact = ("2015-06-09", "2015-06-09T10:00:00", "[2015-06-09]", "2004-X0-01")
    vague = ("2015-06", "2015-06-09~", "2015-06-09?", "2015-06-09/..", "../..", "2015-06-XX")
    assert [parse(text).is_exact for text in exact] == [True, True, True, True]
    assert not any(parse(text).is_exact for text in vague)


def test_kinds() -> None:
    kinds = [parse(text).kind for text in ("2004", "2004/2005", "[2004]", "{2004}")]
    assert kinds == ["date", "interval", "one-of", "all-of"]


def test_dates_sort_by_start_then_end_then_time_with_unknown_starts_first() -> None:
    texts = ["-0044", "0001", "../2015-06-09", "[..2015-06-09]", "2015-06-09"]
    texts += ["2015-06-09T00:00:00", "2015-06-09T12:30:00+14", "2015-06-09/2015-06-10"]
    texts += ["2015-06-09/..", "2015-06-10", "2016", "../.."]
    keys = [sort_key(parse(text)) for text in texts]
    assert all(first <= second for first, second in pairwise(keys))
    assert [text for text, key in zip(texts, keys, strict=True) if keys.count(key) > 1] == [
        "../2015-06-09",
        "[..2015-06-09]",
    ]


@pytest.mark.parametrize(
    ("a", "b", "uncertain"),
    [
        ("2015-06-09", "2015-06-10", False),
        ("2015-06-09", "2015-06-09", False),
        ("2015-06-09", "2015-06-09T10:00:00", False),
        ("2015-06-09", "2015-06-09?", True),
        ("2015-06", "2015-06", True),
        ("[2015-06-09,2015-06-10]", "2015-06-10", True),
        ("2015", "2016-01-01", False),
        ("../1985", "1984", True),
        ("../1985", "1986", False),
        ("1985/", "1984", False),
        ("1985/", "2020", True),
        ("../..", "2020", True),
    ],
)
def test_order_uncertain(a: str, b: str, uncertain: bool) -> None:
    assert order_uncertain(parse(a), parse(b)) is uncertain
    assert order_uncertain(parse(b), parse(a)) is uncertain


@pytest.mark.parametrize(("text", "value"), HTML)
def test_html_datetime(text: str, value: str | None) -> None:
    assert html_datetime(parse(text)) == value


def test_iso_day() -> None:
    days = ((2015, 6, 9), (0, 1, 1), (-43, 3, 15), (12015, 6, 9))
    assert list(map(iso_day, days)) == ["2015-06-09", "0000-01-01", "-0043-03-15", "+12015-06-09"]
