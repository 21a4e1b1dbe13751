"""What a build keeps of one folder of content/, or of the pages that belong to no article.

Each part is a text of JSON, read only where it is asked for: of a thousand articles, a build that
follows one edit needs of nearly all no more than that they are as they were.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from postil.batch import plain
from postil.checks.links import Linking
from postil.checks.published import Seen
from postil.dates import Day
from postil.model import Allowance, OutFile
from postil.printed import Printed, listed
from postil.problems import Problem
from postil.record import record

NOTHING = "null"


@record
class Told:
    """An article's problems: of reading it, all others of its sources, of templates, of its pages.

    `aging` are those that arise once a day has passed.
    """

    read: tuple[Problem, ...] = ()
    proved: tuple[Problem, ...] = ()
    aging: tuple[tuple[Day, Problem], ...] = ()
    printed: tuple[Problem, ...] = ()
    pages: tuple[Problem, ...] = ()


@record
class Piece:
    """One article, in plain texts: `null` for what there is not.

    `head` is what other pages tell of it, `entry` its lines in published.json and `line` that in
    llms.txt, `knows` what else than its own folder it was made of, `files` what is published of it,
    `links` where it and its pages lead, `ids` what they can be asked for, `allow` what it silences,
    `keeps` which copies of pictures.
    """

    head: str = NOTHING
    entry: str = NOTHING
    line: str = NOTHING
    knows: str = NOTHING
    told: str = NOTHING
    files: str = NOTHING
    links: str = NOTHING
    ids: str = NOTHING
    allow: str = NOTHING
    keeps: str = NOTHING


_PARTS = tuple(Piece.__annotations__)


def as_text(piece: Piece) -> str:
    """A piece as one line; JSON holds neither tabs nor line ends."""
    return "\t".join(getattr(piece, part) for part in _PARTS)


def of_text(line: str) -> Piece:
    """The piece again; ValueError for a line that is none."""
    return Piece(**dict(zip(_PARTS, line.split("\t"), strict=True)))


def dumped(value: Any) -> str:
    """A plain value as one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else NOTHING


def digest(text: str | bytes) -> str:
    """What tells two texts apart."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return hashlib.blake2b(content, digest_size=20).hexdigest()


# ---- Problems ------------------------------------------------------------------------------


def told_as(told: Told) -> str:
    """All problems, as text."""
    if not (told.read or told.proved or told.aging or told.printed or told.pages):
        return NOTHING
    days = [day for day, _ in told.aging]
    later = plain.problems_as(problem for _, problem in told.aging)
    found = map(plain.problems_as, (told.read, told.proved, told.printed, told.pages))
    return dumped([*found, list(zip(days, later, strict=True))])


def told_of(piece: Piece) -> Told:
    """The problems of a piece."""
    if piece.told == NOTHING:
        return Told()
    *found, aging = json.loads(piece.told)
    read, proved, printed, pages = map(plain.problems_of, found)
    later = plain.problems_of(one for _, one in aging)
    days = ((year, month, day) for (year, month, day), _ in aging)
    aged = tuple(zip(days, later, strict=True))
    return Told(read=read, proved=proved, printed=printed, pages=pages, aging=aged)


def allowances_of(piece: Piece) -> tuple[Allowance, ...]:
    """What an article silences."""
    return plain.allowances_of(json.loads(piece.allow) or ())


# ---- Files and links -----------------------------------------------------------------------


def files_as(files: Iterable[OutFile]) -> str:
    """What was made for publishing, as text; `[]` where that is nothing."""
    return json.dumps([[file.path, file.digest, file.size] for file in listed(files)])


def files_of(piece: Piece) -> tuple[Printed, ...]:
    """What is published of a piece."""
    found = json.loads(piece.files) or ()
    return tuple(Printed(path=path, digest=digest, size=size) for path, digest, size in found)


@record
class Ways:
    """Where an article's texts and its pages lead beyond themselves; its styles' digests."""

    left: Linking | None
    pages: tuple[Seen, ...]
    styles: tuple[str, ...]


def ways_as(left: Linking | None, pages: Sequence[Seen], styles: Sequence[str]) -> str:
    """The ways as text, without the ids that they may be asked for."""
    open_ = left if left and left.links else None
    leaving = [
        [page.path, [[address, *plain.place_as(place)] for address, place in page.links]]
        for page in pages
    ]
    links = plain.links_as(open_.links) if open_ else []
    pictures = sorted(open_.pictures) if open_ else []
    return dumped([left.slug if left else "", links, pictures, leaving, list(styles)])


def ids_as(left: Linking | None, pages: Sequence[Seen]) -> str:
    """What an article's texts and pages can be asked for, as text."""
    return dumped([sorted(left.ids) if left else [], [sorted(page.ids) for page in pages]])


def ways_of(piece: Piece) -> Ways:
    """The ways again; ids only where there is a link of an author's that may need them."""
    if piece.links == NOTHING:
        return Ways(left=None, pages=(), styles=())
    slug, links, pictures, leaving, styles = json.loads(piece.links)
    left = None
    if links:
        found = frozenset(pictures)
        left = Linking(slug=slug, links=plain.links_of(links), pictures=found, ids=ids_of(piece))
    pages = tuple(
        Seen(
            path=path,
            ids=frozenset(),
            links=tuple((one[0], plain.place_of(one[1:])) for one in found),
        )
        for path, found in leaving
    )
    return Ways(left=left, pages=pages, styles=tuple(styles))


def ids_of(piece: Piece) -> frozenset[str]:
    """The ids that an author's link to an article can name."""
    return frozenset(json.loads(piece.ids)[0]) if piece.ids != NOTHING else frozenset()


def page_ids_of(piece: Piece, path: str) -> frozenset[str]:
    """The ids in one of its published pages."""
    pages = ways_of(piece).pages
    found = zip(pages, json.loads(piece.ids)[1], strict=True)
    return frozenset(next((ids for page, ids in found if page.path == path), ()))


# ---- What it was made of -------------------------------------------------------------------


def still_so(piece: Piece, fact: Callable[[str], str]) -> bool:
    """Whether all that a piece was made of beside its own folder is as it was."""
    known: Mapping[str, str] = json.loads(piece.knows) or {}
    return all(fact(name) == value for name, value in known.items())
