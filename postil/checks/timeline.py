"""The timeline: each event has a source, each rival date says who gives it and why it differs."""

from collections.abc import Iterator

from postil.checks.claims import ADD_SOURCES
from postil.edition import Edition, Publication
from postil.problems import Problem, problem


def events(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each event has a source."""
    for placed in edition.events:
        if not placed.event.sources:
            message = f"event {placed.event.id} has no source"
            yield problem("event-source", placed.event.place, message, ADD_SOURCES)


def rivals(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each rival date has somebody who gives it, and a word on why sources differ."""
    for placed in (rival for event in edition.events for rival in event.rivals):
        rival = placed.rival
        if not rival.sources and not rival.by:
            message = f"nobody is named for the date {rival.date.text}"
            yield problem("rival-source", rival.place, message, "add sources: or by:")
        if rival.note is None:
            message = f"nothing explains why there is another date, {rival.date.text}"
            hint = "add note: with a sentence on where it comes from"
            yield problem("rival-unexplained", rival.place, message, hint)
