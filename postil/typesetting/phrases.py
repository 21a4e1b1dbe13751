"""Phrases among the runs of a paragraph: which can be a link, and the elements of each."""

from bisect import bisect_left
from collections.abc import Sequence
from html import escape

from postil.typesetting.elements import attribute
from postil.typesetting.look import Span
from postil.typesetting.nesting import Run, Wrapper


def phrases(
    spans: Sequence[Span], runs: Sequence[Run], links: Sequence[Wrapper], extent: tuple[int, int]
) -> tuple[list[Wrapper], list[tuple[int, str]]]:
    """Wrappers of the phrases, and the links that stand alone: (run they follow, HTML).

    `links` are the text's own; `extent` is where the paragraph's text starts and ends.
    """
    wrappers, alone = list[Wrapper](), list[tuple[int, str]]()
    chosen = _whole_links(spans, runs, links, extent)
    for span in spans:
        first, last = inside(runs, max(span.start, extent[0]), min(span.end, extent[1]))
        if _key(span) in chosen:
            wrappers.append(_link_wrapper(span, first, last))
            continue
        here = span.start >= extent[0]
        if span.start == span.end:
            alone.append((_run_before(runs, span.start), _alone(span, with_id=True)))
            continue
        wrappers.append(_span_wrapper(span, first, last, with_id=here))
        if span.end <= extent[1]:
            alone.append((last - 1, _alone(span, with_id=False)))
    return wrappers, alone


def inside(runs: Sequence[Run], start: int, end: int) -> tuple[int, int]:
    """Range of the runs in [start, end); what takes no room counts only strictly inside."""
    first = bisect_left(runs, start, key=_start)
    while first < len(runs) and runs[first].end == start:
        first += 1
    return first, max(first, bisect_left(runs, end, key=_start))


def _start(run: Run) -> int:
    return run.start


def _whole_links(
    spans: Sequence[Span], runs: Sequence[Run], links: Sequence[Wrapper], extent: tuple[int, int]
) -> frozenset[tuple[int, int, str]]:
    """The spans that can be one link: shortest first, none inside, across or around another."""
    taken = bytearray(run.blocks_links for run in runs)
    for link in links:
        taken[link.first : link.last] = b"\1" * (link.last - link.first)
    chosen = []
    for span in sorted(spans, key=lambda s: (s.end - s.start, s.start, s.kind != "note")):
        if span.start == span.end or span.start < extent[0] or span.end > extent[1]:
            continue
        first, last = inside(runs, span.start, span.end)
        if first < last and not any(taken[first:last]):
            taken[first:last] = b"\1" * (last - first)
            chosen.append(_key(span))
    return frozenset(chosen)


def _key(span: Span) -> tuple[int, int, str]:
    """What tells spans apart; a record's own hash takes ten times as long."""
    return span.start, span.end, span.id


def _run_before(runs: Sequence[Run], offset: int) -> int:
    """The run whose text ends at or before `offset`, or -1; what takes no room comes after it."""
    number = bisect_left(runs, offset, key=_start) - 1
    while number >= 0 and runs[number].end == runs[number].start:
        number -= 1
    return number


def _data(span: Span) -> str:
    return attribute("data-standing", span.standing)


def _id(span: Span) -> str:
    """Its id, and what ties it to its note's place: templates/parts/note.html has the same."""
    return attribute("data-n", span.order or "") + attribute("id", span.id)


def _role(span: Span) -> str:
    return ' role="doc-noteref"' if span.kind == "note" else ""


def _link_wrapper(span: Span, first: int, last: int) -> Wrapper:
    number = f'<sup class="number">{escape(span.number)}</sup>' if span.number else ""
    start = (
        f'<a class="phrase {span.kind}"{_role(span)}{_data(span)}'
        f'{_id(span)} href="{escape(span.href)}">'
    )
    return Wrapper(first, last, start, start, f"{number}</a>", whole=True)


def _span_wrapper(span: Span, first: int, last: int, *, with_id: bool) -> Wrapper:
    again = f'<span class="phrase {span.kind}"{_data(span)}>'
    start = again.replace(" ", f"{_id(span)} ", 1) if with_id else again
    return Wrapper(first, last, start, again, "</span>")


def _alone(span: Span, *, with_id: bool) -> str:
    id_ = _id(span) if with_id else ""
    return (
        f'<a class="numeral {span.kind}"{_role(span)}{id_} href="{escape(span.href)}"'
        f' aria-label="{escape(span.label)}">{escape(span.number or "◦")}</a>'
    )
