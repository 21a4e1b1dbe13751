"""Runs of a page → Blocks: lists, quotations, tables and emphasis keep their form, links go."""

from collections.abc import Iterator, Sequence
from itertools import count, groupby

from postil.importing.escape import cell, escape, heading
from postil.importing.manuscript import Block
from postil.importing.runs import Inside, Run, markdown
from postil.record import replace

_CELLS = frozenset({"table", "tr", "td", "th"})
_CELL_LENGTH = 200
"""A table with a longer cell than this only lays a page out: its cells are paragraphs."""


def blocks(runs: Sequence[Run]) -> tuple[Block, ...]:
    """Runs as blocks; those of one list, quotation or table are one block."""
    grouped = _grouped(run for _, group in _grouped(runs) for run in _without_layout(group))
    return tuple(_block(number, group) for number, group in enumerate((g for _, g in grouped), 1))


def _grouped(runs: Sequence[Run] | Iterator[Run]) -> list[tuple[tuple[str, int], tuple[Run, ...]]]:
    """Runs of one outermost list, quotation or table together, every other one alone."""
    alone = count(1)

    def key(run: Run) -> tuple[str, int]:
        return run.inside[0] if run.inside else ("", next(alone))

    return [(of, tuple(group)) for of, group in groupby(runs, key=key)]


def _without_layout(group: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs, out of the cells where the table only lays out."""
    if not group[0].inside or group[0].inside[0][0] != "table":
        return group
    rows = _rows(group)
    data = len(rows) > 1 and all(len(row) > 1 for row in rows)
    if data and all(len(text) <= _CELL_LENGTH for row in rows for text in row):
        return group
    return tuple(
        replace(run, inside=tuple(part for part in run.inside if part[0] not in _CELLS))
        for run in group
    )


def _block(number: int, runs: tuple[Run, ...]) -> Block:
    first, texts = runs[0], tuple(run.text for run in runs)
    if not first.inside:
        made = heading(first.text, max(first.level, 2)) if first.level else markdown(first)[0]
    elif first.inside[0][0] == "table":
        texts, made = _table(runs)
    else:
        made = "\n".join(_lines(runs))
    return Block(
        first=number,
        last=number,
        group=number,
        kind="other" if first.inside else first.kind,
        level=0 if first.inside else first.level,
        texts=texts,
        markdown=made,
    )


def _rows(runs: Sequence[Run]) -> list[list[str]]:
    """A table's texts, cell by cell; a caption, which is in no row, is no cell."""
    rows: dict[int, dict[int, str]] = {}
    for run in runs:
        numbers = [number for tag, number in run.inside if tag in ("tr", "td", "th")]
        if len(numbers) > 1:
            row = rows.setdefault(numbers[0], {})
            row[numbers[1]] = f"{row.get(numbers[1], '')} {run.text}".strip(" ")
    return [list(row.values()) for row in rows.values()]


def _table(runs: Sequence[Run]) -> tuple[tuple[str, ...], str]:
    """The texts of a table and its Markdown; the first row is its head."""
    captions = [run.text for run in runs if not any(tag == "tr" for tag, _ in run.inside)]
    rows = _rows(runs)
    width = max(map(len, rows))
    lines = ["| " + " | ".join(map(cell, row + [""] * (width - len(row)))) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    texts = (*captions, *(text for row in rows for text in row))
    return texts, "\n\n".join([*map(escape, captions), "\n".join(lines)])


def _lines(runs: Sequence[Run]) -> Iterator[str]:
    """The source lines of a list or quotation."""
    before: Inside = ()
    for run in runs:
        item = any(tag == "li" and (tag, n) not in before for tag, n in run.inside)
        if before and not item:
            yield _prefix([part for part in run.inside if part in before], run.inside).rstrip()
        yield _prefix(run.inside, before) + markdown(run)[0]
        before = run.inside


def _prefix(inside: Sequence[tuple[str, int]], before: Sequence[tuple[str, int]]) -> str:
    """What stands before a line: `>`, an item's mark where the item is new, room where not."""
    made, ordered = "", False
    for tag, number in inside:
        if tag == "blockquote":
            made += "> "
        elif tag == "li":
            mark = "1. " if ordered else "- "
            made += " " * len(mark) if (tag, number) in before else mark
        ordered = tag == "ol" if tag in ("ol", "ul") else ordered
    return made
