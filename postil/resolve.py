"""Site + anchors → Publication: ids become things, things get numbers, sources know their uses."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, groupby

from postil import dates
from postil.doc import Doc, SourceRef
from postil.edition import (
    Anchor,
    Anchors,
    CitedSource,
    Edition,
    Matter,
    PlacedEvent,
    PlacedNote,
    PlacedRival,
    PlacedSection,
    Proof,
    Publication,
    Quotation,
    Support,
    Use,
)
from postil.markdown import Outline, outline
from postil.memo import Memo, at_once
from postil.model import Article, Event, Note, Seed, Settings, Site, Source
from postil.problems import Place, Problem, closest, problem
from postil.quoted.quotations import Library, compare

Supports = tuple[Support, ...]


class _Desk:
    """What one article's resolving shares: known sources, numbers in order of first use, uses."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.numbers: dict[str, int] = {}
        self.uses: dict[str, list[Use]] = {}
        self.problems: list[Problem] = []
        self.citations = 0


def resolve(
    site: Site, anchors: Mapping[str, Anchors], memo: Memo = at_once
) -> tuple[Publication, tuple[Problem, ...]]:
    """All articles of a site; `anchors` by slug."""
    editions, problems = [], list[Problem]()
    for article in site.articles:
        edition, wrong = resolve_one(site, article, anchors[article.slug], memo)
        editions.append(edition)
        problems += wrong
    problems += _home_problems(site)
    home = site.settings.home if not _home_problems(site) else ""
    publication = Publication(
        settings=site.settings, editions=tuple(editions), home=home, seeds=site.seeds
    )
    return publication, tuple(problems)


def resolve_one(
    site: Site, article: Article, anchors: Anchors, memo: Memo = at_once
) -> tuple[Edition, tuple[Problem, ...]]:
    """One of a site's articles."""
    seeds, library = memo(_by_id, site.seeds), memo(Library, site.seeds)
    quotations = memo(compare, article, library)
    return memo(resolve_article, article, anchors, seeds, site.settings, quotations)


def _by_id(seeds: tuple[Seed, ...]) -> Mapping[str, Seed]:
    return {seed.id: seed for seed in seeds}


def _home_problems(site: Site) -> tuple[Problem, ...]:
    home, slugs = site.settings.home, [article.slug for article in site.articles]
    if not home or home in slugs:
        return ()
    place = site.settings.home_place or site.settings.place
    return (problem("home-unknown", place, f"there is no article {home}", closest(home, slugs)),)


def resolve_article(
    article: Article,
    anchors: Anchors,
    seeds: Mapping[str, Seed],
    settings: Settings,
    quotations: tuple[Quotation, ...] = (),
) -> tuple[Edition, tuple[Problem, ...]]:
    """One article, in page order, since sources are numbered by their first use on the page."""
    desk = _Desk({source.id: source for source in article.sources})
    content_note = _matter(desk, article.content_note, "the content note")
    sections = _sections(desk, article, anchors)
    notes = tuple(note for section in sections for note in section.notes)
    events = _events(desk, article, anchors, sections)
    help_, about = (
        _matter(desk, article.help, "help"),
        _matter(desk, article.about, "how it was made"),
    )
    desk.problems += _mark_problems(article, anchors) + _seed_problems(article, seeds)
    edition = Edition(
        article=article,
        language=article.language or settings.language,
        seed=seeds.get(article.annotates),
        sections=sections,
        notes=notes,
        events=events,
        retired=_retired(article),
        sources=_cited(desk, seeds),
        content_note=content_note,
        help=help_,
        about=about,
        quotations=quotations,
        proof=_proof(article, notes, events, quotations, len(desk.numbers)),
    )
    return edition, tuple(desk.problems)


# ---- Sources -------------------------------------------------------------------------------


