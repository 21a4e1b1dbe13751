"""Pictures as HTML: which copies there are, how wide each stands, who made it.

A page has room for them before they are there (`width`, `height`), and a browser takes the copy
that its column needs (`sizes`, which speaks of the columns of layout.css).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Literal
from urllib.parse import quote

from postil.annotations import licences
from postil.doc import Doc, Link
from postil.model import Article, Copy, Image, Picture, texts
from postil.page import routes
from postil.pictures.sizes import shown
from postil.typesetting.look import Media

Column = Literal["text", "first", "note"]
"""Where a picture stands: in the text's column, there in the first section, in the margin."""
Pictures = tuple[tuple[Column, str, str, str, str], ...]
"""Column, address as written, parts of its Media: values, so that a memo knows them again."""

_EARLY = 1500  # letters of the text that a first screen may hold
_EDGES, _NOTE_EDGES, _MARGIN = 36, 54, 352  # pixels beside a column; the widest margin
_BREAK = 16  # pixels of a break, as page.crowding counts it
_COMMONS = "https://creativecommons.org/"  # other words of an author's are no link
_PLAIN = 720  # the width of the copy for what does not choose


def links(article: Article, page: str) -> Mapping[str, str]:
    """How the article's author writes each picture's address, and where its largest copy is."""
    return {
        target: _address(article, image.picture.largest, page)
        for target, image in _targets(article)
        if image.picture.largest
    }


def media(article: Article, page: str) -> Pictures:
    """Each picture of an article on its page, in each column."""
    early = _early(article)
    made = list[tuple[Column, str, str, str, str]]()
    columns: tuple[Column, ...] = ("text", "first", "note")
    for target, image in _targets(article):
        credit = credits_of(image)
        for column in columns if image.picture.copies else ():
            lazy = not (column == "first" and target == early)
            made.append(
                (column, target, *_html(article, image.picture, page, column, lazy), credit)
            )
    return tuple(made)


def lines_of_pictures(article: Article, doc: Doc) -> int:
    """How much room the pictures of a note take, in breaks between its paragraphs."""
    images = {image.path: image.picture for image in article.images}
    found = [images.get(routes.target_picture(link.target)) for link in doc.links]
    return sum(_height(picture) // _BREAK for picture in found if picture and picture.copies)


def _height(picture: Picture) -> int:
    """How high a picture stands in the margin, with its caption, in pixels."""
    width, height = shown(picture.width, picture.height, scalable=picture.scalable)
    return height * min(width, _MARGIN) // width + 40


def by_target(found: Pictures) -> Mapping[str, Media]:
    """Pictures of one column by what an author writes as their address."""
    return {
        target: Media(sources=sources, attributes=attributes, credit=credit)
        for _, target, sources, attributes, credit in found
    }


def shown_in(article: Article) -> Iterator[tuple[Link, Image]]:
    """Each picture that the article's texts show, in page order, where it stands first."""
    images = {image.path: image for image in article.images}
    for link in (link for doc in texts(article) for link in doc.links) if images else ():
        image = images.get(routes.target_picture(link.target))
        if link.kind == "image" and image:
            yield link, images.pop(image.path)


def published_of(article: Article) -> tuple[Image, ...]:
    """Those pictures of an article that it shows, links to, or names as its card."""
    used = {routes.target_picture(link.target) for doc in texts(article) for link in doc.links}
    card = {article.card.path} if article.card else set()
    return tuple(image for image in article.images if image.path in used | card)


def _targets(article: Article) -> Iterable[tuple[str, Image]]:
    """Every address of a picture as the author wrote it, once."""
    images = {image.path: image for image in article.images}
    written = [link.target for doc in texts(article) for link in doc.links] if images else []
    for target in dict.fromkeys(written):
        if image := images.get(routes.target_picture(target)):
            yield target, image


def _early(article: Article) -> str:
    """The picture that a reader may see before scrolling: the first, near the start."""
    found = [link for link in article.sections[0].doc.links if link.kind == "image"]
    return found[0].target if found and found[0].offset < _EARLY else ""


def _html(
    article: Article, picture: Picture, page: str, column: Column, lazy: bool
) -> tuple[str, str]:
    """The `<source>`s and the attributes of the `<img>`."""
    width, height = shown(picture.width, picture.height, scalable=picture.scalable)
    sizes = _sizes(width, column)
    *better, plain = [tuple(group) for _, group in groupby(picture.copies, key=_type)]
    sources = "".join(
        f'<source type="{copies[0].type}"{_srcset(article, copies, page, sizes)} />'
        for copies in better
    )
    if picture.still:
        still = _address(article, picture.still, page)
        sources += f'<source media="print, (prefers-reduced-motion)" srcset="{still}" />'
    src = next((one for one in plain if one.width >= _PLAIN), plain[-1])
    attributes = f' src="{_address(article, src, page)}"'
    if len(plain) > 1:
        attributes += _srcset(article, plain, page, sizes)
    attributes += f' width="{width}" height="{height}"'
    attributes += ' loading="lazy"' * lazy + ' decoding="async"'
    return sources, attributes + ' class="clear"' * picture.clear


def _type(copy: Copy) -> str:
    return copy.type


def _srcset(article: Article, copies: Sequence[Copy], page: str, sizes: str) -> str:
    one = [f"{_address(article, copy, page)} {copy.width}w" for copy in copies]
    return f' srcset="{", ".join(one)}" sizes="{sizes}"'


def _sizes(width: int, column: Column) -> str:
    """How wide a picture stands, whatever the window."""
    edges = _NOTE_EDGES if column == "note" else _EDGES
    margin = f"(min-width: 58rem) {min(width, _MARGIN)}px, " if column == "note" else ""
    return f"{margin}(min-width: {width + edges}px) {width}px, calc(100vw - {edges}px)"


def _address(article: Article, copy: Copy, page: str) -> str:
    return quote(routes.leading(page, f"{article.slug}/{copy.path}"))


def credits_of(image: Image) -> str:
    """Who made a picture and what allows its use, as HTML; "" where nothing is told."""
    rights = _isolated(image.rights)
    address = licences.address(image.rights)
    if address.startswith(_COMMONS):
        rights = f'<a rel="license" href="{escape(address)}">{rights}</a>'
    told = [part for part in (_isolated(image.credit), rights) if part]
    return f'<small class="credit">{" · ".join(told)}</small>' if told else ""


def _isolated(text: str) -> str:
    """A text whose direction does not touch its neighbours'."""
    return f"<bdi>{escape(text, quote=False)}</bdi>" if text else ""
