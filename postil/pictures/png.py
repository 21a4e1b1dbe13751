"""PNG: a row of checked chunks (https://www.w3.org/TR/png-3/), of which those for show are kept.

Texts, times, EXIF and what no browser needs go, and so does whatever follows the end: programs
that crop a picture have left the rest of it there.
"""

from zlib import crc32

from postil.pictures import exif
from postil.pictures.look import Look, UnreadableError, number, turned

_KEPT = frozenset(b"tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT acTL fcTL fdAT".split())
_CLEAR = frozenset({4, 6})  # colour types with an alpha channel


def look(content: bytes) -> Look:
    """Look at a PNG."""
    parts, size, turn, at, name = [content[:8]], (0, 0), 1, 8, b""
    moving = clear = False
    while name != b"IEND":
        length, name = _head(content, at)
        data = content[at + 8 : at + 8 + length]
        end = at + 12 + length
        if crc32(name + data) != number(content, at + 8 + length, 4):
            raise UnreadableError("a part of it is damaged")
        if name == b"IHDR":
            size = number(data, 0, 4), number(data, 4, 4)
            clear = data[9] in _CLEAR
        turn = exif.orientation(data) if name == b"eXIf" else turn
        moving, clear = moving or name == b"acTL", clear or name == b"tRNS"
        if name[:1].isupper() or name in _KEPT:
            parts.append(content[at:end])
        at = end
    width, height = turned(*size, turn)
    return Look(
        form="png",
        width=width,
        height=height,
        turn=turn,
        moving=moving,
        clear=clear,
        private="which way is up" if turn > 1 else "",
        bare=b"".join(parts),
    )


def _head(content: bytes, at: int) -> tuple[int, bytes]:
    """A chunk's length and name."""
    if at + 12 > len(content):
        raise UnreadableError("it breaks off before its end")
    length, name = number(content, at, 4), content[at + 4 : at + 8]
    if not name.isalpha() or (at == 8 and name != b"IHDR"):
        raise ValueError(at)
    if at + 12 + length > len(content):
        raise UnreadableError("it breaks off before its end")
    return length, name
