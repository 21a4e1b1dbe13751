"""How large a picture stands on the page, and how wide its copies are, in pixels."""

COLUMN = 640
"""The widest that a column of text gets."""
_TALLEST, _NARROWEST = 720, 360
_STEPS = (360, 720)
_DENSE = 2  # pixels of a copy for each of the page's

RULES = (COLUMN, _TALLEST, _NARROWEST, _STEPS, _DENSE, 1)
"""All that the widths of copies depend on; the last counts changes of the code."""


def shown(width: int, height: int, *, scalable: bool = False) -> tuple[int, int]:
    """Width and height in CSS pixels: never enlarged, within a column and a screen.

    A very tall one keeps a legible width. A `scalable` one fills what it may.
    """
    fitting = min(COLUMN, max(_NARROWEST, _TALLEST * width // height))
    wide = fitting if scalable else min(width, fitting)
    return wide, max(1, round(height * wide / width))


def widths(width: int, height: int) -> tuple[int, ...]:
    """The widths of a picture's copies, smallest first; none is larger than the picture."""
    largest = min(width, _DENSE * shown(width, height)[0])
    return (*(step for step in _STEPS if step <= 0.8 * largest), largest)
