"""What is sent: each file's bytes, their SHA-256, the headers it is served with, when it is due.

Pure. A file whose name carries a hash of its bytes never changes; all else is asked for anew.
"""

import hashlib
import html
import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from urllib.parse import unquote

from postil.model import OutFile
from postil.published import compress
from postil.record import record, replace

ASSET, STYLE, PAGE, INDEX = range(4)

_HASHED = re.compile(r"\.[0-9a-f]{8,64}\.[A-Za-z0-9]+(?:\.(?:br|gz))?$")
_INDEXES = frozenset({
    "index.html", "articles/index.html", "404.html", "feed.xml", "feed.json", "corrections.xml",
    "corrections.json", "robots.txt", "llms.txt", "_headers", "_redirects", "published.json",
})  # fmt: skip
_SITEMAP = re.compile(r"sitemap(?:-\d+)?\.xml")
_REFERENCE = re.compile(r"""\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_FOREVER = "public, max-age=31536000, immutable"
_ASK = "public, max-age=0, must-revalidate"
_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "avif": "image/avif",
    "bib": "application/x-bibtex; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "epub": "application/epub+zip",
    "gif": "image/gif",
    "gz": "application/gzip",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml; charset=utf-8",
    "zip": "application/zip",
}


Headers: TypeAlias = tuple[str, str, str]  # type, caching, encoding


@record
class Parcel:
    """One file to be there: its path, bytes, SHA-256, headers, and what it refers to.

    `encoding` is the Content-Encoding of the bytes, "" for none.
    """

    path: str
    content: bytes
    sha256: str
    type: str
    cache: str
    encoding: str = ""
    refers: tuple[str, ...] = ()

    @property
    def headers(self) -> "Headers":
        """What it is served with."""
        return self.type, self.cache, self.encoding

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


def parcels(files: Iterable[OutFile]) -> Mapping[str, Parcel]:
    """The files of a build, by path, in the order of their paths."""
    return {file.path: parcel(file) for file in sorted(files, key=lambda one: one.path)}


def zipped(one: Parcel) -> Parcel:
    """A text as it is stored where it is always served compressed; what gains nothing stays."""
    if not compress.worthwhile(one.path, one.content):
        return one
    content = compress.gzip(one.content)
    if len(content) >= one.size:
        return one
    digest = hashlib.sha256(content).hexdigest()
    return replace(one, content=content, sha256=digest, encoding="gzip")


def parcel(file: OutFile) -> Parcel:
    """A file of a build, ready to be sent."""
    return Parcel(
        path=file.path,
        content=file.content,
        sha256=hashlib.sha256(file.content).hexdigest(),
        type=content_type(file.path),
        cache=_FOREVER if hashed(file.path) else _ASK,
        refers=tuple(sorted(references(file))) if file.path.endswith(".html") else (),
    )


def content_type(path: str) -> str:
    """The type a file is served as, with its charset: text is UTF-8, also `_headers`."""
    name = posixpath.basename(path)
    stem, dot, ending = name.rpartition(".")
    if not (stem and dot):
        return _TYPES["txt"]
    if name in ("feed.xml", "corrections.xml"):
        return _TYPES["atom"]
    return _TYPES.get(ending.lower(), "application/octet-stream")


def hashed(path: str) -> bool:
    """Whether a file's name changes with its bytes: `plan.1f3870be.svg`."""
    return bool(_HASHED.search(path))


def turn(path: str) -> int:
    """When a file is due: assets, then styles and scripts, then pages, then what lists pages.

    A compressed page beside a page is due with it: it is what most readers are served.
    """
    path = path.removesuffix(".gz").removesuffix(".br")
    if path in _INDEXES or _SITEMAP.fullmatch(path):
        return INDEX
    if path.endswith(".html"):
        return PAGE
    return STYLE if path.endswith((".css", ".js", ".mjs")) else ASSET


def references(file: OutFile) -> set[str]:
    """The files of the site that a page refers to, as paths."""
    folder = posixpath.dirname(file.path)
    found = set[str]()
    for double, single in _REFERENCE.findall(file.content.decode("utf-8", "replace")):
        address = re.split(r"[?#]", html.unescape(double or single))[0]
        if address and not re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:|/", address):
            path = posixpath.normpath(posixpath.join(folder, unquote(address)))
            found.update((path, posixpath.normpath(f"{path}/index.html")))
    return found - {file.path}
