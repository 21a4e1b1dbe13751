"""JPEG: a row of segments (ITU T.81), of which few are needed to show the picture.

Kept are the tables, the pixels, the colour profile (APP2 ICC_PROFILE), Adobe's colour transform
(APP14), JFIF's density (APP0) and, where it matters, the orientation. EXIF, XMP, Photoshop's
blocks, comments, and whatever follows the picture's end (a phone's video, other pictures) go.
"""

import re

from postil.pictures import exif
from postil.pictures.look import Look, UnreadableError, number, turned

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SCAN, _END = 0xDA, 0xD9
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}


def look(content: bytes) -> Look:
    """Look at a JPEG."""
    parts, size, turn, at, ended = [b"\xff\xd8"], (0, 0), 1, 2, False
    while not ended:
        marker, start = _marker(content, at)
        at = start
        if marker == _END:
            ended = True
        elif marker not in _BARE:
            at = start + _length(content, start)
            turn = _turn(content[start + 2 : at], turn) if marker == 0xE1 else turn
            if marker in _FRAMES:
                size = number(content, start + 5, 2), number(content, start + 3, 2)
            if _is_needed(marker, content[start + 2 : at]):
                parts.append(b"\xff" + bytes((marker,)) + content[start:at])
            if marker == _SCAN:
                end = _end_of_scan(content, at)
                parts.append(content[at:end])
                at = end
    if turn > 1:
        told = b"Exif\x00\x00" + exif.only(turn)
        parts.insert(1, b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told)
    width, height = turned(*size, turn)
    bare = b"".join(parts) + b"\xff\xd9"
    return Look(form="jpeg", width=width, height=height, turn=turn, bare=bare)


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The next marker, and where it ends."""
    if number(content, at, 1) != 0xFF:
        raise ValueError(at)
    while number(content, at, 1) == 0xFF:
        at += 1
    return content[at], at + 1


def _length(content: bytes, start: int) -> int:
    length = number(content, start, 2)
    if length < 2 or start + length > len(content):
        raise UnreadableError("it breaks off before its end")
    return length


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the pixels end: at the first marker that does not stand among them."""
    found = _MARKER.search(content, at)
    if not found:
        raise UnreadableError("it breaks off before its end")
    return found.start()


def _is_needed(marker: int, data: bytes) -> bool:
    if marker in _KEPT:
        return data.startswith(_KEPT[marker])
    return not 0xE0 <= marker <= 0xEF and marker != 0xFE


def _turn(data: bytes, known: int) -> int:
    """The orientation, if this is EXIF."""
    return exif.orientation(data[6:]) if data.startswith(b"Exif\x00") else known
