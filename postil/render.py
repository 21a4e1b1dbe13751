"""Publication + theme → OutFiles. No disk, no clock. A new output file: an entry in a table below.

An article's own files know of the others only what `neighbours` leaves of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from postil import assets, views
from postil.annotations import export as annotations
from postil.annotations import published_text
from postil.dates import words
from postil.desk import prepared
from postil.edition import Edition, Publication
from postil.memo import Kept, Memo, at_once
from postil.model import STANDINGS, OutFile, Settings
from postil.page import article_view, margin, routes, wording
from postil.page.neighbours import neighbours
from postil.page.pictures import published_of
from postil.problems import Problem, ordered, problem
from postil.progress import each
from postil.published import cite_files as references
from postil.published import feeds, history, hosting, metadata, plain_article, policy
from postil.record import record, replace
from postil.templating import environment, overrides
from postil.urls import uri
from postil.wordings.chosen import Wording
from postil.wordings.chosen import wording as wording_of

if TYPE_CHECKING:
    from postil.cards.studio import Painter, Studio
    from postil.fonts import Face

ICON = "icon.svg"
_MOST_OTHERS = 24  # articles that a page's foot names
_ICON = (  # a page with a line in its margin
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M0 0h16v16H0z" '
    'fill="#861b12"/><path d="M3 4h6M3 8h6M3 12h4M12.5 4v5" stroke="#fff" stroke-width="2"/></svg>'
)


@record
class Press:
    """What every page needs: the publication, the templates, the theme's CSS, Postil's version.

    `feeds` are (file, the key of its words); `others` (title, file) of what a page's foot names.
    """

    publication: Publication
    templates: jinja2.Environment
    css: str
    icon: str
    version: str
    feeds: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    memo: Memo = at_once
    studio: "Studio | None" = None
    faces: tuple["Face", ...] = ()


_REST = tuple(name for name in Press.__annotations__ if name != "publication")
Page = Callable[[Press], tuple[OutFile, ...]]
ArticleFiles = Callable[[Press, Edition], tuple[OutFile | Problem, ...]]
Made = tuple[tuple[OutFile, ...], tuple[Problem, ...]]


def render(
    publication: Publication,
    theme: Mapping[str, str],
    version: str,
    compiled: jinja2.BytecodeCache | None = None,
    memo: Memo = at_once,
    paint: "Painter | None" = None,
) -> Made:
    """All files of a site. `theme` maps path → text: "article.html", "css/parts/note.css" …

    The theme holds the shipped files with the site's own over them, and the shipped ones again
    under "default/", for templates that extend them. `compiled` keeps compiled templates. `paint`
    paints preview cards; without it there are none but those that authors bring.
    """
    press = pressed(publication, theme, version, compiled, memo, paint)
    narrow = _for_articles(press)
    made = [article_files(narrow, one) for one in each("printing", publication.editions)]
    made.append(site_files(press, theme))
    files = [file for found, _ in made for file in found]
    listing = plain_article.listing(publication)
    files += (hosting.headers(publication, files), history.record_of(publication))
    files.append(OutFile(path=plain_article.LIST, content=listing.encode()))
    problems = [problem for _, found in made for problem in found]
    return tuple(sorted(files, key=lambda file: file.path)), ordered(problems)


def article_files(press: Press, edition: Edition) -> Made:
    """All files of one article."""
    made = [press.memo(_made, files, press, edition) for files in ARTICLE_FILES]
    return _joined([*made, *([press.memo(_painted, press, edition)] if press.studio else ())])


def site_files(press: Press, theme: Mapping[str, str]) -> Made:
    """The files of no article but three that each text has a part in: see `render`."""
    settings = press.publication.settings
    refused = assets.tokens(_tokens(settings.theme))[1]
    wrong = [_refused(press.publication, name) for name in refused]
    wrong += (*_token_problems(settings, theme), *press.memo(_faces, theme)[1])
    wrong += press.studio.problems if press.studio else ()
    return _joined([*(_made(page, press) for page in PAGES), ((), tuple(wrong))])


def _joined(made: Iterable[Made]) -> Made:
    files, problems = list[OutFile](), list[Problem]()
    for some, wrong in made:
        files += some
        problems += wrong
    return tuple(files), tuple(problems)


def article_page(press: Press, edition: Edition) -> Made:
    """What `render` makes of one article's page, and of nothing else."""
    return press.memo(_made, article_file, _for_articles(press), edition)


