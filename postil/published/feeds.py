"""Feeds: articles, and apart from them corrections; as Atom (RFC 4287) and JSON Feed 1.1.

Ids come from the site's address and the authors' slugs, dates from the articles: a feed changes
only when what it tells does. What has no date that begins on a known day stands in no feed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import escape

from postil.dates import Edtf, iso_day
from postil.edition import Edition, Publication
from postil.model import Article, Correction, Lead, OutFile, Settings
from postil.page import routes
from postil.page.pictures import shown_in
from postil.page.wording import correction_kind
from postil.published import metadata
from postil.record import record
from postil.urls import uri, urn
from postil.wordings.chosen import wording

ARTICLES = ("feed.xml", "feed.json")
CORRECTIONS = ("corrections.xml", "corrections.json")
TITLES = {"feed.xml": "feed_articles", "corrections.xml": "feed_corrections"}
ATOM, JSON = "application/atom+xml", "application/feed+json"


@record
class Entry:
    """An item of a feed, its dates as RFC 3339 writes them."""

    id: str
    address: str
    title: str
    summary: str
    published: str
    updated: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str
    image: str = ""
    image_type: str = ""
    image_size: int = 0


@record
class Feed:
    """A feed of one or more items, newest first."""

    id: str
    title: str
    settings: Settings
    entries: tuple[Entry, ...]


def feeds(publication: Publication) -> tuple[OutFile, ...]:
    """The files of every feed that has an item; none where the site has no address."""
    files = list[OutFile]()
    for names, found in _all(publication):
        atom_name, json_name = names
        files += (
            OutFile(path=atom_name, content=atom(found, atom_name).encode()),
            OutFile(path=json_name, content=json_feed(found, json_name).encode()),
        )
    return tuple(files)


def offered(publication: Publication) -> tuple[tuple[str, str], ...]:
    """(file, the key of the words for it) of each Atom feed that is published."""
    if not publication.settings.url:
        return ()
    first = ((ARTICLES, _articles(publication)), (CORRECTIONS, _corrections(publication)))
    return tuple((names[0], TITLES[names[0]]) for names, found in first if next(found, None))


def _all(publication: Publication) -> Iterator[tuple[tuple[str, str], Feed]]:
    settings = publication.settings
    if not settings.url:
        return
    w = wording(settings.language, settings.words)
    kinds = (
        (ARTICLES, "articles", settings.title, list(_articles(publication))),
        (
            CORRECTIONS,
            "corrections",
            w.say("feed_title_corrections", site=settings.title),
            list(_corrections(publication)),
        ),
    )
    for names, kind, title, entries in kinds:
        if entries:
            newest = sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)
            id_ = _id(settings, f"feed/{kind}")
            yield names, Feed(id=id_, title=title, settings=settings, entries=tuple(newest))


def _id(settings: Settings, name: str) -> str:
    """A name that lasts as long as the site's host and the slug, whatever a title becomes."""
    parts = urlsplit(uri(settings.url))
    return urn(f"postil:{parts.netloc.lower()}{parts.path.rstrip('/')}/{name}")


def moment(date: Edtf | None) -> str:
    """A date's first moment as RFC 3339 writes it; "" where its first day is not known."""
    if date is None or date.earliest is None or not 0 < date.earliest[0] < 10_000:
        return ""
    return f"{iso_day(date.earliest)}T00:00:00Z"


def _address(publication: Publication, article: Article, fragment: str = "") -> str:
    path = routes.article_path(article.slug, publication.home)
    return uri(routes.address(publication.settings.url, path) + fragment)


# ---- Items ---------------------------------------------------------------------------------


def _articles(publication: Publication) -> Iterator[Entry]:
    for edition in publication.editions:
        article = edition.article
        published, updated = moment(article.published), moment(article.changed)
        if published or updated:
            yield Entry(
                id=_id(publication.settings, article.slug),
                address=_address(publication, article),
                title=article.title,
                summary=article.standfirst,
                published=published or updated,
                updated=max(published, updated),
                authors=tuple(name.text for name in article.authors),
                tags=article.tags,
                language=edition.language,
                **_lead(publication, article),
            )


