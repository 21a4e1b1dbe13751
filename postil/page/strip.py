"""The timeline to scale: where events stand on a strip that is drawn at build time.

x is in per cent of the width, so that the strip fits any column while its words keep their size.
Marks that would touch are stacked, each on the lowest free level. time_scale.py cuts long quiet
times short.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from markupsafe import Markup

from postil.dates import Edtf
from postil.edition import PlacedEvent
from postil.page.time_scale import Piece, Scale, scale
from postil.record import record
from postil.views import Bar, Break, Mark, Shape, Strip, Tick
from postil.wordings.chosen import Wording

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
_DAY = 1 / 365
_SEEN = 0.8  # per cent of the width: a shorter bar hides behind its mark


Kind = Literal["span", "open", "rivals"]


@record
class _Placed:
    """An event on the scale: how long it lasted, what its own date leaves open, and the bounds of
    all dates given for it; in years.
    """

    id: str
    standing: str
    start: float
    end: float
    doubt: float
    low: float
    high: float


def strip(
    events: Sequence[PlacedEvent],
    w: Wording,
    *,
    right_to_left: bool = False,
    own: Edtf | None = None,
) -> Strip | None:
    """The strip of an edition's events; None for fewer than two dated ones or a single moment.

    `own` is the date of the annotated text, marked where it falls into the time of the events.
    """
    placed = [spot for event in events if (spot := _place(event))]
    if len(placed) < 2:
        return None
    first, last = min(p.low for p in placed), max(p.high for p in placed)
    if last - first < 1 / 12:
        return None
    years = scale([(p.low, p.high) for p in placed], mirrored=right_to_left)
    levels = _levels(placed, years)
    axis = (max(levels) + 1) * _LEVEL + 8
    return Strip(
        title=w.show("strip", start=_year(first, w), end=_year(last, w)),
        description=_description(placed, years, w),
        height=axis + 26,
        top=4,
        axis=axis,
        label=axis + 19,
        own=_own(own, years),
        shapes=tuple(
            Shape(standing=s, path=SHAPES[s]) for s in sorted({p.standing for p in placed})
        ),
        ticks=_ticks(years, w),
        breaks=tuple(
            Break(x=years.x((p.start + p.end) / 2), words=_span(p, w))
            for p in years.pieces
            if p.cut
        ),
        bars=tuple(
            b for p, n in zip(placed, levels, strict=True) for b in _bars(p, axis, n, years)
        ),
        marks=tuple(
            Mark(
                id=p.id.replace("event-", "mark-", 1),
                x=years.x(p.start),
                y=_y(axis, n),
                standing=p.standing,
                href=f"#{p.id}",
            )
            for p, n in zip(placed, levels, strict=True)
        ),
    )


def _description(placed: Sequence[_Placed], years: Scale, w: Wording) -> str:
    """What the strip shows, in as many sentences as it needs."""
    said = [w.show("strip_marks")]
    if any(p.end > p.start for p in placed):
        said.append(w.show("strip_lasted"))
    if any(p.doubt > p.start + _DAY for p in placed):
        said.append(w.show("strip_open"))
    if any(p.low < p.start or p.high > max(p.end, p.doubt) for p in placed):
        said.append(w.show("strip_rivals"))
    cut = [_span(p, w) for p in years.pieces if p.cut]
    if cut:
        said.append(w.show("strip_quiet", years=w.say("comma").join(cut)))
    return Markup(" ").join(said)


def _own(date: Edtf | None, years: Scale) -> str:
    """Where the annotated text's own date stands, "" outside the strip."""
    bounds = _bounds(date) if date else None
    inside = bounds and years.first <= bounds[0] <= years.last
    return years.x(bounds[0]) if bounds and inside else ""


def _place(event: PlacedEvent) -> _Placed | None:
    own = _bounds(event.event.date)
    if own is None:
        return None
    others = [b for rival in event.rivals if (b := _bounds(rival.rival.date))]
    lasted = event.event.date.kind == "interval"
    return _Placed(
        id=f"event-{event.event.id}",
        standing=event.event.standing,
        start=own[0],
        end=own[1] if lasted else own[0],
        doubt=own[0] if lasted and not event.event.date.uncertain else own[1],
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


def _levels(placed: Sequence[_Placed], years: Scale) -> list[int]:
    """The lowest level on which each event stands clear of those before it."""
    free: list[float] = []
    result = []
    for spot in placed:
        start, end = years.at(min(spot.start, spot.low)), years.at(max(spot.end, _shown_end(spot)))
        level = next((n for n, busy in enumerate(free) if busy <= start), len(free))
        free[level : level + 1] = [max(end, start) + _GAP]
        result.append(level)
    return result


def _shown_end(spot: _Placed) -> float:
    return spot.high if spot.high - spot.low > _DAY else spot.end


def _bars(spot: _Placed, axis: int, level: int, years: Scale) -> list[Bar]:
    """Its lines, those that can be seen: rivals behind doubt behind what lasted."""
    y = _y(axis, level)
    lines: tuple[tuple[Kind, float, float], ...] = (
        ("rivals", spot.low, spot.high),
        ("open", spot.start, spot.doubt),
        ("span", spot.start, spot.end),
    )
    seen = {
        (low, high): kind for kind, low, high in lines if years.at(high) - years.at(low) > _SEEN
    }
    return [Bar(x=years.x(a), x2=years.x(b), y=y, kind=kind) for (a, b), kind in seen.items()]


def _y(axis: int, level: int) -> int:
    return axis - 10 - level * _LEVEL


def _ticks(years: Scale, w: Wording) -> tuple[Tick, ...]:
    """At most twelve round years; every second one may give way on a narrow screen."""
    step = next((s for s in _STEPS if years.drawn / s <= _MOST_TICKS), _STEPS[-1])
    first = -(-int(years.first) // step) * step
    shown = [
        year
        for year in range(first, int(years.last) + 1, step)
        if years.first <= year <= years.last and not years.is_cut(year)
    ]
    return tuple(
        Tick(x=years.x(year), text=_year(year, w), minor=bool(number % 2))
        for number, year in enumerate(shown)
    )


def _span(piece: Piece, w: Wording) -> str:
    return w.say("years", start=_year(piece.start, w), end=_year(piece.end, w))


def _year(year: float, w: Wording) -> str:
    whole = int(year // 1)
    return str(whole) if whole > 0 else w.say("bce", n=1 - whole)
