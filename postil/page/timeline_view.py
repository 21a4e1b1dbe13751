"""The timeline as a page shows it, and what stands where something was withdrawn."""

from collections.abc import Mapping
from typing import Literal

from postil import views
from postil.desk import Desk, body, date, one_line, supports, tell_id, year_of
from postil.edition import PlacedEvent
from postil.model import Event, Note, Retired
from postil.page import wording
from postil.record import replace


def events(d: Desk, drawn: views.Strip | None) -> tuple[views.Event, ...]:
    """The timeline in order; `drawn`: where its events stand to scale."""
    marks = {mark.href.removeprefix("#"): mark.id for mark in drawn.marks} if drawn else {}
    titles = {placed.event.id: placed.event.title for placed in d.edition.events}
    result, before = [], ""
    for placed in d.edition.events:
        year = year_of(placed.event.date)
        event = _event(d, placed, year if year != before else "", titles)
        mark = marks.get(event.id)
        result.append(replace(event, mark=f"#{mark}") if mark else event)
        before = year
    return tuple(result)


def _event(d: Desk, placed: PlacedEvent, year: str, titles: Mapping[str, str]) -> views.Event:
    event = placed.event
    tells = tuple(
        views.Link(text=one_line(anchor.words) or paragraph, href=f"#{tell_id(placed, number)}")
        for number, (anchor, paragraph) in enumerate(placed.anchors, start=1)
    )
    return views.Event(
        id=f"event-{event.id}",
        date=date(event.date, d.language),
        year=year,
        title=event.title,
        text=body(d, event.text, placed.cites),
        standing=event.standing,
        standing_word=wording.standing_word(event.standing, d.wording),
        by=event.by,
        people=event.people,
        where=event.where,
        sources=supports(d, placed.sources),
        sources_word=d.wording.show_count("source_label", len(placed.sources)),
        contested_by=supports(d, placed.contested_by),
        rivals=tuple(
            views.Rival(
                date=date(r.rival.date, d.language),
                by=r.rival.by,
                note=body(d, r.rival.note, r.cites),
                sources=supports(d, r.sources),
            )
            for r in placed.rivals
        ),
        uncertain_with=tuple(
            views.Link(text=titles[other], href=f"#event-{other}")
            for other in placed.uncertain_with
        ),
        reading=tells[0].href if tells else f"#event-{event.id}",
        tells=tells,
    )


def retired(d: Desk, item: Note | Event, said: Retired) -> views.Retired:
    """What stands at the address of a note or an event that was withdrawn."""
    what: Literal["note", "event"] = "note" if isinstance(item, Note) else "event"
    return views.Retired(
        id=f"{what}-{item.id}",
        what=what,
        title=item.title,
        phrase=one_line(item.phrase.exact) if item.phrase else "",
        date=date(said.date, d.language),
        reason=said.reason,
    )
