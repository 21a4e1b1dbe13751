"""Plain text → Manuscript: paragraphs, each with its lines.

Blank lines part groups. Lines of one group that look wrapped (all but the last 50 to 120 characters
long, and not each a sentence of its own) are one paragraph; else each line is one.
"""

from collections.abc import Iterator

from postil.files.values import fold
from postil.importing.escape import escape
from postil.importing.manuscript import Block, Manuscript, words_of
from postil.importing.signs import CREDIT

_WRAPPED = range(50, 121)
_FULL_STOPS = (".", "!", "?", ".”", "!”", "?”", '."', '!"', '?"')


def read(text: str) -> Manuscript:
    """A text as a manuscript; white space inside a paragraph is folded, nothing else changes."""
    lines = text.split("\n")
    apart = any(not line.strip() for line in "\n".join(lines).strip().split("\n"))
    blocks: list[Block] = []
    for number, group in enumerate(_groups(lines)):
        for first, last in _paragraphs(lines, group):
            said = fold(" ".join(lines[first:last]))
            block = Block(
                first=first + 1,
                last=last,
                group=number if apart else first,
                texts=(said,),
                markdown=escape(said),
            )
            blocks.append(block)
    return Manuscript(blocks=tuple(blocks), words=words_of(text))


def _groups(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Spans of lines with no blank line inside."""
    first = None
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            first = number if first is None else first
        elif first is not None:
            yield first, number
            first = None


def _paragraphs(lines: list[str], group: tuple[int, int]) -> list[tuple[int, int]]:
    """The group as one paragraph where it looks wrapped, else line by line; a credit by itself."""
    first, last = group
    if last - first > 1 and CREDIT.fullmatch(lines[last - 1].strip()):
        return [*_paragraphs(lines, (first, last - 1)), (last - 1, last)]
    if last - first > 1 and _looks_wrapped([line.strip() for line in lines[first:last]]):
        return [group]
    return [(number, number + 1) for number in range(first, last)]


def _looks_wrapped(lines: list[str]) -> bool:
    if not all(len(line) in _WRAPPED for line in lines[:-1]) or len(lines[-1]) > _WRAPPED[-1]:
        return False
    return not all(line.endswith(_FULL_STOPS) for line in lines)
