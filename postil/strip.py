"""The timeline to scale: where events stand on a strip that is drawn at build time.

x is in per cent of the width, so that the strip fits any column while its words keep their size.
Marks that would touch are stacked, each on the lowest free level.
"""

from collections.abc import Mapping, Sequence

from postil.dates import Edtf
from postil.model import PlacedEvent
from postil.record import record
from postil.views import Bar, Mark, Shape, Strip, Tick

# Outlines in a box of ten by ten around 0 0: the same shapes as the words' own marks in the CSS.
SHAPES: Mapping[str, str] = {
    "established": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0",
    "official": "M-4.5-4.5h9v9h-9z",
    "reported": "M0-5 5 4.5H-5z",
    "claimed": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    "disputed": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0M0-4a4 4 0 0 0 0 8z",
    "refuted": "M-4-4 4 4M4-4-4 4",
    "": "M-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0",
}
_GAP = 1.9  # per cent of the width that a mark keeps free on each side
_LEVEL = 13  # pixels from one level to the next
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
_MOST_TICKS = 12
_EDGE = 3.0
_DAY = 1 / 365
_SEEN = 0.8  # per cent of the width: a shorter bar hides behind its mark


@record
class _Placed:
    """An event on the scale: its own bounds and those of all dates given for it, in years."""

    standing: str
    start: float
    end: float
    low: float
    high: float


def strip(events: Sequence[PlacedEvent], *, right_to_left: bool = False) -> Strip | None:
    """The strip of an edition's events; None for fewer than two dated ones or a single moment."""
    placed = [spot for event in events if (spot := _place(event))]
    if len(placed) < 2:
        return None
    first, last = min(p.low for p in placed), max(p.high for p in placed)
    if last - first < 1 / 12:
        return None
    scale = _Scale(first=first, last=last, mirrored=right_to_left)
    levels = _levels(placed, scale)
    axis = (max(levels) + 1) * _LEVEL + 8
    return Strip(
        title=f"The timeline to scale, {_year(first)} to {_year(last)}",
        description="Each mark is an event of the list below, in the shape of its standing; a line "
        "shows how long it lasted, a dotted line how far apart its dates are.",
        height=axis + 26,
        top=4,
        axis=axis,
        label=axis + 19,
        shapes=tuple(
            Shape(standing=s, path=SHAPES[s]) for s in sorted({p.standing for p in placed})
        ),
        ticks=_ticks(scale),
        bars=tuple(
            b for p, n in zip(placed, levels, strict=True) for b in _bars(p, axis, n, scale)
        ),
        marks=tuple(
            Mark(x=scale.x(p.start), y=_y(axis, n), standing=p.standing)
            for p, n in zip(placed, levels, strict=True)
        ),
    )


@record
class _Scale:
    first: float
    last: float
    mirrored: bool

    def at(self, year: float) -> float:
        """Per cent of the width from the start of the line."""
        return _EDGE + (year - self.first) / (self.last - self.first) * (100 - 2 * _EDGE)

    def x(self, year: float) -> str:
        """The same as SVG wants it, from the left."""
        percent = 100 - self.at(year) if self.mirrored else self.at(year)
        return f"{percent:.1f}%"


def _place(event: PlacedEvent) -> _Placed | None:
    own = _bounds(event.event.date)
    if own is None:
        return None
    others = [b for rival in event.rivals if (b := _bounds(rival.rival.date))]
    return _Placed(
        standing=event.event.standing,
        start=own[0],
        end=own[1] if event.event.date.kind == "interval" else own[0],
        low=min(low for low, _ in [own, *others]),
        high=max(high for _, high in [own, *others]),
    )


def _bounds(date: Edtf) -> tuple[float, float] | None:
    """First and last day in years and parts of a year; an open end takes the known one."""
    low, high = date.earliest or date.latest, date.latest or date.earliest
    return (_years(low), _years(high)) if low and high else None


def _years(day: tuple[int, int, int]) -> float:
    year, month, number = day
    return year + (month - 1) / 12 + (number - 1) / 372


def _levels(placed: Sequence[_Placed], scale: _Scale) -> list[int]:
    """The lowest level on which each event stands clear of those before it."""
    free: list[float] = []
    result = []
    for spot in placed:
        start, end = scale.at(min(spot.start, spot.low)), scale.at(max(spot.end, _shown_end(spot)))
        level = next((n for n, busy in enumerate(free) if busy <= start), len(free))
        free[level : level + 1] = [max(end, start) + _GAP]
        result.append(level)
    return result


def _shown_end(spot: _Placed) -> float:
    return spot.high if spot.high - spot.low > _DAY else spot.end


def _bars(spot: _Placed, axis: int, level: int, scale: _Scale) -> list[Bar]:
    y, bars = _y(axis, level), []
    if scale.at(spot.high) - scale.at(spot.low) > _SEEN:
        bars.append(Bar(x=scale.x(spot.low), x2=scale.x(spot.high), y=y, kind="open"))
    if scale.at(spot.end) - scale.at(spot.start) > _SEEN:
        bars.append(Bar(x=scale.x(spot.start), x2=scale.x(spot.end), y=y, kind="span"))
    return bars


def _y(axis: int, level: int) -> int:
    return axis - 10 - level * _LEVEL


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """At most twelve round years; every second one may give way on a narrow screen."""
    span = scale.last - scale.first
    step = next((s for s in _STEPS if span / s <= _MOST_TICKS), _STEPS[-1])
    first = -(-int(scale.first) // step) * step
    years = [y for y in range(first, int(scale.last) + 1, step) if scale.first <= y <= scale.last]
    return tuple(
        Tick(x=scale.x(year), text=_year(year), minor=bool(number % 2))
        for number, year in enumerate(years)
    )


def _year(year: float) -> str:
    whole = int(year // 1)
    return str(whole) if whole > 0 else f"{1 - whole} BCE"
