"""Links that authors write: each that stays inside the site leads somewhere."""

from collections.abc import Iterator
from urllib.parse import unquote

from postil.doc import Link
from postil.edition import Edition, Publication
from postil.markdown import outline
from postil.model import Note, texts
from postil.page.routes import target_picture as picture
from postil.page.routes import target_slug
from postil.problems import Problem, closest, problem
from postil.urls import is_relative

_ARTICLE = "another article is ../its-slug/, a picture images/name.jpg"
_PARTS = frozenset(
    {"text", "timeline", "notes", "sources", "about", "cite", "help", "corrections", "top"}
    | {"standings", "content-note", "retired"}
)


def links(edition: Edition, publication: Publication) -> Iterator[Problem]:
    """Each link to a part of this page, to another article or to a picture finds it."""
    images = {image.path for image in edition.article.images}
    known: dict[str, frozenset[str]] = {}
    for link in (link for doc in texts(edition.article) for link in doc.links):
        if link.kind == "image":
            continue
        slug = edition.article.slug if link.target.startswith("#") else target_slug(link.target)
        other = edition if slug == edition.article.slug else _named(slug, publication)
        if other:
            yield from _fragment(link, other, known)
        elif is_relative(link.target) and picture(link.target) not in images:
            message = f"this link leads nowhere: {link.target}"
            hint = closest(slug, [e.article.slug for e in publication.editions]) or _ARTICLE
            yield problem("link-broken", link.place, message, hint)


def _named(slug: str, publication: Publication) -> Edition | None:
    editions = publication.editions if slug else ()
    return next((other for other in editions if other.article.slug == slug), None)


def _fragment(link: Link, edition: Edition, known: dict[str, frozenset[str]]) -> Iterator[Problem]:
    """The part of a page that a link names is there; `known` keeps each page's ids."""
    fragment, slug = unquote(link.target.partition("#")[2]), edition.article.slug
    if not fragment:
        return
    if slug not in known:
        known[slug] = page_ids(edition)
    if fragment not in known[slug]:
        page = "this page" if link.target.startswith("#") else slug
        message = f"nothing on {page} has the id {fragment}"
        hint = closest(fragment, sorted(known[slug])) or "see the page's own permalinks"
        yield problem("link-broken", link.place, message, hint)


def page_ids(edition: Edition) -> frozenset[str]:
    """The ids that a link on an article's page can name."""
    numbered = (part.numbered for s in edition.article.sections for part in outline(s.doc))
    return frozenset(
        _PARTS
        | {section.section.id for section in edition.sections}
        | {f"p{number}" for number in range(1, sum(numbered) + 1)}
        | {f"note-{placed.note.id}" for placed in edition.notes}
        | {f"event-{placed.event.id}" for placed in edition.events}
        | {f"{'note' if isinstance(r, Note) else 'event'}-{r.id}" for r in edition.retired}
        | {f"source-{cited.source.id}" for cited in edition.sources}
    )
