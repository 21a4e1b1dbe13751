"""What kind of thing a published file is, by its ending: the same on every machine."""

from collections.abc import Mapping
from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"

_TEXTS = {
    "css": "text/css",
    "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "map": "application/json",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
}
_BYTES = {
    "atom": "application/atom+xml",
    "avif": "image/avif",
    "epub": "application/epub+zip",
    "gif": "image/gif",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "rss": "application/rss+xml",
    "ttf": "font/ttf",
    "wasm": "application/wasm",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "zip": "application/zip",
}
TYPES: Mapping[str, str] = {
    **_BYTES,
    **{ending: f"{name}; charset=utf-8" for ending, name in _TEXTS.items()},
}


def media_type(path: str) -> str:
    """The Content-Type of a file; what is text is UTF-8, and says so."""
    return TYPES.get(PurePosixPath(path).suffix.lower().removeprefix("."), UNKNOWN)
