"""Site + anchors → Publication: ids become things, things get numbers, sources know their uses."""

from collections.abc import Collection, Mapping, Sequence

from postil.edition import Anchors, Edition, PlacedEvent, PlacedNote, Proof, Publication, Quotation
from postil.memo import Memo, at_once
from postil.model import Article, Event, Note, Seed, Settings, Site
from postil.problems import Problem, closest, problem
from postil.quoted.quotations import Library, compare
from postil.resolving.citing import Desk, cited, matter
from postil.resolving.dangling import mark_problems, seed_problems
from postil.resolving.events import events_of
from postil.resolving.text import sections_of


def resolve(
    site: Site, anchors: Mapping[str, Anchors], memo: Memo = at_once
) -> tuple[Publication, tuple[Problem, ...]]:
    """All articles of a site; `anchors` by slug."""
    editions, problems = [], list[Problem]()
    for article in site.articles:
        edition, wrong = resolve_one(site, article, anchors[article.slug], memo)
        editions.append(edition)
        problems += wrong
    wrong = home_problems(site.settings, [article.slug for article in site.articles])
    problems += wrong
    home = "" if wrong else site.settings.home
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


def home_problems(settings: Settings, slugs: Collection[str]) -> tuple[Problem, ...]:
    """The article that is to be shown first is there."""
    home = settings.home
    if not home or home in slugs:
        return ()
    place = settings.home_place or settings.place
    return (problem("home-unknown", place, f"there is no article {home}", closest(home, slugs)),)


def resolve_article(
    article: Article,
    anchors: Anchors,
    seeds: Mapping[str, Seed],
    settings: Settings,
    quotations: tuple[Quotation, ...] = (),
) -> tuple[Edition, tuple[Problem, ...]]:
    """One article, in page order, since sources are numbered by their first use on the page."""
    desk = Desk({source.id: source for source in article.sources})
    content_note = matter(desk, article.content_note, "the content note")
    sections = sections_of(desk, article, anchors)
    notes = tuple(note for section in sections for note in section.notes)
    events = events_of(desk, article, anchors, sections)
    help_, about = (
        matter(desk, article.help, "help"),
        matter(desk, article.about, "how it was made"),
    )
    desk.problems += mark_problems(article, anchors) + seed_problems(article, seeds)
    edition = Edition(
        article=article,
        language=article.language or settings.language,
        seed=seeds.get(article.annotates),
        sections=sections,
        notes=notes,
        events=events,
        retired=_retired(article),
        sources=cited(desk, seeds),
        content_note=content_note,
        help=help_,
        about=about,
        quotations=quotations,
        proof=_proof(article, notes, events, quotations, len(desk.numbers)),
    )
    return edition, tuple(desk.problems)


def _retired(article: Article) -> tuple[Note | Event, ...]:
    """What was withdrawn: notes, then events, each by id."""
    notes = sorted((n for n in article.notes if n.retired), key=lambda n: n.id)
    events = sorted((e for e in article.events if e.retired), key=lambda e: e.id)
    return (*notes, *events)


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
