"""Rules that need the whole picture: plain functions over an Edition, in one tuple."""

from collections.abc import Iterator

from postil.model import (
    Edition,
    Link,
    Mark,
    Note,
    PlacedEvent,
    PlacedNote,
    Publication,
    satellites,
    texts,
)
from postil.problems import Place, Problem, problem
from postil.quotations import quotation_problems
from postil.routes import target_slug
from postil.urls import is_relative

_NEED_SOURCE = frozenset({"established", "official", "reported", "disputed", "refuted"})
_NEED_BY = frozenset({"official", "claimed"})
_ADD_SOURCES = "add sources: with the id of what supports it"


def check(publication: Publication) -> tuple[Problem, ...]:
    """Every problem of every edition."""
    found = [
        found
        for edition in publication.editions
        for rule in CHECKS
        for found in rule(edition, publication)
    ]
    if any(seed.text is not None for seed in publication.seeds):
        from postil.copying import copy_problems

        found += copy_problems(publication)
    return tuple(found)


def standing(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each claim has what its standing asks for."""
    for placed in edition.notes:
        note = placed.note
        yield from _standing(f"note {note.id}", note.place, note.standing, note.by, placed)
    for told in edition.events:
        event = told.event
        yield from _standing(f"event {event.id}", event.place, event.standing, event.by, told)


def _standing(
    what: str, place: Place, word: str, by: str, placed: PlacedNote | PlacedEvent
) -> Iterator[Problem]:
    if word in _NEED_SOURCE and not placed.sources:
        message = f"{what} is {word} and names no source"
        yield problem("standing-source", place, message, _ADD_SOURCES)
    if word in _NEED_BY and not by:
        hint = "add by: with the authority" if word == "official" else "add by: with who says it"
        yield problem("standing-by", place, f"{what} is {word} and does not say who says so", hint)
    if word == "disputed" and not placed.contested_by:
        hint = "add contested_by: with the sources that say otherwise"
        yield problem("standing-contested", place, f"{what} is disputed by nobody", hint)


def events(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each event has a source, and so has each rival date."""
    for placed in edition.events:
        if not placed.sources:
            message = f"event {placed.event.id} has no source"
            yield problem("event-source", placed.event.place, message, _ADD_SOURCES)
        for rival in placed.rivals:
            if not rival.sources and not rival.rival.by:
                message = f"nobody is named for the date {rival.rival.date.text}"
                yield problem("rival-source", rival.rival.place, message, "add sources: or by:")


def sources(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each source is cited somewhere."""
    used = {cited.source.id for cited in edition.sources}
    for source in edition.article.sources:
        if source.id not in used:
            message = f"source {source.id} is cited nowhere"
            yield problem("source-unused", source.place, message, "cite it, or take it out")


def notes(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each note says something, and marks nothing itself."""
    for note in (note for note in edition.article.notes if not note.retired):
        if not note.body.plain.strip() and not note.body.links:
            yield problem(
                "note-empty", note.place, f"note {note.id} says nothing", "write its text"
            )
    for doc in satellites(edition.article):
        for mark in doc.marks:
            yield problem("mark-nested", mark.place, *_nested(mark))


def _nested(mark: Mark) -> tuple[str, str]:
    if mark.kind == "note":
        return f"a note cannot carry the note {mark.id}", "notes stand on the article's text only"
    return f"a note cannot tell the event {mark.id}", "events are told by the article's text only"


def links(edition: Edition, publication: Publication) -> Iterator[Problem]:
    """Each link inside the site leads somewhere; each picture is there and has words."""
    ids = page_ids(edition)
    slugs = {other.article.slug for other in publication.editions}
    images = {image.path for image in edition.article.images}
    docs = texts(edition.article)
    for link in (link for doc in docs for link in doc.links):
        if link.kind == "image":
            yield from _image(link, images)
        elif link.target.startswith("#") and link.target[1:] not in ids:
            message = f"nothing on this page has the id {link.target[1:]}"
            yield problem("link-broken", link.place, message, "see the page's own permalinks")
        elif is_relative(link.target) and not _leads(link.target, slugs, images):
            message = f"this link leads nowhere: {link.target}"
            hint = "another article is ../its-slug/, a picture images/name.jpg"
            yield problem("link-broken", link.place, message, hint)


def _image(link: Link, images: set[str]) -> Iterator[Problem]:
    if not link.text.strip():
        hint = "write ![what it shows](…); a picture that only adorns does not belong in a text"
        yield problem("image-alt", link.place, f"{link.target} has no alternative text", hint)
    if _picture(link.target) not in images:
        hint = "pictures live in the article's images/ folder and are named images/name.jpg"
        yield problem("image-missing", link.place, f"there is no picture {link.target}", hint)


def _leads(target: str, slugs: set[str], images: set[str]) -> bool:
    return target_slug(target) in slugs or _picture(target) in images


def _picture(target: str) -> str:
    """A picture's path in the article's folder, as a section or a note (`../images/…`) names it."""
    return target.removeprefix("./").removeprefix("../")


def page_ids(edition: Edition) -> frozenset[str]:
    """The ids that a link on an article's page can name."""
    paragraphs = sum(
        1 for section in edition.sections for _ in section.section.doc.plain.split("\n\n")
    )
    return frozenset(
        {"text", "timeline", "notes", "sources", "about", "cite", "help", "corrections", "top"}
        | {"retired"}
        | {section.section.id for section in edition.sections}
        | {f"p{number}" for number in range(1, paragraphs + 1)}
        | {f"note-{placed.note.id}" for placed in edition.notes}
        | {f"event-{placed.event.id}" for placed in edition.events}
        | {f"{'note' if isinstance(r, Note) else 'event'}-{r.id}" for r in edition.retired}
        | {f"source-{cited.source.id}" for cited in edition.sources}
    )


def quotations(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each direct quotation is in the text that it cites."""
    return quotation_problems(edition)


CHECKS = (standing, events, sources, notes, links, quotations)
