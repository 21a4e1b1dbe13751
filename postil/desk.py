"""What the parts of one page share: its edition, how it cites, and small views that recur."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from postil import dates, views
from postil.blocks import html
from postil.dates import Edtf
from postil.directions import direction
from postil.doc import Doc
from postil.edition import Edition, Matter, PlacedEvent, Publication, Support
from postil.memo import Memo, at_once
from postil.model import Settings
from postil.page import pictures, references, routes
from postil.page.pictures import Column, Pictures
from postil.record import record
from postil.typesetting.look import Framed
from postil.wordings.chosen import Wording, known
from postil.wordings.chosen import wording as words_of

Cites = Sequence[Sequence[Support]]
_ENGLISH = Markup(' lang="en" dir="ltr"')


@record
class Desk:
    """What the parts of one page share; `links` and `pictures` are by what authors write.

    `wording` has the page's own words, in the edition's language; `figure` is a site's own way to
    set a figure.
    """

    edition: Edition
    settings: Settings
    wording: Wording
    formatter: references.Formatter
    links: Mapping[str, str]
    pictures: Pictures
    address: str
    memo: Memo = at_once
    figure: Framed | None = None

    @property
    def language(self) -> str:
        """The edition's own."""
        return self.edition.language


def prepared(
    edition: Edition,
    publication: Publication,
    memo: Memo = at_once,
    figure: Framed | None = None,
) -> Desk:
    """Prepare an edition of a publication."""
    settings, slug = publication.settings, edition.article.slug
    path = routes.article_path(slug, publication.home)
    slugs = [other.article.slug for other in publication.editions]
    sources = tuple(cited.source for cited in edition.sources)
    words = words_of(edition.language, settings.words)
    return Desk(
        edition=edition,
        settings=settings,
        wording=words,
        formatter=memo(references.formatter, sources, settings.citations, edition.language, words),
        links={
            **routes.article_links(edition.article, slugs, publication.home),
            **pictures.links(edition.article, path),
        },
        pictures=pictures.media(edition.article, path),
        address=routes.address(settings.url, path),
        memo=memo,
        figure=figure,
    )


def date(edtf: Edtf, language: str) -> views.Date:
    """A date for the page: in words, as typed, and for machines where HTML has a form for it."""
    words = dates.words(edtf, language)
    year = year_of(edtf)
    machine = dates.html_datetime(edtf) or ""
    rest = words.removesuffix(f" {year}")
    short = rest if machine or any(c.isdigit() for c in rest) else words
    return views.Date(
        words=words,
        short="" if words == year else short,
        edtf="" if edtf.text == words else edtf.text,
        machine=machine,
        attributes=Markup() if known(language) else _ENGLISH,
    )


def year_of(edtf: Edtf) -> str:
    """The year that a date begins in, or ""."""
    day = edtf.earliest or edtf.latest
    return str(day[0]) if day else ""


def language_attributes(language: str, around: str) -> Markup:
    """` lang="fr" dir="ltr"` where a text's language is not that of its surroundings."""
    if not language or language == around:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def support(d: Desk, item: Support) -> views.Support:
    """A source as a note or an event names it."""
    label = d.formatter.label(item.source)
    numbered = d.formatter.style == "numbered"
    return views.Support(
        label=f"[{item.number}] {label}" if numbered else label,
        short=str(item.number) if numbered else label,
        href=f"#source-{item.source.id}",
        locator=item.locator,
    )


def supports(d: Desk, items: Sequence[Support]) -> tuple[views.Support, ...]:
    """Several sources."""
    return tuple(support(d, item) for item in items)


def cites(d: Desk, found: Cites, first: int = 0) -> tuple[str, ...]:
    """HTML for each citation of a text; with `first`, ids cite-<first>, cite-<first+1> …"""
    return tuple(
        _cite(d, group, f' id="cite-{first + n}"' if first else "") for n, group in enumerate(found)
    )


def _cite(d: Desk, group: Sequence[Support], id_: str) -> str:
    numbered = d.formatter.style == "numbered"
    before, after, between = ("[", "]", "") if numbered else ("", "", "; ")
    links = [
        f'<a role="doc-biblioref"{id_ if n == 0 else ""}'
        f' href="#source-{escape(s.source.id)}">{before}{escape(d.formatter.mark(s))}{after}</a>'
        for n, s in enumerate(group)
    ]
    joined = between.join(links)
    return joined if numbered or not links else f" ({joined})"


def body(d: Desk, doc: Doc | None, found: Cites, column: Column = "text") -> Markup:
    """The HTML of a text that stands beside the article's own, in a column of text or of notes."""
    if doc is None:
        return Markup()
    links, images = tuple(d.links.items()), shown(d, doc, column)
    return d.memo(_body, doc, cites(d, found), links, images, d.figure)


def shown(d: Desk, doc: Doc, column: Column) -> Pictures:
    """Those pictures of the page that a text shows."""
    targets = {link.target for link in doc.links if link.kind == "image"}
    return tuple(one for one in d.pictures if one[0] == column and one[1] in targets)


def _body(
    doc: Doc,
    cited: tuple[str, ...],
    links: tuple[tuple[str, str], ...],
    shown: Pictures,
    figure: Framed | None,
) -> Markup:
    images = pictures.by_target(shown)
    made = html(doc, cites=cited, links=dict(links), pictures=images, figure=figure)
    return Markup(made.rstrip())  # noqa: S704 - made by us


def matter(d: Desk, item: Matter | None) -> Markup:
    """The HTML of the content note, the help, or how the article was made."""
    return body(d, item.doc, item.cites) if item else Markup()


def one_line(words: str, limit: int = 90) -> str:
    """The words on one line; the middle of a long phrase gives way."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    half = limit // 2
    return f"{line[:half].rsplit(' ', 1)[0]} … {line[-half:].split(' ', 1)[-1]}"


def tell_id(placed: PlacedEvent, number: int) -> str:
    """The id of the words that tell an event: tell-arrests, then tell-arrests-2 …"""
    return f"tell-{placed.event.id}" + (f"-{number}" if number > 1 else "")
