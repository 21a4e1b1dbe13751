"""What a page's head tells of its article: meta elements, JSON-LD, the canonical address."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser

from postil.files.values import fold
from postil.importing.manuscript import Facts

_META: Mapping[str, Sequence[str]] = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "author": ("author", "article:author", "dc.creator", "parsely-author"),
    "publisher": ("og:site_name", "dc.publisher", "application-name"),
    "url": ("og:url",),
    "published": ("article:published_time", "date", "dc.date", "datepublished", "pubdate"),
    "rights": ("copyright", "dc.rights"),
    "standfirst": ("og:description", "description", "dc.description"),
}
_ARTICLES = ("article", "newsarticle", "blogposting", "reportagenewsarticle", "webpage")


class _Head(HTMLParser):
    """Gathers meta elements, JSON-LD texts, the page's language, title and canonical address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.authors: list[str] = []
        self.data: list[str] = []
        self.language = self.canonical = self.title = ""
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: fold(value or "") for name, value in attrs}
        if tag == "html":
            self.language = said.get("lang", "")
        elif tag == "link" and "canonical" in said.get("rel", "").lower().split():
            self.canonical = said.get("href", "")
        elif tag == "meta":
            name = (said.get("property") or said.get("name") or said.get("itemprop", "")).lower()
            self.meta.setdefault(name, said.get("content", ""))
            if name in _META["author"]:
                self.authors.append(said.get("content", ""))
        elif tag == "script" and said.get("type", "").lower() == "application/ld+json":
            self.data.append("")
            self.inside = "data"
        elif tag == "title" and not self.title:
            self.inside = "title"

    def handle_data(self, data: str) -> None:
        if self.inside == "data":
            self.data[-1] += data
        elif self.inside == "title":
            self.title = fold(self.title + data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "title"):
            self.inside = ""


def facts(page: str) -> Facts:
    """The facts of a page's head; what it does not tell is ""."""
    head = _Head()
    head.feed(page)
    head.close()
    data = next((found for text in head.data for found in _articles(text)), {})
    authors = [name for name in head.authors if name and "://" not in name]
    return Facts(
        title=_meta(head, "title") or _text(data.get("headline")) or head.title,
        authors=tuple(dict.fromkeys(authors)) or tuple(_names(data.get("author"))),
        publisher=_meta(head, "publisher") or next(_names(data.get("publisher")), ""),
        url=head.canonical or _meta(head, "url") or _text(data.get("url")),
        published=_day(_meta(head, "published") or _text(data.get("datePublished"))),
        rights=_meta(head, "rights") or _text(data.get("copyrightNotice")),
        language=head.language,
        standfirst=_meta(head, "standfirst") or _text(data.get("description")),
    )


def _meta(head: _Head, fact: str) -> str:
    return next((head.meta[name] for name in _META[fact] if head.meta.get(name)), "")


def _articles(text: str) -> Iterator[Mapping[str, object]]:
    """The articles that a JSON-LD text describes; a text that is none describes nothing."""
    try:
        found = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while found:
        item = found.pop(0)
        if isinstance(item, list):
            found += item
        elif isinstance(item, dict):
            found += [item.get("@graph")]
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(str(name).lower() in _ARTICLES for name in names):
                yield item


def _names(value: object) -> Iterator[str]:
    """Names in a JSON-LD value: texts, or things with a name."""
    for item in value if isinstance(value, list) else [value]:
        name = _text(item.get("name") if isinstance(item, dict) else item)
        if name and "://" not in name:
            yield name


def _text(value: object) -> str:
    return fold(value) if isinstance(value, str) else ""


def _day(text: str) -> str:
    """The day of a moment; other forms as they are."""
    match = re.match(r"\d{4}-\d\d-\d\d(?=T|\s|$)", text)
    return match[0] if match else text


def charset(content: bytes) -> str:
    """The encoding that a page says it has, or ""."""
    match = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    return match[1].decode("ascii") if match else ""
