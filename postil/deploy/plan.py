"""What is to be done at a target, in which order, and what speaks against it. Pure.

Phases are barriers: all of one is done before the next begins, by however many workers. At every
moment each page at the target refers to files that are there: assets come first, then pages that
are new (those that others refer to before those), then changed ones, then lists and feeds, and
what is gone goes last, pages before assets.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from postil.deploy import parcel
from postil.deploy.ledger import Entry, Ledger
from postil.deploy.parcel import Parcel
from postil.record import record

Action = Literal["new", "changed", "delete"]


@record
class There:
    """What a target holds: each file's size, which of ours are the same there, the last deploy.

    `same` are paths whose bytes and headers equal what is to be sent; `token` is the ledger's
    version, "" where there is none.
    """

    sizes: Mapping[str, int]
    same: Collection[str]
    ledger: Ledger | None
    token: str = ""


@record
class Operation:
    """One file to put or to delete; `size` in bytes, of what is put or goes."""

    action: Action
    path: str
    size: int
    phase: int


@record
class Plan:
    """Operations in their order; what stays; what is kept for one deploy; whose files are hit."""

    operations: tuple[Operation, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    foreign: tuple[str, ...]
    before: Ledger
    after: Ledger

    @property
    def phases(self) -> Iterable[tuple[Operation, ...]]:
        """The operations between two barriers, phase by phase."""
        numbers = sorted({one.phase for one in self.operations})
        return [tuple(one for one in self.operations if one.phase == n) for n in numbers]

    @property
    def nothing(self) -> bool:
        """True where the target is as it should be already."""
        return not self.operations and self.before == self.after

    def of(self, action: Action) -> tuple[Operation, ...]:
        """The operations of one kind."""
        return tuple(one for one in self.operations if one.action == action)


def plan(
    parcels: Mapping[str, Parcel], there: There, site: str, newest: str, *, adopt: bool = False
) -> Plan:
    """What brings a target from what it holds to what is to be published.

    With `adopt`, files of others that are what would be sent are Postil's from now on.
    """
    before = there.ledger or Ledger()
    own = before.own
    puts = [path for path in parcels if path not in there.same]
    fresh = {path for path in puts if path not in there.sizes}
    kept = _kept(parcels, there, before)
    gone = [path for path in own if path in there.sizes and path not in {*parcels, *kept}]
    order = [*_put_phases(parcels, puts, fresh), *_delete_phases(gone)]
    sizes = {**there.sizes, **{path: parcels[path].size for path in puts}}
    entries = {
        path: _entry(parcels[path], own.get(path) if path in there.same else None)
        for path in parcels
        if adopt
        or path in own
        or path not in there.same  # what stood there by itself stays another's
    }
    return Plan(
        operations=tuple(
            Operation(action=_action(path, puts, fresh), path=path, size=sizes[path], phase=number)
            for number, paths in enumerate(order)
            for path in sorted(paths)
        ),
        unchanged=tuple(path for path in parcels if path in there.same),
        kept=tuple(kept),
        foreign=tuple(path for path in puts if path in there.sizes and path not in own),
        before=before,
        after=Ledger(site=site, newest=newest, files=entries, kept=kept),
    )


def _action(path: str, puts: Collection[str], fresh: Collection[str]) -> Action:
    if path not in puts:
        return "delete"
    return "new" if path in fresh else "changed"


def _entry(one: Parcel, known: Entry | None) -> Entry:
    stamp = known.stamp if known and known.sha256 == one.sha256 else ""
    return Entry(sha256=one.sha256, size=one.size, type=one.type, cache=one.cache, stamp=stamp)


def _kept(parcels: Mapping[str, Parcel], there: There, before: Ledger) -> Mapping[str, Entry]:
    """Hashed assets that only the deploy before needs; a deploy that changes nothing drops none."""
    last = {**before.files, **before.pending}
    same = not before.pending and _digests(before.files) == {
        path: one.sha256
        for path, one in parcels.items()
        if path in before.files or path not in there.same
    }
    last = {**before.kept, **last} if same else last
    return {
        path: entry
        for path, entry in sorted(last.items())
        if path not in parcels
        and path in there.sizes
        and (parcel.hashed(path) or path in before.kept)
    }


def _digests(entries: Mapping[str, Entry]) -> Mapping[str, str]:
    return {path: entry.sha256 for path, entry in entries.items()}


def _put_phases(
    parcels: Mapping[str, Parcel], puts: Iterable[str], fresh: Collection[str]
) -> Sequence[Collection[str]]:
    """What is put, phase by phase."""
    by_turn: dict[int, list[str]] = {}
    pages = list[str]()
    for path in puts:
        if path in fresh and path.endswith(".html"):
            pages.append(path)
        else:
            by_turn.setdefault(parcel.turn(path), []).append(path)
    phases: list[Collection[str]] = [by_turn.get(parcel.ASSET, ()), by_turn.get(parcel.STYLE, ())]
    phases += _layers(parcels, pages)
    phases += [by_turn.get(parcel.PAGE, ()), by_turn.get(parcel.INDEX, ())]
    return [phase for phase in phases if phase]


def _layers(parcels: Mapping[str, Parcel], pages: Iterable[str]) -> Sequence[Collection[str]]:
    """New pages, each behind those that it refers to; in a circle, lists behind what they list."""
    left = {path: set(parcels[path].refers) for path in pages}
    layers = list[Collection[str]]()
    while left:
        ready = [path for path, refers in left.items() if refers.isdisjoint(left.keys() - {path})]
        first = min(map(parcel.turn, left))
        layer = ready or [path for path in left if parcel.turn(path) == first]
        layers.append(layer)
        left = {path: refers for path, refers in left.items() if path not in layer}
    return layers


def _delete_phases(gone: Iterable[str]) -> Sequence[Collection[str]]:
    """What goes: lists, then pages, then what pages refer to."""
    by_turn: dict[int, list[str]] = {}
    for path in gone:
        by_turn.setdefault(parcel.turn(path), []).append(path)
    return [by_turn[number] for number in sorted(by_turn, reverse=True)]
