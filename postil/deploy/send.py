"""A plan carried out at a store, so that a break at any moment can be mended by running again.

Before the first file the ledger says what is about to be put; after the last it says what is there.
Both are put only where nobody else has written it meanwhile.
"""

import gzip
import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from postil.deploy import ledger as ledgers
from postil.deploy.ledger import LEDGER, RECORD, Entry
from postil.deploy.parcel import Parcel
from postil.deploy.plan import Operation, Plan, There
from postil.deploy.store import MovedError, RefusedError, Seen, Store, Stored, again
from postil.progress import each
from postil.record import replace

_HEADERS = ("application/json; charset=utf-8", "no-store", "")

AGAIN = "run this again"

Sleep = Callable[[float], object]


class StorePeer:
    """A target that is a store."""

    def __init__(self, store: Store, sleep: Sleep = time.sleep) -> None:
        self.store = store
        self.sleep = sleep

    def close(self) -> None:
        """A store keeps nothing open."""

    def published(self) -> bytes | None:
        """The record there of what was published last; None where there is none."""
        there = again(partial(self.store.get, RECORD), self.sleep)
        if there and there.encoding == "gzip":
            return gzip.decompress(there.content)
        return there.content if there else None

    def look(self, parcels: Mapping[str, Parcel]) -> There:
        """What is there. What the ledger does not vouch for is read and compared."""
        listing = dict(again(self.store.listing, self.sleep))
        kept = again(partial(self.store.get, LEDGER), self.sleep) if LEDGER in listing else None
        listing.pop(LEDGER, None)
        ledger = ledgers.read(kept.content) if kept else None
        own = ledger.files if ledger else {}
        sure = {path for path in parcels if _vouched(parcels[path], own.get(path), listing)}
        open_ = [
            path
            for path in parcels
            if path in listing and path not in sure and listing[path].size == parcels[path].size
        ]
        with ThreadPoolExecutor(self.store.workers) as pool:
            found = pool.map(lambda path: self._holds(parcels[path]), open_)
            sure.update(path for path, same in zip(open_, found, strict=True) if same)
        sizes = {path: seen.size for path, seen in listing.items()}
        return There(sizes=sizes, same=sure, ledger=ledger, token=_token(kept))

    def carry_out(self, plan: Plan, parcels: Mapping[str, Parcel], there: There) -> None:
        """Do all of it; MovedError before anything is sent, RefusedError or TransientError."""
        before = plan.before
        intent = replace(before, pending={**before.pending, **plan.after.files})
        token = self._note(intent, there.token)
        stamps = dict[str, str]()
        for phase in plan.phases:
            stamps.update(self._phase(phase, parcels))
        listing = again(self.store.listing, self.sleep)
        done = replace(plan.after, files=_stamped(plan.after.files, stamps, listing))
        try:
            self._note(done, token)
        except MovedError:
            message = "another deploy came in between"
            raise RefusedError(message, "look at the site, then run this again") from None
        self._verify(plan, parcels, listing)

    def _phase(
        self, operations: Sequence[Operation], parcels: Mapping[str, Parcel]
    ) -> Mapping[str, str]:
        """All operations between two barriers; the stamps of what was put."""
        with ThreadPoolExecutor(self.store.workers) as pool:
            jobs = [pool.submit(self._do, one, parcels.get(one.path)) for one in operations]
            try:
                stamps = [job.result() for job in each("sending", jobs)]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return {one.path: stamp for one, stamp in zip(operations, stamps, strict=True)}

    def _do(self, one: Operation, parcel: Parcel | None) -> str:
        if parcel is None or one.action == "delete":
            again(partial(self.store.delete, one.path), self.sleep)
            return ""
        put = partial(self.store.put, one.path, parcel.content, parcel.headers)
        return again(put, self.sleep)

    def _note(self, ledger: ledgers.Ledger, token: str) -> str:
        """Put the ledger over the one that `token` names; gives the new one's.

        Some stores take a condition and do not keep it, so we compare before as well. A try that
        failed may have worked: then ours is what is there.
        """
        content = ledgers.write(ledger)
        there = again(partial(self.store.get, LEDGER), self.sleep)
        if _token(there) != token:
            raise MovedError
        expect = there.stamp if there else ""
        try:
            again(partial(self.store.put, LEDGER, content, _HEADERS, expect), self.sleep)
        except MovedError:
            there = again(partial(self.store.get, LEDGER), self.sleep)
            if there is None or there.content != content:
                raise
        return hashlib.sha256(content).hexdigest()

    def _holds(self, parcel: Parcel) -> bool:
        there = again(partial(self.store.get, parcel.path), self.sleep)
        return there is not None and _same(parcel, there)

    def _verify(
        self, plan: Plan, parcels: Mapping[str, Parcel], listing: Mapping[str, Seen]
    ) -> None:
        """Everything is there in its size, and pages that were sent read as they were sent."""
        wrong = [
            path
            for path, one in parcels.items()
            if path not in listing or listing[path].size != one.size
        ]
        wrong += [one.path for one in plan.of("delete") if one.path in listing]
        sent = [one.path for one in plan.operations if one.action != "delete"]
        pages = [path for path in sent if path.endswith(".html") and path not in wrong]
        with ThreadPoolExecutor(self.store.workers) as pool:
            good = pool.map(lambda path: self._holds(parcels[path]), pages)
            wrong += [path for path, same in zip(pages, good, strict=True) if not same]
        if wrong:
            raise RefusedError(unlike(wrong), AGAIN)


def _token(there: Stored | None) -> str:
    """What tells one state of the ledger from another, whatever a store's stamps are worth."""
    return hashlib.sha256(there.content).hexdigest() if there else ""


def unlike(paths: Iterable[str]) -> str:
    """What is said where a target does not hold what was sent."""
    names = sorted(paths)
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    return f"{len(names)} files are not there as they were sent: {shown}"


def _vouched(parcel: Parcel, known: Entry | None, listing: Mapping[str, Seen]) -> bool:
    """Whether the ledger proves that an object is there as it is to be."""
    seen = listing.get(parcel.path)
    return (
        known is not None
        and seen is not None
        and bool(seen.stamp)
        and (known.sha256, known.type, known.cache) == (parcel.sha256, parcel.type, parcel.cache)
        and (seen.stamp, seen.size) == (known.stamp, parcel.size)
    )


def _same(parcel: Parcel, there: Stored) -> bool:
    headers = (there.type, there.cache, there.encoding)
    return there.content == parcel.content and headers == parcel.headers


def _stamped(
    files: Mapping[str, Entry], stamps: Mapping[str, str], listing: Mapping[str, Seen]
) -> Mapping[str, Entry]:
    """Entries with the stamps that vouch for them: those of our puts, or what we compared."""
    return {
        path: replace(entry, stamp=stamps.get(path) or entry.stamp or _listed(path, listing))
        for path, entry in files.items()
    }


def _listed(path: str, listing: Mapping[str, Seen]) -> str:
    seen = listing.get(path)
    return seen.stamp if seen else ""
