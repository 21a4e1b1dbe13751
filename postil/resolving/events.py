"""Events in the order of their dates, each with the words that tell it and its rival dates."""

from collections.abc import Mapping, Sequence

from postil import dates
from postil.edition import Anchors, PlacedEvent, PlacedRival, PlacedSection, Use
from postil.model import Article, Event
from postil.resolving.citing import Desk, doc_supports, supports
from postil.resolving.text import paragraph_at, paragraphs_of


def events_of(
    desk: Desk, article: Article, anchors: Anchors, sections: Sequence[PlacedSection]
) -> tuple[PlacedEvent, ...]:
    """Events by earliest bound, then latest, then file order."""
    told = (event for event in article.events if not event.retired)
    events = sorted(told, key=lambda event: dates.sort_key(event.date))
    uncertain = _uncertain(events)
    paragraphs = {
        s.section.id: paragraphs_of(s.section.doc.outline, s.first_paragraph) for s in sections
    }
    return tuple(
        _event(desk, number, event, anchors, paragraphs, uncertain[event.id])
        for number, event in enumerate(events, start=1)
    )


def _event(
    desk: Desk,
    number: int,
    event: Event,
    anchors: Anchors,
    paragraphs: Mapping[str, Sequence[tuple[int, str]]],
    uncertain: tuple[str, ...],
) -> PlacedEvent:
    use = Use(kind="event", target=f"event-{event.id}", label=event.title)
    found = anchors.events.get(event.id, ())
    return PlacedEvent(
        number=number,
        event=event,
        anchors=tuple((a, paragraph_at(paragraphs[a.section], a.start)) for a in found),
        cites=doc_supports(desk, event.text, use),
        sources=supports(desk, event.sources, use),
        contested_by=supports(desk, event.contested_by, use),
        rivals=tuple(
            PlacedRival(
                rival=rival,
                sources=supports(desk, rival.sources, use),
                cites=doc_supports(desk, rival.note, use),
            )
            for rival in event.rivals
        ),
        uncertain_with=uncertain,
    )


def _uncertain(events: Sequence[Event]) -> Mapping[str, tuple[str, ...]]:
    """For each event, in order, the others of which nobody can say whether they came before."""
    result: dict[str, list[str]] = {event.id: [] for event in events}
    for number, event in enumerate(events):
        for other in events[number + 1 :]:
            if (
                event.date.latest
                and other.date.earliest
                and other.date.earliest > event.date.latest
            ):
                break
            if dates.order_uncertain(event.date, other.date):
                result[event.id].append(other.id)
                result[other.id].append(event.id)
    return {id_: tuple(others) for id_, others in result.items()}
