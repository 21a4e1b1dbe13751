"""How far a run has come, for whoever listens. Without a listener all of this is nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
Listener = Callable[[str, int, int], object]
_listeners: list[Listener] = []


@contextmanager
def heard(listener: Listener) -> Iterator[None]:
    """Within, the listener is told what is being done, how many of it are done, and of how many."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def each(what: str, things: Sequence[T]) -> Iterable[T]:
    """The things one by one; the listener is told of each."""
    return _counted(what, things) if _listeners else things


def _counted(what: str, things: Sequence[T]) -> Iterator[T]:
    for number, thing in enumerate(things):
        say(what, number, len(things))
        yield thing


def say(what: str, done: int = 0, total: int = 0) -> None:
    """Tell what is being done, such as "printing" 12 of 40 articles; 0 of 0 where nobody counts."""
    for listener in _listeners:
        listener(what, done, total)
