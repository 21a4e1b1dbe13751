"""Which sources an article names, where: numbered in order of first use, each with its uses."""

from collections.abc import Iterable, Mapping

from postil.doc import Doc, SourceRef
from postil.edition import CitedSource, Matter, Support, Use
from postil.model import Seed, Source
from postil.problems import Problem, closest, problem

Supports = tuple[Support, ...]


class Desk:
    """What one article's resolving shares: known sources, numbers in order of first use, uses."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.numbers: dict[str, int] = {}
        self.uses: dict[str, list[Use]] = {}
        self.problems: list[Problem] = []
        self.citations = 0


def supports(desk: Desk, refs: Iterable[SourceRef], use: Use) -> Supports:
    """The sources that refs name; each gets its number at first use; unknown ones are problems."""
    found = []
    for ref in refs:
        source = desk.sources.get(ref.id)
        if source is None:
            hint = closest(ref.id, desk.sources) or "add it to sources.yaml"
            desk.problems.append(
                problem("source-unknown", ref.place, f"there is no source {ref.id}", hint)
            )
            continue
        number = desk.numbers.setdefault(source.id, len(desk.numbers) + 1)
        uses = desk.uses.setdefault(source.id, [])
        if use not in uses:
            uses.append(use)
        found.append(Support(number=number, source=source, locator=ref.locator))
    return tuple(found)


def doc_supports(desk: Desk, doc: Doc | None, use: Use) -> tuple[Supports, ...]:
    """What each citation of a text names, in text order."""
    return tuple(supports(desk, cite.refs, use) for cite in doc.cites) if doc else ()


def matter(desk: Desk, doc: Doc | None, label: str) -> Matter | None:
    """A text around the article, with its citations resolved."""
    if doc is None:
        return None
    target = label.replace("the ", "").replace("how it was made", "about").replace(" ", "-")
    use = Use(kind="article", target=target, label=label)
    return Matter(doc=doc, cites=doc_supports(desk, doc, use))


def cited(desk: Desk, seeds: Mapping[str, Seed]) -> tuple[CitedSource, ...]:
    """The source list: each source that was named, in order of first use."""
    return tuple(
        CitedSource(
            number=number,
            source=desk.sources[id_],
            seed=seeds.get(desk.sources[id_].seed),
            uses=tuple(desk.uses[id_]),
        )
        for id_, number in desk.numbers.items()
    )
