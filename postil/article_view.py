"""Edition → ArticlePage: everything on an article's page, worked out so that the template only prints."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from markupsafe import Markup, escape

from postil import dates, markdown, references, routes, views, wording
from postil.assets import named_by_hash
from postil.crowding import Spot, crowded
from postil.dates import Edtf
from postil.model import (
    Doc,
    Edition,
    Event,
    Matter,
    Note,
    PlacedEvent,
    PlacedNote,
    PlacedSection,
    Publication,
    Retired,
    Settings,
    Support,
    Use,
)
from postil.record import record
from postil.strip import strip
from postil.urls import allowed

Cites = Sequence[Sequence[Support]]
_USES = (
    ("text", "paragraph", "paragraphs"),
    ("note", "note", "notes"),
    ("event", "the timeline:", "the timeline:"),
    ("article", "", ""),
)


@record
class Desk:
    """What the parts of one page share; `links` are published addresses by what authors write."""

    edition: Edition
    settings: Settings
    formatter: references.Formatter
    links: Mapping[str, str]
    address: str

    @property
    def language(self) -> str:
        """The edition's own."""
        return self.edition.language


def desk(edition: Edition, publication: Publication) -> Desk:
    """Prepare an edition of a publication."""
    settings, slug = publication.settings, edition.article.slug
    path = routes.article_path(slug, publication.home)
    slugs = [other.article.slug for other in publication.editions]
    sources = [cited.source for cited in edition.sources]
    return Desk(
        edition=edition,
        settings=settings,
        formatter=references.formatter(sources, settings.citations, edition.language),
        links={
            **routes.article_links(edition.article, slugs, publication.home),
            **_image_links(edition, path),
        },
        address=routes.address(settings.url, path),
    )


def _image_links(edition: Edition, page: str) -> Mapping[str, str]:
    """How authors write a picture's address, from a section or a note, and where it is published."""
    links: dict[str, str] = {}
    for image in edition.article.images:
        file = f"{edition.article.slug}/{named_by_hash(image.path, image.content)}"
        published = routes.leading(page, file)
        links |= {before + image.path: published for before in ("", "./", "../")}
    return links


def article_page(edition: Edition, publication: Publication) -> views.ArticlePage:
    """The page of one of a publication's articles."""
    d = desk(edition, publication)
    article, language = edition.article, edition.language
    shortened = crowded(_spots(edition))
    parts = sections(d, {n.note.id: note(d, n, shortened) for n in edition.notes})
    return views.ArticlePage(
        standfirst=article.standfirst,
        annotates=annotated(d),
        authors=tuple(name.text for name in article.authors),
        published=date(article.published, language) if article.published else None,
        updated=date(article.updated, language) if article.updated else None,
        reading_time=wording.reading_time(edition.proof.words),
        content_note=matter(d, edition.content_note),
        help=matter(d, edition.help),
        about=matter(d, edition.about),
        made=made(d),
        proof=wording.proof_line(edition.proof),
        sections=parts,
        notes=tuple(n for section in parts for block in section.blocks for n in block.notes),
        standings=wording.standings(d.settings.theme),
        filters=filters(d),
        events=events(d),
        strip=strip(edition.events, right_to_left=wording.direction(language) == "rtl"),
        retired=tuple(retired(d, r, r.retired) for r in edition.retired if r.retired),
        sources=sources(d),
        corrections=corrections(d),
        citing=citing(d),
        licences=licences(d),
    )


# ---- Small things --------------------------------------------------------------------------


def date(edtf: Edtf, language: str) -> views.Date:
    """A date for the page: in words, as typed, and for machines where HTML has a form for it."""
    words = dates.words(edtf, language)
    year = year_of(edtf)
    short = "" if words == year else words.removesuffix(f" {year}")
    typed = "" if edtf.text == words else edtf.text
    return views.Date(words=words, short=short, edtf=typed, machine=dates.html_datetime(edtf) or "")


def year_of(edtf: Edtf) -> str:
    """The year that a date begins in, or ""."""
    day = edtf.earliest or edtf.latest
    return str(day[0]) if day else ""


def language_attributes(language: str, around: str) -> Markup:
    """` lang="fr" dir="ltr"` where a text's language is not that of its surroundings."""
    if not language or language == around:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, wording.direction(language))


def support(d: Desk, item: Support) -> views.Support:
    """A source as a note or an event names it."""
    label = d.formatter.label(item.source)
    numbered = d.formatter.style == "numbered"
    return views.Support(
        label=f"[{item.number}] {label}" if numbered else label,
        short=str(item.number) if numbered else label,
        href=f"#source-{item.source.id}",
        locator=item.locator,
    )


