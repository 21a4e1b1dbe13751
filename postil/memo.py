"""Keeping what pure functions made, from run to run: only what changed is made anew.

A stage that takes a `memo` calls its pure parts through it: `memo(function, *arguments)`. `at_once`
just calls, for a run that keeps nothing. `Kept` gives back what the same function made of the same
arguments: texts, bytes, numbers and tuples are the same if they are equal, anything else only if it
is the very same object. Since the results of one call are arguments of the next, what a file's text
has not changed stays the very same all the way to its page.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Memo(Protocol):
    """Calls a pure function of immutable arguments, or gives what it made of them before."""

    def __call__(self, function: Callable[..., T], *arguments: Any) -> T:
        """The result."""


def at_once(function: Callable[..., T], *arguments: Any) -> T:
    """The memo that keeps nothing."""
    return function(*arguments)


class _Entry:
    """A result, the arguments it is of (they stay alive, and so their ids), the calls it made."""

    def __init__(self, value: Any, arguments: tuple[Any, ...], inner: list[Hashable]) -> None:
        self.value, self.arguments, self.inner = value, arguments, inner


class Kept:
    """A memo in memory, for one thread. `before` is called before each call, and may raise."""

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        self._before = before
        self._entries: dict[Hashable, _Entry] = {}
        self._used: dict[Hashable, None] = {}
        self._stack: list[list[Hashable]] = []

    def __call__(self, function: Callable[..., T], *arguments: Any) -> T:
        """Call, unless it was called so before. What it raises is not kept."""
        self._before()
        key = (function, *map(_key, arguments))
        entry = self._entries.get(key)
        if entry is None:
            self._stack.append([])
            try:
                value = function(*arguments)
            finally:
                inner = self._stack.pop()
            entry = self._entries[key] = _Entry(value, arguments, inner)
        if self._stack:
            self._stack[-1].append(key)
        else:
            self._used[key] = None
        return entry.value  # type: ignore[no-any-return]

    def forget(self) -> None:
        """Drop what was not used since the last time, by a call or within a kept one."""
        kept, waiting = dict[Hashable, _Entry](), list(self._used)
        while waiting:
            key = waiting.pop()
            if key not in kept and key in self._entries:
                kept[key] = self._entries[key]
                waiting += kept[key].inner
        self._entries, self._used = kept, {}

    def __len__(self) -> int:
        return len(self._entries)


def _key(value: Any) -> Hashable:
    """What two arguments have in common that are the same."""
    if value is None or isinstance(value, str | bytes | int):
        return value
    if isinstance(value, tuple):
        return tuple(map(_key, value))
    return _Identity(id(value))


class _Identity(int):
    """An object's id, which is never equal to a number."""

    def __eq__(self, other: object) -> bool:
        return type(other) is _Identity and int(self) == int(other)

    def __hash__(self) -> int:
        return int.__hash__(self)


def told(memo: Memo, problems: list[Any], function: Callable[..., T], *arguments: Any) -> T:
    """Call a function that takes a list of problems last; those it found are added each time."""
    made: tuple[T, tuple[Any, ...]] = memo(_told, function, *arguments)
    problems.extend(made[1])
    return made[0]


def _told(function: Callable[..., T], *arguments: Any) -> tuple[T, tuple[Any, ...]]:
    problems: list[Any] = []
    return function(*arguments, problems), tuple(problems)


def items(pairs: Iterable[tuple[str, T]]) -> tuple[tuple[str, T], ...]:
    """A mapping's items in the order of their keys: a mapping as an argument."""
    return tuple(sorted(pairs, key=lambda pair: pair[0]))
