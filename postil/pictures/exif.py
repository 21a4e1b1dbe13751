"""The one thing of EXIF that a picture needs: which way is up.

EXIF is a small TIFF file: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, 4.6.
"""

from typing import Literal

_ORIENTATION = 0x0112
_MOST = 512  # entries that are looked through


def orientation(tiff: bytes) -> int:
    """The orientation, 1 to 8; 1 where it is not told or cannot be read."""
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    if tiff[:2] not in (b"II", b"MM"):
        return 1

    def number(start: int, length: int) -> int:
        return int.from_bytes(tiff[start : start + length], order)

    first = number(4, 4)
    for entry in range(min(number(first, 2), _MOST)):
        start = first + 2 + 12 * entry
        if start + 12 <= len(tiff) and number(start, 2) == _ORIENTATION:
            found = number(start + 8, 2)
            return found if 1 <= found <= 8 else 1
    return 1


def only(turn: int) -> bytes:
    """EXIF that says nothing but the orientation."""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes((0, turn, 0, 0))
    return b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