def supports(d: Desk, items: Sequence[Support]) -> tuple[views.Support, ...]:
    """Several sources."""
    return tuple(support(d, item) for item in items)


def cites(d: Desk, found: Cites, first: int = 0) -> tuple[str, ...]:
    """HTML for each citation of a text; with `first`, ids cite-<first>, cite-<first+1> …"""
    return tuple(
        _cite(d, group, f' id="cite-{first + n}"' if first else "") for n, group in enumerate(found)
    )


def _cite(d: Desk, group: Sequence[Support], id_: str) -> str:
    numbered = d.formatter.style == "numbered"
    before, after, between = ("[", "]", "") if numbered else ("", "", "; ")
    links = [
        f'<a class="cite" role="doc-biblioref"{id_ if n == 0 else ""} href="#source-{escape(s.source.id)}">'
        f"{before}{escape(d.formatter.mark(s))}{after}</a>"
        for n, s in enumerate(group)
    ]
    joined = between.join(links)
    return joined if numbered or not links else f" ({joined})"


def body(d: Desk, doc: Doc | None, found: Cites) -> Markup:
    """The HTML of a text that stands beside the article's own."""
    if doc is None:
        return Markup()
    made = markdown.blocks(doc, cites=cites(d, found), links=d.links, heading=4)
    return Markup("".join(block.html for block in made))  # noqa: S704 - made by us, escaped there


def matter(d: Desk, item: Matter | None) -> Markup:
    """The HTML of the content note, the help, or how the article was made."""
    return body(d, item.doc, item.cites) if item else Markup()


# ---- The text and its notes ----------------------------------------------------------------


def _spots(edition: Edition) -> list[Spot]:
    """Every note's place in the text and its length, in letters of plain text."""
    result, letters, blocks = [], 0, 0
    for section in edition.sections:
        plain = section.section.doc.plain
        for placed in section.notes:
            start = placed.anchor.start
            above = blocks + 3 + plain.count("\n\n", 0, start)
            result.append(_spot(placed, letters + start, above))
        letters += len(plain)
        blocks += 3 + plain.count("\n\n")
    return result


def _spot(placed: PlacedNote, offset: int, blocks: int) -> Spot:
    note = placed.note
    sources = (*placed.sources, *placed.contested_by)
    return Spot(
        id=note.id,
        offset=offset,
        blocks=blocks,
        heading=len(note.title) + len(note.standing) + len(note.by) + 4,
        letters=len(note.body.plain),
        breaks=note.body.plain.count("\n") + 1,
        sources=sum(len(s.source.container_title or s.source.title[:40]) + 12 for s in sources),
    )


def note(d: Desk, placed: PlacedNote, shortened: Mapping[str, int]) -> views.Note:
    """A note, ready to print."""
    item, words = placed.note, _short(placed.anchor.words)
    where = f"paragraph {placed.paragraph.removeprefix('p')}"
    return views.Note(
        id=f"note-{item.id}",
        number=placed.number,
        title=item.title,
        kind=item.kind,
        kind_word=wording.KINDS[item.kind],
        standing=item.standing,
        standing_word=wording.standing_word(item.standing, d.settings.theme),
        by=item.by,
        phrase=words,
        where=where,
        body=body(d, item.body, placed.cites),
        sources=supports(d, placed.sources),
        sources_word="Source" if len(placed.sources) == 1 else "Sources",
        contested_by=supports(d, placed.contested_by),
        as_of=date(item.as_of, d.language) if item.as_of else None,
        back=f"ref-{item.id}",
        lines=shortened.get(item.id, 0),
        attributes=language_attributes(item.language, d.language),
    )


