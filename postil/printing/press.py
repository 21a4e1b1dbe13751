"""What pages are printed with: the publication, the templates, the theme's CSS and fonts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import jinja2
from markupsafe import Markup

from postil import assets, views
from postil.edition import Publication
from postil.memo import Kept, Memo, at_once
from postil.model import STANDINGS, OutFile
from postil.page import routes
from postil.problems import Problem
from postil.published import feeds
from postil.record import record, replace
from postil.templating import environment
from postil.typesetting.look import Figure, Framed

if TYPE_CHECKING:
    from postil.cards.studio import Painter, Studio
    from postil.fonts import Face

ICON = "icon.svg"
_FIGURE = "parts/figure.html"
_MOST_OTHERS = 24  # articles that a page's foot names
_ICON = (  # a page with a line in its margin
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M0 0h16v16H0z" '
    'fill="#861b12"/><path d="M3 4h6M3 8h6M3 12h4M12.5 4v5" stroke="#fff" stroke-width="2"/></svg>'
)
Made: TypeAlias = tuple[tuple[OutFile, ...], tuple[Problem, ...]]


@record
class Press:
    """What every page needs: the publication, the templates, the theme's CSS, Postil's version.

    `feeds` are (file, the key of its words); `others` (title, file) of what a page's foot names;
    `figure` is a site's own way to set a figure.
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
    figure: Framed | None = None


def pressed(
    publication: Publication,
    theme: Mapping[str, str],
    version: str,
    compiled: jinja2.BytecodeCache | None = None,
    memo: Memo = at_once,
    paint: "Painter | None" = None,
) -> Press:
    """What the pages of a publication need."""
    own, _ = assets.tokens(own_tokens(publication.settings.theme))
    templates = memo(environment, theme, compiled, *_kept(memo))
    press = Press(
        publication=publication,
        templates=templates,
        css=memo(assets.stylesheet, theme) + own,
        icon=theme.get(ICON, _ICON),
        version=version,
        feeds=feeds.offered(publication),
        others=neighbours_of(publication),
        memo=memo,
        faces=memo(faces_of, theme)[0],
        figure=memo(_figure, theme, templates),
    )
    return _with_studio(press, theme, paint)


def _figure(theme: Mapping[str, str], templates: jinja2.Environment) -> Framed | None:
    """How a site's own part sets a figure; None where there is none: then no template is asked."""
    own = theme.get(_FIGURE)
    if own is None or own == theme.get(f"default/{_FIGURE}", own):
        return None

    def framed(figure: Figure) -> str:
        parts = {name: Markup(html) for name, html in vars(figure).items()}  # noqa: S704 - made by us
        return templates.get_template(_FIGURE).render(figure=views.Figure(**parts)).strip()

    return framed


def faces_of(theme: Mapping[str, str]) -> tuple[tuple["Face", ...], tuple[Problem, ...]]:
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


def own_tokens(theme: Mapping[str, str]) -> Mapping[str, str]:
    """The theme's settings that are CSS tokens; "standing-claimed" is a label."""
    labels = {f"standing-{name}" for name in STANDINGS}
    return {name: value for name, value in theme.items() if name not in labels}


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
