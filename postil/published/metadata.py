"""What an article's page says of itself to machines: JSON-LD, Open Graph, and tags for Zotero.

JSON-LD is schema.org's Article (https://schema.org/Article); the tags of Open Graph are ogp.me's,
those for reference managers Highwire Press's (citation_title …).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from postil import dates, views
from postil.annotations import licences
from postil.dates import Edtf
from postil.edition import CitedSource, Edition, Publication
from postil.model import Correction, Name, Seed, Settings, Source
from postil.page import routes
from postil.page.pictures import shown_in
from postil.record import record
from postil.urls import allowed, is_relative, uri
from postil.wordings.chosen import Wording, wording

NAME = "article.jsonld"
_json = json.JSONEncoder(ensure_ascii=False).encode

Json = dict[str, Any]

_TYPES = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "entry-encyclopedia": "Article",
    "legislation": "Legislation",
    "motion_picture": "Movie",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""schema.org's names for CSL's types of source; all others are a CreativeWork."""

_KINDS = {"article": "Article", "news": "NewsArticle"}


@record
class Preview:
    """The picture beside a link: its whole address, its size in pixels, its type.

    `alt` says what it shows.
    """

    address: str
    width: int
    height: int
    type: str
    alt: str


def day(date: Edtf | None) -> str:
    """A date as schema.org and Open Graph read it (ISO 8601); "" for what has no such form."""
    return (dates.html_datetime(date) or "") if date else ""


# ---- JSON-LD -------------------------------------------------------------------------------


def data(
    edition: Edition, publication: Publication, credit: str, preview: Preview | None = None
) -> Markup:
    """The text of an article's `<script type="application/ld+json">`; `credit` cites the page.

    Its sources are one collection there: each by itself would make the page longer by a fortieth.
    """
    sources = {
        "@type": "Collection",
        "name": "Sources",
        "collectionSize": len(edition.sources),
        "url": uri(_page(edition, publication) + "#sources"),
    }
    known = article(edition, publication, credit)
    if preview:
        pictures = known.get("image")
        known["image"] = [preview.address, *pictures] if pictures else preview.address
    return script_text({**known, "citation": sources} if edition.sources else known)


def complete(edition: Edition, publication: Publication, credit: str) -> str:
    """The same with every source, for the file beside the page: a line for each."""
    known = article(edition, publication, credit)
    sources = ",\n".join(_json(_source(c)) for c in edition.sources)
    head = _json(known)
    return f'{head[:-1]}, "citation": [\n{sources}\n]}}\n' if sources else f"{head}\n"


def _page(edition: Edition, publication: Publication) -> str:
    path = routes.article_path(edition.article.slug, publication.home)
    return routes.address(publication.settings.url, path)


def script_text(value: Json) -> Markup:
    """JSON that can stand in a script element: nothing in it opens or closes an element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Markup(text)  # noqa: S704 - no "<" is left in it


def article(edition: Edition, publication: Publication, credit: str) -> Json:
    """An edition as schema.org's Article without its sources; what is unknown is left out."""
    one, settings = edition.article, publication.settings
    address = uri(_page(edition, publication))
    w = wording(edition.language, settings.words)
    return _known({
        "@context": "https://schema.org",
        "@type": _KINDS[one.type],
        "@id": address,
        "url": address,
        "headline": one.title,
        "description": one.standfirst,
        "inLanguage": edition.language,
        "datePublished": day(one.published),
        "dateModified": day(one.changed or one.published),
        "author": [_agent(name) for name in one.authors],
        "publisher": _body(settings.publisher),
        "isPartOf": _site(settings),
        "keywords": list(one.tags),
        "license": uri(licences.address(one.licence.text)),
        "creditText": credit,
        "backstory": _first_paragraph(edition),
        "isBasedOn": _seed(edition.seed),
        "image": _pictures(edition, settings),
        "correction": [_correction(found, w) for found in one.corrections],
    })  # fmt: skip


def _known(values: Mapping[str, Any]) -> Json:
    return {key: value for key, value in values.items() if value}


def _agent(name: Name) -> Json:
    """A person where the author parted the name, else nobody can tell what bears it."""
    return {**({"@type": "Person"} if name.family else {}), "name": name.text}


def _body(name: str) -> Json:
    return {"@type": "Organization", "name": name} if name else {}


def _site(settings: Settings) -> Json:
    return _known(
        {"@type": "WebSite", "name": settings.title, "url": uri(routes.address(settings.url, ""))}
    )


def _first_paragraph(edition: Edition) -> str:
    """How the article was made, in short."""
    return edition.about.doc.plain.partition("\n\n")[0] if edition.about else ""


def _seed(seed: Seed | None) -> Json:
    """The annotated text."""
    if seed is None:
        return {}
    return _known({
        "@type": "CreativeWork",
        "name": seed.title,
        "url": _address(seed.url),
        "author": [_agent(name) for name in seed.authors],
        "publisher": _body(seed.publisher),
        "datePublished": day(seed.published),
    })  # fmt: skip


