"""Places where a phrase may stand now: by its words, by what stood beside it, by its paragraph.

Everything is searched in folded text. Nothing is decided here; see `candidates`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from postil.folding import folded_text
from postil.model import Proven
from postil.reanchoring.candidates import LIKE, SHOWN, SIDE, Candidate, Ground, left, right, weigh
from postil.reanchoring.passages import Part
from postil.record import replace

MOST_SEARCHED = 200
"""For so many phrases of an article are nearest words looked for: that costs a look at all text."""

_MOST_HITS = 50


def gather(ground: Ground, proven: Proven, also: Iterable[Candidate] = ()) -> tuple[Candidate, ...]:
    """Every place that may be the phrase's, weighed, the likeliest first, without overlaps."""
    found: dict[tuple[str, int, int], Candidate] = {}
    for place in (*also, *_places(ground, proven)):
        key = place.part.section.id, place.start, place.end
        names = dict.fromkeys((*(found[key].found_by if key in found else ()), *place.found_by))
        found[key] = replace(place, found_by=tuple(names))
    weighed = [weigh(ground, proven, place) for place in found.values()]
    near = [c for c in weighed if c.same_words or c.edited or c.score >= SHOWN or c.likeness > LIKE]
    return tuple(_apart(sorted(near, key=lambda c: _rank(ground, c))))


def _rank(ground: Ground, c: Candidate) -> tuple[object, ...]:
    order = ground.parts.index(c.part)
    return (not c.own, c.known, -len(c.equal), -c.score, order, c.start, c.end)


def _apart(ranked: Sequence[Candidate]) -> Iterator[Candidate]:
    kept: list[Candidate] = []
    for c in ranked:
        if not any(_overlap(c, k) for k in kept):
            kept.append(c)
            yield c


def _overlap(a: Candidate, b: Candidate) -> bool:
    if a.part is not b.part:
        return False
    return (a.start < b.end and b.start < a.end) or (a.start, a.end) == (b.start, b.end)


def _places(ground: Ground, proven: Proven) -> Iterator[Candidate]:
    yield from by_words(ground, proven)
    yield from by_context(ground, proven)
    ground.searched += 1
    if proven.words and ground.searched <= MOST_SEARCHED:
        yield from by_likeness(ground, proven)


def by_words(ground: Ground, proven: Proven) -> Iterator[Candidate]:
    """Where the same words stand."""
    words, hits = folded_text(proven.words).strip(), 0
    for on in ground.parts if words else ():
        at = on.folded.text.find(words)
        while at >= 0 and hits < _MOST_HITS:
            yield from _place(on, at, at + len(words), "words")
            hits, at = hits + 1, on.folded.text.find(words, at + 1)


def by_context(ground: Ground, proven: Proven) -> Iterator[Candidate]:
    """Where the text on both sides stands, or on one, whatever is between or beside."""
    before, after = left(proven.before), right(proven.after)
    words = folded_text(proven.words)
    if not words:
        yield from _points(ground, before, after)
        return
    reach = 2 * len(words) + 200
    for on in ground.parts:
        text = on.folded.text
        for start in _starts(text, before):
            end = _end(text, start, after, reach)
            if end is None:
                end = start + _best(words, text[start : start + reach], at_start=True)
            yield from _place(on, start, end, "context")
        for end in _ends(text, after):
            begin = max(end - reach, 0)
            start = end - _best(words, text[begin:end], at_start=False)
            yield from _place(on, start, end, "context")


def _points(ground: Ground, before: str, after: str) -> Iterator[Candidate]:
    """Points behind the one and before the other."""
    for on in ground.parts:
        offsets = [*_starts(on.folded.text, before), *_ends(on.folded.text, after)]
        for offset in offsets:
            if on.folded.text[offset - 1 : offset] == " ":
                continue  # the point behind the word before it is the same
            point = on.folded.end(offset)
            if point is not None:
                yield Candidate(part=on, start=point, end=point, found_by=("context",))


def _starts(text: str, before: str) -> Iterator[int]:
    """Where words can begin: behind each `before`, or at the start if nothing stood before them."""
    if len(before) < SIDE:
        if text.startswith(before):
            yield len(before)
        return
    at = text.find(before)
    for _ in range(_MOST_HITS):
        if at < 0:
            return
        yield at + len(before)
        at = text.find(before, at + 1)


