"""What each block of a manuscript is, by rules that can be told in a sentence each.

RULES run in order, and each names only blocks that none before it did. The author's own word
(`--role`) comes first. What no rule names is body.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from postil.importing.manuscript import Block, Manuscript
from postil.importing.signs import (
    ABOUT,
    BYLINE,
    CLOSERS,
    CREDIT,
    CREDITED,
    DATELINE,
    ENDS,
    names,
    tells_of,
)

HEAD, TAIL = 8, 6
"""So many blocks at the beginning can be bylines and datelines, so many at the end biographies."""


class Reading:
    """The blocks, what each is so far ("" where nothing is known yet), and the author's names."""

    def __init__(self, manuscript: Manuscript, named: Mapping[int, str]) -> None:
        self.manuscript = manuscript
        self.blocks = manuscript.blocks
        self.roles = [
            next((role for line, role in named.items() if b.first <= line <= b.last), "")
            for b in self.blocks
        ]
        self.authors = list(manuscript.facts.authors)

    def open(self, numbers: Iterator[int] | Sequence[int] | range) -> Iterator[tuple[int, Block]]:
        """Those of some blocks that nothing is known of, and that are one paragraph."""
        for number in numbers:
            block = self.blocks[number]
            if not self.roles[number] and block.kind != "other" and len(block.texts) == 1:
                yield number, block

    def all(self) -> range:
        """Every block's number."""
        return range(len(self.blocks))

    def role(self, number: int) -> str:
        """A block's role; "" beyond either end."""
        return self.roles[number] if 0 <= number < len(self.roles) else ""


