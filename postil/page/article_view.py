"""Edition → ArticlePage: all that stands on an article's page, so that the template only prints."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from postil import dates, views
from postil.desk import Desk, date, matter, prepared
from postil.directions import direction
from postil.edition import Edition, Publication, Use
from postil.memo import Memo, at_once
from postil.model import KINDS, Note, Source
from postil.page import citations, wording
from postil.page.crowding import crowded
from postil.page.references import Formatter
from postil.page.strip import strip
from postil.page.text_view import all_notes, sections, spots
from postil.page.timeline_view import events, retired
from postil.typesetting.look import Framed
from postil.urls import allowed

_CITE_FILES = ("cite.bib", "cite.json")
_USES = ("text", "note", "event", "article")  # in this order; of the last nothing is said


def article_page(
    edition: Edition,
    publication: Publication,
    memo: Memo = at_once,
    figure: Framed | None = None,
) -> views.ArticlePage:
    """The page of one of a publication's articles; `figure` sets a figure in a site's own way."""
    d = prepared(edition, publication, memo, figure)
    article, language = edition.article, edition.language
    shortened = crowded(spots(edition))
    told = list(zip(article.corrections, corrections(d), strict=True))
    parts = sections(d, all_notes(d, shortened))
    drawn = strip(
        edition.events,
        d.wording,
        right_to_left=direction(language) == "rtl",
        own=edition.seed.published if edition.seed else None,
    )
    return views.ArticlePage(
        standfirst=article.standfirst,
        annotates=annotated(d),
        authors=tuple(name.text for name in article.authors),
        published=date(article.published, language) if article.published else None,
        updated=date(article.updated, language) if article.updated else None,
        reading_time=wording.reading_time(edition.proof.words, d.wording),
        correction=max(told, key=lambda pair: dates.sort_key(pair[0].date))[1] if told else None,
        content_note=matter(d, edition.content_note),
        help=matter(d, edition.help),
        about=matter(d, edition.about),
        made=made(d),
        proof=wording.proof_line(edition.proof, d.wording),
        sections=parts,
        notes=tuple(n for section in parts for block in section.blocks for n in block.notes),
        standings=wording.standings(d.wording),
        filters=filters(d),
        claimants=claimants(d),
        events=events(d, drawn),
        strip=drawn,
        retired=tuple(retired(d, r, r.retired) for r in edition.retired if r.retired),
        sources=sources(d),
        corrections=tuple(view for _, view in told),
        citing=citing(d),
        licences=licences(d),
    )


def filters(d: Desk) -> tuple[views.Choice, ...]:
    """Ways to look at the ledger: all, by standing, by kind; none where nothing differs."""
    notes = [placed.note for placed in d.edition.notes]
    standings, kinds = Counter(n.standing for n in notes), Counter(n.kind for n in notes)
    show, total = d.wording.show, len(notes)
    by_standing = [(s.name, s.word, standings[s.name]) for s in wording.standings(d.wording)]
    by_kind = [(name, show(f"kind_{name}"), kinds[name]) for name in KINDS]
    shown = (
        *_choices(show("standing"), by_standing, total),
        *_choices(show("kind"), by_kind, total),
    )
    everything = views.Choice(name="all", text=show("all", n=total), heading=show("show"))
    return (everything, *shown) if shown else ()


def _choices(
    heading: str, counted: Sequence[tuple[str, str, int]], total: int
) -> Iterator[views.Choice]:
    """Of names with their words and counts, those that show some of all, but not all."""
    for name, word, count in counted:
        if 0 < count < total:
            yield views.Choice(name=name, text=_counted(word, count), heading=heading)
            heading = ""


def claimants(d: Desk) -> tuple[views.Claimant, ...]:
    """Who says what, in the order of the page: notes first, then events."""
    word = d.wording.show("note")
    said = [(p.note.by, f"note-{p.note.id}", f"{word} {p.number}") for p in d.edition.notes]
    said += [(p.event.by, f"event-{p.event.id}", p.event.title) for p in d.edition.events]
    names, links = dict[str, str](), defaultdict[str, list[views.Link]](list)
    for name, target, text in said:
        if name:
            id_ = f"by-{'-'.join(name.split())}"  # spelt with or without a hyphen, it is one name
            names.setdefault(id_, name)
            links[id_].append(views.Link(text=text, href=f"#{target}"))
    return tuple(
        views.Claimant(id=id_, name=name, links=tuple(links[id_])) for id_, name in names.items()
    )


def _counted(word: str, number: int) -> str:
    return Markup("{} {}").format(word, number)


def sources(d: Desk) -> tuple[views.Source, ...]:
    """The source list."""
    return tuple(
        views.Source(
            id=f"source-{cited.source.id}",
            number=cited.number,
            html=d.memo(_entry, d.formatter, cited.source),
            uses=_uses(d, cited.uses),
        )
        for cited in d.edition.sources
    )


def _entry(formatter: Formatter, source: Source) -> Markup:
    return formatter.entry(source)


def _uses(d: Desk, uses: Sequence[Use]) -> tuple[views.Uses, ...]:
    """Grouped by kind, in this order; several citations of one paragraph count once."""
    groups = []
    for kind in _USES:
        found = {_use_name(d, u): u.target for u in reversed(uses) if u.kind == kind}
        links = tuple(views.Link(text=t, href=f"#{href}") for t, href in reversed(found.items()))
        if links:
            word = "" if kind == "article" else d.wording.show_count(f"use_{kind}", len(links))
            groups.append(views.Uses(word=word, links=links))
    return tuple(groups)


def _use_name(d: Desk, use: Use) -> str:
    if use.kind == "article":
        return d.wording.show(f"use_{use.target.replace('-', '_')}")
    return use.label.removeprefix("p") if use.kind == "text" else use.label


def annotated(d: Desk) -> views.Annotated | None:
    """The text that the article is about."""
    seed = d.edition.seed
    if seed is None:
        return None
    return views.Annotated(
        title=seed.title,
        href=seed.url if allowed(seed.url) else "",
        authors=d.wording.listed([name.text for name in seed.authors]),
        publisher=seed.publisher,
        date=date(seed.published, d.language) if seed.published else None,
    )


def corrections(d: Desk) -> tuple[views.Correction, ...]:
    """Newest first, as the author wrote them."""
    show, retired = d.wording.show, [r for r in d.edition.retired if isinstance(r, Note)]
    names = {placed.note.id: show("note_link", n=placed.number) for placed in d.edition.notes}
    names |= {r.id: show("withdrawn_note", id=r.id) for r in retired}
    return tuple(
        views.Correction(
            date=date(c.date, d.language),
            kind=wording.correction_kind(c.kind, show),
            text=c.text,
            was=c.was,
            now=c.now,
            notes=tuple(
                views.Link(text=names[id_], href=f"#note-{id_}") for id_ in c.notes if id_ in names
            ),
        )
        for c in d.edition.article.corrections
    )


def credit(d: Desk) -> str:
    """How the page is named in a sentence, with its version: for machines, and for pinpoints."""
    article, w = d.edition.article, d.wording
    who = w.listed([name.text for name in article.authors])
    when = article.changed or article.published
    version = w.say("version", date=dates.words(when, d.language)) if when else ""
    parts = (w.quoted(article.title), d.settings.title, version, d.address)
    return f"{who}, " * bool(who) + ", ".join(part for part in parts if part)


def citing(d: Desk) -> tuple[views.Pair, ...]:
    """How to cite the page in each style, a paragraph, a note; and files with its reference."""
    w, page = d.wording, credit(d)
    ways = [views.Pair(what=style, how=how) for style, how in citations.styles(cited(d))]
    pinpoint = f"{page}{'#p1' * bool(d.address)}, {w.say('pinpoint_paragraph', n=1)}"
    ways.append(views.Pair(what=w.show("cite_paragraph"), how=pinpoint))
    if d.edition.notes:
        first = d.edition.notes[0]
        fragment = f"#note-{first.note.id}" if d.address else ""
        pinpoint = f"{page}{fragment}, {w.say('pinpoint_note', n=first.number)}"
        ways.append(views.Pair(what=w.show("cite_note"), how=pinpoint))
    files = Markup(", ").join(map(_file, _CITE_FILES))
    return (*ways, views.Pair(what="BibTeX, CSL-JSON", how=files))


def cited(d: Desk) -> citations.Cited:
    """What of the page a style asks for."""
    article, settings = d.edition.article, d.settings
    return citations.Cited(
        names=article.authors,
        title=article.title,
        site=settings.title,
        publisher=settings.publisher,
        date=article.changed or article.published,
        changed=bool(article.changed and article.changed != article.published),
        address=d.address,
        language=d.language,
        wording=d.wording,
    )


def _file(name: str) -> Markup:
    return Markup('<a href="{0}">{0}</a>').format(name)


def licences(d: Desk) -> tuple[views.Pair, ...]:
    """What others may do, for text, notes and code apart."""
    licence = d.edition.article.licence
    named = (("text", licence.text), ("notes", licence.notes), ("code", licence.code))
    show = d.wording.show
    pairs = [views.Pair(what=show(f"licence_{what}"), how=how) for what, how in named if how]
    seed = d.edition.seed
    if seed and seed.rights:
        pairs.append(views.Pair(what=show("licence_seed"), how=seed.rights))
    return tuple(pairs)


def made(d: Desk) -> str:
    """How the page was made, in a sentence or three that hold for every article."""
    proof = d.edition.proof
    told: list[str] = [d.wording.show("made")] if proof.notes or proof.events else []
    if proof.quotations_verified:
        told.append(wording.compared(proof.quotations, proof.quotations_verified, d.wording))
    return Markup(" ").join(told)
