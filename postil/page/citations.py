"""How to cite the page: APA (7th), a Chicago note (18th), MLA (9th); as HTML, from its own data.

The styles are English ones. On a page in another language that has words here, dates, quotation
marks and "n.d." are that language's, as CSL's locales have it. A name is turned round only where
its author parted it: nobody else knows what in "The Harbour Office" a family name would be.
"""

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from postil import dates
from postil.dates import Edtf
from postil.model import Name
from postil.record import record
from postil.wordings.chosen import Wording, known

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PLAIN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_NAMED = "January February March April May June July August September October November December"
_MONTHS = tuple(_NAMED.split())
_SHORTENED = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec."
_SHORT = tuple(_SHORTENED.split())
_APA_MOST = 20  # names that APA prints; of more, the first 19 and the last
_ENDS = (".", "?", "!", "…")

Day = tuple[int, ...]


@record
class Cited:
    """What of a page is cited. `date` is its version's; `changed`: it was published before that."""

    names: tuple[Name, ...]
    title: str
    site: str
    publisher: str
    date: Edtf | None
    changed: bool
    address: str
    language: str
    wording: Wording

    @property
    def english(self) -> bool:
        """Whether its words are English, by choice or for want of others."""
        return known(self.language) in {"", "en"}


def styles(page: Cited) -> tuple[tuple[str, Markup], ...]:
    """Each style's name, and the page in that style."""
    return ("APA", apa(page)), ("Chicago", chicago(page)), ("MLA", mla(page))


def apa(page: Cited) -> Markup:
    """Rowe, A. M., & Lind, B. (2026, November 22). *The lamp*. Harbour Notes. https://…"""
    names = _apa_names(page.names, page.wording)
    title = Markup("<cite>{}</cite>").format(page.title)
    date = f"({_date(page, _apa_one) if page.date else page.wording.say('no_date')})."
    site = "" if page.site in {name.text for name in page.names} else _ended(page.site)
    first = (_ended(names), date, _ended(title)) if names else (_ended(title), date)
    return _spaced((*first, site, page.address))


def chicago(page: Cited) -> Markup:
    """Ann Rowe and Bo Lind, “The lamp,” Harbour Notes, last modified November 22, 2026, https…"""
    names = [page.wording.isolated(name.text) for name in page.names]
    shown = _et_al(page, names[0]) if len(names) > 2 else _and(page, names)
    title = page.wording.quoted(page.title)
    if page.english:
        title = f"{title[:-1]},{title[-1]}"
    parts = [escape(page.site), escape(_version(page)), escape(page.address)]
    rest = Markup(", ").join(part for part in parts if part)
    lead = Markup("{}, ").format(shown) if shown else Markup()
    return Markup("{}{}{} {}.").format(lead, title, "" if page.english else ",", rest)


def mla(page: Cited) -> Markup:
    """Rowe, Ann, and Bo Lind. “The lamp.” *Harbour Notes*, The Reading Room, 22 Nov. 2026, http…"""
    own = {page.site, page.publisher}
    named = () if len(page.names) == 1 and page.names[0].text in own else page.names
    title = page.wording.quoted(page.title)
    if not page.title.endswith(_ENDS):
        title = f"{title[:-1]}.{title[-1]}" if page.english else f"{title}."
    publisher = "" if page.publisher == page.site else page.publisher
    site = Markup("<cite>{}</cite>").format(page.site)
    date = escape(_date(page, _mla_one)) if page.date else Markup()
    parts = [part for part in (site, escape(publisher), date, escape(page.address)) if part]
    return _spaced((_ended(_mla_names(page, named)), title, Markup("{}.").format(_commas(parts))))


# ---- Names ---------------------------------------------------------------------------------


def _apa_names(names: Sequence[Name], w: Wording) -> Markup:
    shown = [w.isolated(_initialled(name)) for name in names]
    if len(shown) > _APA_MOST:
        return Markup("{}, . . . {}").format(_commas(shown[: _APA_MOST - 1]), shown[-1])
    if len(shown) < 2:
        return _commas(shown)
    bodies = len(shown) == 2 and not _is_parted(names[0])
    return Markup("{}{} &amp; {}").format(_commas(shown[:-1]), "" if bodies else ",", shown[-1])


def _mla_names(page: Cited, names: Sequence[Name]) -> Markup:
    """The first one turned round; of three or more only that one."""
    if not names:
        return Markup()
    first = names[0]
    turned = page.wording.isolated(
        f"{first.family}, {first.given}" if _is_parted(first) else first.text
    )
    if len(names) == 1:
        return turned
    if len(names) > 2:
        return _et_al(page, Markup("{},").format(turned) if page.english else turned)
    comma = Markup(",") if page.english and _is_parted(first) else Markup()
    return _and(page, [turned + comma, page.wording.isolated(names[1].text)])


