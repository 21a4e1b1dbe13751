"""What is shown with a text: phrases to mark in it, pictures, addresses, citations."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from postil.model import NOTHING
from postil.record import record


@record
class Span:
    """A phrase to mark: [start, end) in the plain text; start == end marks a point.

    `id` and `href` are those of the link, `number` is printed after a note's phrase ("" for an
    event's), `label` names the number where it stands alone. `order` tells a note's phrase from the
    others of its section (from 1; 0: an event's).
    """

    start: int
    end: int
    kind: Literal["note", "event"]
    id: str
    href: str
    number: str
    label: str
    standing: str = ""
    order: int = 0


@record
class Media:
    """A picture of the article, as HTML: its `<source>`s, an `<img>`'s attributes, who made it."""

    sources: str
    attributes: str
    credit: str


@record
class Figure:
    """What a figure holds, as HTML: a picture, in its link or not; its caption; who made it."""

    picture: str
    caption: str
    credit: str


Framed = Callable[[Figure], str]
"""How a figure's parts are set, as HTML."""


class Look(NamedTuple):
    """What a text's HTML needs besides its tokens and what is marked in it.

    `cites` gives the HTML of its citations, each as its turn comes; `links` and `pictures` are by
    what the author wrote as an address. `figure` is a site's own way to set a figure.
    """

    cites: Iterator[str]
    links: Mapping[str, str] = NOTHING
    pictures: Mapping[str, Media] = NOTHING
    figure: Framed | None = None
