"""A place where a phrase may stand, and what speaks for and against its being the phrase's own.

Scores only put places in an order for a reader. Whether a place is the phrase's own is decided by
what is equal: its words, its sentence, the text beside it, the sentences before and after. Every
sentence that stood in the text before, and is not the phrase's own, is a look-alike, however near.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from postil.folding import folded_text
from postil.model import Article, Lock, Proven
from postil.reanchoring.passages import Part, around, beside, counted, part
from postil.record import record

SIDE = 20
"""How many folded characters beside a phrase must be equal to tell its place."""

LIKE = 0.6
"""So much alike are words that may have become each other, if nothing else is equal."""

SHOWN = 0.5
"""Less alike than this, and no reader would look twice."""

_NEAR = 0.45  # less alike, and other words stand there now


@record
class Candidate:
    """A place: code points [start, end) of a section, and what speaks for it.

    `score` and the likeness of the words and of their `sentences` are 0 to 1. `intact`: the same
    words in a sentence of the same words; `own`: which can only be the phrase's. `known`: this
    sentence stood in the text before, so it is another one. `equal`: which are as they were of the
    text on the "left" and on the "right", of the sentences "before" and "after".
    """

    part: Part
    start: int
    end: int
    found_by: tuple[str, ...] = ()
    score: float = 0.0
    likeness: float = 0.0
    sentences: float = 0.0
    same_words: bool = False
    intact: bool = False
    own: bool = False
    known: bool = False
    equal: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The words there."""
        return self.part.plain[self.start : self.end]

    @property
    def edited(self) -> bool:
        """A sentence that is new, where something beside it or in it is as it was."""
        return not self.known and bool(self.equal)


class Ground:
    """An article's text as it is now, and what its lock knows of it as it was."""

    def __init__(self, article: Article, lock: Lock) -> None:
        self.article = article
        self.parts = tuple(part(section) for section in article.sections)
        self.by_id: Mapping[str, Part] = {one.section.id: one for one in self.parts}
        self.was = sum((counted(lines) for lines in lock.text.values()), Counter[str]())
        self.now = Counter(s.fingerprint for one in self.parts for s in one.sentences)
        self.searched = 0


# ---- One place, weighed --------------------------------------------------------------------


def weigh(ground: Ground, proven: Proven, place: Candidate) -> Candidate:
    """A place with all that speaks for and against it."""
    on, start, end = place.part, place.start, place.end
    before, after = beside(on.plain, start, end)
    equal = _equal(proven, on, start, end, before, after)
    likeness = alike(proven.words, place.words) if proven.words or place.words else 1.0
    old, new = (
        sentence(proven.before, proven.words, proven.after),
        sentence(before, place.words, after),
    )
    same_words = folded_text(proven.words) == folded_text(place.words)
    intact = same_words and _intact(proven, before, after)
    twin = _twin(ground, proven) and not {"before", "after"} & set(equal)
    sentences = alike(old, new)
    score = 0.4 * likeness + 0.2 * sentences
    score += 0.2 * alike(proven.before[-60:], before[-60:])
    score += 0.2 * alike(proven.after[:60], after[:60])
    return Candidate(
        part=on,
        start=start,
        end=end,
        found_by=place.found_by,
        score=round(score, 3),
        likeness=likeness,
        sentences=sentences,
        same_words=same_words,
        intact=intact,
        own=intact and not twin,
        known=twin if intact else _known(ground, proven, on, start, end),
        equal=equal,
    )


def _equal(
    proven: Proven, on: Part, start: int, end: int, before: str, after: str
) -> tuple[str, ...]:
    """Which of the text beside it and of the sentences around are as they were."""
    around_it, was = on.neighbours(start, end), proven.sentences or ("",)
    checks = {
        "left": (left(proven.before), left(before)),
        "right": (right(proven.after), right(after)),
        "before": (was[0], around_it[0]),
        "after": (was[-1], around_it[-1]),
    }
    return tuple(name for name, (a, b) in checks.items() if a and a == b)


def left(before: str) -> str:
    """The characters that stand right before a phrase, folded."""
    return folded_text(before[-3 * SIDE :]).rstrip()[-SIDE:]


def right(after: str) -> str:
    """The characters that stand right behind a phrase, folded."""
    return folded_text(after[: 3 * SIDE]).lstrip()[:SIDE]


def sentence(before: str, words: str, after: str) -> str:
    """The sentence that words stand in, as far as the recorded text beside them goes."""
    start, end = around(before, words, after)
    return start + words + end


def _intact(proven: Proven, before: str, after: str) -> bool:
    """True where the phrase's old sentence still stands around the same words."""
    start, end = around(proven.before, proven.words, proven.after)
    return folded_text(before).rstrip().endswith(folded_text(start).rstrip()) and folded_text(
        after
    ).lstrip().startswith(folded_text(end).lstrip())


def _twin(ground: Ground, proven: Proven) -> bool:
    """True where the phrase's own sentence stood in the old text more than once, and one went."""
    own = proven.sentences[1:-1]
    return any(ground.was[mark] > max(1, ground.now[mark]) for mark in own)


def _known(ground: Ground, proven: Proven, on: Part, start: int, end: int) -> bool:
    """True where every sentence here stood in the old text, and is not the phrase's own."""
    first, last = on.touched(start, end)
    marks = [s.fingerprint for s in on.sentences[first : last + 1]]
    if not marks or set(marks) <= set(proven.sentences[1:-1]):
        return False
    return all(ground.now[mark] <= ground.was[mark] for mark in marks)


def alike(a: str, b: str) -> float:
    """How alike two texts are, letter by letter: 0 to 1."""
    from rapidfuzz.fuzz import ratio

    return round(ratio(folded_text(a), folded_text(b)) / 100, 3)


# ---- The likeliest -------------------------------------------------------------------------


def plausible(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those that may be the phrase's own place after an edit, the likeliest first.

    A new sentence with something equal beside it, or one that is much like the old one.
    """
    return tuple(c for c in candidates if _edited(c) or _resembles(c))


def _edited(c: Candidate) -> bool:
    return c.edited and c.likeness >= (_NEAR if len(c.equal) > 1 else 0.5)


def _resembles(c: Candidate) -> bool:
    return not c.known and min(c.likeness, c.sentences) >= LIKE


def sure(c: Candidate) -> bool:
    """True where nothing but the words can have changed: the text on both sides is as it was."""
    return not c.known and {"left", "right"} <= set(c.equal)