def _ends(text: str, after: str) -> Iterator[int]:
    """Where words can end: before each `after`, or at the end if nothing stood behind them."""
    if len(after) < SIDE:
        if text.endswith(after):
            yield len(text) - len(after)
        return
    at = text.find(after)
    for _ in range(_MOST_HITS):
        if at < 0:
            return
        yield at
        at = text.find(after, at + 1)


def _end(text: str, start: int, after: str, reach: int) -> int | None:
    if len(after) < SIDE:
        end = len(text) - len(after)
        return end if text.endswith(after) and start <= end <= start + reach else None
    end = text.find(after, start, start + reach + len(after))
    return end if end >= 0 else None


def _best(words: str, text: str, *, at_start: bool) -> int:
    """How much of a text, from its start or its end, is most like the words: whole words of it."""
    from rapidfuzz.fuzz import ratio

    best = (0.0, 0)
    for length in _lengths(text, at_start=at_start):
        piece = text[:length] if at_start else text[len(text) - length :]
        best = max(best, (ratio(words, piece.strip()), -length))
    return -best[1]


def _lengths(text: str, *, at_start: bool) -> Iterator[int]:
    for cut in range(1, len(text)):
        if text[cut - 1].isalnum() != text[cut].isalnum():
            yield cut if at_start else len(text) - cut
    yield len(text)


def by_likeness(ground: Ground, proven: Proven) -> Iterator[Candidate]:
    """The nearest words of the whole article, and those of the nearest paragraphs."""
    from rapidfuzz.fuzz import ratio

    words, window = folded_text(proven.words), folded_text(_same_paragraph(proven))
    nearest, alike = list[tuple[float, int, _Near]](), list[tuple[float, int, _Near]]()
    for number, on in enumerate(ground.parts):
        for low, high in _paragraphs(on):
            near = _nearest(on, words, low, high)
            if near:
                nearest.append((-near.score, number, near))
                alike.append((-ratio(window, on.folded.text[low:high]), number, near))
    for found_by, places in (("likeness", sorted(nearest)[:4]), ("paragraph", sorted(alike)[:2])):
        for _, number, near in places:
            on = ground.parts[number]
            yield from _place(on, *_fitted(on, words, near), found_by)


class _Near(NamedTuple):
    """The words of a paragraph that are most like others; `high` is the paragraph's end."""

    score: float
    start: int
    end: int
    high: int


def _nearest(on: Part, words: str, low: int, high: int) -> _Near | None:
    from rapidfuzz.fuzz import partial_ratio_alignment

    if high - low < len(words):  # it would look for the paragraph in the words
        return None
    found = partial_ratio_alignment(words, on.folded.text[low:high], score_cutoff=40)
    if found is None:
        return None
    return _Near(found.score, low + found.dest_start, low + found.dest_end, high)


def _same_paragraph(proven: Proven) -> str:
    before, after = proven.before.rpartition("\n\n")[2], proven.after.partition("\n\n")[0]
    return before + proven.words + after


def _paragraphs(on: Part) -> Iterator[tuple[int, int]]:
    """Spans of the folded text."""
    start = 0
    for text in on.plain.split("\n\n"):
        if text.strip():
            yield on.folded.at(start), on.folded.at(start + len(text))
        start += len(text) + 2


def _fitted(on: Part, words: str, near: _Near) -> tuple[int, int]:
    """The span of whole words, not far from `near`, that is most like the words sought."""
    from rapidfuzz.fuzz import ratio

    text, reach = on.folded.text, 30
    starts = _cuts(text, max(near.start - reach, 0), min(near.start + reach, near.end))
    ends = _cuts(text, max(near.end - reach, near.start + 1), min(near.end + reach, near.high) + 1)
    spans = [(start, end) for start in starts for end in ends if start < end]

    def fit(span: tuple[int, int]) -> tuple[float, int, int]:
        return ratio(words, text[span[0] : span[1]]), span[0], -span[1]

    return max(spans, key=fit, default=(near.start, near.end))


def _cuts(text: str, low: int, high: int) -> list[int]:
    return [cut for cut in range(low, high) if _boundary(text, cut)]


def _boundary(text: str, cut: int) -> bool:
    return not (0 < cut < len(text)) or not (text[cut - 1].isalnum() and text[cut].isalnum())


def _place(on: Part, start: int, end: int, found_by: str) -> Iterator[Candidate]:
    """A span of the folded text as a place, if it holds words and cuts no cluster."""
    text = on.folded.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    if start >= end:
        return
    low, high = on.folded.start(start), on.folded.end(end)
    if low is not None and high is not None:
        yield Candidate(part=on, start=low, end=high, found_by=(found_by,))
