"""The building of what is not as it was: articles, then what is made of all of them (edge)."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from time import time_ns
from typing import TYPE_CHECKING, Any

from postil import __version__
from postil.batch import piece as pieces
from postil.batch import plain, scan, whole
from postil.batch.at_once import counted
from postil.batch.build import LostError, Task
from postil.batch.ground import MovedError, digest_of
from postil.batch.making import Around, make, make_site, stops
from postil.batch.piece import Piece
from postil.batch.store import Row, lines_of
from postil.batch.whole import Names, Published
from postil.batch.wish import Outcome
from postil.checks.hygiene import hygiene
from postil.edition import Edition, Proof, Publication
from postil.files.addresses import distinct
from postil.folders import stray
from postil.load import Loader
from postil.memo import at_once
from postil.model import OutFile
from postil.page.neighbours import named
from postil.parse import around, head_of
from postil.pipeline import no_painter, painter_of, wants_cards
from postil.printed import RECORD
from postil.printing.press import Press, neighbours_of, pressed
from postil.problems import Place, Problem
from postil.progress import each, say
from postil.published import feeds
from postil.published.past import past
from postil.quoted.copying import Guarded
from postil.quoted.quotations import Library
from postil.record import record, replace
from postil.resolve import home_problems
from postil.telling.verdicts import Judged, levelled
from postil.write import Spot, Written, lay

if TYPE_CHECKING:
    from postil.pictures.darkroom import Darkroom

_SITE = ""  # the row of the pages that belong to no article


@record
class First:
    """An article before it is made: its addresses, and what feeds and neighbours ask of it."""

    slug: str
    place: Place
    aliases: tuple[str, ...]
    edition: Edition


class Work:
    """One build, step by step."""

    def __init__(self, task: Task) -> None:
        self.task, self.ground = task, task.ground
        self.rows, self.made = self._rows(), dict[str, Row]()
        files, wrong = self.ground.read_around()
        if digest_of(files, wrong) != self.ground.around.digest:
            raise MovedError
        found = [*wrong, *stray(files), *hygiene(files)]
        self.settings, seeds = around(files, found, at_once)
        self.wrong, self.seeds = tuple(found), {seed.id: seed for seed in seeds}
        self.folders = sorted(self.ground.units, key=lambda name: f"{self._shown(name)}/")
        self.guarded = Guarded(seeds)
        first = self._first()
        self.around = Around(
            settings=self.settings,
            seeds=self.seeds,
            library=Library(seeds),
            alone=replace(first, editions=()),
            slugs=frozenset(edition.article.slug for edition in first.editions),
            fact=self._fact,
            copies=self.guarded.problems,
            compress=self._compressed,
        )
        self.first = first
        self.key = self._shared(first)
        self.ink: Press | None = None
        self.theme: Mapping[str, str] = {}
        self.room: Darkroom | None = None
        self.changes: tuple[Problem, ...] = ()
        self.clean = not any(one.level == "error" for one in self._levelled(self.wrong))

    def _rows(self) -> dict[str, Row]:
        """What this same program made last time."""
        code = self.task.before.header.get("code")
        same = code and code[1] == self.ground.code.digest
        return self.task.before.rows() if same else {}

    def _shown(self, name: str) -> str:
        return Loader.printable(self.ground.root / "content" / name)

    def _compressed(self, files: Sequence[OutFile]) -> tuple[OutFile, ...]:
        if not self.task.wish.brotli:
            return ()
        from postil.published.compress import compressed

        return compressed(files, self.task.wish.brotli)

    def _levelled(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        return levelled(problems, self.settings.rules)

    # ---- What all articles share

    def _first(self) -> Publication:
        """All articles by no more than their names."""
        found = [one for name in self.folders if (one := self._named(name))]
        firsts = distinct(found, [])
        wrong = home_problems(self.settings, [one.slug for one in firsts])
        return Publication(
            settings=self.settings,
            editions=tuple(one.edition for one in firsts),
            home="" if wrong else self.settings.home,
        )

    def _named(self, name: str) -> First | None:
        """An article's name: as it was if its files are as they were, else what they say."""
        row, known = self.rows.get(name), self.task.before.header.get("units", {}).get(name)
        if row and known and known[1] == self.ground.units[name].digest:
            head = json.loads(pieces.of_text(row.piece).head)
            edition = plain.edition_of(head) if head else None
        else:
            article = head_of(self._shown(name), self.ground.read(name)[0])
            whole_ = replace(named(article.slug), article=article) if article else None
            edition = plain.edition_of(plain.head_as(whole_)) if whole_ else None  # no texts
        if edition is None:
            return None
        one = edition.article
        return First(slug=one.slug, place=one.place, aliases=one.aliases, edition=edition)

    def _shared(self, first: Publication) -> str:
        """The part of every key that tells what all articles are made with."""
        settings = replace(self.settings, rules={}, deploy={}, home="", home_place=None)
        return pieces.digest(
            repr([
                __version__,
                self.ground.code.digest,
                self.ground.theme.digest,
                scan.libraries(),
                settings,
                first.home,
                feeds.offered(first),
                neighbours_of(first),
                wants_cards(first),
                self.guarded.seeds,
                bool(self.task.wish.brotli),
            ])
        )  # fmt: skip

    def _fact(self, name: str) -> str:
        """What an article may be made of beside its folder, by name; see `making`."""
        kind, _, what = name.partition(" ")
        if kind == "slug":
            return "1" if what in self.around.slugs else ""
        if kind == "seeds":
            return pieces.digest(repr(sorted(self.seeds)))
        return pieces.digest(repr(self.seeds[what])) if what in self.seeds else ""

    def _press(self) -> Press:
        """What pages are printed with. Raises PostilError where a template cannot be read."""
        if self.ink is None:
            from postil.compiled import Compiled
            from postil.theme import load_theme

            self.theme, root = load_theme(self.ground.root), self.task.wish.root
            paint = painter_of(root, self.first)
            self.ink = pressed(self.first, self.theme, __version__, Compiled(root), paint=paint)
        return self.ink

    def _undrawn(self) -> tuple[Problem, ...]:
        """What is wrong where nobody can paint the cards that are wanted."""
        wanted = wants_cards(self.first) and not painter_of(self.task.wish.root, self.first)
        return (no_painter(self.first),) if wanted else ()

    # ---- Articles

    def done(self) -> Outcome:
        """Make what is not as it was, prove all of it, and write."""
        read = [self._piece(name) for name in each("making", self.folders)]
        names = self._names(read)
        sources = self._judge(read, names, self._before)
        if self._stops(sources.problems) or not names.articles:
            return self._left(sources.problems, sources, names)
        if self._unprinted(names):
            self._press()
            read = [self._piece(name, print_=True) for name in each("printing", self.folders)]
            names = self._names(read)
        site = self._site(names)
        found = {one.rule for one in (*sources.problems, *(s.problem for s in sources.silenced))}
        say("checking the pages")
        files = whole.publish(
            names,
            site,
            self.settings,
            self._compressed,
            follow="link-broken" not in found,
            more=self._undrawn(),
        )
        problems = whole.all_problems(sources, files)
        if self._stops(problems):
            return self._left(problems, sources, names)
        return self._write(read, names, sources, files)

    def _names(self, read: Sequence[Piece]) -> Names:
        known = [whole.known(piece) for piece in read if piece.head != pieces.NOTHING]
        return whole.names(known, self.settings)

    def _stops(self, problems: Sequence[Problem]) -> bool:
        return any(one.level == "error" for one in problems)

    def _unprinted(self, names: Names) -> bool:
        return any(one.piece.files == pieces.NOTHING for one in names.articles)

    def _piece(self, name: str, *, print_: bool = False) -> Piece:
        """What one folder comes to: kept, or made. Printed only while no error is known."""
        key = pieces.digest(f"{self.key} {self._shown(name)} {self.ground.units[name].digest}")
        wanted = self.clean or print_
        piece = self._kept(name, key)
        if piece is None or (wanted and piece.files == pieces.NOTHING):
            piece = self._make(name, key, self._ready() if wanted else None)
        self.made[name] = Row(key=key, piece=pieces.as_text(piece))
        if self.clean and piece.told != pieces.NOTHING:
            self.clean = not self._has_error(piece)
        return piece

    def _ready(self) -> Press | None:
        """The press; none while the theme is broken, which is told when nothing else is."""
        return self._press() if self.ground.theme.digest else None

    def _kept(self, name: str, key: str) -> Piece | None:
        row = self.rows.get(name)
        text = row.piece if row and row.key == key else self.task.store.piece(key)
        piece = pieces.of_text(text) if text else None
        return piece if piece and pieces.still_so(piece, self._fact) else None

    def _make(self, name: str, key: str, press: Press | None) -> Piece:
        files, wrong = self.ground.read(name)
        if files.binaries:
            files = self._darkroom().develop(files)
        piece, made = make(self._shown(name), files, wrong, self.around, press)
        if files.pictures:
            piece = replace(piece, keeps=pieces.dumped(self._darkroom().keys(files)))
        self.task.store.put(key, pieces.as_text(piece), made)
        self.ground.release(name)
        return piece

    def _darkroom(self) -> "Darkroom":
        """Where copies of pictures are made, one article's at a time."""
        if self.room is None:
            from postil.pictures.darkroom import Darkroom

            self.room = Darkroom(self.task.wish.root, encode=True, forget=False)
        return self.room

    def _forget(self) -> None:
        """Let go the copies of pictures that no article has any more."""
        if self.room and self.room.tools:
            kept = (pieces.of_text(row.piece).keeps for row in self.made.values())
            self.room.kept.forget({key for found in kept for key in json.loads(found) or ()})

    def _has_error(self, piece: Piece) -> bool:
        told = pieces.told_of(piece)
        return stops((*told.read, *told.proved), self.settings, pieces.allowances_of(piece))

    # ---- All articles together

    def _judge(self, read: Sequence[Piece], names: Names, before: whole.Before) -> Judged:
        return whole.judge(self.wrong, read, names, self.settings, self.task.wish.today, before)

    def _before(self, articles: Sequence[whole.Known], home: str) -> tuple[Problem, ...]:
        """What vanished, or changed in silence, since the last state that was published."""
        self.changes = tuple(whole.compared(self._past(articles))(articles, home))
        return self.changes

    def _past(self, articles: Sequence[whole.Known]) -> Mapping[str, Any]:
        """What was published last, but for articles of which the same was told."""
        header, wish = self.task.before.header, self.task.wish
        if not self.rows or not self.task.past or header.get("record") != self.task.past:
            return past(wish.since or wish.output) or {}
        now = {one.slug: one.piece.entry for one in articles}
        found = {}
        for name, row in self.rows.items():
            new = self.made.get(name)
            if name == _SITE or (new and new.piece == row.piece):
                continue
            piece = pieces.of_text(row.piece)
            slug = json.loads(piece.head)["slug"] if piece.head != pieces.NOTHING else ""
            if slug and now.get(slug) != piece.entry:
                found[slug] = whole.remembered(piece, slug)
        return found

    def _site(self, names: Names) -> Piece:
        """The pages that belong to no article: kept while what they tell is the same."""
        heads = "\n".join(one.piece.head for one in names.articles)
        key = pieces.digest(f"{self.key} site {pieces.digest(heads)}")
        piece = self._kept(_SITE, key)
        if piece is None:
            press = replace(self._press(), publication=whole.publication(names, self.settings))
            piece, made = make_site(press, self.theme, self.around)
            self.task.store.put(key, pieces.as_text(piece), made)
        self.made[_SITE] = Row(key=key, piece=pieces.as_text(piece))
        return piece

    def _counts(self, names: Names) -> dict[str, int]:
        proofs = (Proof(**one.head["proof"]) for one in names.articles)
        return counted(proofs, sum(one.head["large"] for one in names.articles))

    # ---- The end

    def _left(self, problems: tuple[Problem, ...], sources: Judged, names: Names) -> Outcome:
        """Nothing is written but what the next build can use."""
        output = self.task.before.header.get("output", "")
        self._save({"whole": "", "output": output, "record": ""})
        counts, silenced = self._counts(names), sources.silenced
        return Outcome(problems=problems, silenced=silenced, counts=counts, written=None)

    def _save(self, more: Mapping[str, Any]) -> None:
        task = self.task
        task.store.save(task.name, {**self.ground.header(), **more}, lines_of(self.made))
        task.store.tidy({row.key for row in self.made.values()})

    def _write(
        self, read: Sequence[Piece], names: Names, sources: Judged, files: Published
    ) -> Outcome:
        wish, known = self.task.wish, self.task.before.header.get("output")
        stamps = list[str]()

        def is_known() -> bool:
            return scan.published(wish.output, time_ns()) == known

        def after(done: Written) -> None:
            if wish.keep:
                now = scan.settled() if done.new or done.changed or done.removed else time_ns()
                stamps.append(scan.published(wish.output, now))

        spot = Spot(
            output=wish.output,
            site=wish.root,
            adopt=wish.adopt,
            known=is_known if known else None,
            after=after,
        )
        say("writing")
        written = lay(files.files, self._contents(files.loose), spot)
        self._forget()
        if stamps:
            self._save(self._word(read, names, sources, files, stamps[0]))
        return Outcome(
            problems=whole.all_problems(sources, files),
            silenced=sources.silenced,
            counts=self._counts(names),
            written=written,
        )

    def _contents(self, loose: Sequence[OutFile]) -> Any:
        """Gives the bytes of files, each article's read once."""
        held = {file.path: file.content for file in loose}

        def contents(paths: Collection[str]) -> Iterator[tuple[str, bytes]]:
            wanted = set(paths)
            yield from ((path, content) for path, content in held.items() if path in wanted)
            for row in self.made.values():
                listed = pieces.files_of(pieces.of_text(row.piece))
                asked = [file for file in listed if file.path in wanted]
                found = self.task.store.contents(row.key) if asked else {}
                for file in asked:
                    content = found.get(file.path, b"")
                    if hashlib.sha256(content).hexdigest() != file.digest:
                        raise LostError
                    yield file.path, content

        return contents

    def _word(
        self, read: Sequence[Piece], names: Names, sources: Judged, files: Published, stamp: str
    ) -> dict[str, Any]:
        """What the next build is told: all it needs to say the same, should nothing change."""
        today, record_ = self.task.wish.today, self._record(files)
        # Compared with itself, nothing has changed.
        later = self._judge(read, names, lambda *_: ()) if self.changes else sources
        told = {self.task.past: _told(sources, files), record_: _told(later, files)}
        return {
            "whole": self.task.whole,
            "days": whole.days(names.articles, today) if today else None,
            "told": told,
            "output": stamp,
            "record": record_,
            "counts": self._counts(names),
            "size": [len(files.files), sum(file.size for file in files.files)],
        }

    def _record(self, files: Published) -> str:
        content = next(file.content for file in files.loose if file.path == RECORD)
        return hashlib.blake2b(content, digest_size=20).hexdigest()


def _told(sources: Judged, files: Published) -> list[Any]:
    """Problems, and silenced ones with what silences them, as plain values."""
    problems = plain.problems_as(whole.all_problems(sources, files))
    covered = plain.problems_as(one.problem for one in sources.silenced)
    by = plain.allowances_as(one.by for one in sources.silenced)
    return [problems, list(zip(covered, by, strict=True))]
