"""The pieces that one date is said in, what several share, and the phrases around them."""

import re

from postil.edtf.parts import Day, Part, bounds, is_group, known, year_bounds, year_text

Words = dict[str, str]  # the table of one language
# A date as pieces, day first; each but the first begins with its own space or comma, so that what
# several dates share at the end ("9 or 10 June 2015") can be cut off and said once.
Row = list[str]


def date_row(part: Part, words: Words) -> Row:
    """A date's pieces, without marks and without what is wholly unknown at its end."""
    part = known(part)
    if is_ragged(part):
        first, last = ragged_bounds(part)
        return [f"({dashed([date_row(first, words), date_row(last, words)])})"]
    if part.month == "XX":
        month = some(Part(year=part.year, month="XX"), words)
        return [f"{words['names'].split()[2]} {int(part.day)}, {month}"]
    if not part.month:
        return _year_row(part, words)
    days = [_day(int(part.day), words)] if part.day else []
    name = _month(part, words)
    months = [*days, _glue(words) + name] if days else [name]
    return months + _later_year(part, words) + _hemisphere(part, words)


def date_text(part: Part, words: Words) -> str:
    """A date's row as text."""
    return "".join(date_row(part, words))


def shared(rows: list[Row]) -> tuple[list[str], str]:
    """What each row begins with, and what all of them end with."""
    count = 0
    while min(map(len, rows)) > count + 1 and len({row[-1 - count] for row in rows}) == 1:
        count += 1
    heads = ["".join(row[: len(row) - count]) for row in rows]
    return heads, "".join(rows[0][len(rows[0]) - count :])


def dashed(rows: list[Row]) -> str:
    """As "21–22 November 2017" or "October 2012 – February 2013"; once if they are the same."""
    heads, tail = shared(rows)
    dash = " – " if any(" " in head for head in heads) else "–"
    return dash.join(dict.fromkeys(heads)) + tail


def between(start: Part, end: Part, words: Words) -> str:
    """As "between 4 and 6 July 2024"; one date if both are the same."""
    (first, last), tail = shared([date_row(start, words), date_row(end, words)])
    if first == last:
        return first + tail
    both = phrase(words, "the", start, first), phrase(words, "the", end, last)
    return words["between"].format(*both) + tail


def some(part: Part, words: Words) -> str:
    """As "some day in June 2004" or "some month, between 1000 and 1999"."""
    what, rest = "some day" if part.day else "some month", known(part)
    if rest.month or not _is_several(part):
        return phrase(words, what, rest, date_text(rest, words))
    return words[what] + "".join(_later_year(part, words))


def phrase(words: Words, name: str, part: Part, text: str) -> str:
    """A phrase around a date, in the form that its unit takes."""
    form = words.get(f"{name}.{unit(part, words)}") or words[name]
    return form.format(text)


def unit(part: Part, words: Words) -> str:
    """What a date's words are: "day", "month", "season", "decade" or "year"."""
    rest = known(part)
    if rest.day:
        return "day"
    if rest.month:
        return "season" if is_group(rest) else "month"
    return "decade" if _decade(rest, words) else "year"


def is_ragged(part: Part) -> bool:
    """Whether one digit of the month or day is unknown and the other is not."""
    return any("X" in digits and digits != "XX" for digits in (part.month, part.day))


def ragged_bounds(part: Part) -> tuple[Part, Part]:
    """The first and the last date that a date with such digits may mean."""
    first, last = bounds(part)
    return _like(part, first), _like(part, last)


def is_wide(part: Part, words: Words) -> bool:
    """Whether the year alone is several years without a name of their own."""
    return _is_several(part) and part.year != "XXXX" and not _decade(part, words)


def wide(part: Part, words: Words) -> str:
    """As "between 1500 and 1599"; with significant digits also about when."""
    first, last = (Part(year=year_text(year)) for year in year_bounds(part))
    text = between(first, last, words)
    if not part.significant:
        return text
    return f"{text}, {phrase(words, 'about', first, ''.join(_year(part, words)))}"


def _like(part: Part, day: Day) -> Part:
    """A day of the calendar, to the precision of `part`."""
    year, month, number = day
    months, days = f"{month:02d}" if part.month else "", f"{number:02d}" if part.day else ""
    return Part(year=year_text(year), month=months, day=days)


def _glue(words: Words) -> str:
    """What stands between day and month, and month and year."""
    return f" {words['glue']} " if words["glue"] else " "


def _day(day: int, words: Words) -> str:
    """The number of a day: "9", "9.", "1er"."""
    return words["day.first"] if day == 1 else words["day"].format(day)


def _month(part: Part, words: Words) -> str:
    """The name of a month or group of months: "June", "spring", "first quarter"."""
    if not is_group(part):
        return words["months"].split()[int(part.month) - 1]
    group = int(part.month)
    if group < 33:
        return words["seasons"].split()[(group - 21) % 4]
    name, first = ((0, 33), (1, 37), (2, 40))[(group >= 37) + (group >= 40)]
    return f"{words['ordinals'].split()[group - first]} {words['groups'].split()[name]}"


def _hemisphere(part: Part, words: Words) -> Row:
    """The hemisphere where the season's code names one (25-32)."""
    if not is_group(part) or not 25 <= int(part.month) <= 32:
        return []
    side = "north" if int(part.month) < 29 else "south"
    return [f" ({words[f'hemisphere.{side}']})"]


def _later_year(part: Part, words: Words) -> Row:
    """The year after a month: " 2015", or a comma and what is known of it."""
    if not _is_several(part):
        year, *era = _year_row(part, words)
        return [_glue(words) + year, *era]
    year = wide(part, words) if is_wide(part, words) else "".join(_year_row(part, words))
    return [f", {year}"]


def _year_row(part: Part, words: Words) -> Row:
    """The year alone, to the digits that are known: "1560s", "1500–1599"."""
    if not _is_several(part):
        return _year(part, words)
    if not is_wide(part, words):
        return [_decade(part, words) or words["unknown year"]]
    return [dashed([_year(Part(year=year_text(year)), words) for year in year_bounds(part)])]


def _is_several(part: Part) -> bool:
    """Whether the year may be more than one."""
    first, last = year_bounds(part)
    return first != last


def _decade(part: Part, words: Words) -> str:
    """As "1560s"; not for 200X, since "2000s" is also a century, nor before 1000; "" then."""
    is_decade = re.fullmatch("[1-9][0-9][1-9]X", part.year)
    return words["decade"].format(part.year.replace("X", "0")) if is_decade else ""


def _year(part: Part, words: Words) -> Row:
    """A known year's number and era: "2015", "44 BCE", "79 CE"; past 9999 with separators."""
    year = int(part.year)
    number = year if year > 0 else 1 - year
    digits = f"{number:,}".replace(",", words["thousands"]) if number > 9999 else str(number)
    if year < 1:
        return [digits, f" {words['era.bce']}"]
    return [digits, f" {words['era.ce']}"] if year < 100 else [digits]
