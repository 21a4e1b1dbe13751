"""What all articles of a site are made with, and the part of every key that tells of it (edge)."""

import json
from collections.abc import Mapping
from typing import Any

from postil import __version__
from postil.batch import piece as pieces
from postil.batch import plain, scan
from postil.batch.build import Task
from postil.batch.ground import MovedError, digest_of
from postil.batch.piece import Row
from postil.checks.hygiene import hygiene
from postil.edition import Edition, Publication
from postil.files.addresses import distinct
from postil.folders import stray
from postil.load import Loader
from postil.memo import at_once
from postil.page.neighbours import named
from postil.parse import around, head_of
from postil.pipeline import wants_cards
from postil.printing.press import neighbours_of
from postil.problems import Place, Problem
from postil.published import feeds
from postil.quoted.copying import Guarded
from postil.record import record, replace
from postil.resolve import home_problems

Pairs = tuple[tuple[str, str], ...]


@record
class Common:
    """What articles ask of each other before any is made.

    `slugs` are all articles', `feeds` and `others` what pages name (see `Press`), `home` the slug
    of the home article; `cards`: whether preview cards are wanted. `key` is made of all that every
    article is made of.
    """

    key: str
    home: str
    slugs: frozenset[str]
    feeds: Pairs
    others: Pairs
    cards: bool


@record
class First:
    """An article before it is made: its addresses, and what feeds and neighbours ask of it."""

    slug: str
    place: Place
    aliases: tuple[str, ...]
    edition: Edition


class Shared:
    """The files of no article, read; the names of all articles. `rows` are the last build's."""

    def __init__(self, task: Task, rows: Mapping[str, Row]) -> None:
        self.task, self.ground, self.rows = task, task.ground, rows
        files, wrong = self.ground.read_around()
        if digest_of(files, wrong) != self.ground.around.digest:
            raise MovedError
        found = [*wrong, *stray(files), *hygiene(files)]
        self.settings, seeds = around(files, found, at_once)
        self.wrong: tuple[Problem, ...] = tuple(found)
        self.seeds = {seed.id: seed for seed in seeds}
        self.guarded = Guarded(seeds)
        self.shown = {name: self._shown(name) for name in self.ground.units}
        self.folders = sorted(self.ground.units, key=lambda name: f"{self.shown[name]}/")
        self._edited = dict[str, Edition | None]()
        self.firsts = {name: self._first(name) for name in self.folders}
        self._of = pieces.digest(
            repr([self._beside(), self.settings.home, list(self.firsts.items())])
        )
        self.common = self._kept() or self._common()
        self.alone = Publication(settings=self.settings, editions=(), home=self.common.home)

    def _shown(self, name: str) -> str:
        """A folder's path as problems print it."""
        return Loader.printable(self.ground.root / "content" / name)

    # ---- Names

    def _row(self, name: str) -> Row | None:
        """What was made of a folder whose files are as they were."""
        known = self.task.before.header.get("units", {}).get(name)
        return self.rows.get(name) if known and known[1] == self.ground.units[name].digest else None

    def _first(self, name: str) -> str:
        """A digest of what an article says of itself before it is made."""
        row = self._row(name)
        if row:
            return row.first
        article = head_of(self.shown[name], self.ground.read(name)[0])
        if article is None:
            self._edited[name] = None
            return ""
        head = plain.head_as(replace(named(article.slug), article=article))
        self._edited[name] = plain.edition_of(head)  # it holds no texts
        return pieces.digest(pieces.dumped(head))

    def _edition(self, name: str) -> Edition | None:
        """An article by what lists tell of it."""
        if name in self._edited:
            return self._edited[name]
        head = self.rows[name].piece.head
        return plain.edition_of(json.loads(head)) if head != pieces.NOTHING else None

    # ---- What they come to

    def _beside(self) -> list[Any]:
        """What every article is made of, whatever others there are."""
        settings = replace(self.settings, rules={}, deploy={}, home="", home_place=None)
        return [
            __version__,
            self.ground.code.digest,
            self.ground.theme.digest,
            scan.libraries(),
            settings,
            self.guarded.seeds,
            bool(self.task.wish.brotli),
        ]

    def header(self) -> dict[str, Any]:
        """What the next build may know of it."""
        kept = {**vars(self.common), "slugs": sorted(self.common.slugs), "of": self._of}
        return {"common": kept}

    def _kept(self) -> Common | None:
        """What the last build had, where all that it is made of is the same."""
        known = self.task.before.header.get("common")
        if not known or known["of"] != self._of:
            return None
        return Common(
            key=known["key"],
            home=known["home"],
            slugs=frozenset(known["slugs"]),
            feeds=tuple((file, key) for file, key in known["feeds"]),
            others=tuple((title, file) for title, file in known["others"]),
            cards=known["cards"],
        )

    def _common(self) -> Common:
        publication = self._publication()
        home, cards = publication.home, wants_cards(publication)
        offered, others = feeds.offered(publication), neighbours_of(publication)
        made_of = [*self._beside(), home, offered, others, cards]
        return Common(
            key=pieces.digest(repr(made_of)),
            home=home,
            slugs=frozenset(edition.article.slug for edition in publication.editions),
            feeds=offered,
            others=others,
            cards=cards,
        )

    def _publication(self) -> Publication:
        """All articles by no more than their names."""
        found = list[First]()
        for name in self.folders:
            edition = self._edition(name)
            if edition:
                one = edition.article
                found.append(
                    First(slug=one.slug, place=one.place, aliases=one.aliases, edition=edition)
                )
        firsts = distinct(found, [])
        wrong = home_problems(self.settings, [one.slug for one in firsts])
        return Publication(
            settings=self.settings,
            editions=tuple(one.edition for one in firsts),
            home="" if wrong else self.settings.home,
        )
