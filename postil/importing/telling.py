"""What an import did, in lines for the terminal: each line of the input, and each note."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from postil.importing.manuscript import Block, Plan
from postil.importing.notes import Copies, Stay
from postil.quoted.copying import may_be_copied

_ROLES = {"author-note": "author's note", "left-out": "left out, as you asked"}
_SHOWN = 12
"""So many passages that were left out are shown; their number is always told."""


def parts(plan: Plan) -> Iterator[str]:
    """`line 5–6: caption and credit → 04-the-picture.md`, in the input's order."""
    where = _destinations(plan)
    told = [
        (block, role, where.get(id(block), ""))
        for block, role in zip(plan.manuscript.blocks, plan.roles, strict=True)
    ]
    for (together, file), group in groupby(told, key=lambda one: (_kind(one[1]), one[2])):
        items = list(group)
        roles = list(dict.fromkeys(_ROLES.get(role, role) for _, role, _ in items))
        many = f" ({len(items)} paragraphs)" if together == "body" and len(items) > 1 else ""
        arrow = f" → {file}" if file else ""
        yield f"{_lines(plan, [b for b, _, _ in items])}: {' and '.join(roles)}{many}{arrow}"


def _kind(role: str) -> str:
    """Captions and credits are told together, and so are bylines and authors' notes."""
    return {"credit": "caption", "author-note": "byline", "dateline": "byline"}.get(role, role)


def _destinations(plan: Plan) -> dict[int, str]:
    """Where each block stands, by the block's identity."""
    where = {id(block): draft.file for draft in plan.sections for block in draft.blocks}
    where |= {id(d.heading): f"{d.file}, title" for d in plan.sections if d.heading}
    if plan.headline:
        where[id(plan.headline)] = "article.yaml, title"
    if plan.standfirst:
        where[id(plan.standfirst)] = "article.yaml, standfirst"
    return where


def _lines(plan: Plan, blocks: Sequence[Block]) -> str:
    first, last = blocks[0].first, blocks[-1].last
    unit = plan.manuscript.unit
    return f"{unit} {first}" if first == last else f"{unit}s {first}–{last}"


def left_out(plan: Plan, *, everything: bool) -> Iterator[str]:
    """The passages of the file that are not part of the text."""
    made = plan.manuscript
    yield from _passages("left out, though inside the text", made.left_out, everything=True)
    yield from _passages("left out around the text", made.around, everything=everything)


def _passages(what: str, passages: Sequence[str], *, everything: bool) -> Iterator[str]:
    if passages:
        words = sum(len(text.split()) for text in passages)
        yield f"{what}: {count(len(passages), 'passage')}, {count(words, 'word')}"
        shown = passages if everything else passages[:_SHOWN]
        yield from (f"    {_short(text)}" for text in shown)
        if len(shown) < len(passages):
            yield f"    and {len(passages) - len(shown)} more: --dry-run shows all"


def rights(plan: Plan) -> Iterator[str]:
    """A reminder, where nothing says that the text may be printed."""
    said = plan.facts.rights
    if not may_be_copied(said):
        what = f"“{_short(said)}”" if said else "not known"
        yield f"its rights: {what}; publish a whole text only where they allow it"


def notes(of: str, copies: Copies) -> Iterator[str]:
    """What came along from another article, and what did not."""
    yield f"anchored: {len(copies.anchored)} of {copies.standoff} stand-off notes of {of}"
    for one in copies.stay:
        yield from _stay(one)
    if copies.marked:
        yield (
            f"not copied: {count(len(copies.marked), 'note')} whose words the text of {of} marks: "
            + ", ".join(copies.marked)
        )
    if copies.unsectioned:
        yield f"section: taken out of {', '.join(copies.unsectioned)}: the sections are others here"
    yield f"copied: {count(copies.events, 'event')}, {count(copies.sources, 'cited source')}"


def _stay(one: Stay) -> Iterator[str]:
    yield f"not copied: {one.id} ({one.file}): {one.why}"
    yield from (f"    {hint}" for hint in one.hints)


def count(number: int, word: str) -> str:
    """Such as: 1 note, 1,800 notes."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _short(text: str) -> str:
    return text if len(text) <= 76 else f"{text[:75]}…"