def _initialled(name: Name) -> str:
    """Rowe, A. M.; a given name of a script without initials stays whole."""
    if not _is_parted(name):
        return name.text
    given = _TURNING.sub("", name.given)  # an initial would part what opens from what closes
    initials = [_initials(part) for part in given.split()]
    return f"{name.family}, {' '.join(initials)}"


def _initials(given: str) -> str:
    """J.-L. of Jean-Luc."""
    parts = [part for part in re.split(r"[-‐]", given) if part]
    if any(part[0].upper() == part[0].lower() for part in parts):
        return given
    return "-".join(f"{part[0].upper()}." for part in parts)


def _is_parted(name: Name) -> bool:
    return bool(name.family and name.given)


def _and(page: Cited, names: Sequence[Markup]) -> Markup:
    if len(names) < 2:
        return _commas(names)
    before, between, after = re.split(r"\{some\}|\{last\}", page.wording.say("and", **_PLACES))
    return Markup("{}{}{}{}{}").format(before, names[0], between, names[1], after)


_PLACES = {"some": "{some}", "last": "{last}"}


def _et_al(page: Cited, first: Markup) -> Markup:
    before, after = page.wording.say("et_al", name="{name}").split("{name}")
    return Markup("{}{}{}").format(before, first, after)


# ---- Dates ---------------------------------------------------------------------------------


def _version(page: Cited) -> str:
    """The date as a note has it: when the page was last changed, else when it was published."""
    if page.date is None:
        return ""
    date = _date(page, _chicago_one)
    if not page.changed:
        return date
    return f"last modified {date}" if page.english else page.wording.say("version", date=date)


def _date(page: Cited, one: Callable[[Day, Day | None], str]) -> str:
    """A date in a style's own form; what is not plain, or not English, in a reader's words."""
    date = page.date
    if date is None:
        return ""
    ends = date.text.split("/")
    if not page.english or len(ends) > 2 or not all(map(_PLAIN.fullmatch, ends)):
        return dates.words(date, page.language)
    start, end = _numbers(ends[0]), _numbers(ends[-1])
    if len(ends) == 1:
        return one(start, None)
    if start[0] == end[0] and len(start) == len(end) > 1:
        return one(start, end)
    return f"{one(start, None)}–{one(end, None)}"


def _numbers(text: str) -> Day:
    return tuple(map(int, text.split("-")))


def _apa_one(start: Day, end: Day | None) -> str:
    """2026, November 22 and 2026, November 20–22."""
    rest = _month_day(start, end)
    return f"{start[0]}, {rest}" if rest else str(start[0])


def _chicago_one(start: Day, end: Day | None) -> str:
    """November 22, 2026 and November 2026."""
    rest = _month_day(start, end)
    return f"{rest}{',' * (len(start) > 2)} {start[0]}" if rest else str(start[0])


def _mla_one(start: Day, end: Day | None) -> str:
    """22 Nov. 2026 and 20–22 Nov. 2026."""
    if end and len(start) > 2 and start[1] == end[1]:
        days = f"{start[2]}–{end[2]} {_SHORT[end[1] - 1]}"
    else:
        days = "–".join(_day_month(day) for day in (start, end) if day)
    return f"{days} {start[0]}".strip()


def _day_month(day: Day) -> str:
    return " ".join(map(str, [*day[2:], *(_SHORT[month - 1] for month in day[1:2])]))


def _month_day(start: Day, end: Day | None) -> str:
    """November 22, November 20–22, November 20–December 2."""
    first = " ".join([*(_MONTHS[month - 1] for month in start[1:2]), *map(str, start[2:])])
    if end is None:
        return first
    same = len(end) > 2 and start[1] == end[1]
    return f"{first}–{end[2] if same else _month_day(end, None)}"


# ---- Parts ---------------------------------------------------------------------------------


def _ended(text: str) -> Markup:
    """A part with its full stop, if no other sign ends it."""
    whole = escape(text)
    bare = re.sub(r"</\w+>$", "", whole)
    return whole if not whole or bare.endswith(_ENDS) else Markup("{}.").format(whole)


def _commas(parts: Sequence[str]) -> Markup:
    return Markup(", ").join(parts)


def _spaced(parts: Sequence[str]) -> Markup:
    return Markup(" ").join(part for part in parts if part)
