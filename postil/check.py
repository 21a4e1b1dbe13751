"""Rules that need the whole picture: plain functions over an Edition, in a tuple.

They see a publication in which theirs is the only edition. Links see of the others their parts.
"""

from collections.abc import Iterator

from postil.checks import claims, corrections, links, names, notes, pictures, sources, timeline
from postil.dates import Day
from postil.edition import Edition, Publication
from postil.memo import Memo, at_once
from postil.model import Settings
from postil.problems import Problem
from postil.quoted.quotations import quotation_problems


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
    pictures.pictures,
    names.pictures,
    corrections.notes,
)


def check(
    publication: Publication, today: Day | None = None, memo: Memo = at_once
) -> tuple[Problem, ...]:
    """Every problem of every edition; rules about age need to know `today`."""
    found = list[Problem]()
    known = {one.article.slug: memo(links.linking, one) for one in publication.editions}
    for edition in publication.editions:
        found += memo(check_edition, edition, publication.settings, today)
        found += links.links(known[edition.article.slug], known, lambda slug: known[slug].ids)
    if any(seed.text is not None for seed in publication.seeds):
        from postil.quoted.copying import copy_problems

        found += copy_problems(publication)
    return tuple(found)


def check_edition(
    edition: Edition, settings: Settings, today: Day | None = None
) -> tuple[Problem, ...]:
    """Every problem that an edition has by itself."""
    alone = Publication(settings=settings, editions=(edition,), home="")
    found = [problem for rule in CHECKS for problem in rule(edition, alone)]
    aged = claims.stale(edition, settings) if today else ()
    return (*found, *(problem for last, problem in aged if today and last < today))
