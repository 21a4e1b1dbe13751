"""How large a picture is, by its first bytes: PNG (its IHDR) and JPEG (its start of frame)."""

from postil.record import record

_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})  # of the markers C0 to CF: tables, and one reserved


@record
class Dimensions:
    """Pixels, as stored, and the media type."""

    width: int
    height: int
    type: str


def dimensions(content: bytes) -> Dimensions | None:
    """A picture's; None for all but PNG and JPEG."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
        return Dimensions(width=width, height=height, type="image/png")
    return _jpeg(content) if content.startswith(b"\xff\xd8\xff") else None


def _jpeg(content: bytes) -> Dimensions | None:
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            height = int.from_bytes(content[place + 5 : place + 7])
            width = int.from_bytes(content[place + 7 : place + 9])
            return Dimensions(width=width, height=height, type="image/jpeg")
        fill = marker == 0xFF
        place += 1 if fill else 2 + int.from_bytes(content[place + 2 : place + 4])
    return None
