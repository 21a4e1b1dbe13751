"""The files of one article: a new one is an entry in `ARTICLE_FILES`."""

from collections.abc import Callable, Iterator

from markupsafe import Markup

from postil import views
from postil.annotations import export as annotations
from postil.annotations import published_text
from postil.desk import prepared
from postil.edition import Edition
from postil.model import OutFile
from postil.page import article_view, margin, routes, wording
from postil.page.pictures import published_of
from postil.printing.frame import feed_links, frame, other_articles, printed, up_from
from postil.printing.press import Press
from postil.problems import Problem
from postil.published import cite_files as references
from postil.published import metadata, plain_article
from postil.record import replace
from postil.templating import overrides
from postil.urls import uri
from postil.wordings.chosen import Wording
from postil.wordings.chosen import wording as wording_of

ArticleFiles = Callable[[Press, Edition], tuple[OutFile | Problem, ...]]


def article_file(press: Press, edition: Edition) -> tuple[OutFile | Problem, ...]:
    """An article's page; the home article's is at the site's root.

    What it says to machines alone, it says where it has an address at which they find it; the file
    beside it (`article_record`) is always there.
    """
    article, publication = edition.article, press.publication
    path = routes.article_path(article.slug, publication.home)
    view = article_view.article_page(edition, publication, press.memo, press.figure)
    up = up_from(path)
    credit, w = _credit(press, edition), wording_of(edition.language, publication.settings.words)
    css = press.css + margin.heights(view) + margin.anchors(view.notes)
    css += margin.running_head(article.title)
    preview, address = _preview(press, edition), uri(routes.address(publication.settings.url, path))
    page = replace(
        frame(press, up, css, edition.language),
        title=article.title,
        title_length=wording.title_length(article.title),
        description=article.standfirst,
        canonical=address,
        start="text",
        skip=w.show("skip_to_text"),
        jumps=_jumps(view, w),
        alternates=(*_alternates(w), *feed_links(press, up, w)),
        metas=metadata.tags(edition, publication, preview),
        data=metadata.data(edition, publication, credit, preview) if address else Markup(),
        others=tuple(link for link in other_articles(press, up, w) if link.href != up + path),
    )
    content = printed(press, "article.html", page, article=view)
    return (OutFile(path=path, content=content), *_lost(press, path, content, view))


def _jumps(article: views.ArticlePage, w: Wording) -> tuple[views.Link, ...]:
    """The bar's jumps to what this page has."""
    parts = (
        ("text", article.sections),
        ("timeline", article.events),
        ("notes", article.notes),
        ("sources", article.sources),
    )
    return tuple(views.Link(text=w.show(name), href=f"#{name}") for name, there in parts if there)


def _alternates(w: Wording) -> tuple[views.Alternate, ...]:
    """The files beside an article's page that say the same for machines."""
    notes = views.Alternate(
        type="application/ld+json", href=annotations.NAME, title=w.say("form_notes")
    )
    text = views.Alternate(type="text/plain", href=published_text.NAME, title=w.say("form_text"))
    whole = views.Alternate(type="text/plain", href=plain_article.NAME, title=w.say("form_whole"))
    record = views.Alternate(
        type="application/ld+json", href=metadata.NAME, title=w.say("form_record")
    )
    return (notes, text, whole, record)


def _lost(press: Press, path: str, page: bytes, view: views.ArticlePage) -> Iterator[Problem]:
    """What a site's own templates left out of a page; ours are tested to leave out nothing."""
    if overrides(press.templates):
        from postil.checks.promises import lost

        yield from lost(path, page.decode(), view)


def _preview(press: Press, edition: Edition) -> metadata.Preview | None:
    """The picture that other sites show beside a link; they ask for it by its whole address."""
    if not press.publication.settings.url or not (press.studio or edition.article.card):
        return None
    from postil.cards import preview

    return preview.named(edition, press.publication, press.studio, press.icon, press.memo)


def _credit(press: Press, edition: Edition) -> str:
    return article_view.credit(prepared(edition, press.publication, press.memo))


def pictures(_: Press, edition: Edition) -> tuple[OutFile, ...]:
    """The copies of the pictures that an article uses, named by their content."""
    folder = edition.article.slug
    found = [one.picture for one in published_of(edition.article)]
    copies = [copy for one in found for copy in (*one.copies, one.still) if copy]
    return tuple(OutFile(path=f"{folder}/{copy.path}", content=copy.content) for copy in copies)


def annotation_files(press: Press, edition: Edition) -> tuple[OutFile, ...]:
    """Beside an article its text alone, and its notes as W3C annotations of that text."""
    path = routes.article_path(edition.article.slug, press.publication.home)
    text = published_text.joined([placed.section for placed in edition.sections])
    notes = annotations.page(edition, press.publication)
    return (
        OutFile(path=routes.beside(path, published_text.NAME), content=text.encode()),
        OutFile(path=routes.beside(path, annotations.NAME), content=notes.encode()),
    )


def plain_text(press: Press, edition: Edition) -> tuple[OutFile, ...]:
    """Beside an article all of it as plain text."""
    page = routes.article_path(edition.article.slug, press.publication.home)
    text = plain_article.text(edition, press.publication)
    return (OutFile(path=routes.beside(page, plain_article.NAME), content=text.encode()),)


def cite_files(press: Press, edition: Edition) -> tuple[OutFile, ...]:
    """Beside an article its own reference, for those who cite it."""
    publication = press.publication
    page = routes.article_path(edition.article.slug, publication.home)
    made = {
        references.BIBTEX: references.bibtex(edition, publication),
        references.CSL: references.csl(edition, publication),
    }
    return tuple(
        OutFile(path=routes.beside(page, name), content=text.encode())
        for name, text in made.items()
    )


def article_record(press: Press, edition: Edition) -> tuple[OutFile, ...]:
    """Beside an article's page what it says of itself to machines, with every source."""
    publication = press.publication
    path = routes.article_path(edition.article.slug, publication.home)
    content = metadata.complete(edition, publication, _credit(press, edition)).encode()
    return (OutFile(path=routes.beside(path, metadata.NAME), content=content),)


ARTICLE_FILES: tuple[ArticleFiles, ...] = (
    article_file,
    article_record,
    cite_files,
    pictures,
    annotation_files,
    plain_text,
)
