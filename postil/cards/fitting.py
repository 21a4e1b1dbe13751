"""Text in a box: measured, broken into lines of like length, shrunk in steps, cut off at last."""

import unicodedata
from collections.abc import Sequence

from postil.cards.sfnt import Font
from postil.record import record
from postil.views import Fitted, FittedLine

_WIDER = 1.01  # what joined and ligated letters may be wider than alone
_ASCENT = 0.8  # of a size: from the top of a box to its first line's foot
_ELLIPSIS = "…"
_LONGEST = 2000  # characters of a text that can matter
_SMALLER = 0.8  # of the largest size that fits: what a line less is worth
_AFTER = frozenset("-–—/‐")  # a line may end behind these
_NOT_FIRST = frozenset("、。，．：；！？）」』】〕》〉”’ー々…・)]},.;:!?%")
_NOT_LAST = frozenset("（「『【〔《〈“‘([{")
_SPACES = " \n\t\u2002\u2003\u2009\u200a\u200b"
_IDEOGRAPHS = ((0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))


@record
class Face:
    """The fonts that set a text, the first that has a character setting it."""

    fonts: tuple[Font, ...]

    def advance(self, character: str) -> float | None:
        """A character's width in ems; None where no font has it."""
        found = (font.advance(character) for font in self.fonts)
        return next((width for width in found if width is not None), None)

    def width(self, text: str) -> float:
        """A text's width in ems."""
        return sum(self.advance(character) or 0 for character in text) * _WIDER


def drawable(text: str, face: Face) -> str:
    """A text as it can be drawn, on one line: "" if a letter of it is in none of the fonts.

    Signs and pictures that no font has are left out: the words say what they said.
    """
    kept = []
    for character in unicodedata.normalize("NFC", " ".join(text[:_LONGEST].split())):
        kind = unicodedata.category(character)
        if kind == "Cf" or face.advance(character) is not None:
            kept.append("" if character == "\xad" else character)
        elif kind[0] in "LMN" and not 0xFE00 <= ord(character) <= 0xFE0F:
            return ""
    return " ".join("".join(kept).split())


def lacking(text: str, face: Face) -> str:
    """The characters of a text that no font has, each once."""
    found = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(
        c
        for c in found
        if not c.isspace() and unicodedata.category(c) != "Cf" and face.advance(c) is None
    )


def fit(
    text: str, face: Face, box: tuple[float, float], sizes: Sequence[int], leading: float
) -> tuple[int, tuple[str, ...]]:
    """The size at which a text fits into a box (width, height), and its lines.

    It is the largest one, or one a little smaller that saves a line. At the last size a text is
    cut off, with an ellipsis; words wider than the box are broken only there.
    """
    width, height = box
    parts = measured(text, face)
    found: list[tuple[int, tuple[str, ...]]] = []
    for size in sizes:
        if found and size < found[0][0] * _SMALLER:
            break
        lines = balanced(parts, width / size)
        if lines and len(lines) <= _most(height, size, leading):
            found.append((size, lines))
    if found:
        return min(found, key=lambda one: (len(one[1]), -one[0]))
    size = sizes[-1]
    lines = wrapped(parts, face, width / size)
    most = _most(height, size, leading)
    if len(lines) > most:
        lines = (*lines[: most - 1], cut(lines[most - 1], face, width / size))
    return size, lines


def _most(height: float, size: int, leading: float) -> int:
    """How many lines have room; one always stands."""
    return max(1, int((height - size) / (size * leading)) + 1)


def placed(
    size: int, lines: Sequence[str], at: tuple[float, float], leading: float, *, up: bool = False
) -> Fitted:
    """Lines below a place (x, y); with `up`, above it."""
    x, y = at
    deep = size * (1 + leading * (len(lines) - 1)) if lines else 0
    top = y - deep if up else y
    return Fitted(
        size=size,
        lines=tuple(
            FittedLine(text=line, x=round(x), y=round(top + size * (_ASCENT + leading * number)))
            for number, line in enumerate(lines)
        ),
        bottom=round(top + deep),
    )


