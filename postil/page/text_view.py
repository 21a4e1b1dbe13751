"""The text as a page shows it: sections of blocks, each with the notes on its words."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from postil import blocks, dates, views
from postil.desk import (
    Desk,
    body,
    cites,
    date,
    language_attributes,
    one_line,
    shown,
    supports,
    tell_id,
)
from postil.doc import Doc
from postil.edition import Edition, PlacedEvent, PlacedNote, PlacedSection
from postil.model import Article
from postil.page import wording
from postil.page.crowding import Spot
from postil.page.pictures import Pictures, by_target, lines_of_pictures
from postil.typesetting.look import Framed, Span
from postil.wordings.chosen import Wording


def all_notes(d: Desk, shortened: Mapping[str, int]) -> Mapping[str, views.Note]:
    """The notes by their author's ids, in page order; `shortened`: lines shown, by id."""
    return {
        placed.note.id: _note(d, placed, order, shortened)
        for section in d.edition.sections
        for order, placed in enumerate(section.notes, start=1)
    }


def _note(d: Desk, placed: PlacedNote, order: int, shortened: Mapping[str, int]) -> views.Note:
    """A note, ready to print; the `order`th of its section."""
    item, words = placed.note, one_line(placed.anchor.words)
    where = d.wording.show("paragraph", n=placed.paragraph.removeprefix("p"))
    return views.Note(
        id=f"note-{item.id}",
        number=placed.number,
        title=item.title,
        kind=item.kind,
        kind_word=d.wording.show(f"kind_{item.kind}"),
        standing=item.standing,
        standing_word=wording.standing_word(item.standing, d.wording),
        by=item.by,
        phrase=words,
        where=where,
        body=body(d, item.body, placed.cites, "note"),
        sources=supports(d, placed.sources),
        sources_word=d.wording.show_count("source_label", len(placed.sources)),
        contested_by=supports(d, placed.contested_by),
        as_of=date(item.as_of, d.language) if item.as_of else None,
        back=f"ref-{item.id}",
        order=order,
        corrected=_corrected(d, item.id),
        lines=shortened.get(item.id, 0),
        attributes=language_attributes(item.language, d.language),
    )


def _corrected(d: Desk, note_id: str) -> views.Date | None:
    """When a note was last corrected."""
    days = [c.date for c in d.edition.article.corrections if note_id in c.notes]
    return date(max(days, key=dates.sort_key), d.language) if days else None


def sections(d: Desk, notes: Mapping[str, views.Note]) -> tuple[views.Section, ...]:
    """The text, each block followed by the notes on words that end in it."""
    result, cited = [], 1
    for placed in d.edition.sections:
        result.append(_section(d, placed, notes, cited))
        cited += len(placed.cites)
    return tuple(result)


def _section(
    d: Desk, placed: PlacedSection, notes: Mapping[str, views.Note], cited: int
) -> views.Section:
    section = placed.section
    spans = tuple(tuple(vars(span).items()) for span in _spans(d, placed))
    cited_as, links = cites(d, placed.cites, cited), tuple(d.links.items())
    heading, first = 3 if section.title else 2, placed.first_paragraph
    images = shown(d, section.doc, "first" if placed.number == 1 else "text")
    made = d.memo(_made, section.doc, spans, cited_as, first, links, images, heading, d.figure)
    return views.Section(
        id=section.id,
        number=placed.number,
        title=section.title,
        blocks=_blocks(made, placed.notes, notes),
        attributes=language_attributes(section.language, d.language),
    )


_ENDS = ("</p>", "</li>", "</figcaption>")
_Items = tuple[tuple[str, Any], ...]


def _made(  # noqa: PLR0913, PLR0917 - all that a section's HTML is made of
    doc: Doc,
    spans: tuple[_Items, ...],
    cited: tuple[str, ...],
    first: int,
    links: _Items,
    images: Pictures,
    heading: int,
    figure: Framed | None,
) -> tuple[blocks.Block, ...]:
    """A section's HTML. All but its text is given by value, so that a memo knows it again."""
    return blocks.blocks(
        doc,
        spans=[Span(**dict(span)) for span in spans],
        cites=cited,
        first_paragraph=first,
        links=dict(links),
        pictures=by_target(images),
        heading=heading,
        figure=figure,
    )


