"""WebP: chunks in a RIFF file (RFC 9649). EXIF, XMP and chunks that nobody knows go."""

from postil.pictures import exif
from postil.pictures.look import Look, UnreadableError, number, turned

_KEPT = frozenset({b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"})
_EXIF, _XMP, _ALPHA, _MOVING = 0x08, 0x04, 0x10, 0x02


def look(content: bytes) -> Look:
    """Look at a WebP."""
    end = 8 + number(content, 4, 4, "little")
    if end > len(content):
        raise UnreadableError("it breaks off before its end")
    parts, size, turn, flags, at = list[bytes](), (0, 0), 1, 0, 12
    while at + 8 <= end:
        name, length = content[at : at + 4], number(content, at + 4, 4, "little")
        after = at + 8 + length + length % 2
        data = content[at + 8 : at + 8 + length]
        if at + 8 + length > end:
            raise UnreadableError("it breaks off before its end")
        if name == b"VP8X":
            flags = data[0]
            kept = bytes((flags & ~(_EXIF | _XMP),)) + data[1:]
            parts.append(content[at : at + 8] + kept + b"\x00" * (length % 2))
        elif name in _KEPT:
            parts.append(content[at:after])
        if size == (0, 0) and name in (b"VP8X", b"VP8 ", b"VP8L"):
            size, clear = _size(name, data)
            flags |= _ALPHA * clear
        if name == b"EXIF":
            turn = exif.orientation(data.removeprefix(b"Exif\x00\x00"))
        at = after
    body = b"WEBP" + b"".join(parts)
    width, height = turned(*size, turn)
    return Look(
        form="webp",
        width=width,
        height=height,
        turn=turn,
        moving=bool(flags & _MOVING),
        clear=bool(flags & _ALPHA),
        private="which way is up" if turn > 1 else "",
        bare=b"RIFF" + len(body).to_bytes(4, "little") + body,
    )


def _size(name: bytes, data: bytes) -> tuple[tuple[int, int], bool]:
    """Width and height as a chunk tells them, and whether one may see through."""
    if name == b"VP8X":
        size = number(data, 4, 3, "little") + 1, number(data, 7, 3, "little") + 1
        return size, bool(data[0] & _ALPHA)
    if name == b"VP8L":
        bits = number(data, 1, 4, "little")
        return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1), bool(bits >> 28 & 1)
    width, height = number(data, 6, 2, "little"), number(data, 8, 2, "little")
    return (width & 0x3FFF, height & 0x3FFF), False
