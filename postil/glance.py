"""The page of the one article that is being edited, ahead of everything else that a build makes.

A save should be seen at once; the rest of a large site takes longer, and follows.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import jinja2

from postil.anchor import anchor
from postil.check import check_edition
from postil.edition import Edition, Publication
from postil.memo import Memo
from postil.model import Files, OutFile, Site
from postil.parse import one_article
from postil.printing.press import pressed
from postil.record import record
from postil.render import article_page
from postil.resolve import resolve_one
from postil.telling.verdicts import levelled

if TYPE_CHECKING:
    from postil.cards.studio import Painter


@record
class Known:
    """What the last build was made of, and made: all that a page needs beside its article."""

    site: Site
    publication: Publication
    theme: Mapping[str, str]
    version: str
    compiled: jinja2.BytecodeCache | None = None
    paint: "Painter | None" = None


def glance(folder: str, files: Files, known: Known, memo: Memo) -> tuple[OutFile, ...]:
    """The page of the article in one folder of content/, with its pictures, ahead of a build.

    Nothing else may have changed since one. It is what a build of `files` makes, but for the rules
    that need the whole site and for what drifted. Nothing where the article has an error, or says
    something new of itself to others.
    """
    site, publication = known.site, known.publication
    article, problems = one_article(folder, files, memo)
    slug = article.slug if article else ""
    old = next((one for one in publication.editions if one.article.slug == slug), None)
    if article is None or old is None:
        return ()
    anchors, wrong = memo(anchor, article, memo)
    edition, more = resolve_one(site, article, anchors, memo)
    problems += wrong + more + memo(check_edition, edition, site.settings, None)
    found = levelled(problems, site.settings.rules)
    if any(one.level == "error" for one in found) or _told(edition) != _told(old):
        return ()
    press = pressed(publication, known.theme, known.version, known.compiled, memo, known.paint)
    made, wrong = article_page(press, edition)
    return () if wrong else made


def _told(edition: Edition) -> tuple[object, ...]:
    """What other pages, lists and feeds tell of an article."""
    article = edition.article
    dated = article.published, article.updated, article.corrections
    return article.slug, article.title, article.aliases, edition.language, *dated