# ---- Lines ---------------------------------------------------------------------------------


def pieces(text: str) -> list[str]:
    """A text between the places where a line may end; a piece keeps the space behind it."""
    found, start = list[str](), 0
    for place in range(1, len(text)):
        if _may_break(text[place - 1], text[place]):
            found.append(text[start:place])
            start = place
    return [*found, text[start:]] if text else []


def _may_break(before: str, after: str) -> bool:
    if after in _SPACES or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    if before in _SPACES:
        return True
    if before in _AFTER:
        return after.isalpha()
    return _is_ideograph(before) or _is_ideograph(after)


def _is_ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)


Part = tuple[str, float, float]
"""A piece of a text, its width in ems with and without the space behind it."""


def measured(text: str, face: Face) -> tuple[Part, ...]:
    """A text's pieces."""
    return tuple((part, face.width(part), face.width(part.rstrip())) for part in pieces(text))


def balanced(parts: Sequence[Part], ems: float) -> tuple[str, ...]:
    """The fewest lines, of like length, that end where the sense does if they can; () for none.

    Of each beginning of the text the cheapest lines are known, and each next piece is tried as the
    last one of a line: (lines, cost, where the last line begins).
    """
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(parts) + 1):
        found, wide = [], parts[end - 1][2] - parts[end - 1][1]
        for start in range(end - 1, -1, -1):
            wide += parts[start][1]
            if wide > ems:
                break
            lines, cost, _ = best[start]
            own = ((ems - wide) / ems) ** 2 + (end < len(parts) and _ending(parts[end - 1][0]))
            found.append((lines + 1, cost + own, start))
        best.append(min(found, default=(len(parts) + 1, 0.0, -1)))
        if not found:
            return ()
    told, end = list[str](), len(parts)
    while end:
        start = best[end][2]
        told.append("".join(part for part, _, _ in parts[start:end]).rstrip())
        end = start
    return tuple(reversed(told))


def _ending(part: str) -> float:
    """What it costs to end a line here: less behind a sign, more behind a little word."""
    word = part.rstrip()
    if word.endswith((":", ".", "?", "!", ";", "—", "–", ",")):
        return -0.04
    return 0.06 if len(word) < 4 and not _is_ideograph(word[-1:] or " ") else 0.0


def wrapped(parts: Sequence[Part], face: Face, ems: float) -> tuple[str, ...]:
    """Pieces as lines, each as full as may be; what is wider than a line is broken."""
    lines, line = list[str](), ""
    for part in (short for whole, _, _ in parts for short in broken(whole, face, ems)):
        if line and face.width((line + part).rstrip()) > ems:
            lines.append(line.rstrip())
            line = ""
        line += part
    return (*lines, line.rstrip()) if line else tuple(lines)


def broken(part: str, face: Face, ems: float) -> list[str]:
    """A piece that is wider than a line, in shorter ones; no mark is parted from its letter."""
    if face.width(part.rstrip()) <= ems:
        return [part]
    found, line = list[str](), ""
    for character in part:
        joined = unicodedata.category(character)[0] in "MC"
        if line and not joined and face.width((line + character).rstrip()) > ems:
            found.append(line)
            line = ""
        line += character
    return [*found, line]


def cut(text: str, face: Face, ems: float) -> str:
    """The beginning of a text that fits on a line with an ellipsis; whole words if it can."""
    while text and face.width(text.rstrip() + _ELLIPSIS) > ems:
        text = text[:-1]
    while text and unicodedata.category(text[-1])[0] == "M":
        text = text[:-1]
    word = text.rfind(" ")
    if word > len(text) * 2 // 3:
        text = text[:word]
    return text.rstrip(" ,;:.–—-") + _ELLIPSIS