def pressed(
    publication: Publication,
    theme: Mapping[str, str],
    version: str,
    compiled: jinja2.BytecodeCache | None = None,
    memo: Memo = at_once,
    paint: "Painter | None" = None,
) -> Press:
    """What the pages of a publication need."""
    own, _ = assets.tokens(_tokens(publication.settings.theme))
    press = Press(
        publication=publication,
        templates=memo(environment, theme, compiled, *_kept(memo)),
        css=memo(assets.stylesheet, theme) + own,
        icon=theme.get(ICON, _ICON),
        version=version,
        feeds=feeds.offered(publication),
        others=neighbours_of(publication),
        memo=memo,
        faces=memo(_faces, theme)[0],
    )
    return _with_studio(press, theme, paint)


def _faces(theme: Mapping[str, str]) -> tuple[tuple["Face", ...], tuple[Problem, ...]]:
    """A theme's own fonts; most have none, and then nothing more is imported."""
    if not any(path.endswith(".woff2") for path in theme):
        return (), ()
    from postil.fonts import faces

    return faces(theme)


def _kept(memo: Memo) -> tuple[type[jinja2.Environment], ...]:
    """The environment for a run that follows others."""
    if not isinstance(memo, Kept):
        return ()
    from postil.reprint import Reprinting

    return (Reprinting,)


def _with_studio(press: Press, theme: Mapping[str, str], paint: "Painter | None") -> Press:
    """The press, able to draw cards where there is who paints them."""
    if paint is None:
        return press
    from postil.cards.studio import opened

    settings = press.publication.settings
    own = tuple(sorted(settings.theme.items()))
    studio = press.memo(opened, theme, own, press.templates, paint, settings.place)
    return replace(press, studio=studio)


def _for_articles(press: Press) -> Press:
    """The press for one article's files: the same while only other articles' texts change."""
    around = press.memo(neighbours, press.publication, press.memo)
    return press.memo(_narrowed, around, *(getattr(press, name) for name in _REST))


def _narrowed(around: Publication, *rest: Any) -> Press:
    return Press(publication=around, **dict(zip(_REST, rest, strict=True)))


def _made(
    page: Callable[..., tuple[OutFile | Problem, ...]], press: Press, *edition: Edition
) -> Made:
    """A page's files, and what is wrong with them; or a template's mistake."""
    try:
        made = page(press, *edition)
    except Exception as error:
        found = _mistake(error)
        if found is None:
            raise
        return (), (found,)
    files = tuple(one for one in made if isinstance(one, OutFile))
    return files, tuple(one for one in made if isinstance(one, Problem))


def _mistake(error: Exception) -> Problem | None:
    """What is wrong with a template, if that raised the error."""
    from postil.template_errors import template_problem

    return template_problem(error)


def _tokens(theme: Mapping[str, str]) -> Mapping[str, str]:
    """The theme's settings that are CSS tokens; "standing-claimed" is a label."""
    labels = {f"standing-{name}" for name in STANDINGS}
    return {name: value for name, value in theme.items() if name not in labels}


