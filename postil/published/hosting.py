"""Files for those who host the site: headers, redirects, what robots may read, the sitemap.

Each is text of a known form, into which nothing but addresses of our own gets; those hold neither
spaces nor line ends.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlsplit

from markupsafe import escape

from postil import dates
from postil.dates import Edtf
from postil.edition import Publication
from postil.model import Article, OutFile, Settings
from postil.page import routes
from postil.published import policy
from postil.urls import uri

RULES = 100
"""How many rules a host reads in `_headers` and in `_redirects`, at Cloudflare."""
FONT = ".woff2"
SITEMAP = "sitemap.xml"
SITEMAP_SIZE = 50_000
"""Addresses in one sitemap, by sitemaps.org."""

_HEADERS = """\
# For hosts that read this file, such as Cloudflare Pages and Netlify. Strict-Transport-Security is
# the host's to set: it binds every page of the domain.
{root}*
  Content-Security-Policy: {policy}
  X-Content-Type-Options: nosniff
  Referrer-Policy: same-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()
  Cross-Origin-Opener-Policy: same-origin
"""
# Rules must not overlap here: where two match, hosts join their values with a comma.
_PAGES = ("{root}", "{root}:folder/", "{root}*.html")
_REVALIDATE = "  Cache-Control: public, max-age=0, must-revalidate\n"
_FOR_EVER = "{root}{folder}/*\n  Cache-Control: public, max-age=31536000, immutable\n"

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def headers(publication: Publication, files: Sequence[OutFile]) -> OutFile:
    """`_headers`, for the files of a site: policy, privacy, and how long to keep what."""
    styles = (style for file in files for style in policy.styles(file))
    pictures = any(edition.article.images for edition in publication.editions)
    fonts = any(file.path.endswith(FONT) for file in files)
    return headers_of(publication.settings, styles, pictures=pictures, fonts=fonts)


def headers_of(
    settings: Settings, styles: Iterable[str], *, pictures: bool, fonts: bool
) -> OutFile:
    """`_headers`, for pages with styles of these digests; with or without `pictures`, `fonts`."""
    root = _root(settings)
    told = policy.header_policy(styles, fonts=fonts)
    text = _HEADERS.format(root=root, policy=told)
    text += "".join(f"{rule.format(root=root)}\n{_REVALIDATE}" for rule in _PAGES)
    text += _FOR_EVER.format(root=root, folder=":article/images") if pictures else ""
    text += _FOR_EVER.format(root=root, folder="fonts") if fonts else ""
    return OutFile(path="_headers", content=text.encode())


def small_files(publication: Publication) -> tuple[OutFile, ...]:
    """What hosts and robots ask for by name: `.nojekyll`, `CNAME`, `_redirects`, `robots.txt`."""
    texts = {
        ".nojekyll": "",
        "CNAME": f"{name}\n" if (name := publication.settings.cname) else None,
        "_redirects": redirects(publication) or None,
        "robots.txt": robots(publication),
    }
    return tuple(
        OutFile(path=path, content=text.encode())
        for path, text in texts.items()
        if text is not None
    )


def redirects(publication: Publication) -> str:
    """A rule for each address that an article had; what stood beside its page moves with it."""
    root = _root(publication.settings)
    moved = sorted(routes.moved(publication), key=lambda pair: (-pair[1].count("/"), pair[1]))
    lines = [_redirect(root, article, alias, publication) for article, alias in moved]
    return "".join(lines[:RULES])


def _redirect(root: str, article: Article, alias: str, publication: Publication) -> str:
    """Of the home article's own folder only the page has moved: its pictures stand there still."""
    old, new = f"{root}{quote(alias)}/", f"{root}{quote(_folder(article, publication))}"
    if alias == article.slug:
        return f"{old} {new} 301\n"
    return f"{old}* {new}:splat 301\n"


def _folder(article: Article, publication: Publication) -> str:
    """The folder of an article's page: "lamp/", or "" for the home article."""
    return routes.article_path(article.slug, publication.home).removesuffix("index.html")


def robots(publication: Publication) -> str:
    """Everybody may read everything; the sitemap tells what there is."""
    address = uri(routes.address(publication.settings.url, SITEMAP))
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {address}\n" if address else "")


def _root(settings: Settings) -> str:
    """The path at which the site stands at its host."""
    return quote(urlsplit(settings.url).path.rstrip("/"), safe="/%") + "/"


# ---- The sitemap ---------------------------------------------------------------------------


def sitemap(publication: Publication, size: int = SITEMAP_SIZE) -> tuple[OutFile, ...]:
    """sitemap.xml; of more pages than fit into one, an index of sitemap-1.xml and so on."""
    url = publication.settings.url
    if not url:
        return ()
    entries = list(_entries(publication))
    if len(entries) <= size:
        return (_file(SITEMAP, "urlset", entries),)
    parts = [
        _file(f"sitemap-{number + 1}.xml", "urlset", entries[start : start + size])
        for number, start in enumerate(range(0, len(entries), size))
    ]
    index = [f"<sitemap><loc>{_location(url, part.path)}</loc></sitemap>\n" for part in parts]
    return (_file(SITEMAP, "sitemapindex", index), *parts)


def _file(path: str, element: str, lines: Iterable[str]) -> OutFile:
    text = f"{_XML}<{element} {_SPACE}>\n{''.join(lines)}</{element}>\n"
    return OutFile(path=path, content=text.encode())


def _entries(publication: Publication) -> Iterable[str]:
    url, listed = publication.settings.url, routes.list_path(publication)
    if listed:
        yield f"<url><loc>{_location(url, listed)}</loc></url>\n"
    for edition in publication.editions:
        article = edition.article
        path = routes.article_path(article.slug, publication.home)
        changed = _day(article.changed or article.published)
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        yield f"<url><loc>{_location(url, path)}</loc>{lastmod}</url>\n"


def _location(url: str, path: str) -> str:
    return str(escape(uri(routes.address(url, path))))


def _day(date: Edtf | None) -> str:
    """A date as sitemaps write it, "" for all but a known day of our era."""
    if date is None or date.earliest is None or not date.is_exact:
        return ""
    return dates.iso_day(date.earliest) if 0 < date.earliest[0] < 10_000 else ""
