"""One article from its files to its pages: what `pipeline` does for all of them at once."""

from collections.abc import Callable, Mapping, Sequence

from postil.anchor import anchored
from postil.batch import piece as pieces
from postil.batch.piece import Piece, Told
from postil.batch.plain import allowances_as, brief_as, head_as
from postil.check import check_edition
from postil.checks.claims import stale
from postil.checks.hygiene import hygiene
from postil.checks.links import linking
from postil.checks.published import Seen, is_read, seen
from postil.edition import Edition, Publication
from postil.memo import at_once
from postil.model import Allowance, Article, Files, OutFile, Seed, Settings, texts
from postil.page.neighbours import named
from postil.page.routes import target_slug
from postil.parse import one_article
from postil.printing.press import Press
from postil.problems import Problem
from postil.published.history import entry_of
from postil.published.plain_article import line_of
from postil.published.policy import styles
from postil.quoted.quotations import Library, compare
from postil.record import record, replace
from postil.render import article_files, site_files
from postil.resolve import resolve_article
from postil.telling.verdicts import allowed, judged

Made = tuple[Piece, tuple[OutFile, ...]]


@record
class Around:
    """What articles are made with: the site's settings, its seeds, what is printed beside them.

    `alone` is the publication without any article, `slugs` are all articles'. `fact` tells by name
    what an article may depend on beside its own folder, `copies` what of it is copied from a text
    that is protected; `compress` makes more files of some.
    """

    settings: Settings
    seeds: Mapping[str, Seed]
    library: Library
    alone: Publication
    slugs: frozenset[str]
    fact: Callable[[str], str]
    copies: Callable[[Edition, Settings], tuple[Problem, ...]]
    compress: Callable[[Sequence[OutFile]], tuple[OutFile, ...]]


def make(
    name: str, files: Files, wrong: tuple[Problem, ...], around: Around, press: Press | None
) -> Made:
    """The article in one folder of content/, whose files are given with what is wrong with them.

    The files have their pictures developed. With an error,
    or without a `press`, it is proved and not printed.
    """
    article, problems = one_article(name, files, at_once)
    read = (*wrong, *problems, *hygiene(files))
    if article is None:
        return Piece(told=pieces.told_as(Told(read=read)), files="[]"), ()
    edition, proved = _proved(article, around)
    told = Told(read=read, proved=proved, aging=tuple(stale(edition, around.settings)))
    halted = stops((*told.read, *told.proved), around.settings, tuple(allowed(article)))
    return _printed(edition, told, around, None if halted else press)


def stops(problems: Sequence[Problem], settings: Settings, allowances: Sequence[Allowance]) -> bool:
    """Whether an article has an error that it does not silence itself."""
    left = judged(problems, settings.rules, allowances).problems
    return any(one.level == "error" for one in left)


def _proved(article: Article, around: Around) -> tuple[Edition, tuple[Problem, ...]]:
    """An article as understood, and all that is wrong with it by itself."""
    settings = around.settings
    anchors, problems = anchored(article, settings.language)
    quotations = compare(article, around.library)
    edition, wrong = resolve_article(article, anchors, around.seeds, settings, quotations)
    checked = check_edition(edition, settings)
    return edition, (*problems, *wrong, *checked, *around.copies(edition, settings))


def _printed(edition: Edition, told: Told, around: Around, press: Press | None) -> Made:
    article, links = edition.article, _named_articles(edition.article)
    files, pages = tuple[OutFile, ...](), list[tuple[Seen, tuple[Problem, ...]]]()
    if press:
        files, wrong = article_files(_narrowed(press, around, links), edition)
        pages = _seen(files, around.settings.url)
        told = replace(told, printed=wrong, pages=tuple(one for _, own in pages for one in own))
    own, known = linking(edition), [page for page, _ in pages]
    style = [one for file in files for one in styles(file)]
    everything = (*files, *around.compress(files))
    made = Piece(
        brief=pieces.dumped(brief_as(edition)),
        head=pieces.dumped(head_as(edition)),
        entry=pieces.flat(entry_of(edition, around.alone.home)),
        line=pieces.dumped(line_of(edition, around.alone)),
        knows=pieces.dumped(_facts(article, links, around)),
        told=pieces.told_as(told),
        files=pieces.files_as(everything) if press else pieces.NOTHING,
        left=pieces.left_as(own),
        ways=pieces.ways_as(known),
        styles=pieces.dumped(style),
        allow=pieces.dumped(allowances_as(allowed(article))),
        ids=pieces.ids_as(own, known),
    )
    return made, everything


def _seen(files: Sequence[OutFile], url: str) -> list[tuple[Seen, tuple[Problem, ...]]]:
    return [seen(file.path, file.content, url) for file in files if is_read(file.path)]


def _named_articles(article: Article) -> frozenset[str]:
    """The slugs that an article's links name, whether or not there are such articles."""
    links = (link for doc in texts(article) for link in doc.links if link.kind == "link")
    return frozenset(slug for link in links if (slug := target_slug(link.target)))


def _narrowed(press: Press, around: Around, links: frozenset[str]) -> Press:
    """A press that knows of no other article than those that this one leads to."""
    editions = tuple(named(slug) for slug in sorted(links & around.slugs))
    return replace(press, publication=replace(around.alone, editions=editions))


def _facts(article: Article, links: frozenset[str], around: Around) -> dict[str, str]:
    """What an article is made of beside its folder and what all share: others' slugs, seeds."""
    ids = {article.annotates, *(source.seed for source in article.sources)} - {""}
    names = [*(f"slug {slug}" for slug in sorted(links)), *(f"seed {id_}" for id_ in sorted(ids))]
    if not ids <= around.seeds.keys():  # the problem proposes another
        names.append("seeds")
    return {name: around.fact(name) for name in names}


def make_site(press: Press, theme: Mapping[str, str], around: Around) -> Made:
    """The pages that belong to no article; the press knows what is told of each."""
    files, wrong = site_files(press, theme)
    pages = _seen(files, around.settings.url)
    told = Told(printed=wrong, pages=tuple(one for _, own in pages for one in own))
    style, known = [one for file in files for one in styles(file)], [page for page, _ in pages]
    everything = (*files, *around.compress(files))
    made = Piece(
        told=pieces.told_as(told),
        files=pieces.files_as(everything),
        ways=pieces.ways_as(known),
        styles=pieces.dumped(style),
        ids=pieces.ids_as(None, known),
    )
    return made, everything
