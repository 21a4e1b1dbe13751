"""A publication as one of its articles may know it: of the others no more than their names.

What is made of an article with it can be kept while the others' texts change; and nothing that is
so made can come to depend on them unseen, since they are not there.
"""

from postil.edition import Edition, Proof, Publication
from postil.memo import Memo, at_once
from postil.model import Article, Settings
from postil.problems import Place

_NOTHING = Proof(
    notes=0,
    events=0,
    disputed_dates=0,
    sources=0,
    claims=0,
    quotations=0,
    quotations_verified=0,
    words=0,
)


def neighbours(publication: Publication, memo: Memo = at_once) -> Publication:
    """The publication with every edition reduced to its slug, title and language."""
    names = tuple((e.article.slug, e.article.title, e.language) for e in publication.editions)
    return memo(_named, publication.settings, publication.home, names)


def _named(settings: Settings, home: str, names: tuple[tuple[str, str, str], ...]) -> Publication:
    editions = tuple(named(*name) for name in names)
    return Publication(settings=settings, home=home, editions=editions)


def named(slug: str, title: str = "", language: str = "") -> Edition:
    """An edition of which no more is known than its name."""
    return Edition(
        article=Article(slug=slug, place=Place(file=""), title=title, sections=()),
        language=language,
        seed=None,
        sections=(),
        notes=(),
        events=(),
        retired=(),
        sources=(),
        content_note=None,
        help=None,
        about=None,
        proof=_NOTHING,
    )