def _pictures(edition: Edition, settings: Settings) -> list[Json]:
    """The pictures that the article shows, each in its largest form that everybody reads."""
    slug = edition.article.slug
    shown = [(link, one, one.picture.largest) for link, one in shown_in(edition.article)]
    return [
        _known({
            "@type": "ImageObject",
            "contentUrl": uri(routes.address(settings.url, f"{slug}/{quote(copy.path)}")),
            "encodingFormat": copy.type,
            "width": copy.width,
            "height": copy.height,
            "description": " ".join(link.text.split()),
            "caption": link.title,
            "creditText": one.credit,
            "license": uri(licences.address(one.rights)),
            "copyrightNotice": one.rights,
        })
        for link, one, copy in shown
        if copy and settings.url
    ]  # fmt: skip


def _source(cited: CitedSource) -> Json:
    """A source: what it is, whose, and where."""
    source = cited.source
    return _known({
        "@type": _TYPES.get(source.type, "CreativeWork"),
        "name": source.title,
        "author": [_agent(name) for name in source.authors],
        "publisher": _body(source.publisher or source.container_title),
        "datePublished": day(source.issued),
        "url": source_address(source),
    })  # fmt: skip


def source_address(source: Source) -> str:
    """Where a source is, in the characters of a URI; "" where nobody can follow it."""
    return _address(source.url or (f"https://doi.org/{source.doi}" if source.doi else ""))


def _address(url: str) -> str:
    return uri(url) if allowed(url) and not is_relative(url) else ""


def _correction(found: Correction, w: Wording) -> Json:
    return _known({
        "@type": "CorrectionComment",
        "text": correction_text(found, w),
        "datePublished": day(found.date),
    })  # fmt: skip


def correction_text(found: Correction, w: Wording) -> str:
    """A correction in one text: what it says, and which words became which."""
    was = w.say("was", words=found.was) if found.was else ""
    now = w.say("now", words=found.now) if found.now else ""
    return " ".join(part for part in (found.text, was, now) if part)


# ---- Tags ----------------------------------------------------------------------------------


def tags(
    edition: Edition, publication: Publication, preview: Preview | None = None
) -> tuple[views.Meta, ...]:
    """The `<meta>` elements of an article: Open Graph's, then those for reference managers.

    Open Graph's are there where the page has an address to be shared; without one they would say
    again what title and description say.
    """
    one, settings = edition.article, publication.settings
    address = uri(_page(edition, publication))
    graph = [
        ("og:type", "article"),
        ("og:title", one.title),
        ("og:description", one.standfirst),
        ("og:url", address),
        ("og:site_name", settings.title),
        ("og:locale", _locale(edition.language)),
        ("article:published_time", day(one.published)),
        ("article:modified_time", day(one.changed)),
        *_picture(preview),
    ]
    scholar = [
        ("citation_title", one.title),
        *(("citation_author", _turned(name)) for name in one.authors),
        ("citation_publication_date", day(one.published).replace("-", "/")),
        ("citation_publisher", settings.publisher),
        ("citation_language", edition.language),
        ("citation_public_url", address),
    ]
    twitter = (("twitter:card", "summary_large_image" if preview else "summary"),)
    return (
        *(_metas("property", graph) if address else ()),
        *(_metas("name", twitter) if address else ()),
        *_metas("name", scholar),
    )


def _picture(preview: Preview | None) -> Sequence[tuple[str, str]]:
    """Open Graph's words for the picture beside a link (https://ogp.me/#structured)."""
    if preview is None:
        return ()
    return (
        ("og:image", preview.address),
        ("og:image:type", preview.type),
        ("og:image:width", str(preview.width)),
        ("og:image:height", str(preview.height)),
        ("og:image:alt", preview.alt),
    )


def list_tags(settings: Settings, address: str) -> tuple[views.Meta, ...]:
    """The same of a list of articles at an address, "" for none: Open Graph alone."""
    graph = [
        ("og:type", "website"),
        ("og:title", settings.title),
        ("og:description", settings.description),
        ("og:url", address),
    ]
    return _metas("property", graph) if address else ()


def _metas(attribute: str, pairs: Sequence[tuple[str, str]]) -> tuple[views.Meta, ...]:
    return tuple(
        views.Meta(attribute=attribute, name=name, content=content)
        for name, content in pairs
        if content
    )


def _turned(name: Name) -> str:
    """Family, given: so that nobody has to guess."""
    return f"{name.family}, {name.given}" if name.family and name.given else name.text


def _locale(language: str) -> str:
    """Open Graph's form of a language, which has a territory: en_GB; "" where none is told."""
    parts = language.split("-")
    territory = next((part for part in parts[1:] if len(part) == 2), "")
    return f"{parts[0].lower()}_{territory.upper()}" if territory else ""
