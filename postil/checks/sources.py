"""Sources: each is used, and an address says when it was read."""

from collections.abc import Iterator

from postil.edition import Edition, Publication
from postil.problems import Problem, problem


def unused(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each source is cited somewhere."""
    used = {cited.source.id for cited in edition.sources}
    for source in edition.article.sources:
        if source.id not in used:
            message = f"source {source.id} is cited nowhere"
            yield problem("source-unused", source.place, message, "cite it, or take it out")


def accessed(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each address has the date on which it was read: pages change."""
    for source in edition.article.sources:
        if source.url and source.accessed is None:
            message = f"source {source.id} has an address and no date on which it was read"
            hint = "add accessed: with the day on which you read it"
            yield problem("source-accessed", source.place, message, hint)
