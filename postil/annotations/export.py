"""An edition's notes as W3C Web Annotations: one AnnotationPage a published article.

Made for readers of the W3C's model (2017). Addresses are absolute where site.yaml has a url; where
it has none, URNs name things, since the model asks for names that mean the same everywhere.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urljoin

from postil import blocks, desk
from postil.annotations import licences, published_text
from postil.dates import Edtf
from postil.desk import shown
from postil.edition import Edition, PlacedNote, Publication, Support
from postil.folding import Folded, fold_section
from postil.model import Name, Section
from postil.page import routes
from postil.page.pictures import by_target
from postil.record import record
from postil.textmap import PARTED
from postil.typesetting.look import Media
from postil.urls import allowed, is_relative, uri, urn

NAME = "annotations.jsonld"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CONTEXT_LENGTH = 32
"""How many code points of prefix and suffix there are, about: they begin and end at words."""

MOTIVATIONS = {
    "definition": "describing",
    "context": "commenting",
    "claim": "assessing",
    "correction": "editing",
    "question": "questioning",
    "source": "linking",
}

Json = dict[str, Any]


@record
class _Desk:
    """What an article's annotations share. `page` names the page, `text` describes the text."""

    view: desk.Desk
    id: str
    page: str
    text: Json
    starts: Mapping[str, int]
    sections: Mapping[str, Section]
    folded: Mapping[str, Folded]
    lifecycle: Json


def page(edition: Edition, publication: Publication) -> str:
    """The AnnotationPage of one of a publication's articles, as JSON: a line for each note."""
    desk = _desk(edition, publication)
    items = [annotation(desk, placed) for placed in edition.notes]
    head = {
        "@context": CONTEXT,
        "id": desk.id,
        "type": "AnnotationPage",
        "partOf": {
            "id": f"{desk.id}#all",
            "type": "AnnotationCollection",
            "label": edition.article.title,
            "total": len(items),
            "first": desk.id,
            "last": desk.id,
            **desk.lifecycle,
        },
        "startIndex": 0,
    }
    lines = ",\n".join(map(_json, items))
    return f'{_json(head)[:-1]}, "items": [\n{lines}\n]}}\n'


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _desk(edition: Edition, publication: Publication) -> _Desk:
    view = desk.prepared(edition, publication)
    url, slug = publication.settings.url, edition.article.slug
    path = routes.article_path(slug, publication.home)
    sections = [placed.section for placed in edition.sections]
    text = published_text.joined(sections)
    name = published_text.content_name(text)
    file = routes.address(url, routes.beside(path, published_text.NAME))
    return _Desk(
        view=view,
        id=uri(routes.address(url, routes.beside(path, NAME))) or urn(f"postil:{slug}"),
        page=uri(view.address),
        text={
            "id": uri(file) or name,
            "type": "Text",
            "format": "text/plain",
            "language": edition.language,
            "canonical": name,
        },
        starts=published_text.starts(sections),
        sections={section.id: section for section in sections},
        folded={
            placed.section.id: fold_section(placed.section.doc.plain)
            for placed in edition.sections
            if placed.notes
        },
        lifecycle=_lifecycle(edition),
    )


# ---- Who, when, under which terms ----------------------------------------------------------


def _lifecycle(edition: Edition) -> Json:
    """Creator, dates and rights, which an article's notes share; what is unknown is left out."""
    article = edition.article
    terms = article.licence.notes or article.licence.text
    found = {
        "creator": [_agent(name) for name in article.authors],
        "created": _moment(article.published),
        "modified": _moment(article.updated or article.published),
        "rights": uri(licences.address(terms)),
    }
    return {key: value for key, value in found.items() if value}


def _agent(name: Name) -> Json:
    """A person where the author parted the name, else nobody can tell what bears it."""
    kind = {"type": "Person"} if name.family else {}
    return {**kind, "name": name.text}


def _moment(date: Edtf | None) -> str:
    """A day's first moment, as the model writes times; "" for what is no exact day of our era."""
    if date is None or not date.is_exact or date.earliest is None:
        return ""
    year, month, day = date.earliest
    return f"{year:04}-{month:02}-{day:02}T00:00:00Z" if 0 < year < 10_000 else ""


# ---- A note --------------------------------------------------------------------------------


def annotation(desk: _Desk, placed: PlacedNote) -> Json:
    """A note as an Annotation: complete by itself, for readers who take it out of the page."""
    note = placed.note
    label = {"label": note.title} if note.title else {}
    return {
        "@context": CONTEXT,
        "id": uri(f"{desk.id}#{note.id}"),
        "type": "Annotation",
        **label,
        "motivation": MOTIVATIONS[note.kind],
        **desk.lifecycle,
        "body": _bodies(desk, placed),
        "target": _target(desk, placed),
    }