def _short(words: str, limit: int = 90) -> str:
    """The words on one line; the middle of a long phrase gives way."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    half = limit // 2
    return f"{line[:half].rsplit(' ', 1)[0]} … {line[-half:].split(' ', 1)[-1]}"


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
    made = markdown.blocks(
        section.doc,
        spans=_spans(d, placed),
        cites=cites(d, placed.cites, cited),
        first_paragraph=placed.first_paragraph,
        links=d.links,
    )
    return views.Section(
        id=section.id,
        number=placed.number,
        title=section.title,
        blocks=_blocks(made, placed.notes, notes),
        attributes=language_attributes(section.language, d.language),
    )


def _spans(d: Desk, placed: PlacedSection) -> list[markdown.Span]:
    own = [_note_span(item) for item in placed.notes]
    return own + [span for event in d.edition.events for span in _event_spans(event, placed)]


def _note_span(placed: PlacedNote) -> markdown.Span:
    words = _short(placed.anchor.words)
    return markdown.Span(
        start=placed.anchor.start,
        end=placed.anchor.end,
        kind="note",
        id=f"ref-{placed.note.id}",
        href=f"#note-{placed.note.id}",
        number=str(placed.number),
        label=f"Note {placed.number}, on “{words}”" if words else f"Note {placed.number}",
        standing=placed.note.standing,
    )


def _event_spans(placed: PlacedEvent, section: PlacedSection) -> list[markdown.Span]:
    return [
        markdown.Span(
            start=anchor.start,
            end=anchor.end,
            kind="event",
            id=tell_id(placed, number),
            href=f"#event-{placed.event.id}",
            number="",
            label=f"In the timeline: {placed.event.title}",
            standing=placed.event.standing,
        )
        for number, (anchor, _) in enumerate(placed.anchors, start=1)
        if anchor.section == section.section.id
    ]


def tell_id(placed: PlacedEvent, number: int) -> str:
    """The id of the words that tell an event: tell-arrests, then tell-arrests-2 …"""
    return f"tell-{placed.event.id}" + (f"-{number}" if number > 1 else "")


def _blocks(
    made: Sequence[markdown.Block], placed: Sequence[PlacedNote], notes: Mapping[str, views.Note]
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


def _with_pin(block: markdown.Block) -> Markup:
    """The block's HTML with a link to itself at its end: a reader's way to cite a paragraph."""
    cut = max(block.html.rfind("</p>"), block.html.rfind("</li>"))
    if not block.id or cut < 0:
        return Markup(block.html.rstrip())  # noqa: S704 - made by us
    pin = f'<a class="pin" href="#{block.id}">¶{block.id[1:]}</a>'
    return Markup((block.html[:cut] + pin + block.html[cut:]).rstrip())  # noqa: S704 - made by us


# ---- Events --------------------------------------------------------------------------------


def events(d: Desk) -> tuple[views.Event, ...]:
    """The timeline in order."""
    titles = {placed.event.id: placed.event.title for placed in d.edition.events}
    result, before = [], ""
    for placed in d.edition.events:
        year = year_of(placed.event.date)
        result.append(_event(d, placed, year if year != before else "", titles))
        before = year
    return tuple(result)


def _event(d: Desk, placed: PlacedEvent, year: str, titles: Mapping[str, str]) -> views.Event:
    event = placed.event
    tells = tuple(
        views.Link(text=_short(anchor.words) or paragraph, href=f"#{tell_id(placed, number)}")
        for number, (anchor, paragraph) in enumerate(placed.anchors, start=1)
    )
    return views.Event(
        id=f"event-{event.id}",
        date=date(event.date, d.language),
        year=year,
        title=event.title,
        text=body(d, event.text, placed.cites),
        standing=event.standing,
        standing_word=wording.standing_word(event.standing, d.settings.theme),
        by=event.by,
        people=event.people,
        where=event.where,
        sources=supports(d, placed.sources),
        sources_word="Source" if len(placed.sources) == 1 else "Sources",
        contested_by=supports(d, placed.contested_by),
        rivals=tuple(
            views.Rival(
                date=date(r.rival.date, d.language),
                by=r.rival.by,
                note=body(d, r.rival.note, r.cites),
                sources=supports(d, r.sources),
            )
            for r in placed.rivals
        ),
        uncertain_with=tuple(
            views.Link(text=titles[other], href=f"#event-{other}")
            for other in placed.uncertain_with
        ),
        reading=tells[0].href if tells else f"#event-{event.id}",
        tells=tells,
    )


def retired(d: Desk, item: Note | Event, said: Retired) -> views.Retired:
    """What stands at the address of a note or an event that was withdrawn."""
    what: Literal["note", "event"] = "note" if isinstance(item, Note) else "event"
    return views.Retired(
        id=f"{what}-{item.id}",
        what=what,
        title=item.title,
        phrase=_short(item.phrase.exact) if item.phrase else "",
        date=date(said.date, d.language),
        reason=said.reason,
    )


# ---- What follows --------------------------------------------------------------------------


def filters(d: Desk) -> tuple[views.Choice, ...]:
    """Ways to look at the ledger: all, by standing, by kind; none where there is nothing to part."""
    notes = [placed.note for placed in d.edition.notes]
    standings, kinds = Counter(n.standing for n in notes), Counter(n.kind for n in notes)
    groups = [(s.name, s.word, standings[s.name]) for s in wording.standings(d.settings.theme)]
    groups += [(name, word, kinds[name]) for name, word in wording.KINDS.items()]
    shown = [g for g in groups if 0 < g[2] < len(notes)]
    if not shown:
        return ()
    everything = views.Choice(name="all", text=f"All {len(notes)}")
    return (everything, *(views.Choice(name=n, text=f"{word} {c}") for n, word, c in shown))


def sources(d: Desk) -> tuple[views.Source, ...]:
    """The source list."""
    return tuple(
        views.Source(
            id=f"source-{cited.source.id}",
            number=cited.number,
            html=d.formatter.entry(cited.source),
            uses=_uses(cited.uses),
        )
        for cited in d.edition.sources
    )


def _uses(uses: Sequence[Use]) -> tuple[views.Uses, ...]:
    """Grouped by kind, in this order; several citations of one paragraph count once."""
    groups = []
    for kind, one, many in _USES:
        found = {_use_name(u): u.target for u in reversed(uses) if u.kind == kind}
        links = tuple(views.Link(text=t, href=f"#{href}") for t, href in reversed(found.items()))
        if links:
            groups.append(views.Uses(word=one if len(links) == 1 else many, links=links))
    return tuple(groups)


def _use_name(use: Use) -> str:
    return use.label.removeprefix("p") if use.kind == "text" else use.label


def annotated(d: Desk) -> views.Annotated | None:
    """The text that the article is about."""
    seed = d.edition.seed
    if seed is None:
        return None
    return views.Annotated(
        title=seed.title,
        href=seed.url if allowed(seed.url) else "",
        authors=_and(name.text for name in seed.authors),
        publisher=seed.publisher,
        date=date(seed.published, d.language) if seed.published else None,
    )


def _and(names: object) -> str:
    words = [str(name) for name in names]  # type: ignore[attr-defined]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def corrections(d: Desk) -> tuple[views.Correction, ...]:
    """Newest first, as the author wrote them."""
    names = {placed.note.id: f"note {placed.number}" for placed in d.edition.notes}
    names |= {r.id: f"withdrawn note {r.id}" for r in d.edition.retired if isinstance(r, Note)}
    return tuple(
        views.Correction(
            date=date(c.date, d.language),
            kind=c.kind.capitalize(),
            text=c.text,
            was=c.was,
            now=c.now,
            notes=tuple(
                views.Link(text=names[id_], href=f"#note-{id_}") for id_ in c.notes if id_ in names
            ),
        )
        for c in d.edition.article.corrections
    )


def citing(d: Desk) -> tuple[views.Pair, ...]:
    """How to cite the page, a paragraph, a note."""
    article = d.edition.article
    who = _and(name.text for name in article.authors)
    when = article.updated or article.published
    version = f"version of {dates.words(when, d.language)}" if when else ""
    parts = (f"“{article.title}”", d.settings.title, version, d.address)
    page = f"{who}, " * bool(who) + ", ".join(part for part in parts if part)
    ways = [views.Pair(what="This page", how=page)]
    ways.append(views.Pair(what="A paragraph", how=f"{page}{'#p1' * bool(d.address)}, para. 1"))
    if d.edition.notes:
        first = d.edition.notes[0]
        fragment = f"#note-{first.note.id}" if d.address else ""
        pinpoint = f"{page}{fragment}, note {first.number}"
        ways.append(views.Pair(what="A note", how=pinpoint))
    return tuple(ways)


def licences(d: Desk) -> tuple[views.Pair, ...]:
    """What others may do, for text, notes and code apart."""
    licence = d.edition.article.licence
    named = (("Text", licence.text), ("Notes", licence.notes), ("Code", licence.code))
    pairs = [views.Pair(what=what, how=how) for what, how in named if how]
    seed = d.edition.seed
    if seed and seed.rights:
        pairs.append(views.Pair(what="The annotated text", how=seed.rights))
    return tuple(pairs)


def made(d: Desk) -> str:
    """How the page was made, in a sentence or three that hold for every article."""
    proof = d.edition.proof
    told = [
        "When this page was built, every note was found at its exact words, and every claim and date "
        "was held to the sources that its standing asks for."
    ] * bool(proof.notes or proof.events)
    if proof.quotations_verified:
        done = f"{proof.quotations_verified} of {wording.count(proof.quotations, 'quotation')}"
        told.append(f"{done} were compared, letter by letter, with the text they are taken from.")
    return " ".join(told)
