"""Manuscript + what the person said → Plan: every block has a role and a place in the article."""

from collections.abc import Mapping, Sequence

from postil.importing.division import divide, with_definitions
from postil.importing.manuscript import Block, Draft, Facts, Manuscript, Plan
from postil.importing.roles import recognise
from postil.record import record, replace


@record
class Wishes:
    """What the person at the terminal said. `roles`: a role for lines; `sections`: how many."""

    slug: str
    seed: str
    facts: Facts = Facts()
    roles: Mapping[int, str] = {}
    sections: int | None = None


def plan(manuscript: Manuscript, wishes: Wishes) -> Plan:
    """The article that a manuscript becomes."""
    roles, authors = recognise(manuscript, wishes.roles)
    roles = _settled(manuscript, roles, wishes.facts.title)
    told = list(zip(manuscript.blocks, roles, strict=True))
    headline, standfirst = (_first(told, role) for role in ("headline", "standfirst"))
    facts = _known(wishes.facts, manuscript.facts, authors, headline)
    english = (facts.language or "en").lower().split("-")[0] == "en"
    sections, remarks = divide(told, wishes.sections, titles=english)
    return Plan(
        slug=wishes.slug,
        seed=wishes.seed,
        manuscript=manuscript,
        roles=roles,
        facts=facts,
        headline=headline,
        standfirst=standfirst,
        sections=with_definitions(sections, manuscript.definitions) if sections else (),
        remarks=(*manuscript.remarks, *remarks, *_markup_lost(headline, standfirst, sections)),
    )


def _settled(manuscript: Manuscript, roles: Sequence[str], title: str) -> tuple[str, ...]:
    """One headline at most, which is the title; one standfirst. Any other is body."""
    settled, seen = [], set[str]()
    for block, role in zip(manuscript.blocks, roles, strict=True):
        other = role == "headline" and title not in ("", block.text)
        once = role in ("headline", "standfirst")
        settled.append("body" if other or (once and role in seen) else role)
        seen.add(role)
    return tuple(settled)


def _first(told: Sequence[tuple[Block, str]], role: str) -> Block | None:
    return next((block for block, its in told if its == role), None)


def _known(said: Facts, found: Facts, authors: tuple[str, ...], headline: Block | None) -> Facts:
    """What the person said comes first, then the text's own words, then what its head tells."""
    names = vars(said)
    known = {name: value or vars(found)[name] for name, value in names.items()}
    title = said.title or (headline.text if headline else found.title)
    return replace(Facts(**known), title=title, authors=said.authors or authors)


def _markup_lost(*parts: Block | Sequence[Draft] | None) -> tuple[str, ...]:
    """Titles are text without markup: say which had any."""
    blocks = [part for part in parts if isinstance(part, Block)]
    blocks += [d.heading for part in parts if isinstance(part, tuple) for d in part if d.heading]
    marks = ("*", "_", "`", "[", "](")
    return tuple(
        f"the markup of “{block.text}” is not kept: a title is plain text"
        for block in blocks
        if any(
            block.markdown.count(m) > block.text.count(m) + block.markdown.count("\\" + m)
            for m in marks
        )
    )
