"""Pictures: each is there, is used, is told to those who cannot see it, and is rightly used."""

from collections.abc import Iterator

from postil.edition import Edition, Publication
from postil.model import Card, Image, Picture, texts
from postil.page.routes import target_picture as picture
from postil.problems import Problem, closest, problem

_ALT = "write ![what it shows](…); a picture that only adorns does not belong in a text"
_CARD = 1200, 630
_WHERE = "pictures live in the article's images/ folder and are named images/name.jpg"


def pictures(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each picture of a text has words and a file; each file has a use, a credit and rights."""
    article = edition.article
    links = [link for doc in texts(article) for link in doc.links]
    images = {image.path: image for image in article.images}
    card = article.card
    used = {picture(link.target) for link in links} | ({card.path} if card else set())
    missing = False
    for link in links:
        path = picture(link.target)
        if link.kind == "image" and not link.text.strip():
            yield problem("image-alt", link.place, f"{path} has no alternative text", _ALT)
        if link.kind == "image" and path not in images:
            missing = True
            hint = closest(path, images) or _WHERE
            yield problem("image-missing", link.place, f"there is no picture {path}", hint)
    if card and card.path in images:
        yield from _size(card, images[card.path].picture)
    elif card:
        missing = True
        hint = closest(card.path, images) or _WHERE
        yield problem("image-missing", card.place, f"there is no picture {card.path}", hint)
    for path, image in images.items():
        if path in used:
            yield from _rights(image)
            yield from _still(image)
        elif not missing:  # else it may be the one that a text means
            hint = f"show it, ![what it shows]({path}), or take it out"
            yield problem("image-unused", image.place, f"{path} is shown nowhere", hint)


def _size(card: Card, picture: Picture) -> Iterator[Problem]:
    """A card is a PNG or a JPEG, and large enough to be shown across a column."""
    hint = f"make it {_CARD[0]} × {_CARD[1]} pixels, as PNG or JPEG"
    if picture.faults:
        return
    if not card.path.lower().endswith((".png", ".jpg", ".jpeg")):
        message = f"a card is a PNG or a JPEG, and {card.path} is neither"
        yield problem("card-size", card.place, message, hint)
    elif picture.width < _CARD[0] // 2 or picture.height < _CARD[1] // 2:
        message = f"{card.path} has {picture.width} × {picture.height} pixels, too few for a card"
        yield problem("card-size", card.place, message, hint)


def _still(image: Image) -> Iterator[Problem]:
    """What moves for more than five seconds needs a way to stop it (WCAG 2.2.2), and has none."""
    if image.picture.moving:
        message = f"{image.path} moves, and readers cannot stop it"
        hint = "show a still picture, and link to the moving one"
        yield problem("image-moving", image.place, message, hint)


def _rights(image: Image) -> Iterator[Problem]:
    """A published picture says who made it and what allows its use."""
    entry = f"in article.yaml: images: [{{file: {image.path}, credit: …, rights: …}}]"
    if not image.credit:
        message = f"nobody is named who made {image.path}"
        yield problem("image-credit", image.place, message, f"say it {entry}")
    if not image.rights:
        message = f"nothing says what allows the use of {image.path}"
        yield problem("image-rights", image.place, message, f"say it {entry}")
