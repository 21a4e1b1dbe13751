"""Which notes of a crowded margin show their beginning only, so that none drifts far.

The page is estimated at a width of 1280 px. Where a note would stand too far below its phrase, the
longest of those that push it are shortened, step by step, so that all keep about the same; then
each gets back what pushes none too far. So the last note before free room opens in full.
"""

from collections.abc import Mapping, Sequence

from postil.record import record

# Pixels, and letters in a line, of the text and of a note.
_LINE, _LETTERS, _BLOCK = 29, 64, 30
_NOTE_LINE, _NOTE_LETTERS, _NOTE_GAP = 22, 37, 18
_FARTHEST = (
    640  # from a phrase to its note, where that can be had: a screen with its phrase in view
)
_WINDOW = 48  # how many notes above may be shortened for the sake of one
_LEVELS = (0, 8, 5, 3, 2)  # lines of its text that a note shows, 0 for all (note.css knows these)


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
        heading = 1.2 + self.heading // _NOTE_LETTERS
        if lines:
            return int((min(heading, 2.2) + lines) * _NOTE_LINE) + _NOTE_GAP
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
    while sum(_take_back(margin, number) for number in range(len(spots))):
        pass  # a step more for each in turn, so that they grow alike
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

    def room(self, number: int) -> int:
        """The height of a note that can be shortened, 0 of any other."""
        heights, level = self.heights[number], self.levels[number]
        return heights[level] if heights[level] > heights[-1] else 0


def _make_room(margin: _Margin, number: int) -> None:
    """Shorten the longest of the notes that push this one, until it is near or none can give."""
    while margin.place(number) > _FARTHEST:
        best = max(range(_pushing(margin, number), number), key=margin.room)
        if not margin.room(best):
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


def _take_back(margin: _Margin, number: int) -> bool:
    """Show a step more of a note where that pushes none below too far off its phrase."""
    if not margin.levels[number]:
        return False
    before = list[int]()
    margin.levels[number] -= 1
    for below in range(number, len(margin.tops)):
        old = margin.ends[below]
        far = margin.place(below)
        if margin.ends[below] == old:
            break
        before.append(old)
        if below > number and far > _FARTHEST:
            margin.levels[number] += 1
            margin.ends[number : below + 1] = before
            return False
    return True
