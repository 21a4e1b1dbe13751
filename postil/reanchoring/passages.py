"""An article's text as paragraphs and sentences, each with a fingerprint to know it again."""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from postil.folding import Folded, fold, folded_text
from postil.model import Section
from postil.record import record
from postil.textmap import PARTED

WINDOW = 200
"""How many code points beside a phrase are recorded and compared."""

_END = re.compile(r"[.!?…]+[\"'”’»›)\]]*\s+|[。！？]+[」』”’）]*\s*")


@record
class Sentence:
    """Code points [start, end) of a section's plain text, and the paragraph, from 1."""

    start: int
    end: int
    paragraph: int
    fingerprint: str


@record
class Part:
    """A section ready for comparing."""

    section: Section
    folded: Folded
    sentences: tuple[Sentence, ...]

    @property
    def plain(self) -> str:
        """What a reader sees."""
        return self.section.doc.plain

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """Numbers [first, last] of the sentences that words stand in; [0, -1] if there is none."""
        first = bisect_right(self.sentences, start, key=lambda s: s.start) - 1
        last = bisect_right(self.sentences, max(end - 1, start), key=lambda s: s.start) - 1
        return max(first, 0), min(max(last, first, 0), len(self.sentences) - 1)

    def neighbours(self, start: int, end: int) -> tuple[str, ...]:
        """Fingerprints of the sentence before, of those that words stand in, of the one after."""
        first, last = self.touched(start, end)
        own = self.sentences[max(first - 1, 0) : last + 2]
        before = () if first else ("",)
        after = ("",) if last + 1 >= len(self.sentences) else ()
        return (*before, *(sentence.fingerprint for sentence in own), *after)

    def paragraph(self, offset: int) -> int:
        """The number, from 1, of the paragraph that an offset stands in."""
        index = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        return self.sentences[max(index, 0)].paragraph if self.sentences else 1


def part(section: Section, folded: Folded | None = None) -> Part:
    """A section with its sentences."""
    plain = section.doc.plain
    sentences = tuple(
        Sentence(start=a, end=b, paragraph=number, fingerprint=fingerprint(plain[a:b]))
        for number, a, b in split(plain)
    )
    return Part(section=section, folded=folded or fold(plain), sentences=sentences)


def split(plain: str) -> Iterator[tuple[int, int, int]]:
    """(paragraph, start, end) of each sentence of a plain text, white space around it left out."""
    start = 0
    for number, paragraph in enumerate(plain.split(PARTED), start=1):
        for low, high in ends(paragraph):
            words = paragraph[low:high]
            if words.strip():
                lead = len(words) - len(words.lstrip())
                yield number, start + low + lead, start + low + len(words.rstrip())
        start += len(paragraph) + len(PARTED)


def ends(paragraph: str) -> Iterator[tuple[int, int]]:
    """Spans of a paragraph's sentences, which cover all of it.

    A full stop before a small letter ends none. After an abbreviation ("Mr. Smith") one sentence
    counts as two, which does no harm: they are compared, not read.
    """
    start = 0
    for match in _END.finditer(paragraph):
        if not paragraph[match.end() : match.end() + 1].islower():
            yield start, match.end()
            start = match.end()
    yield start, len(paragraph)


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits that tell a sentence from others, however it is typed."""
    return hashlib.sha256(folded_text(text).strip().encode()).hexdigest()[:8]


def beside(plain: str, start: int, end: int) -> tuple[str, str]:
    """The text on both sides of a phrase, as far as it is compared."""
    return plain[max(start - WINDOW, 0) : start], plain[end : end + WINDOW]


def around(before: str, words: str, after: str) -> tuple[str, str]:
    """What of the text on both sides of some words is of their own sentence."""
    text = before + words + after
    low, high = len(before), len(before) + len(words)
    spans = list(split(text))
    left = max((start for _, start, _ in spans if start <= low), default=low)
    right = min((end for _, _, end in spans if end >= high), default=high)
    return before[left:], after[: right - high]


def counted(lines: Sequence[Sequence[str]]) -> Counter[str]:
    """How often each fingerprint stands in some paragraphs."""
    return Counter(mark for line in lines for mark in line)
