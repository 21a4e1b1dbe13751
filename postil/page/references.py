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
from postil.wordings.chosen import Wording, wording

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
    wording: Wording
    suffixes: Mapping[str, str]

    def entry(self, source: Source) -> Markup:
        """The full reference, without its number: what it is, and its address with the day seen."""
        names = names_in_full(source.authors, self.wording)
        clauses = [_title(source, self.wording), *self._clauses(source)]
        if self.style == "author-date":
            head = f"{lead_names(source, self.wording)} ({escape(self._year(source))}). "
        else:
            head = f"{names}, " if names else ""
        text = f"{head}{', '.join(clauses)}{_genre(source)}. {self._address(source)}"
        return Markup(text.rstrip())  # noqa: S704 - every part is escaped where it is made

    def label(self, source: Source) -> str:
        """A short name: "Springfield News-Leader 2016", or "Keegan 2016a" by author and date."""
        named = lead_short(source, self.wording) if self.style == "author-date" else _outlet(source)
        return f"{named} {self._year(source)}"

    def mark(self, support: Support) -> str:
        """What stands in the text, without its brackets: "12, p. 3" or "Keegan 2016a, p. 3"."""
        shown = str(support.number) if self.style == "numbered" else self.label(support.source)
        return f"{shown}, {support.locator}" if support.locator else shown

    def _year(self, source: Source) -> str:
        return year(source, self.wording) + self.suffixes.get(source.id, "")

    def _clauses(self, source: Source) -> list[str]:
        """What follows the title: where it appeared, when, which pages, by whom published."""
        parts = (
            _container(source, self.style, self.wording),
            _volume(source, self.wording),
            _edition(source, self.wording),
            _editors(source, self.wording),
            escape(_press(source)),
            escape(self._issued(source)),
            _pages(source, self.wording),
        )
        return [part for part in parts if part]

    def _issued(self, source: Source) -> str:
        """The full date; where the year stands after the names, only if it says more than that."""
        if source.issued is None:
            return ""
        words = dates.words(source.issued, self.language)
        said = self.style == "author-date" and words == year(source, self.wording)
        return "" if said else words

    def _address(self, source: Source) -> str:
        url = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
        if not url or not allowed(url):
            return f"ISBN {escape(source.isbn)}." if source.isbn and not url else ""
        link = f'<a href="{escape(url)}">{escape(_bare(url))}</a>'
        if source.accessed is None:
            return link
        seen = dates.words(source.accessed, self.language)
        return f"{link} ({self.wording.show('seen', date=seen)})."


def formatter(
    sources: Sequence[Source],
    style: Style = "numbered",
    language: str = "en",
    words: Wording | None = None,
) -> Formatter:
    """The formatter of an edition; its sources are needed to tell 2016a from 2016b."""
    words = words or wording(language)
    wanted = _suffixes(sources, words) if style == "author-date" else {}
    return Formatter(style=style, language=language, wording=words, suffixes=wanted)


def year(source: Source, w: Wording) -> str:
    """The year of publication as text, or "n.d."; an interval's is its first."""
    day = (source.issued.earliest or source.issued.latest) if source.issued else None
    return str(day[0]) if day else w.say("no_date")


def names_in_full(names: Sequence[Name], w: Wording) -> Markup:
    """All names as HTML, each isolated from the direction of its neighbours."""
    return _listed([name.text for name in names], w)


def lead_names(source: Source, w: Wording) -> Markup:
    """The names an entry begins with by author and date, as HTML: family name first."""
    if not source.authors:
        return _listed([_outlet(source)], w)
    return _listed(
        [f"{n.family}, {n.given}" if n.family and n.given else n.text for n in source.authors], w
    )


def _listed(names: Sequence[str], w: Wording) -> Markup:
    shown = [w.isolated(name) for name in names]
    *rest, last = shown or [Markup()]
    return w.show("and", some=w.show("comma").join(rest), last=last) if rest else last


def lead_short(source: Source, w: Wording) -> str:
    """The names a reader meets in the text: "Keegan", "Keegan and Rao", "Keegan et al."."""
    names = [name.family or name.text for name in source.authors]
    if not names:
        return _outlet(source)
    if len(names) >= _MANY_AUTHORS:
        return w.say("et_al", name=names[0])
    return w.listed(names)


def _outlet(source: Source) -> str:
    """Where it appeared, else who wrote it, else its title: what best tells it from the others."""
    return source.container_title or lead_names_plain(source) or source.publisher or source.title


def lead_names_plain(source: Source) -> str:
    """The first author's family name, or the body's name, or ""."""
    return (source.authors[0].family or source.authors[0].text) if source.authors else ""


def _suffixes(sources: Sequence[Source], w: Wording) -> dict[str, str]:
    """A letter for each source that shares short name and year with another, in list order."""
    keys = {source.id: (lead_short(source, w), year(source, w)) for source in sources}
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


def _title(source: Source, w: Wording) -> str:
    if source.type in WHOLES:
        return f"<cite>{w.isolated(source.title)}</cite>"
    return w.show("quote", words=w.isolated(w.inside_quotes(source.title)))


def _container(source: Source, style: Style, w: Wording) -> str:
    """Where it appeared; not again where the entry begins with it."""
    leads = style == "author-date" and not source.authors
    if not source.container_title or leads:
        return ""
    return f"<cite>{w.isolated(source.container_title)}</cite>"


def _volume(source: Source, w: Wording) -> str:
    if source.volume:
        return escape(f"{source.volume}({source.issue})" if source.issue else source.volume)
    return w.show("issue", n=source.issue) if source.issue else ""


def _edition(source: Source, w: Wording) -> str:
    edition = source.edition
    return w.show("edition", n=edition) if edition.isdigit() else escape(edition)


def _editors(source: Source, w: Wording) -> str:
    return w.show("edited_by", names=names_in_full(source.editors, w)) if source.editors else ""


def _press(source: Source) -> str:
    if source.publisher == source.container_title:
        return source.publisher_place
    return ": ".join(part for part in (source.publisher_place, source.publisher) if part)


def _pages(source: Source, w: Wording) -> str:
    if not source.page:
        return ""
    if source.page.isdigit():
        return w.show("page", n=source.page)
    return w.show("pages", n=source.page.replace("-", "–"))


def _genre(source: Source) -> str:
    return f" [{escape(source.genre)}]" if source.genre else ""


def _bare(url: str) -> str:
    """The address without what every reader knows."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
