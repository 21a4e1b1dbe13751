"""What can be said only of all articles together: of what is kept of each, not of the articles."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from postil.batch import piece as pieces
from postil.batch.piece import Piece
from postil.batch.plain import edition_of, place_of
from postil.dates import Day
from postil.edition import Publication
from postil.files.addresses import distinct
from postil.model import OutFile, Settings
from postil.parse import empty
from postil.printed import Printed, listed
from postil.problems import Place, Problem, ordered
from postil.published import history
from postil.published.hosting import FONT, headers_of
from postil.published.plain_article import LIST, listing_of
from postil.record import record
from postil.resolve import home_problems
from postil.telling.verdicts import Judged, judged, levelled


class Known(NamedTuple):
    """An article by what is kept of it, and the name of its folder; `proof` is in counts."""

    folder: str
    piece: Piece
    slug: str
    place: Place
    aliases: tuple[str, ...]
    pictures: bool
    large: int
    proof: Sequence[int]


@record
class Names:
    """The articles that are published, in the order of their slugs; what is wrong with names."""

    articles: tuple[Known, ...]
    home: str
    problems: tuple[Problem, ...]


def known(found: Mapping[str, Piece]) -> list[Known]:
    """Those pieces, by folder, that are articles."""
    own = {name: piece for name, piece in found.items() if piece.brief != pieces.NOTHING}
    briefs = pieces.every(piece.brief for piece in own.values())
    return [
        Known(folder, piece, slug, place_of(place), tuple(aliases), *rest)
        for (folder, piece), (slug, place, aliases, *rest) in zip(own.items(), briefs, strict=True)
    ]


def names(articles: Sequence[Known], settings: Settings) -> Names:
    """Of articles in the order of their folders those that are published."""
    problems = list[Problem]()
    kept = distinct(articles, problems)
    if not kept:
        problems.append(empty())
    wrong = home_problems(settings, [one.slug for one in kept])
    home = "" if wrong else settings.home
    return Names(articles=kept, home=home, problems=(*problems, *wrong))


def publication(found: Names, settings: Settings) -> Publication:
    """What pages that belong to no article know of those that there are."""
    heads = pieces.every(one.piece.head for one in found.articles)
    editions = tuple(map(edition_of, heads))
    return Publication(settings=settings, editions=editions, home=found.home)


# ---- The sources ---------------------------------------------------------------------------

Before = Callable[[Sequence[Known], str], Iterable[Problem]]


def judge(
    wrong: Iterable[Problem],
    read: Iterable[Piece],
    found: Names,
    settings: Settings,
    today: Day | None,
    before: Before,
) -> Judged:
    """All problems of a site's sources, judged.

    `wrong` are those of what no article holds, and of links between them; `read` every folder of
    content/; `before` compares with what was published last, unless something could not be read.
    """
    problems = [*wrong, *found.problems]
    problems += (one for piece in read for one in _told(piece).read)
    for article in found.articles:
        told = _told(article.piece)
        problems += told.proved
        problems += (one for last, one in told.aging if today and last < today)
    if not any(one.level == "error" for one in problems):
        problems += before(found.articles, found.home)
    allowances = [
        one
        for known in found.articles
        if known.piece.allow != pieces.NOTHING
        for one in pieces.allowances_of(known.piece)
    ]
    return judged(problems, settings.rules, allowances, aged=today is not None)


_WELL = pieces.Told()


def _told(piece: Piece) -> pieces.Told:
    return _WELL if piece.told == pieces.NOTHING else pieces.told_of(piece)


def compared(past: Mapping[str, history.Past]) -> Before:
    """What vanished or changed in silence since an earlier state; all of it is known."""

    def before(articles: Sequence[Known], home: str) -> Iterator[Problem]:
        if not past:
            return iter(())
        presents = [_present(one) for one in articles]
        return history.compared(past, presents, home)

    return before


def _present(one: Known) -> history.Present:
    past = partial(remembered, one.piece, one.slug)
    return history.Present(slug=one.slug, place=one.place, aliases=one.aliases, past=past)


def remembered(piece: Piece, slug: str) -> history.Past:
    """An article as published.json tells of it."""
    return history.entries(piece.entry)[slug]


def days(found: Iterable[Known], today: Day) -> tuple[Day | None, Day | None]:
    """The last day before today, and the first from then on, after which a problem arises."""
    lasts = sorted({last for one in found for last, _ in _told(one.piece).aging})
    passed = [last for last in lasts if last < today]
    coming = [last for last in lasts if last >= today]
    return passed[-1] if passed else None, coming[0] if coming else None


# ---- What is published ---------------------------------------------------------------------


@record
class Published:
    """All files, by path; the bytes of those made here; all problems but those of sources."""

    files: tuple[Printed, ...]
    loose: tuple[OutFile, ...]
    problems: tuple[Problem, ...]


def publish(
    found: Names,
    site: Piece,
    settings: Settings,
    compress: Callable[[Sequence[OutFile]], tuple[OutFile, ...]],
    between: Callable[[Sequence[str], bool], Iterable[Problem]],
    more: Iterable[Problem] = (),
) -> Published:
    """All that is published. `between` tells of all paths what is wrong between them, links too

    unless pages are missing; `more` are further problems of what is printed.
    """
    every = [*(one.piece for one in found.articles), site]
    files = pieces.files_of(every)
    loose = _loose(found, every, settings, fonts=any(one.path.endswith(FONT) for one in files))
    files += listed(loose)
    told = [pieces.told_of(piece) for piece in every if piece.told != pieces.NOTHING]
    wrong = [*more, *(one for some in told for one in some.printed)]
    complete = not any(one.level == "error" for one in wrong)
    wrong += (one for some in told for one in some.pages if complete)
    wrong += between([file.path for file in files], complete)
    smaller = compress(loose)
    files += listed(smaller)
    return Published(
        files=tuple(sorted(files, key=itemgetter(0))),
        loose=(*loose, *smaller),
        problems=levelled(wrong, settings.rules),
    )


def _loose(
    found: Names, every: Sequence[Piece], settings: Settings, *, fonts: bool
) -> tuple[OutFile, ...]:
    """The files that hold something of every text."""
    pictures = any(one.pictures for one in found.articles)
    own = dict.fromkeys(piece.styles for piece in every)  # most articles have the same
    styles = dict.fromkeys(style for some in pieces.every(own) for style in some or ())
    headers = headers_of(settings, styles, pictures=pictures, fonts=fonts)
    entries = (pieces.laid_out(one.piece.entry) for one in found.articles)
    lines = pieces.every(one.piece.line for one in found.articles)
    listing = listing_of(settings, lines).encode()
    return headers, history.record_file(entries), OutFile(path=LIST, content=listing)


def all_problems(sources: Judged, files: Published) -> tuple[Problem, ...]:
    """In order."""
    return ordered((*sources.problems, *files.problems))
