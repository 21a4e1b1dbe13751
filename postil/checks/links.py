"""Links that authors write: each that stays inside the site leads somewhere."""

from collections.abc import Callable, Collection, Iterator
from urllib.parse import unquote

from postil.doc import Link
from postil.edition import Edition
from postil.model import Note, texts
from postil.page.routes import target_picture as picture
from postil.page.routes import target_slug
from postil.problems import Problem, closest, problem
from postil.record import record
from postil.urls import is_relative

_ARTICLE = "another article is ../its-slug/, a picture images/name.jpg"
_PARTS = frozenset(
    {"text", "timeline", "notes", "sources", "about", "cite", "help", "corrections", "top"}
    | {"standings", "content-note", "retired"}
)


@record
class Linking:
    """An article as its links and those of others know it: its parts, its pictures' paths."""

    slug: str
    links: tuple[Link, ...]
    pictures: frozenset[str]
    ids: frozenset[str]


def linking(edition: Edition) -> Linking:
    """An edition's links, but for those that lead to what stands on its own page for certain."""
    article, ids = edition.article, page_ids(edition)
    images = frozenset(image.path for image in article.images)
    links = tuple(
        link
        for doc in texts(article)
        for link in doc.links
        if link.kind != "image" and not _stays(link, ids, images)
    )
    return Linking(slug=article.slug, links=links, pictures=images, ids=ids)


def _stays(link: Link, ids: frozenset[str], images: frozenset[str]) -> bool:
    """Whether a link leads to a part or a picture that is there, or out of the site."""
    target = link.target
    if target.startswith("#"):
        return target == "#" or unquote(target[1:]) in ids
    return not target_slug(target) and (not is_relative(target) or picture(target) in images)


def links(
    own: Linking, slugs: Collection[str], ids: Callable[[str], frozenset[str]]
) -> Iterator[Problem]:
    """Each link to a part of this page, to another article or to a picture finds it.

    `slugs` are all articles; `ids` tells those on the page of one of them.
    """
    for link in own.links:
        slug = own.slug if link.target.startswith("#") else target_slug(link.target)
        if slug in slugs:
            yield from _fragment(link, slug, own.ids if slug == own.slug else ids(slug))
        elif is_relative(link.target) and picture(link.target) not in own.pictures:
            message = f"this link leads nowhere: {link.target}"
            hint = closest(slug, sorted(slugs)) or _ARTICLE
            yield problem("link-broken", link.place, message, hint)


def _fragment(link: Link, slug: str, known: frozenset[str]) -> Iterator[Problem]:
    """The part of a page that a link names is there."""
    fragment = unquote(link.target.partition("#")[2])
    if fragment and fragment not in known:
        page = "this page" if link.target.startswith("#") else slug
        message = f"nothing on {page} has the id {fragment}"
        hint = closest(fragment, sorted(known)) or "see the page's own permalinks"
        yield problem("link-broken", link.place, message, hint)


def page_ids(edition: Edition) -> frozenset[str]:
    """The ids that a link on an article's page can name."""
    numbered = (part.numbered for s in edition.article.sections for part in s.doc.outline)
    return frozenset(
        _PARTS
        | {section.section.id for section in edition.sections}
        | {f"p{number}" for number in range(1, sum(numbered) + 1)}
        | {f"note-{placed.note.id}" for placed in edition.notes}
        | {f"event-{placed.event.id}" for placed in edition.events}
        | {f"{'note' if isinstance(r, Note) else 'event'}-{r.id}" for r in edition.retired}
        | {f"source-{cited.source.id}" for cited in edition.sources}
    )
