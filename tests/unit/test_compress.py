"""Files made small beforehand. Case 22."""

import gzip
import hashlib

import pytest

from postil.model import OutFile
from postil.published import compress

brotli = pytest.importorskip("brotli", reason="brotli is not installed: pip install brotli")
TEXT = b"The lamp went out at ten. " * 100


def made(path: str, content: bytes) -> dict[str, bytes]:
    files = compress.compressed([OutFile(path=path, content=content)], brotli)
    return {file.path: file.content for file in files}


def test_both_forms_say_the_same() -> None:
    found = made("lamp/index.html", TEXT)
    assert gzip.decompress(found["lamp/index.html.gz"]) == TEXT
    assert brotli.decompress(found["lamp/index.html.br"]) == TEXT


def test_the_head_holds_no_time_and_no_system() -> None:
    """Case 22."""
    assert compress.gzip(TEXT)[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    assert compress.gzip(TEXT) == compress.gzip(TEXT)


@pytest.mark.parametrize("path", ["a.png", "_headers", "CNAME", ".nojekyll", "a.webp"])
def test_only_texts(path: str) -> None:
    assert made(path, TEXT) == {}


def test_only_where_something_is_gained() -> None:
    assert made("a.txt", b"x" * 10) == {}
    noise = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(20))
    assert made("a.txt", noise) == {}
