"""Sections and the notes on their words, in page order; paragraphs with their numbers."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby

from postil.doc import Doc, Outline
from postil.edition import (
    Anchor,
    Anchors,
    PlacedNote,
    PlacedSection,
    Use,
)
from postil.model import Article, Note
from postil.resolving.citing import Desk, Supports, doc_supports, supports


def sections_of(desk: Desk, article: Article, anchors: Anchors) -> tuple[PlacedSection, ...]:
    """The sections in order, with their notes numbered as a reader meets them."""
    outlines = [section.doc.outline for section in article.sections]
    counts = [sum(part.numbered for part in parts) for parts in outlines]
    firsts = list(accumulate(counts, initial=1))
    ordered = groupby(_ordered_notes(article, anchors), key=lambda placed: placed[1].section)
    by_section = {section: list(placed) for section, placed in ordered}
    result, done = list[PlacedSection](), 0
    for number, section in enumerate(article.sections):
        own = by_section.get(section.id, [])
        paragraphs = paragraphs_of(outlines[number], firsts[number])
        cites, notes = _in_page_order(desk, section.doc, own, paragraphs, done)
        done += len(own)
        result.append(
            PlacedSection(
                number=number + 1,
                section=section,
                first_paragraph=firsts[number],
                notes=notes,
                cites=cites,
            )
        )
    return tuple(result)


def _ordered_notes(article: Article, anchors: Anchors) -> list[tuple[Note, Anchor]]:
    """Notes that have an anchor, in text order; on the same words the order of their files."""
    order = {section.id: number for number, section in enumerate(article.sections)}
    placed = [(note, anchors.notes[note.id]) for note in article.notes if note.id in anchors.notes]
    return sorted(placed, key=lambda p: (order[p[1].section], p[1].start, p[1].end))


def paragraphs_of(parts: Sequence[Outline], first: int) -> list[tuple[int, str]]:
    """(start, id) of each block of a section; a heading borrows the id of the next paragraph."""
    result, number = [], first
    for part in parts:
        result.append((part.start, f"p{number}"))
        number += part.numbered
    return result


def paragraph_at(paragraphs: Sequence[tuple[int, str]], offset: int) -> str:
    """Id of the paragraph in which a plain-text offset stands."""
    index = bisect_right(paragraphs, offset, key=lambda p: p[0]) - 1
    return paragraphs[max(index, 0)][1] if paragraphs else ""


def _in_page_order(
    desk: Desk,
    doc: Doc,
    own: Sequence[tuple[Note, Anchor]],
    paragraphs: Sequence[tuple[int, str]],
    done: int,
) -> tuple[tuple[Supports, ...], tuple[PlacedNote, ...]]:
    """A section's citations and notes, resolved paragraph by paragraph: text first, then notes."""
    items: list[tuple[int, int, int]] = []
    starts = {id_: n for n, (_, id_) in reversed(list(enumerate(paragraphs)))}
    items += [
        (starts.get(paragraph_at(paragraphs, c.offset), 0), 0, n) for n, c in enumerate(doc.cites)
    ]
    items += [
        (starts.get(paragraph_at(paragraphs, a.start), 0), 1, n) for n, (_, a) in enumerate(own)
    ]
    cites: dict[int, Supports] = {}
    notes: dict[int, PlacedNote] = {}
    for _, kind, number in sorted(items):
        if kind == 0:
            desk.citations += 1
            where = paragraph_at(paragraphs, doc.cites[number].offset)
            use = Use(kind="text", target=f"cite-{desk.citations}", label=where)
            cites[number] = supports(desk, doc.cites[number].refs, use)
        else:
            note, here = own[number]
            where = paragraph_at(paragraphs, here.start)
            notes[number] = _note(desk, note, here, where, done + number + 1)
    return tuple(cites[n] for n in sorted(cites)), tuple(notes[n] for n in sorted(notes))


def _note(desk: Desk, note: Note, here: Anchor, paragraph: str, number: int) -> PlacedNote:
    use = Use(kind="note", target=f"note-{note.id}", label=str(number))
    return PlacedNote(
        number=number,
        note=note,
        section=here.section,
        anchor=here,
        paragraph=paragraph,
        cites=doc_supports(desk, note.body, use),
        sources=supports(desk, note.sources, use),
        contested_by=supports(desk, note.contested_by, use),
    )
