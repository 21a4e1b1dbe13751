"""What a font file says: its name, and how wide each character is. TrueType and OpenType.

Tables by https://learn.microsoft.com/typography/opentype/spec/otff: head, hhea, hmtx, OS/2, name
and cmap (formats 4 and 12). Widths are those of single characters: kerning, ligatures and joined
letters make a line a little shorter, as a rule.
"""

import struct
from bisect import bisect_left
from collections.abc import Mapping

from postil.record import record


class FontError(ValueError):
    """A file that is no font, or one of a kind that is not read."""


@record
class Segment:
    """Characters `first` to `last` of a cmap; `glyphs` is their first glyph, or each one's own."""

    first: int
    last: int
    glyphs: int | tuple[int, ...]


@record
class Font:
    """A font. `advances` are in units of the em, by glyph; the last one's holds for all others."""

    family: str
    weight: int
    units: int
    segments: tuple[Segment, ...]
    ends: tuple[int, ...]
    advances: tuple[int, ...]
    content: bytes

    def glyph(self, character: str) -> int:
        """A character's glyph, 0 for none."""
        code = ord(character)
        number = bisect_left(self.ends, code)
        if number == len(self.segments) or self.segments[number].first > code:
            return 0
        found = self.segments[number]
        if isinstance(found.glyphs, int):
            return (found.glyphs + code - found.first) & 0xFFFF
        return found.glyphs[code - found.first]

    def advance(self, character: str) -> float | None:
        """How wide a character is, in ems; None if the font has none."""
        glyph = self.glyph(character)
        return self.advances[min(glyph, len(self.advances) - 1)] / self.units if glyph else None


def read(content: bytes) -> Font:
    """The font in a file's bytes. Raises FontError."""
    try:
        return _read(content)
    except (struct.error, IndexError, KeyError, UnicodeDecodeError) as error:
        raise FontError("this is no TrueType or OpenType font") from error


def _read(content: bytes) -> Font:
    if content[:4] not in {b"\0\1\0\0", b"OTTO", b"true"}:
        raise FontError("this is no TrueType or OpenType font")
    tables = _tables(content)
    units = _unpack(">18xH", tables["head"])[0]
    metrics = _unpack(">34xH", tables["hhea"])[0]
    segments = _segments(tables["cmap"])
    if not units or not metrics or not segments:
        raise FontError("this font has no characters")
    return Font(
        family=_family(tables["name"]),
        weight=_unpack(">4xH", tables["OS/2"])[0],
        units=units,
        segments=segments,
        ends=tuple(one.last for one in segments),
        advances=_unpack(f">{metrics * 2}H", tables["hmtx"])[::2],
        content=content,
    )


def _unpack(form: str, content: bytes, start: int = 0) -> tuple[int, ...]:
    return struct.unpack_from(form, content, start)


def _tables(content: bytes) -> Mapping[str, bytes]:
    found = {}
    for number in range(_unpack(">4xH", content)[0]):
        tag, _, start, length = struct.unpack_from(">4sIII", content, 12 + 16 * number)
        if start + length > len(content):
            raise FontError("this font is cut off")
        found[tag.decode("latin-1")] = content[start : start + length]
    return found


def _family(table: bytes) -> str:
    """The family's name: the typographic one (16), else the plain one (1); "" if none is read."""
    count, strings = _unpack(">2xHH", table)
    names = dict[int, str]()
    for number in range(count):
        platform, _, _, kind, length, start = _unpack(">6H", table, 6 + 12 * number)
        text = table[strings + start : strings + start + length]
        names.setdefault(
            kind, text.decode("utf-16-be" if platform in {0, 3} else "latin-1", "replace")
        )
    return names.get(16) or names.get(1) or ""


def _segments(table: bytes) -> tuple[Segment, ...]:
    """The best of a font's Unicode maps: all planes before the first one alone."""
    starts = {}
    for number in range(_unpack(">2xH", table)[0]):
        platform, encoding, start = _unpack(">HHI", table, 4 + 8 * number)
        if platform == 0 or (platform == 3 and encoding in {1, 10}):
            starts[_unpack(">H", table, start)[0]] = start
    if 12 in starts:
        return _format_12(table[starts[12] :])
    return _format_4(table[starts[4] :]) if 4 in starts else ()


def _format_12(table: bytes) -> tuple[Segment, ...]:
    count = _unpack(">12xI", table)[0]
    values = _unpack(f">{3 * count}I", table, 16)
    groups = zip(values[::3], values[1::3], values[2::3], strict=True)
    return tuple(Segment(first=first, last=last, glyphs=glyph) for first, last, glyph in groups)


def _format_4(table: bytes) -> tuple[Segment, ...]:
    count = _unpack(">6xH", table)[0] // 2
    lasts = _unpack(f">{count}H", table, 14)
    firsts = _unpack(f">{count}H", table, 16 + 2 * count)
    deltas = _unpack(f">{count}H", table, 16 + 4 * count)
    offsets = _unpack(f">{count}H", table, 16 + 6 * count)
    found = []
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if first == 0xFFFF:
            continue
        glyphs: int | tuple[int, ...] = (first + deltas[number]) & 0xFFFF
        if offsets[number]:
            start = 16 + 6 * count + 2 * number + offsets[number]
            own = _unpack(f">{last - first + 1}H", table, start)
            glyphs = tuple((one + deltas[number]) & 0xFFFF if one else 0 for one in own)
        found.append(Segment(first=first, last=last, glyphs=glyphs))
    return tuple(found)
