"""Sources as a reader sees them: a full entry for the list, a short label, the mark in the text.

Two styles: "numbered" prints [12, p. 3] in the text; "author-date" prints (Keegan 2016a, p. 3)
and puts the date after the names. A part's title stands in quotation marks, a whole's in italics.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from markupsafe import Markup, escape

from postil import dates
from postil.edition import Support
from postil.model import Name, Source
from postil.record import record
from postil.urls import allowed

Style = Literal["numbered", "author-date"]

# CSL types whose title names a whole work, to be set in italics; all others are parts of one.
_WHOLES = (
    "bill book broadcast classic collection hearing legal_case legislation map motion_picture"
    " pamphlet periodical report software standard thesis"
)
WHOLES = frozenset(_WHOLES.split())
_MANY_AUTHORS = 3


@record
class Formatter:
    """How sources print in one edition: its style, its language, and 2016a from 2016b."""

    style: Style = "numbered"
    language: str = "en"
    suffixes: Mapping[str, str]

    def entry(self, source: Source) -> Markup:
        """The full reference, without its number: what it is, and its address with the day seen."""
        names = names_in_full(source.authors)
        clauses = [_title(source), *self._clauses(source)]
        if self.style == "author-date":
            head = f"{lead_names(source)} ({escape(self._year(source))}). "
        else:
            head = f"{names}, " if names else ""
        text = f"{head}{', '.join(clauses)}{_genre(source)}. {self._address(source)}"
        return Markup(text.rstrip())  # noqa: S704 - every part is escaped where it is made

    def label(self, source: Source) -> str:
        """A short name: "Springfield News-Leader 2016", or "Keegan 2016a" by author and date."""
        named = lead_short(source) if self.style == "author-date" else _outlet(source)
        return f"{named} {self._year(source)}"

    def mark(self, support: Support) -> str:
        """What stands in the text, without its brackets: "12, p. 3" or "Keegan 2016a, p. 3"."""
        shown = str(support.number) if self.style == "numbered" else self.label(support.source)
        return f"{shown}, {support.locator}" if support.locator else shown

    def _year(self, source: Source) -> str:
        return year(source) + self.suffixes.get(source.id, "")

    def _clauses(self, source: Source) -> list[str]:
        """What follows the title: where it appeared, when, which pages, by whom published."""
        parts = (
            _container(source, self.style),
            escape(_volume(source)),
            escape(_edition(source)),
            _editors(source),
            escape(_press(source)),
            escape(self._issued(source)),
            escape(_pages(source)),
        )
        return [part for part in parts if part]

    def _issued(self, source: Source) -> str:
        """The full date; where the year stands after the names, only if it says more than that."""
        if source.issued is None:
            return ""
        words = dates.words(source.issued, self.language)
        said = self.style == "author-date" and words == year(source)
        return "" if said else words

    def _address(self, source: Source) -> str:
        url = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
        if not url or not allowed(url):
            return f"ISBN {escape(source.isbn)}." if source.isbn and not url else ""
        link = f'<a class="address" href="{escape(url)}">{escape(_bare(url))}</a>'
        if source.accessed is None:
            return link
        return f"{link} (seen {escape(dates.words(source.accessed, self.language))})."


def formatter(
    sources: Sequence[Source], style: Style = "numbered", language: str = "en"
) -> Formatter:
    """The formatter of an edition; its sources are needed to tell 2016a from 2016b."""
    wanted = _suffixes(sources) if style == "author-date" else {}
    return Formatter(style=style, language=language, suffixes=wanted)


def year(source: Source) -> str:
    """The year of publication as text, or "n.d."; an interval's is its first."""
    if source.issued is None or not (source.issued.earliest or source.issued.latest):
        return "n.d."
    day = source.issued.earliest or source.issued.latest
    return str(day[0]) if day else "n.d."


def names_in_full(names: Sequence[Name]) -> str:
    """All names as HTML, each isolated from the direction of its neighbours."""
    return _listed([name.text for name in names])


def lead_names(source: Source) -> str:
    """The names an entry begins with by author and date, as HTML: family name first."""
    if not source.authors:
        return _listed([_outlet(source)])
    return _listed(
        [f"{n.family}, {n.given}" if n.family and n.given else n.text for n in source.authors]
    )


def _listed(names: Sequence[str]) -> str:
    shown = [f"<bdi>{escape(name)}</bdi>" for name in names]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def lead_short(source: Source) -> str:
    """The names a reader meets in the text: "Keegan", "Keegan and Rao", "Keegan et al."."""
    names = [name.family or name.text for name in source.authors]
    if not names:
        return _outlet(source)
    if len(names) >= _MANY_AUTHORS:
        return f"{names[0]} et al."
    return " and ".join(names)


def _outlet(source: Source) -> str:
    """Where it appeared, else who wrote it, else its title: what best tells it from the others."""
    return source.container_title or lead_names_plain(source) or source.publisher or source.title


def lead_names_plain(source: Source) -> str:
    """The first author's family name, or the body's name, or ""."""
    return (source.authors[0].family or source.authors[0].text) if source.authors else ""


def _suffixes(sources: Sequence[Source]) -> dict[str, str]:
    """A letter for each source that shares short name and year with another, in list order."""
    keys = {source.id: (lead_short(source), year(source)) for source in sources}
    shared = Counter(keys.values())
    seen: Counter[tuple[str, str]] = Counter()
    result = {}
    for id_, key in keys.items():
        if shared[key] > 1:
            result[id_] = _letters(seen[key])
            seen[key] += 1
    return result


def _letters(number: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    high, low = divmod(number, 26)
    return (_letters(high - 1) if high else "") + chr(ord("a") + low)


def _title(source: Source) -> str:
    if source.type in WHOLES:
        return f"<cite>{escape(source.title)}</cite>"
    return f"“{escape(source.title.replace('“', '‘').replace('”', '’'))}”"


def _container(source: Source, style: Style) -> str:
    """Where it appeared; not again where the entry begins with it."""
    leads = style == "author-date" and not source.authors
    if not source.container_title or leads:
        return ""
    return f"<cite>{escape(source.container_title)}</cite>"


def _volume(source: Source) -> str:
    if source.volume:
        return f"{source.volume}({source.issue})" if source.issue else source.volume
    return f"no. {source.issue}" if source.issue else ""


def _edition(source: Source) -> str:
    return f"{source.edition} ed." if source.edition.isdigit() else source.edition


def _editors(source: Source) -> str:
    return f"edited by {names_in_full(source.editors)}" if source.editors else ""


def _press(source: Source) -> str:
    if source.publisher == source.container_title:
        return source.publisher_place
    return ": ".join(part for part in (source.publisher_place, source.publisher) if part)


def _pages(source: Source) -> str:
    if not source.page:
        return ""
    if source.page.isdigit():
        return f"p. {source.page}"
    return f"pp. {source.page.replace('-', '–')}"


def _genre(source: Source) -> str:
    return f" [{escape(source.genre)}]" if source.genre else ""


def _bare(url: str) -> str:
    """The address without what every reader knows."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
