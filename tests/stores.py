"""A store in memory that fails on request, and the sites that are sent to it."""

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping

from postil.deploy.ledger import LEDGER
from postil.deploy.parcel import Headers, Parcel, parcels
from postil.deploy.plan import Plan, plan
from postil.deploy.send import StorePeer
from postil.deploy.store import MovedError, Seen, Stored
from postil.model import OutFile


class Killed(BaseException):
    """The process ends here."""


class MemoryStore:
    """Objects in a dict; `before` is called with (name, path) ahead of every call, `after` behind."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self.objects: dict[str, Stored] = {}
        self.before: Callable[[str, str], None] = nothing
        self.after: Callable[[str, str], None] = nothing
        self.calls: list[tuple[str, str]] = []

    def _call(self, name: str, path: str) -> None:
        self.calls.append((name, path))
        self.before(name, path)

    def listing(self) -> Mapping[str, Seen]:
        self._call("listing", "")
        return {p: Seen(size=len(o.content), stamp=o.stamp) for p, o in self.objects.items()}

    def get(self, path: str) -> Stored | None:
        self._call("get", path)
        return self.objects.get(path)

    def put(self, path: str, content: bytes, headers: Headers, expect: str | None = None) -> str:
        self._call("put", path)
        there = self.objects.get(path)
        if expect is not None and (there.stamp if there else "") != expect:
            raise MovedError
        # As a store that encrypts: the stamp says nothing about the bytes.
        stamp = hashlib.md5(repr((len(self.calls), path)).encode()).hexdigest()
        kind, cache, encoding = headers
        self.objects[path] = Stored(
            content=content, type=kind, cache=cache, encoding=encoding, stamp=stamp
        )
        self.after("put", path)
        return stamp

    def delete(self, path: str) -> None:
        self._call("delete", path)
        self.objects.pop(path, None)
        self.after("delete", path)

    @property
    def sent(self) -> list[str]:
        """What was put, without the ledger."""
        return [path for name, path in self.calls if name == "put" and path != LEDGER]


def files(texts: Mapping[str, str]) -> Mapping[str, Parcel]:
    return parcels(OutFile(path=path, content=text.encode()) for path, text in texts.items())


def _patient(seconds: float) -> None:
    """No wait at all."""


def nothing(name: str, path: str) -> None:
    """What a call does beyond itself."""


def deploy(
    store: MemoryStore, made: Mapping[str, Parcel], waits: list[float] | None = None
) -> Plan:
    """Look, plan, do."""
    peer = StorePeer(store, _patient if waits is None else waits.append)
    there = peer.look(made)
    planned = plan(made, there, "The site", "")
    if not planned.nothing:
        peer.carry_out(planned, made, there)
    return planned


def torn(store: MemoryStore) -> list[str]:
    """Every reference of a page there to a file of the site that is not there."""
    return torn_texts({path: there.content for path, there in list(store.objects.items())})


def torn_texts(there: Mapping[str, bytes]) -> list[str]:
    """The same of files by path."""
    return [
        f"{path} → {target}"
        for path, content in there.items()
        if path.endswith(".html")
        for address in re.findall(r'(?:href|src)="([^"]+)"', content.decode())
        if (target := posixpath.normpath(f"{posixpath.dirname(path)}/{address}".lstrip("/")))
        not in there
    ]