def _token_problems(settings: Settings, theme: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a site's own tokens; ours are tested."""
    own = any(
        text != theme.get(f"default/{path}", text)
        for path, text in theme.items()
        if path.startswith("css/")
    )
    if own or settings.theme:
        from postil.checks.contrast import token_problems

        yield from token_problems(settings, theme)


def _refused(publication: Publication, name: str) -> Problem:
    message = f"the theme’s {name} is not a plain CSS value"
    hint = "write a colour, a length or a list of fonts, without braces or semicolons"
    return problem("value-unknown", publication.settings.place, message, hint)


def _printed(press: Press, template: str, page: views.Frame, **parts: object) -> bytes:
    words = wording_of(page.language, press.publication.settings.words).words
    return press.templates.get_template(template).render(page=page, words=words, **parts).encode()


# ---- Pages ---------------------------------------------------------------------------------


def list_page(press: Press) -> tuple[OutFile, ...]:
    """The list of articles: the front page, or beside the home article where there are others."""
    path = routes.list_path(press.publication)
    return (_list(press, "index.html", path, _up(path)),) if path else ()


def not_found_page(press: Press) -> tuple[OutFile, ...]:
    """404.html, which is shown at any depth: its links start at the site's root."""
    root = urlsplit(press.publication.settings.url).path.rstrip("/") + "/"
    return (_list(press, "404.html", "404.html", root),)


def pictures(_: Press, edition: Edition) -> tuple[OutFile, ...]:
    """The copies of the pictures that an article uses, named by their content."""
    folder = edition.article.slug
    found = [one.picture for one in published_of(edition.article)]
    copies = [copy for one in found for copy in (*one.copies, one.still) if copy]
    return tuple(OutFile(path=f"{folder}/{copy.path}", content=copy.content) for copy in copies)


def icon(press: Press) -> tuple[OutFile, ...]:
    """The site's icon, which a theme may bring along as icon.svg."""
    return (OutFile(path=ICON, content=press.icon.encode()),)


def font_files(press: Press) -> tuple[OutFile, ...]:
    """A theme's own fonts."""
    return tuple(OutFile(path=face.path, content=face.content) for face in press.faces)


def annotation_files(press: Press, edition: Edition) -> tuple[OutFile, ...]:
    """Beside an article its text alone, and its notes as W3C annotations of that text."""
    path = routes.article_path(edition.article.slug, press.publication.home)
    text = published_text.joined([placed.section for placed in edition.sections])
    notes = annotations.page(edition, press.publication)
    return (
        OutFile(path=routes.beside(path, published_text.NAME), content=text.encode()),
        OutFile(path=routes.beside(path, annotations.NAME), content=notes.encode()),
    )


def moved_pages(press: Press) -> tuple[OutFile, ...]:
    """At each address that an article had, a page that leads to it."""
    template = press.templates.get_template("moved.html")
    publication, files = press.publication, list[OutFile]()
    editions = {edition.article.slug: edition for edition in publication.editions}
    for article, alias in routes.moved(publication):
        path = f"{alias}/index.html"
        now = routes.article_path(article.slug, publication.home)
        language = editions[article.slug].language
        words = wording_of(language, publication.settings.words).words
        view = views.Moved(
            title=article.title,
            href=uri(_up(path) + now),
            canonical=uri(routes.address(publication.settings.url, now)),
            language=language,
            direction=wording.direction(language),
        )
        files.append(OutFile(path=path, content=template.render(moved=view, words=words).encode()))
    return tuple(files)


def feed_files(press: Press) -> tuple[OutFile, ...]:
    """Articles and corrections, as feeds."""
    return feeds.feeds(press.publication)


def host_files(press: Press) -> tuple[OutFile, ...]:
    """What hosts and robots ask for; `_headers` is made of all the others."""
    return hosting.small_files(press.publication) + hosting.sitemap(press.publication)


def plain_text(press: Press, edition: Edition) -> tuple[OutFile, ...]:
    """Beside an article all of it as plain text."""
    page = routes.article_path(edition.article.slug, press.publication.home)
    text = plain_article.text(edition, press.publication)
    return (OutFile(path=routes.beside(page, plain_article.NAME), content=text.encode()),)


PAGES: tuple[Page, ...] = (
    list_page,
    not_found_page,
    icon,
    font_files,
    moved_pages,
    feed_files,
    host_files,
)


def _up(path: str) -> str:
    """What leads from a page to the site's root: "", "../" …"""
    return "../" * path.count("/")


def article_file(press: Press, edition: Edition) -> tuple[OutFile | Problem, ...]:
    """An article's page; the home article's is at the site's root.

    What it says to machines alone, it says where it has an address at which they find it; the file
    beside it (`article_record`) is always there.
    """
    article, publication = edition.article, press.publication
    path = routes.article_path(article.slug, publication.home)
    view, up = article_view.article_page(edition, publication, press.memo), _up(path)
    credit, w = _credit(press, edition), wording_of(edition.language, publication.settings.words)
    css = press.css + margin.anchors(view.notes) + margin.running_head(article.title)
    preview, address = _preview(press, edition), uri(routes.address(publication.settings.url, path))
    page = replace(
        _frame(press, up, css, edition.language),
        title=article.title,
        description=article.standfirst,
        canonical=address,
        start="text",
        skip=w.show("skip_to_text"),
        jumps=_jumps(view, w),
        alternates=(*_alternates(w), *_feeds(press, up, w)),
        metas=metadata.tags(edition, publication, preview),
        data=metadata.data(edition, publication, credit, preview) if address else Markup(),
        others=tuple(link for link in _others(press, up, w) if link.href != up + path),
    )
    content = _printed(press, "article.html", page, article=view)
    return (OutFile(path=path, content=content), *_lost(press, path, content, view))


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


def _painted(press: Press, edition: Edition) -> Made:
    """An article's card, painted, and what it had to leave out."""
    from postil.cards import preview

    try:
        return preview.painted(edition, press.publication, press.studio, press.icon, press.memo)
    except Exception as error:
        found = _mistake(error)
        if found is None:
            raise
        return (), (found,)


def _credit(press: Press, edition: Edition) -> str:
    return article_view.credit(prepared(edition, press.publication, press.memo))


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


def _feeds(press: Press, up: str, w: Wording) -> tuple[views.Alternate, ...]:
    """The feeds, for readers' programs to find."""
    return tuple(
        views.Alternate(type=feeds.ATOM, href=up + name, title=w.say(title))
        for name, title in press.feeds
    )


def _jumps(article: views.ArticlePage, w: Wording) -> tuple[views.Link, ...]:
    """The bar's jumps to what this page has."""
    parts = (
        ("text", article.sections),
        ("timeline", article.events),
        ("notes", article.notes),
        ("sources", article.sources),
    )
    return tuple(views.Link(text=w.show(name), href=f"#{name}") for name, there in parts if there)


def _list(press: Press, template: str, path: str, up: str) -> OutFile:
    """A page that lists all articles, at `path`, from which `up` leads to the site's root."""
    cards = tuple(_card(press, edition, up) for edition in press.publication.editions)
    page = _frame(press, up, press.css, press.publication.settings.language)
    return OutFile(
        path=path, content=_printed(press, template, page, list=views.ListPage(articles=cards))
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
    )


def _frame(press: Press, up: str, css: str, language: str) -> views.Frame:
    """What every page has, as a list of articles needs it; `up` leads to the site's root."""
    settings = press.publication.settings
    w = wording_of(language, settings.words)
    style = _style(css + _style_words(w) + "".join(face.rule(up) for face in press.faces))
    return views.Frame(
        title=settings.title,
        description=settings.description,
        language=language,
        direction=wording.direction(language),
        canonical=uri(settings.url),
        generator=f"Postil {press.version}",
        icon=up + ICON,
        site=settings.title,
        publisher=settings.publisher,
        home=f"{up}index.html",
        start="articles",
        skip=w.show("skip_to_articles"),
        jumps=(),
        alternates=_feeds(press, up, w),
        metas=metadata.list_tags(settings),
        data=Markup(),
        others=(),
        style=style,
        csp=policy.page_policy(assets.digest(style), fonts=bool(press.faces)),
        fonts=tuple(up + face.path for face in press.faces if face.first),
    )


def _others(press: Press, up: str, w: Wording) -> tuple[views.Link, ...]:
    """The articles that a page's foot names, or their list."""
    return tuple(
        views.Link(text=title or w.show("all_articles"), href=up + path)
        for title, path in press.others
    )


def neighbours_of(publication: Publication) -> tuple[tuple[str, str], ...]:
    """All articles; where they are many, their list: a page must not grow with its site.

    Nor may it tell how many they are, or a new article would change the pages of all others.
    """
    if len(publication.editions) > _MOST_OTHERS:
        return (("", routes.list_path(publication)),)
    return tuple(
        (e.article.title, routes.article_path(e.article.slug, publication.home))
        for e in publication.editions
    )


def _style_words(w: Wording) -> str:
    """The words that stand in styles; English ones stand in tokens.css."""
    more = w.say("more")
    return "" if more == "More" else f'@layer tokens{{:root{{--more:"{margin.css_text(more)}"}}}}'


def _style(css: str) -> Markup:
    """A stylesheet as an element's text: nothing in it may close the element."""
    return Markup(css.replace("</", "<\\/"))  # noqa: S704 - the theme's, which is trusted
