"""Articles one by one: each as it was, or made anew (edge)."""

import gc
import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from postil import __version__
from postil.batch import piece as pieces
from postil.batch import whole
from postil.batch.build import Task
from postil.batch.making import Around, make, make_site, stops
from postil.batch.piece import Ids, Piece, Row, Rows
from postil.batch.shared import Shared
from postil.batch.whole import Names
from postil.model import OutFile
from postil.printing.press import Press
from postil.problems import Problem
from postil.quoted.quotations import Library
from postil.record import replace
from postil.telling.verdicts import levelled

if TYPE_CHECKING:
    from postil.cards.studio import Painter
    from postil.pictures.darkroom import Darkroom

SITE = ""
"""The row of the pages that belong to no article."""


class Articles:
    """The rows of a build. `before` are those of the last one, made by this same program.

    `clean`: whether no error is known; while one is, nothing is printed.
    """

    def __init__(self, task: Task, shared: Shared, before: Rows) -> None:
        self.task, self.shared, self.before = task, shared, before
        self.rows = dict[str, Row]()
        self.around = Around(
            settings=shared.settings,
            seeds=shared.seeds,
            library=Library(shared.seeds.values()),
            alone=shared.alone,
            slugs=shared.common.slugs,
            fact=self._fact,
            copies=shared.guarded.problems,
            compress=self.compressed,
        )
        found = levelled(shared.wrong, shared.settings.rules)
        self.clean = not any(one.level == "error" for one in found)
        self._swept = False
        self._ink: Press | None = None
        self._room: Darkroom | None = None

    def compressed(self, files: Sequence[OutFile]) -> tuple[OutFile, ...]:
        """The same made small, where that is wanted."""
        if not self.task.wish.brotli:
            return ()
        from postil.published.compress import compressed

        return compressed(files, self.task.wish.brotli)

    def compressed_once(self, files: Sequence[OutFile]) -> tuple[OutFile, ...]:
        """The same of files that are made at each build, and seldom others: kept, or made."""
        found = list[OutFile]()
        for file in files if self.task.wish.brotli else ():
            key = pieces.digest(b"compressed " + file.path.encode() + b"\0" + file.content)
            kept = self.task.store.contents(key)
            if kept:
                found += (OutFile(path=path, content=content) for path, content in kept.items())
            elif made := self.compressed((file,)):
                self.task.store.put(key, Piece(), made)
                found += made
        return tuple(found)

    def _fact(self, name: str) -> str:
        """What an article may be made of beside its folder, by name; see `making`."""
        kind, _, what = name.partition(" ")
        seeds = self.shared.seeds
        if kind == "slug":
            return "1" if what in self.around.slugs else ""
        if kind == "seeds":
            return pieces.digest(repr(sorted(seeds)))
        return pieces.digest(repr(seeds[what])) if what in seeds else ""

    # ---- The press

    def press(self) -> Press:
        """What pages are printed with. Raises PostilError where a template cannot be read."""
        if self._ink is None:
            from postil.compiled import Compiled
            from postil.printing.press import pressed

            theme, common = self.task.ground.read_theme(), self.shared.common
            compiled, paint = Compiled(theme), self.painter
            made = pressed(self.shared.alone, theme, __version__, compiled, paint=paint)
            self._ink = replace(made, feeds=common.feeds, others=common.others)
        return self._ink

    @cached_property
    def painter(self) -> "Painter | None":
        """Who paints preview cards; None where none is wanted, or the library is missing."""
        if not self.shared.common.cards:
            return None
        from postil.cards.painter import painter

        return painter(str(self.task.wish.root))

    def _ready(self) -> Press | None:
        """The press; none while the theme is broken, which is told when nothing else is."""
        return self.press() if self.task.ground.theme.digest else None

    # ---- Each article

    def take(self, name: str, *, print_: bool = False) -> None:
        """What one folder comes to: kept, or made. Printed only while no error is known."""
        digest, shown = self.task.ground.units[name].digest, self.shared.shown[name]
        key = pieces.digest(f"{self.shared.common.key} {shown} {digest}")
        wanted = self.clean or print_
        piece = self._kept(name, key)
        if piece is None or (wanted and piece.files == pieces.NOTHING):
            piece = self._make(name, key, self._ready() if wanted else None)
            self._sweep()
        self._put(name, key, self.shared.firsts[name], piece)
        if self.clean and piece.told != pieces.NOTHING:
            self.clean = not self._has_error(piece)

    def _put(self, name: str, key: str, first: str, piece: Piece) -> None:
        """Another row, without the ids, which are long and seldom asked for."""
        row = Row(key=key, first=first, piece=piece._replace(ids="") if piece.ids else piece)
        old = self.before.get(name)
        self.rows[name] = old if old == row else row

    def _kept(self, name: str, key: str) -> Piece | None:
        row = self.before.get(name)
        piece = row.piece if row and row.key == key else self.task.store.piece(key)
        return piece if piece and pieces.still_so(piece, self._fact) else None

    def _make(self, name: str, key: str, press: Press | None) -> Piece:
        files, wrong = self.task.ground.read(name)
        if files.binaries:
            files = self._darkroom().develop(files)
        piece, made = make(self.shared.shown[name], files, wrong, self.around, press)
        if files.pictures:
            piece = piece._replace(keeps=pieces.dumped(self._darkroom().keys(files)))
        self.task.store.put(key, piece, made)
        self.task.ground.release(name)
        return piece

    def _sweep(self) -> None:
        """Let go the cycles that templates leave behind: 0.2 ms, as little else is young here.

        Where Python would look for them by itself, in the midst of an article, it takes 12 ms. What
        was imported is not looked through.
        """
        if self._swept:
            gc.collect(0)
        else:
            gc.freeze()
        self._swept = True

    def _has_error(self, piece: Piece) -> bool:
        told = pieces.told_of(piece)
        problems: Sequence[Problem] = (*told.read, *told.proved)
        return stops(problems, self.shared.settings, pieces.allowances_of(piece))

    def ids(self, row: Row) -> Ids | None:
        """What a row can be asked for, which the cache alone holds; None where it does not."""
        found = self.task.store.piece(row.key)
        return pieces.ids_of(found) if found else None

    # ---- Pictures

    def _darkroom(self) -> "Darkroom":
        """Where copies of pictures are made, one article's at a time."""
        if self._room is None:
            from postil.pictures.darkroom import Darkroom

            self._room = Darkroom(self.task.wish.root, encode=True, forget=False)
        return self._room

    def forget(self) -> None:
        """Let go the copies of pictures that no article has any more."""
        if self._room and self._room.tools:
            kept = (row.piece.keeps for row in self.rows.values())
            self._room.kept.forget({key for found in kept for key in json.loads(found) or ()})

    # ---- The pages of no article

    def take_site(self, names: Names) -> Piece:
        """The pages that belong to no article: kept while what they tell is the same."""
        heads = "\n".join(one.piece.head for one in names.articles)
        key = pieces.digest(f"{self.shared.common.key} site {pieces.digest(heads)}")
        piece = self._kept(SITE, key)
        if piece is None:
            publication = whole.publication(names, self.shared.settings)
            press = replace(self.press(), publication=publication)
            piece, made = make_site(press, self.task.ground.read_theme(), self.around)
            self.task.store.put(key, piece, made)
        self._put(SITE, key, "", piece)
        return piece
