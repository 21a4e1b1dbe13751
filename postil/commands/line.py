"""One line on a terminal that says how far a run has come, and is gone when it is done (edge)."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TextIO

from postil import progress

PATIENCE = 1.0  # seconds before the first word
_STEP = 0.15  # seconds between two looks
_CLEAR = "\r\x1b[K"


@contextmanager
def line(*, quiet: bool = False, stream: TextIO | None = None) -> Iterator[None]:
    """Within, what lasts more than a second is told, where somebody looks at a terminal."""
    out = stream or sys.stderr
    if quiet or not out.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    told = _Line(out)
    with progress.heard(told.hear):
        told.start()
        try:
            yield
        finally:
            told.stop()


class _Line(Thread):
    """Draws what it last heard, from a thread of its own: who tells it is not held up."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(name="line", daemon=True)
        self.out, self.ended, self.began = out, Event(), monotonic()
        self.heard: tuple[str, int, int] = ("", 0, 0)
        self.drawn = ""

    def hear(self, what: str, done: int, total: int) -> None:
        """What is being done."""
        self.heard = (what, done, total)

    def run(self) -> None:
        """Draw until the end, from the second on."""
        wait = PATIENCE
        while not self.ended.wait(wait):
            self.draw(words(*self.heard, monotonic() - self.began))
            wait = _STEP

    def draw(self, text: str) -> None:
        """Put other words in the place of those before, on no more than one line."""
        text = text[: shutil.get_terminal_size().columns - 1]
        if text != self.drawn:
            self.out.write(_CLEAR + text)
            self.out.flush()
            self.drawn = text

    def stop(self) -> None:
        """Leave no trace."""
        self.ended.set()
        self.join()
        self.draw("")


def words(what: str, done: int, total: int, seconds: float) -> str:
    """Such as: printing 312 of 1,000 · 4 s."""
    count = f" {done + 1:,} of {total:,}" if total > 1 else ""
    return f"{what or 'working'}{count} · {seconds:.0f} s"
