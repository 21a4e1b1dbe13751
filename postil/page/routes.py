"""Where each page is published, and how one page leads to another.

The home article is the site's `index.html`; every other is `<slug>/index.html`. Addresses inside
the site are relative and name their file, so that they work from a disk, a sub-path or a root.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, unquote

from postil.edition import Publication
from postil.files.values import nfc
from postil.model import Article, texts
from postil.urls import is_relative

LIST = "articles/index.html"


def article_path(slug: str, home: str) -> str:
    """The file of an article's page in the published folder."""
    return "index.html" if slug == home else f"{slug}/index.html"


def list_path(publication: Publication) -> str:
    """The file of the list of articles: the front page, or beside a home article; "" for none."""
    if not publication.home:
        return "index.html"
    return LIST if len(publication.editions) > 1 else ""


def beside(page: str, name: str) -> str:
    """A file in the same folder as a page."""
    return posixpath.join(posixpath.dirname(page), name)


def leading(start: str, end: str) -> str:
    """The relative address of the file `end` on the page `start`."""
    return posixpath.relpath(end, posixpath.dirname(start) or ".")


def address(url: str, path: str) -> str:
    """The absolute address of a published file, "" where the site has none; folders end in "/"."""
    if not url:
        return ""
    return f"{url.rstrip('/')}/{path.removesuffix('index.html')}"


def moved(publication: Publication) -> Iterator[tuple[Article, str]]:
    """Each address that an article had and has no more, such as "old-name" or "2019/lamp"."""
    for edition in publication.editions:
        article = edition.article
        for alias in old_addresses(article.slug, article.aliases, publication.home):
            yield article, alias


def old_addresses(slug: str, aliases: Sequence[str], home: str) -> Iterator[str]:
    """The aliases of an article that are not its address."""
    here = "" if slug == home else slug
    for alias in dict.fromkeys(nfc(alias.strip("/")) for alias in aliases):
        if alias != here:
            yield alias


def article_links(article: Article, slugs: Sequence[str], home: str) -> Mapping[str, str]:
    """Where an article’s links to others lead, by what its author wrote: `../slug/#id`."""
    here, known = article_path(article.slug, home), frozenset(slugs)
    found = {}
    for link in (link for doc in texts(article) for link in doc.links if link.kind == "link"):
        slug = target_slug(link.target)
        if slug in known:
            fragment = link.target.partition("#")[2]
            path = quote(leading(here, article_path(slug, home)))
            found[link.target] = f"{path}#{fragment}" if fragment else path
    return found


def target_slug(target: str) -> str:
    """The slug that an author's link names, from an article's folder: `../slug/`; else ""."""
    path = target.partition("#")[0].partition("?")[0].removesuffix("index.html")
    if not is_relative(target) or not path.startswith("../"):
        return ""
    return nfc(unquote(posixpath.normpath(path.removeprefix("../"))))


def target_picture(target: str) -> str:
    """A picture's path in the article's folder, as a section or a note (`../images/…`) names it.

    Markdown percent-codes what an author writes, so `images/a b.png` and `images/a%20b.png` are
    the same; a picture with "#" or "?" in its name is written `%23` or `%3F`.
    """
    return nfc(unquote(target.removeprefix("./").removeprefix("../")))