def _supports(desk: _Desk, refs: Iterable[SourceRef], use: Use) -> Supports:
    """The sources that refs name; each gets its number at first use; unknown ones are problems."""
    found = []
    for ref in refs:
        source = desk.sources.get(ref.id)
        if source is None:
            hint = closest(ref.id, desk.sources) or "add it to sources.yaml"
            desk.problems.append(
                problem("source-unknown", ref.place, f"there is no source {ref.id}", hint)
            )
            continue
        number = desk.numbers.setdefault(source.id, len(desk.numbers) + 1)
        uses = desk.uses.setdefault(source.id, [])
        if use not in uses:
            uses.append(use)
        found.append(Support(number=number, source=source, locator=ref.locator))
    return tuple(found)


def _doc_supports(desk: _Desk, doc: Doc | None, use: Use) -> tuple[Supports, ...]:
    return tuple(_supports(desk, cite.refs, use) for cite in doc.cites) if doc else ()


def _matter(desk: _Desk, doc: Doc | None, label: str) -> Matter | None:
    if doc is None:
        return None
    target = label.replace("the ", "").replace("how it was made", "about").replace(" ", "-")
    use = Use(kind="article", target=target, label=label)
    return Matter(doc=doc, cites=_doc_supports(desk, doc, use))


def _cited(desk: _Desk, seeds: Mapping[str, Seed]) -> tuple[CitedSource, ...]:
    return tuple(
        CitedSource(
            number=number,
            source=desk.sources[id_],
            seed=seeds.get(desk.sources[id_].seed),
            uses=tuple(desk.uses[id_]),
        )
        for id_, number in desk.numbers.items()
    )


# ---- Sections and notes --------------------------------------------------------------------


def _sections(desk: _Desk, article: Article, anchors: Anchors) -> tuple[PlacedSection, ...]:
    outlines = [outline(section.doc) for section in article.sections]
    counts = [sum(part.numbered for part in parts) for parts in outlines]
    firsts = list(accumulate(counts, initial=1))
    ordered = groupby(_ordered_notes(article, anchors), key=lambda placed: placed[1].section)
    by_section = {section: list(placed) for section, placed in ordered}
    result, done = list[PlacedSection](), 0
    for number, section in enumerate(article.sections):
        own = by_section.get(section.id, [])
        paragraphs = _paragraphs(outlines[number], firsts[number])
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


def _paragraphs(parts: Sequence[Outline], first: int) -> list[tuple[int, str]]:
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
    desk: _Desk,
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
            cites[number] = _supports(desk, doc.cites[number].refs, use)
        else:
            note, here = own[number]
            where = paragraph_at(paragraphs, here.start)
            notes[number] = _note(desk, note, here, where, done + number + 1)
    return tuple(cites[n] for n in sorted(cites)), tuple(notes[n] for n in sorted(notes))


def _note(desk: _Desk, note: Note, here: Anchor, paragraph: str, number: int) -> PlacedNote:
    use = Use(kind="note", target=f"note-{note.id}", label=str(number))
    return PlacedNote(
        number=number,
        note=note,
        section=here.section,
        anchor=here,
        paragraph=paragraph,
        cites=_doc_supports(desk, note.body, use),
        sources=_supports(desk, note.sources, use),
        contested_by=_supports(desk, note.contested_by, use),
    )


# ---- Events --------------------------------------------------------------------------------


def _events(
    desk: _Desk, article: Article, anchors: Anchors, sections: Sequence[PlacedSection]
) -> tuple[PlacedEvent, ...]:
    """Events by earliest bound, then latest, then file order."""
    told = (event for event in article.events if not event.retired)
    events = sorted(told, key=lambda event: dates.sort_key(event.date))
    uncertain = _uncertain(events)
    paragraphs = {
        s.section.id: _paragraphs(outline(s.section.doc), s.first_paragraph) for s in sections
    }
    return tuple(
        _event(desk, number, event, anchors, paragraphs, uncertain[event.id])
        for number, event in enumerate(events, start=1)
    )


