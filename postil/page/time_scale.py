"""A scale of years along a strip: true to scale but for long quiet times, which are drawn short.

A quiet time is one without events that would take a fifth of the strip, and four times as long as
the times between events are on average. It is cut to a twentieth and shown as a break.
"""

from collections.abc import Sequence
from itertools import pairwise

from postil.record import record

_QUIET, _TIMES = 1 / 5, 4  # of the whole time; of the average time between events
_BREAK = 5.0  # per cent of the width that is left of it
_SPACE = 1 / 50  # of the busy time: what stays true to scale beside an event
_EDGE = 3.0


@record
class Piece:
    """Years [start, end) on [low, high) per cent of the width; `cut`: a quiet time, drawn short."""

    start: float
    end: float
    low: float
    high: float
    cut: bool


@record
class Scale:
    """Pieces in order, without gaps; `mirrored` where time runs from right to left."""

    pieces: Sequence[Piece]
    mirrored: bool

    @property
    def first(self) -> float:
        """The year at its start."""
        return self.pieces[0].start

    @property
    def last(self) -> float:
        """The year at its end."""
        return self.pieces[-1].end

    def at(self, year: float) -> float:
        """Per cent of the width from the start of the line."""
        piece = next((p for p in self.pieces if year <= p.end), self.pieces[-1])
        part = (year - piece.start) / (piece.end - piece.start)
        return piece.low + part * (piece.high - piece.low)

    def x(self, year: float) -> str:
        """The same as SVG wants it, from the left."""
        percent = 100 - self.at(year) if self.mirrored else self.at(year)
        return f"{percent:.1f}%"

    def is_cut(self, year: float) -> bool:
        """Is the year inside a quiet time?"""
        return any(p.cut and p.start < year < p.end for p in self.pieces)

    @property
    def drawn(self) -> float:
        """The years that are drawn to scale."""
        return sum(p.end - p.start for p in self.pieces if not p.cut)


def scale(extents: Sequence[tuple[float, float]], *, mirrored: bool = False) -> Scale:
    """The scale of events that reach from year to year; at least two different years."""
    first, last = min(low for low, _ in extents), max(high for _, high in extents)
    quiet = _quiet(sorted(extents), last - first)
    edges = [first, *(edge for time in quiet for edge in time), last]
    drawn = last - first - sum(end - start for start, end in quiet)
    width = 100 - 2 * _EDGE - _BREAK * len(quiet)
    pieces, low = [], _EDGE
    for number, (start, end) in enumerate(pairwise(edges)):
        high = low + (_BREAK if number % 2 else (end - start) / drawn * width)
        pieces.append(Piece(start=start, end=end, low=low, high=high, cut=bool(number % 2)))
        low = high
    return Scale(pieces=pieces, mirrored=mirrored)


def _quiet(extents: Sequence[tuple[float, float]], whole: float) -> list[tuple[float, float]]:
    """The long times between events in order, less the space beside each."""
    found, busy = [], extents[0][1]
    least = whole * max(_QUIET, _TIMES / max(1, len(extents) - 1))
    for low, high in extents:
        if low - busy > least:
            found.append((busy, low))
        busy = max(busy, high)
    space = (whole - sum(high - low for low, high in found)) * _SPACE
    return [(low + space, high - space) for low, high in found]
