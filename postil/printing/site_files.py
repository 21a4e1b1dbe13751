"""The files of no article: lists, feeds, what hosts and robots ask for; a new one is in `PAGES`."""

from collections.abc import Callable
from urllib.parse import urlsplit

from markupsafe import Markup

from postil import views
from postil.dates import words
from postil.directions import direction
from postil.edition import Edition
from postil.model import OutFile
from postil.page import routes
from postil.printing.frame import frame, printed, up_from
from postil.printing.press import ICON, Press
from postil.published import feeds, hosting, metadata
from postil.record import replace
from postil.urls import uri
from postil.wordings.chosen import wording as wording_of

Page = Callable[[Press], tuple[OutFile, ...]]


def list_page(press: Press) -> tuple[OutFile, ...]:
    """The list of articles: the front page, or beside the home article where there are others."""
    path = routes.list_path(press.publication)
    if not path:
        return ()
    settings = press.publication.settings
    address = uri(routes.address(settings.url, path))
    page = replace(
        frame(press, up_from(path), press.css, settings.language),
        canonical=address,
        metas=metadata.list_tags(settings, address),
    )
    return (_list(press, "index.html", path, page),)


def not_found_page(press: Press) -> tuple[OutFile, ...]:
    """404.html, which is shown at any depth: its links start at the site's root."""
    settings = press.publication.settings
    root = urlsplit(settings.url).path.rstrip("/") + "/"
    return (_list(press, "404.html", "404.html", frame(press, root, press.css, settings.language)),)


def _list(press: Press, template: str, path: str, page: views.Frame) -> OutFile:
    """A page that lists all articles, at `path`."""
    up = page.home.removesuffix("index.html")
    cards = tuple(_card(press, edition, up) for edition in press.publication.editions)
    return OutFile(
        path=path, content=printed(press, template, page, list=views.ListPage(articles=cards))
    )


def _card(press: Press, edition: Edition, up: str) -> views.Card:
    article, proof = edition.article, edition.proof
    when = article.updated or article.published
    settings = press.publication.settings
    w = wording_of(settings.language, settings.words)
    notes = w.show_count("note_count", proof.notes) if proof.notes else ""
    facts = [words(when, edition.language) if when else "", notes]
    return views.Card(
        title=article.title,
        href=up + routes.article_path(article.slug, press.publication.home),
        standfirst=article.standfirst,
        facts=Markup(" · ").join(fact for fact in facts if fact),
        authors=tuple(name.text for name in article.authors),
        tags=article.tags,
    )


def icon(press: Press) -> tuple[OutFile, ...]:
    """The site's icon, which a theme may bring along as icon.svg."""
    return (OutFile(path=ICON, content=press.icon.encode()),)


def font_files(press: Press) -> tuple[OutFile, ...]:
    """A theme's own fonts."""
    return tuple(OutFile(path=face.path, content=face.content) for face in press.faces)


def moved_pages(press: Press) -> tuple[OutFile, ...]:
    """At each address that an article had, a page that leads to it."""
    publication, files = press.publication, list[OutFile]()
    editions = {edition.article.slug: edition for edition in publication.editions}
    for article, alias in routes.moved(publication):
        path = f"{alias}/index.html"
        now = routes.article_path(article.slug, publication.home)
        view = views.Moved(
            title=article.title,
            href=uri(up_from(path) + now),
            canonical=uri(routes.address(publication.settings.url, now)),
            language=(language := editions[article.slug].language),
            direction=direction(language),
        )
        page = _moved_frame(press, path, view)
        content = printed(press, "moved.html", page, moved=view)
        files.append(OutFile(path=path, content=content))
    return tuple(files)


def _moved_frame(press: Press, path: str, moved: views.Moved) -> views.Frame:
    """What stands around the link to where an article is now."""
    w = wording_of(moved.language, press.publication.settings.words)
    return replace(
        frame(press, up_from(path), press.css, moved.language),
        title=moved.title,
        description="",
        canonical=moved.canonical or moved.href,
        start="text",
        skip=w.show("skip_to_text"),
        alternates=(),
        metas=(),
    )


def feed_files(press: Press) -> tuple[OutFile, ...]:
    """Articles and corrections, as feeds."""
    return feeds.feeds(press.publication)


def host_files(press: Press) -> tuple[OutFile, ...]:
    """What hosts and robots ask for; `_headers` is made of all the others."""
    return hosting.small_files(press.publication) + hosting.sitemap(press.publication)


PAGES: tuple[Page, ...] = (
    list_page,
    not_found_page,
    icon,
    font_files,
    moved_pages,
    feed_files,
    host_files,
)