def recognise(
    manuscript: Manuscript, named: Mapping[int, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(each block's role, the author's names as far as the text gives them)."""
    reading = Reading(manuscript, named)
    for rule in RULES:
        rule(reading)
    return tuple(role or "body" for role in reading.roles), tuple(dict.fromkeys(reading.authors))


def headline(reading: Reading) -> None:
    """The first block, if it has at most 200 characters and no full stop at its end.

    With markup: the heading of the highest level, if there is only one.
    """
    if "headline" in reading.roles:
        return
    if reading.manuscript.marked_up:
        _marked_headline(reading)
    elif len(reading.blocks) > 1:
        for number, block in reading.open([0]):
            if len(block.text) <= 200 and block.text.rstrip(CLOSERS)[-1:] not in tuple(ENDS):
                reading.roles[number] = "headline"


def _marked_headline(reading: Reading) -> None:
    levels = [b.level for b in reading.blocks if b.kind == "heading"]
    for number, block in enumerate(reading.blocks):
        top = block.kind == "heading" and block.level == 1 and levels.count(1) == 1
        if not reading.roles[number] and (block.kind == "headline" or top):
            reading.roles[number] = "headline"
            return


def headings(reading: Reading) -> None:
    """What the markup says is a heading."""
    for number, block in enumerate(reading.blocks):
        if block.kind == "heading" and not reading.roles[number]:
            reading.roles[number] = "heading"


def credits_and_captions(reading: Reading) -> None:
    """`(Image credit: …)` and the like is a credit; the line above it, in one group, a caption."""
    for number, block in reading.open(reading.all()):
        if len(block.text) <= 200 and CREDIT.fullmatch(block.text):
            reading.roles[number] = "credit"
            for above, other in reading.open([number - 1] if number else []):
                if other.group == block.group:
                    reading.roles[above] = "caption"
        elif block.kind == "caption" or (len(block.text) <= 600 and CREDITED.fullmatch(block.text)):
            reading.roles[number] = "caption"


def bylines(reading: Reading) -> None:
    """`By …` among the first or last blocks, or what the markup says is a byline."""
    last = len(reading.blocks)
    ends = sorted({*range(min(HEAD, last)), *range(max(last - TAIL, 0), last)})
    for number, block in reading.open(ends):
        match = BYLINE.fullmatch(block.text)
        found = names(match["names"]) if match else []
        if found or (block.kind == "byline" and len(block.text) <= 200):
            reading.roles[number] = "byline"
            reading.authors += [] if reading.manuscript.facts.authors else found
        elif block.text in reading.manuscript.facts.authors:
            reading.roles[number] = "byline"


def biographies(reading: Reading) -> None:
    """Near the end: short lines that begin with a name, and next a paragraph about that name."""
    last = len(reading.blocks)
    for number, block in reading.open(range(max(last - TAIL, 1), last)):
        above = [n for n in range(max(number - 3, 0), number) if _is_line(reading, n, number)]
        named = next((n for n in above if tells_of(block.text, reading.blocks[n].text)), None)
        if named is not None and block.text != reading.blocks[named].text:
            group = reading.blocks[named].group
            for line in above:
                if reading.blocks[line].group == group or line > named:
                    reading.roles[line] = "byline"
            reading.roles[number] = "author-note"
            if not reading.authors:
                reading.authors.append(reading.blocks[named].text)


def _is_line(reading: Reading, number: int, before: int) -> bool:
    """A short line without a full stop; all between it and `before` are such lines too."""
    return all(
        len(block.text) <= 60
        and block.text[-1:] not in tuple(ENDS)
        and block.kind in ("paragraph", "byline")
        and reading.roles[n] in ("", "byline")
        for n, block in enumerate(reading.blocks[number:before], start=number)
    )


def authors_notes(reading: Reading) -> None:
    """Near the end: paragraphs that begin with the author's name, or under “About the author”."""
    last = len(reading.blocks)
    for number, block in reading.open(range(max(last - TAIL, 1), last)):
        if any(tells_of(block.text, name) for name in reading.authors):
            reading.roles[number] = "author-note"
    about = [n for n in reading.all() if ABOUT.fullmatch(reading.blocks[n].text.rstrip(":"))]
    if about and about[-1] >= last - TAIL:
        for number, _ in reading.open(range(about[-1], last)):
            reading.roles[number] = "author-note"
        reading.roles[about[-1]] = "author-note"


def datelines(reading: Reading) -> None:
    """A date, or `Published …`, among the first blocks."""
    for number, block in reading.open(range(min(HEAD, len(reading.blocks)))):
        if DATELINE.fullmatch(block.text):
            reading.roles[number] = "dateline"


def standfirst(reading: Reading) -> None:
    """The paragraph after the headline, if it has at most 400 characters, more follows, and:

    it stands right between the headline and a byline, a date or a picture, or in quotation marks,
    or has no full stop, or the markup or the page's description says so.
    """
    if "headline" not in reading.roles or "standfirst" in reading.roles:
        return
    first = reading.roles.index("headline") + 1
    while reading.role(first) in ("byline", "dateline"):
        first += 1
    for number, block in reading.open([first] if first + 1 < len(reading.blocks) else []):
        if len(block.text) <= 400 and _is_standfirst(reading, number, block):
            reading.roles[number] = "standfirst"


def _is_standfirst(reading: Reading, number: int, block: Block) -> bool:
    said = block.kind == "standfirst" or block.text == reading.manuscript.facts.standfirst
    above, below = reading.role(number - 1), reading.role(number + 1)
    before = above == "headline" and below in ("byline", "dateline", "caption", "credit")
    quoted = block.text[0] in "\"“„«‘'" and block.text[-1] in CLOSERS
    bare = block.text.rstrip(CLOSERS)[-1:] not in (*ENDS, "!", "?")
    return said or before or quoted or bare


def bare_headings(reading: Reading) -> None:
    """In plain text: a line of at most 80 characters between blank lines, and without a full stop.

    It is not in quotation marks; text comes before it, and at least 100 characters after it.
    """
    first = next((n for n, role in enumerate(reading.roles) if role in ("", "body")), 0)
    groups = Counter(block.group for block in reading.blocks)
    for number, block in [] if reading.manuscript.marked_up else reading.open(reading.all()):
        text, after = block.text, reading.blocks[number + 1 : number + 2]
        alone = groups[block.group] == 1 and block.first == block.last
        if (
            alone
            and len(text) <= 80
            and text[0].isalnum()
            and not text[0].islower()
            and text[-1] not in (*ENDS, *CLOSERS, "!", "-", "–", "—")
            and number > first
            and after
            and len(after[0].text) >= 100
            and not reading.role(number + 1)
        ):
            reading.roles[number] = "heading"


RULES = (
    headline,
    headings,
    credits_and_captions,
    bylines,
    biographies,
    authors_notes,
    datelines,
    standfirst,
    bare_headings,
)