def _spans(d: Desk, placed: PlacedSection) -> list[Span]:
    own = [_note_span(d.wording, item, order) for order, item in enumerate(placed.notes, start=1)]
    told = [_event_spans(d.wording, event, placed) for event in d.edition.events]
    return own + [span for spans in told for span in spans]


def _note_span(w: Wording, placed: PlacedNote, order: int) -> Span:
    words, number = one_line(placed.anchor.words), placed.number
    label = w.say("note_mark_on", n=number, phrase=words) if words else w.say("note_mark", n=number)
    return Span(
        start=placed.anchor.start,
        end=placed.anchor.end,
        kind="note",
        id=f"ref-{placed.note.id}",
        href=f"#note-{placed.note.id}",
        number=str(placed.number),
        label=label,
        standing=placed.note.standing,
        order=order,
    )


def _event_spans(w: Wording, placed: PlacedEvent, section: PlacedSection) -> list[Span]:
    return [
        Span(
            start=anchor.start,
            end=anchor.end,
            kind="event",
            id=tell_id(placed, number),
            href=f"#event-{placed.event.id}",
            number="",
            label=w.say("event_mark", title=placed.event.title),
            standing=placed.event.standing,
        )
        for number, (anchor, _) in enumerate(placed.anchors, start=1)
        if anchor.section == section.section.id
    ]


def _blocks(
    made: Sequence[blocks.Block], placed: Sequence[PlacedNote], notes: Mapping[str, views.Note]
) -> tuple[views.Block, ...]:
    """Each note goes after the first block that its words end in; the rest after the last."""
    result, left = [], list(placed)
    for number, block in enumerate(made):
        last = number == len(made) - 1
        here = [n for n in left if last or n.anchor.end <= block.end]
        left = [n for n in left if n not in here]
        views_here = tuple(notes[n.note.id] for n in here)
        result.append(views.Block(html=_with_pin(block), notes=views_here))
    return tuple(result)


def _with_pin(block: blocks.Block) -> Markup:
    """The block's HTML with a link to itself at its end: a reader's way to cite a paragraph."""
    cut = max(block.html.rfind(end) for end in _ENDS)
    cut -= len("</small>") if block.html.endswith("</small>", 0, max(cut, 0)) else 0
    if not block.id or cut < 0:
        return Markup(block.html.rstrip())  # noqa: S704 - made by us
    pin = f'<a class="pin" href="#{block.id}">¶{block.id[1:]}</a>'
    return Markup((block.html[:cut] + pin + block.html[cut:]).rstrip())  # noqa: S704 - made by us


def spots(edition: Edition) -> list[Spot]:
    """Every note's place in the text and its length, in letters of plain text."""
    result, letters, blocks = [], 0, 0
    for section in edition.sections:
        plain = section.section.doc.plain
        for placed in section.notes:
            start = placed.anchor.start
            above = blocks + 3 + plain.count("\n\n", 0, start)
            result.append(_spot(edition.article, placed, letters + start, above))
        letters += len(plain)
        blocks += 3 + plain.count("\n\n")
    return result


def _spot(article: Article, placed: PlacedNote, offset: int, blocks: int) -> Spot:
    note = placed.note
    sources = (*placed.sources, *placed.contested_by)
    return Spot(
        id=note.id,
        offset=offset,
        blocks=blocks,
        heading=len(note.title) + len(note.standing) + len(note.by) + 4,
        letters=len(note.body.plain),
        breaks=note.body.plain.count("\n") + 1 + lines_of_pictures(article, note.body),
        sources=sum(len(s.source.container_title or s.source.title[:40]) + 12 for s in sources),
    )