def _event(
    desk: _Desk,
    number: int,
    event: Event,
    anchors: Anchors,
    paragraphs: Mapping[str, Sequence[tuple[int, str]]],
    uncertain: tuple[str, ...],
) -> PlacedEvent:
    use = Use(kind="event", target=f"event-{event.id}", label=event.title)
    found = anchors.events.get(event.id, ())
    return PlacedEvent(
        number=number,
        event=event,
        anchors=tuple((a, paragraph_at(paragraphs[a.section], a.start)) for a in found),
        cites=_doc_supports(desk, event.text, use),
        sources=_supports(desk, event.sources, use),
        contested_by=_supports(desk, event.contested_by, use),
        rivals=tuple(
            PlacedRival(
                rival=rival,
                sources=_supports(desk, rival.sources, use),
                cites=_doc_supports(desk, rival.note, use),
            )
            for rival in event.rivals
        ),
        uncertain_with=uncertain,
    )


def _uncertain(events: Sequence[Event]) -> Mapping[str, tuple[str, ...]]:
    """For each event, in order, the others of which nobody can say whether they came before."""
    result: dict[str, list[str]] = {event.id: [] for event in events}
    for number, event in enumerate(events):
        for other in events[number + 1 :]:
            if (
                event.date.latest
                and other.date.earliest
                and other.date.earliest > event.date.latest
            ):
                break
            if dates.order_uncertain(event.date, other.date):
                result[event.id].append(other.id)
                result[other.id].append(event.id)
    return {id_: tuple(others) for id_, others in result.items()}


def _retired(article: Article) -> tuple[Note | Event, ...]:
    """What was withdrawn: notes, then events, each by id."""
    notes = sorted((n for n in article.notes if n.retired), key=lambda n: n.id)
    events = sorted((e for e in article.events if e.retired), key=lambda e: e.id)
    return (*notes, *events)


# ---- What points nowhere -------------------------------------------------------------------


def _mark_problems(article: Article, anchors: Anchors) -> list[Problem]:
    notes, events = {n.id: n for n in article.notes}, {e.id for e in article.events}
    problems = []
    for section in article.sections:
        for mark in section.doc.marks:
            if mark.kind == "note" and mark.id not in notes:
                hint = closest(mark.id, notes) or f"write it in notes/{mark.id}.md"
                message = f"nobody wrote the note {mark.id}"
                problems.append(problem("note-undefined", mark.place, message, hint))
            elif mark.kind == "event" and mark.id not in events:
                message = f"there is no event {mark.id}"
                hint = closest(mark.id, events) or "add it to timeline.yaml"
                problems.append(problem("event-unknown", mark.place, message, hint))
    standing = (n for n in article.notes if n.phrase is None and n.retired is None)
    unused = (n for n in standing if n.id not in anchors.notes)
    return [*problems, *map(_unused, unused)]


def _unused(note: Note) -> Problem:
    hint = f"mark its words in a section, [words][^{note.id}], or give it a phrase:"
    return problem("note-unused", note.place, f"note {note.id} stands on no words", hint)


def _seed_problems(article: Article, seeds: Mapping[str, Seed]) -> list[Problem]:
    named: list[tuple[str, Place]] = [(s.seed, s.place) for s in article.sources if s.seed]
    if article.annotates:
        named.append((article.annotates, article.annotates_place or article.place))
    return [
        problem(
            "seed-unknown",
            place,
            f"there is no seed {id_}",
            closest(id_, seeds) or f"write its record in seeds/{id_}.yaml",
        )
        for id_, place in named
        if id_ not in seeds
    ]


# ---- Counts --------------------------------------------------------------------------------


def _proof(
    article: Article,
    notes: Sequence[PlacedNote],
    events: Sequence[PlacedEvent],
    quotations: Sequence[Quotation],
    sources: int,
) -> Proof:
    return Proof(
        notes=len(notes),
        events=len(events),
        disputed_dates=sum(bool(placed.rivals) for placed in events),
        sources=sources,
        claims=sum(bool(n.note.standing) for n in notes)
        + sum(bool(e.event.standing) for e in events),
        quotations=len(quotations),
        quotations_verified=sum(q.verdict == "verified" for q in quotations),
        words=sum(len(section.doc.plain.split()) for section in article.sections),
    )
