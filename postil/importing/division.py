"""Blocks with their roles → sections: by heading, else in even parts that keep talk together."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from postil.importing.manuscript import Block, Definition, Draft
from postil.record import record, replace

WORDS = 180
"""How many words a section has where nobody says how many sections there are, at most MOST."""

MOST = 12
_OPENING = "\"“„«‘'‚»"
_OUR_WORDS = "text timeline notes sources about cite help corrections top licence standings main"
_OURS = frozenset(_OUR_WORDS.split())
_RESERVED = re.compile(r"p\d+|(?:note|event|source|ref|cite|tell|mark|shape|show|by)-.*")

Told = tuple[Block, str]


@record
class Closing:
    """A section after the text: what belongs to it, and its title in Postil's words."""

    id: str
    title: str
    roles: tuple[str, ...]


CLOSING = (
    Closing(id="the-picture", title="About the picture", roles=("caption", "credit")),
    Closing(id="the-author", title="About the author", roles=("byline", "dateline", "author-note")),
)


def divide(
    told: Sequence[Told], asked: int | None, *, titles: bool
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The sections, and remarks.

    `asked` is how many parts the text shall have, instead of those that its headings make; `titles`
    says whether closing sections may have titles in English.
    """
    body = [(block, role) for block, role in told if role in ("body", "heading")]
    headings = [block for block, role in body if role == "heading"]
    remarks: tuple[str, ...] = ()
    if headings and asked is None:
        drafts = _by_heading(body)
    else:
        drafts, remarks = _evenly([block for block, _ in body], asked)
    drafts += [
        made for closing in CLOSING if (made := _closing(closing, told, titles=titles)) is not None
    ]
    return tuple(_numbered(drafts)), remarks


def _by_heading(body: Sequence[Told]) -> list[Draft]:
    """A section for each heading of the highest level; text before the first has no title."""
    top = min(block.level for block, role in body if role == "heading")
    drafts: list[Draft] = []
    for block, role in body:
        if role == "heading" and block.level == top:
            drafts.append(Draft(file="", id=slug(block.text), heading=block, blocks=()))
        elif not drafts:
            drafts.append(Draft(file="", id="beginning", blocks=(block,)))
        else:
            drafts[-1] = replace(drafts[-1], blocks=(*drafts[-1].blocks, block))
    return drafts


def _evenly(blocks: Sequence[Block], asked: int | None) -> tuple[list[Draft], tuple[str, ...]]:
    """Parts of about the same number of words."""
    sizes = [len(block.text.split()) for block in blocks]
    wanted = asked or max(1, min(MOST, round(sum(sizes) / WORDS)))
    cuts = _cuts(
        sizes, [n for n in range(1, len(blocks)) if _parts(blocks[n - 1], blocks[n])], wanted
    )
    edges = [0, *cuts, len(blocks)]
    drafts = [
        Draft(file="", id=f"part-{number}", blocks=tuple(blocks[start:end]))
        for number, (start, end) in enumerate(pairwise(edges), start=1)
        if end > start
    ]
    if asked and len(drafts) < asked:
        why = "more would part a quotation from who says it"
        return drafts, (f"{len(drafts)} sections instead of {asked}: {why}",)
    return drafts, ()


def _parts(before: Block, after: Block) -> bool:
    """May a section end between these two?

    Not inside talk: where the second goes on quoting, the first announces it or is all quotation,
    or a quotation is still open.
    """
    text = before.text
    if after.text[:1] in _OPENING or text[-1:] in ":,;" or before.kind == "heading":
        return False
    if text[:1] in _OPENING and text[-1:] in "\"”»“'’" and text.count(text[-1]) <= 2:
        return False
    return text.count("“") <= text.count("”") and text.count('"') % 2 == 0


def _cuts(sizes: Sequence[int], gaps: Sequence[int], wanted: int) -> list[int]:
    """At most `wanted - 1` of the gaps, in order, each the nearest to where an even part ends."""
    total, sums = sum(sizes), [0]
    for size in sizes:
        sums.append(sums[-1] + size)
    cuts: list[int] = []
    for number in range(1, wanted):
        rest = wanted - 1 - number
        free = [gap for gap in gaps if not cuts or gap > cuts[-1]]
        free = free[: len(free) - rest] if len(free) > rest else free
        if free:
            cuts.append(min(free, key=lambda gap: abs(sums[gap] - total * number / wanted)))
    return cuts


def _closing(closing: Closing, told: Sequence[Told], *, titles: bool) -> Draft | None:
    blocks = tuple(block for block, role in told if role in closing.roles)
    if not blocks:
        return None
    title = closing.title if titles else ""
    return Draft(file="", id=closing.id, title=title, blocks=blocks, closing=True)


def _numbered(drafts: Sequence[Draft]) -> Iterable[Draft]:
    """Drafts with file names in order, and ids that are nobody else's."""
    taken: set[str] = set()
    width = max(2, len(str(len(drafts))))
    for number, draft in enumerate(drafts, start=1):
        name = draft.id if draft.id not in _OURS and not _RESERVED.fullmatch(draft.id) else ""
        name = name or f"section-{draft.id or number}"
        free, count = name, 1
        while free.casefold() in taken:
            count += 1
            free = f"{name}-{count}"
        taken.add(free.casefold())
        yield replace(draft, id=free, file=f"{number:0{width}}-{free}.md")


def slug(text: str) -> str:
    """An id made of a heading's first words, in ASCII; "" where that leaves nothing."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    made = ""
    for word in words:
        if len(made) + len(word) > 40:
            break
        made = f"{made}-{word}".strip("-")
    return made


def with_definitions(
    drafts: Sequence[Draft], definitions: Sequence[Definition]
) -> tuple[Draft, ...]:
    """Each section with the Markdown definitions that it uses; the last one has the unused ones."""
    found: list[list[Definition]] = [[] for _ in drafts]
    for definition in definitions:
        users = [n for n, draft in enumerate(drafts) if _uses(draft, definition)] or [-1]
        for user in users[:1] if definition.footnote else users:
            found[user].append(definition)
    return tuple(
        replace(draft, definitions=tuple(own)) for draft, own in zip(drafts, found, strict=True)
    )


def _uses(draft: Draft, definition: Definition) -> bool:
    label = ("^" if definition.footnote else "") + definition.label
    source = "\n".join(block.markdown for block in draft.blocks).casefold()
    return f"[{label.casefold()}]" in source
