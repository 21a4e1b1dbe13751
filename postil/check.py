"""Rules that need the whole picture: plain functions over an Edition, in one tuple."""

from collections.abc import Iterator

from postil.checks import claims, corrections, links, names, notes, pictures, sources, timeline
from postil.dates import Day
from postil.model import Edition, Publication
from postil.problems import Problem
from postil.quotations import quotation_problems


def quotations(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each direct quotation is in the text that it cites."""
    return quotation_problems(edition)


CHECKS = (
    claims.standing,
    claims.weak,
    claims.people,
    timeline.events,
    timeline.rivals,
    sources.unused,
    sources.accessed,
    notes.notes,
    quotations,
    links.links,
    pictures.pictures,
    names.pictures,
    corrections.notes,
)


def check(publication: Publication, today: Day | None = None) -> tuple[Problem, ...]:
    """Every problem of every edition; rules about age need to know `today`."""
    found = [
        problem
        for edition in publication.editions
        for rule in CHECKS
        for problem in rule(edition, publication)
    ]
    if any(seed.text is not None for seed in publication.seeds):
        from postil.copying import copy_problems

        found += copy_problems(publication)
    if today:
        for edition in publication.editions:
            found += claims.stale(edition, publication.settings, today)
    return tuple(found)
