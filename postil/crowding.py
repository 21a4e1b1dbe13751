"""Which notes of a crowded margin show their beginning only, so that none drifts far.

The page is estimated at a width of 1280 px. Notes that give most room are shortened first, where a
note would stand too far below its phrase; what proves needless in the end is taken back.
"""

from collections.abc import Mapping, Sequence

from postil.record import record

# Pixels, and letters in a line, of the text and of a note.
_LINE, _LETTERS, _BLOCK = 29, 64, 30
_NOTE_LINE, _NOTE_LETTERS, _NOTE_GAP = 22, 37, 18
_FARTHEST = 480  # from a phrase to its note, where that can be had
_WINDOW = 48  # how many notes above may be shortened for the sake of one
_LEVELS = (0, 3, 1)  # lines of its text that a note shows: all, three, one


@record
class Spot:
    """A note in the making: letters and blocks of the text before its phrase; letters of its
    heading, its text and its sources; blocks of its text.
    """

    id: str
    offset: int
    blocks: int
    heading: int
    letters: int
    breaks: int
    sources: int

    @property
    def top(self) -> int:
        """Where its phrase stands, in pixels from the start of the text."""
        return self.offset * _LINE // _LETTERS + self.blocks * _BLOCK

    def height(self, lines: int) -> int:
        """How much of the margin it takes with so many lines of its text; 0: with all of it."""
        heading = 1 + self.heading // _NOTE_LETTERS
        if lines:
            more = 1.4 if lines > 1 else 0
            return int((heading + lines + more) * _NOTE_LINE) + _NOTE_GAP
        text = self.letters / _NOTE_LETTERS + self.breaks * 0.75
        return int((heading + text + self.sources / _NOTE_LETTERS) * _NOTE_LINE) + _NOTE_GAP


def crowded(spots: Sequence[Spot]) -> Mapping[str, int]:
    """The notes to shorten, by id, each with the lines of text that it shows."""
    heights = [_heights(spot) for spot in spots]
    margin = _Margin(
        tops=[spot.top for spot in spots],
        heights=heights,
        levels=[0] * len(spots),
        ends=[0] * len(spots),
    )
    for number in range(len(spots)):
        _make_room(margin, number)
    for number in sorted(range(len(spots)), key=lambda n: heights[n][0]):
        _take_back(margin, number)
    chosen = zip(spots, margin.levels, strict=True)
    return {spot.id: _LEVELS[level] for spot, level in chosen if level}


def _heights(spot: Spot) -> tuple[int, ...]:
    """Its height in full and shortened; a way to shorten that gives no room counts as the last."""
    full = spot.height(0)
    return (full, *(min(full, spot.height(lines)) for lines in _LEVELS[1:]))


@record
class _Margin:
    """The notes from top to bottom: where each phrase is, how each note shows, where each ends."""

    tops: Sequence[int]
    heights: Sequence[tuple[int, ...]]
    levels: list[int]
    ends: list[int]

    def place(self, number: int) -> int:
        """Put a note below its phrase and the note above; returns how far off its phrase it is."""
        start = max(self.tops[number], self.ends[number - 1] if number else 0)
        self.ends[number] = start + self.heights[number][self.levels[number]]
        return start - self.tops[number]

    def saving(self, number: int) -> int:
        """How much room the next way to shorten a note gives."""
        level = self.levels[number]
        if level + 1 == len(_LEVELS):
            return 0
        return self.heights[number][level] - self.heights[number][level + 1]


def _make_room(margin: _Margin, number: int) -> None:
    """Shorten notes that push this one, until it is near its phrase or none can give room."""
    while margin.place(number) > _FARTHEST:
        first = _pushing(margin, number)
        best = max(range(first, number), key=margin.saving)
        if margin.saving(best) <= 0:
            return
        margin.levels[best] += 1
        for below in range(best, number):
            margin.place(below)


def _pushing(margin: _Margin, number: int) -> int:
    """The first of the notes that stand close above this one, each pushed by the one before."""
    first = number - 1
    while first > max(0, number - _WINDOW) and margin.ends[first - 1] > margin.tops[first]:
        first -= 1
    return first


def _take_back(margin: _Margin, number: int) -> None:
    """Show more of a note where that pushes none below too far, nor one that is far further."""
    last = min(len(margin.tops), number + _WINDOW)
    before = [margin.place(below) for below in range(number, last)]
    while margin.levels[number]:
        margin.levels[number] -= 1
        after = [margin.place(below) for below in range(number, last)]
        if any(a > max(b, _FARTHEST) for a, b in zip(after, before, strict=True)):
            margin.levels[number] += 1
            break
    for below in range(number, last):
        margin.place(below)
