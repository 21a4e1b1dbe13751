"""The building of what is not as it was: articles, then what is made of all of them (edge)."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from postil.batch import piece as pieces
from postil.batch import whole
from postil.batch.articles import SITE, Articles
from postil.batch.at_once import counted
from postil.batch.build import LostError, Task
from postil.batch.crossing import Crossing
from postil.batch.left import Tree, is_left, left
from postil.batch.piece import Piece, Row
from postil.batch.shared import Shared
from postil.batch.spare import spare
from postil.batch.store import lines_of
from postil.batch.whole import Names, Published
from postil.batch.wish import Outcome
from postil.batch.word import word
from postil.model import OutFile
from postil.pipeline import no_painter
from postil.problems import Problem
from postil.progress import each, say
from postil.published.past import past
from postil.telling.verdicts import Judged
from postil.write import Contents, Spot, Written, lay


class Work:
    """One build, step by step. `sound`: whether all links arrive, so that the next need ask few."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.before: dict[str, Row] = task.before.rows()
        self.shared = Shared(task, self.before)
        self.settings = self.shared.settings
        self.articles = Articles(task, self.shared, self.before)
        self.sound = False
        self.changes: tuple[Problem, ...] = ()
        self.broken: tuple[Problem, ...] = ()

    def done(self) -> Outcome:
        """Make what is not as it was, prove all of it, and write."""
        for name in each("making", self.shared.folders):
            self.articles.take(name)
        names = self._names()
        crossing = self._crossing(names)
        self.broken = tuple(crossing.of_authors(names))
        sources = self._judge(names, self._before)
        if _stops(sources.problems) or not names.articles:
            return self._left(sources.problems, sources, names)
        if any(one.piece.files == pieces.NOTHING for one in names.articles):
            self.articles.press()
            for name in each("printing", self.shared.folders):
                self.articles.take(name, print_=True)
            names = self._names()
        site = self.articles.take_site(names)
        say("checking the pages")
        files = self._published(names, site, sources)
        problems = whole.all_problems(sources, files)
        if _stops(problems):
            return self._left(problems, sources, names)
        return self._write(names, sources, files)

    # ---- All articles together

    def _names(self) -> Names:
        rows = self.articles.rows
        found = {name: rows[name].piece for name in self.shared.folders}
        return whole.names(whole.known(found), self.settings)

    def _crossing(self, names: Names) -> Crossing:
        """The links of what there is now; proved only in part if the last build was sound."""
        sound = bool(self.task.before.header.get("sound")) and not names.problems
        return Crossing(self.articles.rows, self.before, self.articles.ids, sound=sound)

    def _judge(self, names: Names, before: whole.Before) -> Judged:
        read = [self.articles.rows[name].piece for name in self.shared.folders]
        wrong = (*self.shared.wrong, *self.broken)
        return whole.judge(wrong, read, names, self.settings, self.task.wish.today, before)

    def _before(self, articles: Sequence[whole.Known], home: str) -> tuple[Problem, ...]:
        """What vanished, or changed in silence, since the last state that was published."""
        self.changes = tuple(whole.compared(self._past(articles))(articles, home))
        return self.changes

    def _past(self, articles: Sequence[whole.Known]) -> Mapping[str, Any]:
        """What was published last, but for articles of which the same was told."""
        header, wish, rows = self.task.before.header, self.task.wish, self.articles.rows
        if not self.before or not self.task.past or header.get("record") != self.task.past:
            return past(wish.since or wish.output) or {}
        now = {one.slug: one.piece.entry for one in articles}
        told = {
            name: row.piece
            for name, row in self.before.items()
            if name != SITE and rows.get(name) is not row
        }
        return {
            one.slug: whole.remembered(one.piece, one.slug)
            for one in whole.known(told)
            if now.get(one.slug) != one.piece.entry
        }

    def _published(self, names: Names, site: Piece, sources: Judged) -> Published:
        found = {one.rule for one in (*sources.problems, *(s.problem for s in sources.silenced))}
        crossing, wrong = self._crossing(names), list[Problem]()

        def between(paths: Sequence[str], pages: bool) -> Sequence[Problem]:
            # Where sources hold links that are known to be broken, pages are not asked again.
            wrong.extend(crossing.of_pages(paths) if pages and "link-broken" not in found else ())
            wrong.extend(crossing.collisions(paths))
            return wrong

        compress, more = self.articles.compressed_once, self._undrawn()
        files = whole.publish(names, site, self.settings, compress, between, more)
        self.sound = not (wrong or self.broken or names.problems or "link-broken" in found)
        return files

    def _undrawn(self) -> tuple[Problem, ...]:
        """What is wrong where nobody can paint the cards that are wanted."""
        wanted = self.shared.common.cards and self.articles.painter is None
        return (no_painter(self.shared.alone),) if wanted else ()

    def _counts(self, names: Names) -> dict[str, int]:
        large = sum(one.large for one in names.articles)
        return counted([one.proof for one in names.articles], large)

    # ---- The end

    def _left(self, problems: tuple[Problem, ...], sources: Judged, names: Names) -> Outcome:
        """Nothing is written but what the next build can use."""
        output = self.task.before.header.get("output")
        self._save({"whole": "", "output": output, "record": ""})
        counts, silenced = self._counts(names), sources.silenced
        return Outcome(problems=problems, silenced=silenced, counts=counts, written=None)

    def _save(self, more: Mapping[str, Any]) -> None:
        task, rows = self.task, self.articles.rows
        header = {**task.ground.header(), **self.shared.header(), **more}
        task.store.save(task.name, header, lines_of(rows))
        task.store.tidy({row.key for row in rows.values()})

    def _write(self, names: Names, sources: Judged, files: Published) -> Outcome:
        wish, known = self.task.wish, self.task.before.header.get("output")
        trees, found = list[Tree](), list[Mapping[str, Any]]()

        def is_known() -> bool:
            tree = Tree(wish.output)
            trees.extend([tree] if is_left(tree, known) else [])
            return bool(trees)

        def after(done: Written) -> None:
            if not wish.keep:
                return
            if trees and not done.manifest:  # nothing was written
                found.append(known or {})
            else:
                found.append(left(wish.output, done, trees.pop() if trees else None))

        spot = Spot(
            output=wish.output,
            site=wish.root,
            adopt=wish.adopt,
            known=is_known if known else None,
            spare=self._spare(len(files.files)) if wish.keep else None,
            after=after,
        )
        say("writing")
        written = lay(files.files, self._contents(files.loose), spot)
        self.articles.forget()
        if found:
            self._save(self._word(names, sources, files, found[0]))
        return Outcome(
            problems=whole.all_problems(sources, files),
            silenced=sources.silenced,
            counts=self._counts(names),
            written=written,
        )

    def _spare(self, files: int) -> Path | None:
        """Where the tree that is replaced stays for the next build."""
        wish = self.task.wish
        name = pieces.digest(str(wish.output.resolve()))[:16]
        return spare(wish.root, name, wish.output, files)

    def _contents(self, loose: Sequence[OutFile]) -> Contents:
        """Gives the bytes of files, each article's read once, and first those that are new."""
        held = {file.path: file.content for file in loose}

        def contents(paths: Collection[str]) -> Iterator[tuple[str, bytes]]:
            yield from ((path, held[path]) for path in paths if path in held)
            wanted = {path for path in paths if path not in held}
            rows = sorted(self.articles.rows.items(), key=lambda one: self._is_kept(*one))
            for _, row in rows:
                if wanted:
                    yield from self._of_row(row, wanted)

        return contents

    def _is_kept(self, name: str, row: Row) -> bool:
        return self.before.get(name) is row

    def _of_row(self, row: Row, wanted: set[str]) -> Iterator[tuple[str, bytes]]:
        """Those of its files that are wanted, and then no longer are."""
        asked = [file for file in pieces.files_of([row.piece]) if file.path in wanted]
        found = self.task.store.contents(row.key) if asked else {}
        for file in asked:
            content = found.get(file.path, b"")
            if hashlib.sha256(content).hexdigest() != file.digest:
                raise LostError
            wanted.discard(file.path)
            yield file.path, content

    def _word(
        self, names: Names, sources: Judged, files: Published, output: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What the next build is told."""

        def again() -> Judged:  # compared with itself, nothing has changed
            return self._judge(names, lambda *_: ()) if self.changes else sources

        told = word(names, sources, files, self.task.wish.today, self.task.past, again)
        more = {"whole": self.task.whole, "output": output, "sound": self.sound}
        return {**told, **more, "counts": self._counts(names)}


def _stops(problems: Sequence[Problem]) -> bool:
    return any(one.level == "error" for one in problems)
