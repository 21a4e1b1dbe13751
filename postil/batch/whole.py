"""What can be said only of all articles together: of what is kept of each, not of the articles."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from postil.batch import piece as pieces
from postil.batch.piece import Piece
from postil.batch.plain import edition_of, place_of
from postil.checks.links import links
from postil.checks.names import collisions
from postil.checks.published import Seen, broken
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


@record
class Known:
    """An article by what is kept of it. `slug`, `place` and `aliases` are those of `head`."""

    piece: Piece
    head: Mapping[str, Any]
    slug: str
    place: Place
    aliases: tuple[str, ...]


@record
class Names:
    """The articles that are published, in the order of their slugs; what is wrong with names."""

    articles: tuple[Known, ...]
    home: str
    problems: tuple[Problem, ...]


def known(piece: Piece) -> Known:
    """A piece that is an article."""
    head = json.loads(piece.head)
    place, aliases = place_of(head["place"]), tuple(head["aliases"])
    return Known(piece=piece, head=head, slug=head["slug"], place=place, aliases=aliases)


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
    editions = tuple(edition_of(one.head) for one in found.articles)
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

    `wrong` are those of what no article holds, `read` every folder of content/; `before` compares
    with what was published last, unless something could not be read.
    """
    problems = [*wrong, *found.problems]
    problems += (one for piece in read for one in pieces.told_of(piece).read)
    for article in found.articles:
        told = pieces.told_of(article.piece)
        problems += told.proved
        problems += (one for last, one in told.aging if today and last < today)
    problems += _links(found)
    if not any(one.level == "error" for one in problems):
        problems += before(found.articles, found.home)
    allowances = [one for known in found.articles for one in pieces.allowances_of(known.piece)]
    return judged(problems, settings.rules, allowances, aged=today is not None)


def _links(found: Names) -> Iterator[Problem]:
    """Links that authors wrote from article to article."""
    by_slug = {one.slug: one.piece for one in found.articles}
    for article in found.articles:
        left = pieces.ways_of(article.piece).left
        if left:
            yield from links(left, by_slug, lambda slug: pieces.ids_of(by_slug[slug]))


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
    return history.entries(json.loads(piece.entry))[slug]


def days(found: Iterable[Known], today: Day) -> tuple[Day | None, Day | None]:
    """The last day before today, and the first from then on, after which a problem arises."""
    lasts = sorted({last for one in found for last, _ in pieces.told_of(one.piece).aging})
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
    *,
    follow: bool,
    more: Iterable[Problem] = (),
) -> Published:
    """All that is published. `follow`: whether to follow the links of pages.

    `more` are further problems of what is printed.
    """
    every = [*(one.piece for one in found.articles), site]
    ways = [pieces.ways_of(piece) for piece in every]
    files = [file for piece in every for file in pieces.files_of(piece)]
    fonts = any(file.path.endswith(FONT) for file in files)
    styles = [style for one in ways for style in one.styles]
    loose = _loose(found, settings, styles, fonts=fonts)
    files += listed(loose)
    told = [pieces.told_of(piece) for piece in every if piece.told != pieces.NOTHING]
    wrong = [*more, *(one for some in told for one in some.printed)]
    if not any(one.level == "error" for one in wrong):
        wrong += (one for some in told for one in some.pages)
        wrong += _broken(every, ways, files) if follow else ()
    wrong += collisions([file.path for file in files if not _is_small(file.path)])
    smaller = compress(loose)
    files += listed(smaller)
    return Published(
        files=tuple(sorted(files, key=lambda file: file.path)),
        loose=(*loose, *smaller),
        problems=levelled(wrong, settings.rules),
    )


def _loose(
    found: Names, settings: Settings, styles: Sequence[str], *, fonts: bool
) -> tuple[OutFile, ...]:
    """The files that hold something of every text."""
    pictures = any(one.head["pictures"] for one in found.articles)
    entries = (json.loads(one.piece.entry) for one in found.articles)
    headers = headers_of(settings, styles, pictures=pictures, fonts=fonts)
    lines = (json.loads(one.piece.line) for one in found.articles)
    listing = listing_of(settings, lines).encode()
    return headers, history.record_file(entries), OutFile(path=LIST, content=listing)


def _is_small(path: str) -> bool:
    """Whether a file is a text made small; no picture has such a name."""
    return path.endswith((".gz", ".br"))


def _broken(
    every: Sequence[Piece], ways: Sequence[pieces.Ways], files: Sequence[Printed]
) -> Iterator[Problem]:
    """Links from page to page."""
    paths = {file.path for file in files}
    owned = zip(every, ways, strict=True)
    pages = _Pages({page.path: piece for piece, way in owned for page in way.pages})
    for way in ways:
        for page in way.pages:
            yield from broken(page, pages, paths)


class _Pages(Mapping[str, Seen]):
    """Pages by path, whose ids are read when a link asks for them."""

    def __init__(self, owners: Mapping[str, Piece]) -> None:
        self.owners = owners
        self.seen: dict[str, Seen] = {}

    def __getitem__(self, path: str) -> Seen:
        if path not in self.seen:
            ids = pieces.page_ids_of(self.owners[path], path)
            self.seen[path] = Seen(path=path, ids=ids, links=())
        return self.seen[path]

    def __contains__(self, path: object) -> bool:
        return path in self.owners

    def __iter__(self) -> Iterator[str]:
        return iter(self.owners)

    def __len__(self) -> int:
        return len(self.owners)


def all_problems(sources: Judged, files: Published) -> tuple[Problem, ...]:
    """In order."""
    return ordered((*sources.problems, *files.problems))
