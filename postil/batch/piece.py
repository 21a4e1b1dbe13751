"""What a build keeps of one folder of content/, or of the pages that belong to no article.

Each part is a text of JSON, read only where it is asked for: of a thousand articles, a build that
follows one edit needs of nearly all no more than that they are as they were.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

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


class Piece(NamedTuple):
    """One article, in plain texts: `null` for what there is not. There are thousands of them.

    `brief` is what all builds ask of it: slug, place, aliases, pictures, proof. `head` is what
    other pages tell of it, `entry` its lines in published.json and `line` that in llms.txt,
    `knows` what else than its own folder it was made of, `files` what is published of it, `left`
    and `ways` where its texts and its pages lead, `styles` the digests of its pages' styles,
    `allow` what it silences, `keeps` which copies of pictures, `ids` what it can be asked for.
    """

    brief: str = NOTHING
    head: str = NOTHING
    entry: str = NOTHING
    line: str = NOTHING
    knows: str = NOTHING
    told: str = NOTHING
    files: str = NOTHING
    left: str = NOTHING
    ways: str = NOTHING
    styles: str = NOTHING
    allow: str = NOTHING
    keeps: str = NOTHING
    ids: str = NOTHING


class Row(NamedTuple):
    """A folder in a build: the key of what was made of it; `first`, what it says of itself before
    it is made, as a digest; and what was made, without its ids, which are asked for.
    """

    key: str
    first: str
    piece: Piece


Rows = Mapping[str, Row]


def of_text(line: str) -> Piece:
    """A piece of its parts, parted by tabs; JSON holds neither these nor line ends."""
    parts = line.split("\t")
    if len(parts) != len(Piece._fields):
        raise ValueError(line[:80])
    return Piece._make(parts)


def flat(text: str) -> str:
    """JSON laid out in lines, on one; no text in it holds a raw line end."""
    return text.replace("\n", "\r")


def laid_out(text: str) -> str:
    """The lines again."""
    return text.replace("\r", "\n")


def every(parts: Iterable[str]) -> list[Any]:
    """The values of many parts. One call of the reader for all takes a tenth of the time."""
    found: list[Any] = json.loads(f"[{','.join(parts)}]")
    return found


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


def files_of(found: Iterable[Piece]) -> list[Printed]:
    """What is published of pieces."""
    return [
        Printed._make(file) for some in every(one.files for one in found) for file in some or ()
    ]


def left_as(left: Linking) -> str:
    """Where an author's links lead that may lead nowhere, without the ids they may ask for."""
    if not left.links:
        return NOTHING
    return dumped([left.slug, plain.links_as(left.links), sorted(left.pictures)])


def left_of(piece: Piece, ids: frozenset[str]) -> Linking:
    """An author's links again, with the ids of the article's own page."""
    slug, links, pictures = json.loads(piece.left)
    return Linking(slug=slug, links=plain.links_of(links), pictures=frozenset(pictures), ids=ids)


def ways_as(pages: Sequence[Seen]) -> str:
    """Where pages lead, without the ids that they may be asked for."""
    return dumped([
        [page.path, [[address, *plain.place_as(place)] for address, place in page.links]]
        for page in pages
    ])  # fmt: skip


def ways_of(piece: Piece) -> list[Seen]:
    """The pages again."""
    return [
        Seen(
            path=path,
            ids=frozenset(),
            links=tuple((one[0], plain.place_of(one[1:])) for one in links),
        )
        for path, links in json.loads(piece.ways) or ()
    ]


def ids_as(left: Linking | None, pages: Sequence[Seen]) -> str:
    """What an article's texts and pages can be asked for, as text."""
    slug, named = (left.slug, sorted(left.ids)) if left else ("", [])
    return dumped([slug, named, {page.path: sorted(page.ids) for page in pages}])


@record
class Ids:
    """An article's slug, the ids that authors' links to it can name, those in each of its pages."""

    slug: str
    named: frozenset[str]
    pages: Mapping[str, frozenset[str]]


def ids_of(piece: Piece) -> Ids:
    """The ids of a piece that has all its parts."""
    slug, named, pages = json.loads(piece.ids) or ("", (), {})
    found = {path: frozenset(ids) for path, ids in pages.items()}
    return Ids(slug=slug, named=frozenset(named), pages=found)


# ---- What it was made of -------------------------------------------------------------------


def still_so(piece: Piece, fact: Callable[[str], str]) -> bool:
    """Whether all that a piece was made of beside its own folder is as it was."""
    if piece.knows == NOTHING:
        return True
    known: Mapping[str, str] = json.loads(piece.knows)
    return all(fact(name) == value for name, value in known.items())