def _lead(publication: Publication, article: Article) -> dict[str, Any]:
    """The first picture that an article shows, if it shows any."""
    lead = article.lead or lead_of(article)
    if lead is None:
        return {}
    path = f"{article.slug}/{quote(lead.path)}"
    address = uri(routes.address(publication.settings.url, path))
    return {"image": address, "image_type": lead.type, "image_size": lead.size}


def lead_of(article: Article) -> Lead | None:
    """An article's first picture as feeds tell of it."""
    copy = next((image.picture.largest for _, image in shown_in(article)), None)
    return Lead(path=copy.path, type=copy.type, size=len(copy.content)) if copy else None


def _corrections(publication: Publication) -> Iterator[Entry]:
    for edition in publication.editions:
        for found in edition.article.corrections:
            if moment(found.date):
                yield _correction(publication, edition, found)


def _correction(publication: Publication, edition: Edition, found: Correction) -> Entry:
    """A correction is known by its own words: another wording is another correction."""
    article, when = edition.article, moment(found.date)
    w = wording(edition.language, publication.settings.words)
    words = f"{found.date.text}\n{found.kind}\n{found.text}\n{found.was}\n{found.now}"
    digest = hashlib.sha256(words.encode()).hexdigest()
    return Entry(
        id=_id(publication.settings, f"{article.slug}/corrections/{digest}"),
        address=_address(publication, article, "#corrections"),
        title=f"{correction_kind(found.kind, w.say)}: {article.title}",
        summary=metadata.correction_text(found, w),
        published=when,
        updated=when,
        language=edition.language,
    )


# ---- Atom ----------------------------------------------------------------------------------


def atom(feed: Feed, name: str) -> str:
    """A feed as Atom."""
    settings = feed.settings
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(settings.language)}">\n',
        _element("id", feed.id),
        _element("title", feed.title),
        _element("updated", max(entry.updated for entry in feed.entries)),
        _link("self", ATOM, uri(routes.address(settings.url, name))),
        _link("alternate", "text/html", uri(routes.address(settings.url, "index.html"))),
        _author(settings.publisher or settings.title),
        *(_entry(entry, settings.language) for entry in feed.entries),
        "</feed>\n",
    ]
    return "".join(parts)


def _entry(entry: Entry, around: str) -> str:
    language = f' xml:lang="{escape(entry.language)}"' if entry.language != around else ""
    parts = [
        f"<entry{language}>\n",
        _element("id", entry.id),
        _element("title", entry.title),
        _element("published", entry.published),
        _element("updated", entry.updated),
        _link("alternate", "text/html", entry.address),
        *map(_author, entry.authors),
        *(f'<category term="{escape(tag)}"/>\n' for tag in entry.tags),
        _element("summary", entry.summary) if entry.summary else "",
        _enclosed(entry) if entry.image else "",
        "</entry>\n",
    ]
    return "".join(parts)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n"


def _author(name: str) -> str:
    return f"<author><name>{escape(name)}</name></author>\n"


def _link(relation: str, kind: str, address: str) -> str:
    return f'<link rel="{relation}" type="{kind}" href="{escape(address)}"/>\n'


def _enclosed(entry: Entry) -> str:
    kind, size, address = escape(entry.image_type), entry.image_size, escape(entry.image)
    return f'<link rel="enclosure" type="{kind}" length="{size}" href="{address}"/>\n'


# ---- JSON Feed -----------------------------------------------------------------------------


def json_feed(feed: Feed, name: str) -> str:
    """A feed as JSON Feed 1.1."""
    settings = feed.settings
    made: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": uri(routes.address(settings.url, "index.html")),
        "feed_url": uri(routes.address(settings.url, name)),
        "description": settings.description,
        "language": settings.language,
        "authors": _names((settings.publisher or settings.title,)),
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_known(made), ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    return _known({
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "image": entry.image,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": _names(entry.authors),
        "tags": list(entry.tags),
        "language": entry.language,
    })  # fmt: skip


def _names(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
