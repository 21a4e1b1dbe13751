"""Links from article to article and page to page, proved again only where they may have broken.

Where the last build found every link to arrive, a page that is as it was can lead nowhere only
because something that it could lead to is gone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from postil.batch import piece as pieces
from postil.batch.piece import NOTHING, Ids, Row, Rows
from postil.batch.whole import Known, Names
from postil.checks.links import links
from postil.checks.names import collisions
from postil.checks.published import Seen, broken
from postil.problems import Problem


class Crossing:
    """All links of a build. `before` is the last one, `sound` whether all was well with it.

    `ids` gives those of a row, of the last build too; None where it does not know them.
    """

    def __init__(
        self, rows: Rows, before: Rows, ids: Callable[[Row], Ids | None], *, sound: bool
    ) -> None:
        self.rows, self.before, self._ids = rows, before, ids
        self.changed = {name for name, row in rows.items() if before.get(name) != row}
        self.added, self.lost = True, True
        if sound:
            self._compare()
        self.asked = self.changed if not self.lost else set(rows)

    def _compare(self) -> None:
        """Whether there are files that were not there; whether one is gone, or a part of a page."""
        old, new = self._paths(self.before), self._paths(self.rows)
        self.added = not new <= old
        gone = self.before.keys() - self.rows.keys()
        self.lost = bool(gone) or not old <= new or any(map(self._has_lost, self.changed))

    def _paths(self, rows: Rows) -> set[str]:
        """The published files of rows that are not the same in both builds."""
        found = (row.piece for name, row in rows.items() if self._differs(name))
        return {file.path for file in pieces.files_of(found)}

    def _differs(self, name: str) -> bool:
        return name in self.changed or name not in self.rows

    def _has_lost(self, name: str) -> bool:
        """Whether an article that there was can be asked for less than before."""
        if name not in self.before:
            return False
        old, new = self._ids(self.before[name]), self._ids(self.rows[name])
        if old is None or new is None or old.slug != new.slug:
            return True
        pages = new.pages
        return not old.named <= new.named or any(
            not ids <= pages.get(path, frozenset()) for path, ids in old.pages.items()
        )

    # ---- What authors wrote

    def of_authors(self, names: Names) -> Iterator[Problem]:
        """Links that authors wrote from article to article and within one."""
        by_slug = {one.slug: one for one in names.articles}
        for one in names.articles:
            if one.piece.left != NOTHING and one.folder in self.asked:
                left = pieces.left_of(one.piece, self._named(one))
                yield from links(left, by_slug, lambda slug: self._named(by_slug[slug]))

    def _named(self, one: Known) -> frozenset[str]:
        return self.ids(one.folder).named

    def ids(self, name: str) -> Ids:
        """Those of an article of this build."""
        found = self._ids(self.rows[name])
        if found is None:
            raise LookupError(name)
        return found

    # ---- What is published

    def of_pages(self, paths: Sequence[str]) -> Iterator[Problem]:
        """Links from page to page; `paths` are all that is published."""
        pages, known = _Pages(self), frozenset(paths)
        for name in self.rows:
            for page in pieces.ways_of(self.rows[name].piece) if name in self.asked else ():
                yield from broken(page, pages, known)

    def collisions(self, paths: Sequence[str]) -> Iterator[Problem]:
        """Files that some systems cannot tell apart: none where there were none, and no new one."""
        if self.added:
            yield from collisions([path for path in paths if not _is_small(path)])


def _is_small(path: str) -> bool:
    """Whether a file is a text made small; no picture has such a name."""
    return path.endswith((".gz", ".br"))


class _Pages(Mapping[str, Seen]):
    """Pages by path, whose ids are read when a link asks for them."""

    def __init__(self, crossing: Crossing) -> None:
        self.crossing = crossing
        self.seen: dict[str, Seen] = {}
        self._owners: dict[str, str] | None = None

    @property
    def owners(self) -> dict[str, str]:
        """The folder that each page is made of."""
        if self._owners is None:
            rows = self.crossing.rows
            every = pieces.every(row.piece.ways for row in rows.values())
            self._owners = {
                page[0]: name for name, ways in zip(rows, every, strict=True) for page in ways or ()
            }
        return self._owners

    def __getitem__(self, path: str) -> Seen:
        if path not in self.seen:
            ids = self.crossing.ids(self.owners[path]).pages.get(path, frozenset())
            self.seen[path] = Seen(path=path, ids=ids, links=())
        return self.seen[path]

    def __contains__(self, path: object) -> bool:
        return path in self.owners

    def __iter__(self) -> Iterator[str]:
        return iter(self.owners)

    def __len__(self) -> int:
        return len(self.owners)
