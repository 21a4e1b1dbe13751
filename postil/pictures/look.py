"""What a picture's own bytes say: which form, how large, whether it moves; and the same bytes bare.

*Bare* is a picture without what its maker may not know that it tells: where it was taken, with
which device, when, by whom, a preview of what was cut away. No pixel is decoded here.
"""

from collections.abc import Callable
from importlib import import_module

from postil.record import record

FORMS = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
}
"""The forms that are read, each with its media type."""
ENDINGS = {"jpg": "jpeg", "jpeg": "jpeg", **{form: form for form in FORMS if form != "jpeg"}}

_SIGNATURES = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (4, b"ftypavif", "avif"),
    (4, b"ftypavis", "avif"),
)


class UnreadableError(Exception):
    """A picture cannot be read; the message says why, as the end of a sentence."""


class UnsafeError(Exception):
    """A drawing could do something; the message says what, as the end of a sentence."""


@record
class Look:
    """A picture's form and its size in pixels as it is to be shown, turned as its camera says.

    `turn` is EXIF's orientation (1: upright). `private` says what `bare` still tells. `scalable`:
    its size is only a proportion. `clear`: one may see through parts of it.
    """

    form: str
    width: int
    height: int
    turn: int = 1
    moving: bool = False
    clear: bool = False
    scalable: bool = False
    private: str = ""
    bare: bytes


def form_of(content: bytes) -> str:
    """The form of a picture by its first bytes, "" for none that is read."""
    for start, signature, form in _SIGNATURES:
        if content.startswith(signature, start):
            return form
    if content.startswith(b"ftypmif1", 4) and b"avif" in content[16:64]:
        return "avif"
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "svg" if head.startswith(b"<") and b"<svg" in content[:65536] else ""


def look(content: bytes) -> Look:
    """Look at a picture. Raises UnreadableError; UnsafeError for what a drawing could do."""
    if not content:
        raise UnreadableError("the file is empty")
    form = form_of(content)
    if not form:
        raise UnreadableError("it begins like no JPEG, PNG, WebP, AVIF, GIF or SVG")
    reader: Callable[[bytes], Look] = import_module(f"postil.pictures.{form}").look
    try:
        seen = reader(content)
    except (IndexError, ValueError, OverflowError) as error:
        raise UnreadableError("its parts do not fit together") from error
    if seen.width < 1 or seen.height < 1:
        raise UnreadableError("it says that it has no width or no height")
    return seen


def turned(width: int, height: int, turn: int) -> tuple[int, int]:
    """Width and height as shown: orientations 5 to 8 lie on their side."""
    return (height, width) if turn >= 5 else (width, height)


def number(content: bytes, start: int, length: int, order: str = "big") -> int:
    """A number of some bytes; IndexError where the content ends before."""
    found = content[start : start + length]
    if len(found) < length or start < 0:
        raise IndexError(start)
    return int.from_bytes(found, "little" if order == "little" else "big")
