"""What a quotation that is not in its source may mean: the nearest passage, and how they differ.

Nearness only chooses what a problem shows; it never makes a quotation right.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from postil.quoted.comparing import Text
from postil.record import record

if TYPE_CHECKING:
    from rapidfuzz.distance._initialize import Opcode

MOST_WORDS = 200  # of a quotation that are looked for
_MOST_UNKNOWN = 20  # words that the source does not have, for which a similar one is looked for
_MOST_HITS = 20_000  # places of the quotation's words that are looked at
_KEPT = 4  # words shown on each side of a difference
_WORD = re.compile(r" ?(\w+(?:['.,-]\w+)*|[^\w ])")


@record
class Passage:
    """Words of a source, each with the space before it, if one is there.

    `score` is the share of the quotation's words in it, from 0 to 1.
    """

    words: tuple[str, ...]
    score: float

    @property
    def text(self) -> str:
        """The passage as it stands there."""
        return "".join(self.words).strip()


class Index:
    """A source's words and where each stands; made once, for many quotations."""

    def __init__(self, source: Text) -> None:
        self.shown = source.shown
        self.spans = _spans(source)
        self.words = [source.same[a:b].strip() for a, b in self.spans]
        self.places: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            self.places.setdefault(word, []).append(number)


def nearest(quotation: Text, source: Index) -> Passage | None:
    """The passage of a source that is most like a quotation; None where no word of it is there.

    It is where the most and the rarest of the words stand together, and fits best there.
    """
    wanted = [quotation.same[a:b].strip() for a, b in _spans(quotation)[:MOST_WORDS]]
    similar = _in_its_words(wanted, source)
    last = _together(similar, source)
    if last is None:
        return None
    low = max(last - 5 - len(wanted) * 3 // 2, 0)
    start, end, score = _fit(similar, source.words[low : last + 5 + len(wanted)])
    chosen = source.spans[low + start : low + end]
    return Passage(words=tuple(source.shown[a:b] for a, b in chosen), score=score)


def _spans(text: Text) -> list[tuple[int, int]]:
    """Each word or sign, with the space before it. In `same` a dash would join two words."""
    return [match.span() for match in _WORD.finditer(text.shown)]


def _in_its_words(wanted: Sequence[str], source: Index) -> list[str]:
    """The quotation's words, each that the source lacks replaced by the most similar one it has."""
    unknown = [word for word in dict.fromkeys(wanted) if word not in source.places][:_MOST_UNKNOWN]
    if not unknown:
        return list(wanted)
    from rapidfuzz import fuzz, process

    known = {}
    for word in unknown:
        best = process.extractOne(word, list(source.places), scorer=fuzz.ratio, score_cutoff=60)
        known[word] = best[0] if best else word
    return [known.get(word, word) for word in wanted]


def _together(wanted: Sequence[str], source: Index) -> int | None:
    """The last word of the first best window that is as long as the quotation."""
    hits = _hits(wanted, source)
    room, length = Counter(wanted), len(wanted)
    score, best, where, first = 0, 0, None, 0
    for at, word in hits:
        while hits[first][0] <= at - length:
            old = hits[first][1]
            room[old] += 1
            score -= _weight(old, source) if room[old] > 0 else 0
            first += 1
        score += _weight(word, source) if room[word] > 0 else 0
        room[word] -= 1
        if score > best:
            best, where = score, at
    return where


def _hits(wanted: Sequence[str], source: Index) -> list[tuple[int, str]]:
    """Where the quotation's words stand: the rarest, and no more of the others than is needed."""
    known = {word for word in wanted if word in source.places}
    hits = list[tuple[int, str]]()
    for word in sorted(known, key=lambda word: (len(source.places[word]), word)):
        if hits and len(hits) + len(source.places[word]) > _MOST_HITS:
            break
        hits += [(at, word) for at in source.places[word]]
    return sorted(hits)


def _weight(word: str, source: Index) -> int:
    return 1 + 10_000 // len(source.places[word])


def _fit(wanted: Sequence[str], found: Sequence[str]) -> tuple[int, int, float]:
    """Where in `found` the quotation would begin and end, by the words both have in order."""
    from rapidfuzz.distance import Indel

    equal = _near([op for op in Indel.opcodes(wanted, found) if op.tag == "equal"])
    first, last = equal[0], equal[-1]
    start = max(first.dest_start - first.src_start, 0)
    end = min(last.dest_end + len(wanted) - last.src_end, len(found))
    return start, end, sum(op.src_end - op.src_start for op in equal) / len(wanted)


def _near(equal: Sequence["Opcode"]) -> Sequence["Opcode"]:
    """Stretches of equal words, without short ones at the ends that stand far from the next."""
    kept = list(equal)
    while len(kept) > 1 and _far(kept[-2], kept[-1], kept[-1]):
        kept.pop()
    while len(kept) > 1 and _far(kept[0], kept[1], kept[0]):
        kept.pop(0)
    return kept


def _far(one: "Opcode", other: "Opcode", short: "Opcode") -> bool:
    return other.dest_start - one.dest_end > 3 + 2 * (short.dest_end - short.dest_start)


def difference(quotation: Text, passage: Passage) -> str:
    """A word diff: `[-only quoted-]`, `{+only in the source+}`; long stretches of both are cut."""
    from rapidfuzz.distance import Indel

    old = [quotation.shown[a:b] for a, b in _spans(quotation)[:MOST_WORDS]]
    new = passage.words
    codes = list(Indel.opcodes(_keys(old), _keys(new)))
    parts, gone, come = list[str](), list[str](), list[str]()
    for number, op in enumerate(codes):
        if op.tag == "equal":
            parts += [*_changed(gone, come)]
            gone, come = [], []
            last = number == len(codes) - 1
            parts += _cut(new[op.dest_start : op.dest_end], first=number == 0, last=last)
        gone += old[op.src_start : op.src_end] if op.tag == "delete" else []
        come += new[op.dest_start : op.dest_end] if op.tag == "insert" else []
    return "".join([*parts, *_changed(gone, come)]).strip()


def _keys(words: Iterable[str]) -> list[str]:
    return [word.strip().replace('"', "'").replace("—", "-") for word in words]


def _changed(gone: Sequence[str], come: Sequence[str]) -> list[str]:
    """What stands in one only, each with a space before it."""
    old, new = "".join(gone).strip(), "".join(come).strip()
    return [f" [-{old}-]"] * bool(old) + [f" {{+{new}+}}"] * bool(new)


def _cut(words: Sequence[str], *, first: bool, last: bool) -> list[str]:
    """Words that both have, without the middle or far end of a long stretch."""
    head, tail = 0 if first else _KEPT, 0 if last else _KEPT
    if len(words) <= head + tail + 1:
        return list(words)
    return [*words[:head], " …", *words[len(words) - tail :]]
