"""Elements over ranges of runs, which may cross → HTML, in which they nest."""

from collections.abc import Mapping, Sequence
from itertools import pairwise


class Run:
    """A piece of finished HTML with no element across its border; `end == start`: takes no room."""

    __slots__ = ("blocks_links", "end", "html", "start")

    def __init__(self, start: int, end: int, html: str, blocks_links: bool = False) -> None:
        self.start, self.end, self.html, self.blocks_links = start, end, html, blocks_links


class Wrapper:
    """An element around the runs [first, last). `whole` ones are never cut in two.

    Of one that is cut each later part begins with `reopen`.
    """

    __slots__ = ("close", "first", "last", "open", "reopen", "whole")

    def __init__(
        self, first: int, last: int, open_: str, reopen: str, close: str, whole: bool = False
    ) -> None:
        self.first, self.last, self.whole = first, last, whole
        self.open, self.reopen, self.close = open_, reopen, close


def nested(
    runs: Sequence[Run], wrappers: Sequence[Wrapper], alone: Sequence[tuple[int, str]]
) -> str:
    """HTML of all; `alone` is what stands by itself, each with the run that it follows."""
    ordered = _uncrossed(wrappers)
    return _emit(runs, ordered, _deferred(alone, [w for w in ordered if w.whole]))


def _uncrossed(wrappers: Sequence[Wrapper]) -> list[Wrapper]:
    """The same wrappers, those that cross a whole one cut at its borders; outer ones first."""
    result = []
    whole = [w for w in wrappers if w.whole and w.first < w.last]
    for wrapper in wrappers:
        result += [wrapper] if wrapper.whole else _cut(wrapper, whole)
    return sorted(
        (w for w in result if w.first < w.last), key=lambda w: (w.first, -w.last, not w.whole)
    )


def _cut(wrapper: Wrapper, whole: Sequence[Wrapper]) -> list[Wrapper]:
    first, last = wrapper.first, wrapper.last
    edges = {first, last}
    for other in whole:
        overlaps = other.first < last and first < other.last
        holds = first <= other.first and other.last <= last
        if overlaps and not holds:
            edges.update(e for e in (other.first, other.last) if first < e < last)
    if len(edges) < 3:
        return [wrapper]
    return [
        Wrapper(a, b, wrapper.open if a == first else wrapper.reopen, wrapper.reopen, wrapper.close)
        for a, b in pairwise(sorted(edges))
    ]


def _deferred(
    alone: Sequence[tuple[int, str]], whole: Sequence[Wrapper]
) -> Mapping[int, tuple[str, ...]]:
    """Links that stand alone by the run they follow, moved out of any link they would stand in."""
    placed: dict[int, tuple[str, ...]] = {}
    for run, html in alone:
        ends = [w.last - 1 for w in whole if w.first <= run < w.last - 1]
        after = max(ends, default=run)
        placed[after] = (*placed.get(after, ()), html)
    return placed


def _emit(
    runs: Sequence[Run], wrappers: Sequence[Wrapper], alone: Mapping[int, tuple[str, ...]]
) -> str:
    """One sweep over the runs; wrappers come outer first, so a stack and a queue suffice."""
    out = list(alone.get(-1, ()))
    stack: list[Wrapper] = []
    waiting = list(reversed(wrappers))
    for number, run in enumerate(runs):
        if stack:
            _close(out, stack, number)
        while waiting and waiting[-1].first <= number:
            stack.append(waiting.pop())
            out.append(stack[-1].open)
        out.append(run.html)
        if number in alone:
            _close(out, stack, number + 1)
            out += alone[number]
    _close(out, stack, len(runs))
    return "".join(out)


def _close(out: list[str], stack: list[Wrapper], number: int) -> None:
    """Close what ends before run `number`; what stood inside it and goes on is opened again."""
    ended = [depth for depth, wrapper in enumerate(stack) if wrapper.last <= number]
    if not ended:
        return
    cut = stack[ended[0] :]
    out += [wrapper.close for wrapper in reversed(cut)]
    kept = [wrapper for wrapper in cut if wrapper.last > number]
    out += [wrapper.reopen for wrapper in kept]
    stack[ended[0] :] = kept