def _bodies(desk: _Desk, placed: PlacedNote) -> list[Json]:
    """What a note says, its standing, and links to what supports and what contests it."""
    note = placed.note
    text = {
        "type": "TextualBody",
        "purpose": MOTIVATIONS[note.kind],
        "value": _html(desk, placed),
        "format": "text/html",
        "language": note.language or desk.view.language,
    }
    links = [
        *_links(placed.sources, "linking"),
        *_links(placed.contested_by, "questioning"),
    ]
    return [text, *_standing(placed), *links]


def _standing(placed: PlacedNote) -> list[Json]:
    """The standing as a tag, made by whoever claims or states what the note tells."""
    note = placed.note
    if not note.standing:
        return []
    by = {"creator": {"name": note.by}} if note.by else {}
    return [{"type": "TextualBody", "purpose": "tagging", "value": note.standing, **by}]


def _links(supports: Sequence[Support], purpose: str) -> list[Json]:
    """The addresses of sources, each once."""
    addresses = dict.fromkeys(map(_source_address, supports))
    return [
        {"type": "SpecificResource", "purpose": purpose, "source": uri(address)}
        for address in addresses
        if address
    ]


def _source_address(support: Support) -> str:
    source = support.source
    url = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
    return url if allowed(url) and not is_relative(url) else ""


def _html(desk: _Desk, placed: PlacedNote) -> str:
    """The note's HTML, its links leading to the published page from wherever it is shown."""
    base, view, body = desk.page or "index.html", desk.view, placed.note.body
    links = {
        link.target: _from(base, view.links.get(link.target, link.target)) for link in body.links
    }
    cites = [_cite(desk, base, group) for group in placed.cites]
    pictures = {
        target: Media(sources="", attributes=f' src="{escape(links[target])}"', credit=media.credit)
        for target, media in by_target(shown(view, body, "note")).items()
    }
    return blocks.html(body, cites=cites, links=links, pictures=pictures).strip()


def _from(base: str, target: str) -> str:
    return urljoin(base, target) if is_relative(target) or target.startswith("#") else target


def _cite(desk: _Desk, base: str, group: Sequence[Support]) -> str:
    """A citation as in the note on the page, its links made whole."""
    formatter = desk.view.formatter
    form = "[{}]" if formatter.style == "numbered" else "({})"
    return "".join(
        f'<a href="{escape(uri(f"{base}#source-{support.source.id}"))}"'
        f' data-source="{escape(support.source.id)}" data-locator="{escape(support.locator)}">'
        f"{form.format(escape(formatter.mark(support)))}</a>"
        for support in group
    )


# ---- Where it stands -----------------------------------------------------------------------


def _target(desk: _Desk, placed: PlacedNote) -> Json:
    scope = {"scope": desk.page} if desk.page else {}
    return {
        "type": "SpecificResource",
        "source": desk.text,
        **scope,
        "selector": [_quote(desk, placed), _position(desk, placed)],
    }


def _position(desk: _Desk, placed: PlacedNote) -> Json:
    """Code points of the published text."""
    anchor, base = placed.anchor, desk.starts[placed.section]
    return {
        "type": "TextPositionSelector",
        "start": base + anchor.start,
        "end": base + anchor.end,
    }


def _quote(desk: _Desk, placed: PlacedNote) -> Json:
    """The words as they stand, and what stands beside them in the section."""
    anchor, plain = placed.anchor, desk.sections[placed.section].doc.plain
    folded = desk.folded[placed.section]
    low, high = context(plain, folded, anchor.start, anchor.end)
    return {
        "type": "TextQuoteSelector",
        "exact": anchor.words,
        "prefix": plain[low : anchor.start],
        "suffix": plain[anchor.end : high],
    }


def context(
    plain: str, folded: Folded, start: int, end: int, length: int = CONTEXT_LENGTH
) -> tuple[int, int]:
    """Where the words around [start, end) begin and end: about `length` code points on each side.

    A point's context stays in its paragraph: there it tells an end from the next one's beginning.
    """
    least, most = (0, len(plain)) if start < end else _block(plain, start)
    low, high = max(start - length, least), min(end + length, most)
    while low > least and not _parts(plain, low) and start - low < 2 * length:
        low -= 1
    while high < most and not _parts(plain, high) and high - end < 2 * length:
        high += 1
    while low < start and not folded.whole(low):
        low += 1
    while high > end and not folded.whole(high):
        high -= 1
    return low, high


def _parts(plain: str, offset: int) -> bool:
    """True between a word and what is beside it."""
    return plain[offset - 1].isspace() or plain[offset].isspace()


def _block(plain: str, offset: int) -> tuple[int, int]:
    low = plain.rfind(PARTED, 0, offset) + len(PARTED)
    high = plain.find(PARTED, offset)
    return (low if low >= len(PARTED) else 0), (high if high >= 0 else len(plain))
