"""Files of text made small beforehand, for hosts that send `.br` and `.gz` as they lie there."""

import zlib
from collections.abc import Callable, Iterable
from typing import Any

from postil.model import OutFile
from postil.printed import RECORD

ENDINGS = (".html", ".xml", ".json", ".jsonld", ".txt", ".svg", ".css", ".js")
SMALLEST = 256
"""Bytes of a file below which nothing is gained."""

# RFC 1952: deflate, no name, no time, slowest and best, from an unknown system.
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def compressed(files: Iterable[OutFile], brotli: Any) -> tuple[OutFile, ...]:
    """A `.gz` and a `.br` of each text that they make smaller. `brotli` is that library."""
    ways: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
        (".gz", gzip),
        (".br", brotli.compress),
    )
    return tuple(
        OutFile(path=file.path + ending, content=small)
        for file in files
        if worthwhile(file.path, file.content)
        for ending, way in ways
        if len(small := way(file.content)) < len(file.content)
    )


def worthwhile(path: str, content: bytes) -> bool:
    """Whether a file is a text that browsers ask for, and long enough to gain by compression.

    `published.json` grows with the whole site, is another one after each edit, and is read by
    builds alone.
    """
    return path.endswith(ENDINGS) and len(content) >= SMALLEST and path != RECORD


def gzip(content: bytes) -> bytes:
    """A gzip file without a time in it: the same bytes for the same content."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    body = deflate.compress(content) + deflate.flush()
    ending = zlib.crc32(content).to_bytes(4, "little")
    return _GZIP_HEAD + body + ending + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
