"""The HTML of what stands in a line: words, breaks, links, pictures, emphasis."""

from collections.abc import Sequence
from html import escape

from markdown_it.token import Token

from postil.typesetting.look import Look
from postil.urls import allowed

_FORMATS = {"em_open": "em", "strong_open": "strong", "s_open": "s"}
_BREAKS = {"softbreak": " ", "hardbreak": "<br />\n"}  # where a line ended is no news


def words(text: str) -> str:
    """Text of an author's as HTML."""
    return escape(text, quote=False).replace('"', "&quot;")


def leaf(child: Token) -> str | None:
    """The HTML of what holds plain text; None for any other token."""
    kind = child.type
    if kind == "text":
        return words(child.content)
    if kind == "code_inline":
        return f"<code>{words(child.content)}</code>"
    return _BREAKS.get(kind)


def around(token: Token, look: Look) -> tuple[str, str]:
    """How an emphasis, a link or `{lang=…}` begins and ends; of a mark nothing: it is a phrase."""
    if token.type in _FORMATS:
        tag = _FORMATS[token.type]
        return f"<{tag}>", f"</{tag}>"
    if token.type == "link_open":
        return link_start(token, look), "</a>"
    if token.type == "mark_open" and token.meta["kind"] == "lang":
        return f'<span lang="{escape(token.meta["id"])}" dir="auto">', "</span>"
    return "", ""


def link_start(token: Token, look: Look) -> str:
    """`<a …>`; an address that may not stand in a page is left out (`textmap` reports it)."""
    url = str(token.attrs.get("href", ""))
    href = f' href="{escape(look.links.get(url, url))}"' if allowed(url) else ""
    return f"<a{href}{attribute('title', token.attrs.get('title'))}>"


def image(token: Token, look: Look) -> str:
    """A picture among words: who made it stands beside it."""
    media = look.pictures.get(str(token.attrs.get("src", "")))
    title = attribute("title", token.attrs.get("title"))
    return picture(token, look, title) + (f" {media.credit}" if media and media.credit else "")


def picture(token: Token, look: Look, more: str = "") -> str:
    """`<img>`, or `<picture>` where there are several forms; `more` are further attributes."""
    url = str(token.attrs.get("src", ""))
    media = look.pictures.get(url)
    alt = escape(token.content if token.children is None else _alt(token.children))
    if media is None:
        src = escape(look.links.get(url, url)) if allowed(url) else ""
        return f'<img src="{src}" alt="{alt}"{more} />'
    img = f'<img{media.attributes} alt="{alt}"{more} />'
    return f"<picture>{media.sources}{img}</picture>" if media.sources else img


def _alt(children: Sequence[Token]) -> str:
    words = []
    for child in children:
        if child.type == "softbreak":
            words.append("\n")
        elif child.type == "image":
            words.append(_alt(child.children or []))
        else:
            words.append(child.content if child.nesting == 0 else "")
    return "".join(words)


def attribute(name: str, value: object) -> str:
    """` name="value"`; nothing for no value."""
    return "" if value in (None, "") else f' {name}="{escape(str(value))}"'
