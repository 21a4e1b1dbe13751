"""What every page has around what it is about: its head, its bar, its foot; and the printing."""

from markupsafe import Markup

from postil import assets, views
from postil.directions import direction
from postil.page import margin, wording
from postil.printing import style
from postil.printing.press import ICON, Press
from postil.published import feeds, policy
from postil.wordings.chosen import Wording
from postil.wordings.chosen import wording as wording_of

_IN_STYLES = {"more": "More", "close": "Close"}  # words as tokens.css has them


def printed(press: Press, template: str, page: views.Frame, **parts: object) -> bytes:
    """A template's page around a frame, with the words of its language and the style it needs."""
    words = wording_of(page.language, press.publication.settings.words).words
    html = press.templates.get_template(template).render(page=page, words=words, **parts)
    around, shared = html.split(page.style), _style(press.css)
    own = page.style.removeprefix(shared)
    small = style.needed((shared, own) if own != page.style else (own,), "".join(around))
    html = small.join(around)
    return html.replace(assets.digest(page.style), assets.digest(small)).encode()


def up_from(path: str) -> str:
    """What leads from a page to the site's root: "", "../" …"""
    return "../" * path.count("/")


def frame(press: Press, up: str, css: str, language: str) -> views.Frame:
    """What every page has, whatever it is about; `up` leads to the site's root."""
    settings = press.publication.settings
    w = wording_of(language, settings.words)
    whole = _style(css + _style_words(w) + "".join(face.rule(up) for face in press.faces))
    return views.Frame(
        title=settings.title,
        title_length=wording.title_length(settings.title),
        description=settings.description,
        language=language,
        direction=direction(language),
        canonical="",
        generator=f"Postil {press.version}",
        icon=up + ICON,
        site=settings.title,
        publisher=settings.publisher,
        home=f"{up}index.html",
        start="articles",
        skip=w.show("skip_to_articles"),
        jumps=(),
        alternates=feed_links(press, up, w),
        metas=(),
        data=Markup(),
        others=(),
        style=whole,
        csp=policy.page_policy(assets.digest(whole), fonts=bool(press.faces)),
        fonts=tuple(up + face.path for face in press.faces if face.first),
    )


def feed_links(press: Press, up: str, w: Wording) -> tuple[views.Alternate, ...]:
    """The feeds, for readers' programs to find."""
    return tuple(
        views.Alternate(type=feeds.ATOM, href=up + name, title=w.say(title))
        for name, title in press.feeds
    )


def other_articles(press: Press, up: str, w: Wording) -> tuple[views.Link, ...]:
    """The articles that a page's foot names, or their list."""
    return tuple(
        views.Link(text=title or w.show("all_articles"), href=up + path)
        for title, path in press.others
    )


def _style_words(w: Wording) -> str:
    """The words that stand in styles; English ones stand in tokens.css."""
    said = {name: w.say(name) for name in _IN_STYLES}
    rules = ";".join(
        f'--{name}:"{margin.css_text(word)}"'
        for name, word in said.items()
        if word != _IN_STYLES[name]
    )
    return f"@layer tokens{{:root{{{rules}}}}}" if rules else ""


def _style(css: str) -> Markup:
    """A stylesheet as an element's text: nothing in it may close the element."""
    return Markup(css.replace("</", "<\\/"))  # noqa: S704 - the theme's, which is trusted
