"""Which picture a page names for others to show beside a link, and that picture's file."""

from postil.cards import card_view, studio
from postil.cards.studio import Drawing, Studio
from postil.edition import Edition, Publication
from postil.memo import Memo
from postil.model import OutFile
from postil.page import routes
from postil.problems import Place, Problem, problem
from postil.published.metadata import Preview
from postil.templating import TEMPLATES
from postil.urls import uri

NAME = "card.png"
_HINT = "look into the template, or delete your own: the shipped one is taken then"


def named(
    edition: Edition, publication: Publication, at: Studio | None, icon: str, memo: Memo
) -> Preview | None:
    """An author's own picture, else the card that is drawn; None where there is neither."""
    if edition.article.card:
        return _own(edition, publication)
    if at is None:
        return None
    drawn = memo(drawing, edition, publication, at, icon, memo)
    return Preview(
        address=_address(_path(edition, publication), publication) + f"?{drawn.key}",
        width=studio.WIDTH,
        height=studio.HEIGHT,
        type="image/png",
        alt=card_view.alternative(edition, publication, memo),
    )


def _own(edition: Edition, publication: Publication) -> Preview | None:
    """The picture that article.yaml names as its card; a check has seen that it is one."""
    article = edition.article
    card = article.card
    images = [image for image in article.images if card and image.path == card.path]
    copy = images[0].picture.largest if images else None
    if card is None or copy is None:
        return None
    return Preview(
        address=_address(f"{article.slug}/{copy.path}", publication),
        width=copy.width,
        height=copy.height,
        type=copy.type,
        alt=card.alt,
    )


def drawing(
    edition: Edition, publication: Publication, at: Studio, icon: str, memo: Memo
) -> Drawing:
    """An article's card as SVG."""
    return studio.drawing(at, card_view.card(edition, publication, icon, memo))


def painted(
    edition: Edition, publication: Publication, at: Studio | None, icon: str, memo: Memo
) -> tuple[tuple[OutFile, ...], tuple[Problem, ...]]:
    """An article's card as PNG, and what it had to leave out; nothing where the author has one."""
    if at is None or edition.article.card:
        return (), ()
    drawn = memo(drawing, edition, publication, at, icon, memo)
    left_out = studio.undrawn(
        at, card_view.card(edition, publication, icon, memo), edition.article.place
    )
    try:
        content = studio.painted(at, drawn)
    except ValueError as error:
        place = Place(file=TEMPLATES + studio.TEMPLATE)
        return (), (problem("template", place, f"this draws no card: {error}", _HINT),)
    return (OutFile(path=_path(edition, publication), content=content),), tuple(left_out)


def _path(edition: Edition, publication: Publication) -> str:
    """It stays where it is when the picture changes: others keep its address for long."""
    return routes.beside(routes.article_path(edition.article.slug, publication.home), NAME)


def _address(path: str, publication: Publication) -> str:
    return uri(routes.address(publication.settings.url, path))
