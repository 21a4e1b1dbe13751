"""The seam to places that hold objects one by one, and how their failures are told (edge).

A store's own messages are never printed: they may hold addresses, headers or keys. What went wrong
is told by kind, in words of ours.
"""

import time
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from postil.deploy.parcel import Headers
from postil.record import record

T = TypeVar("T")

TRIES = 5
ANY = None  # put: whatever is there


class TransientError(Exception):
    """It may work in a moment: a time-out, too many requests, a server in trouble."""


class RefusedError(Exception):
    """It will not work: no rights, no such bucket, a name that is refused. `args`: why, a hint."""


class MovedError(Exception):
    """Somebody else changed the target since we looked; nothing of ours was put there."""


@record
class Seen:
    """An object in a listing: its size, and an opaque version that changes when it does."""

    size: int
    stamp: str


@record
class Stored:
    """An object, read."""

    content: bytes
    type: str
    cache: str
    stamp: str
    encoding: str = ""


class Store(Protocol):
    """Objects by path. Every call may raise TransientError or RefusedError."""

    workers: int

    def listing(self) -> Mapping[str, Seen]:
        """All objects, others' too."""

    def get(self, path: str) -> Stored | None:
        """An object; None where there is none."""

    def put(self, path: str, content: bytes, headers: Headers, expect: str | None = ANY) -> str:
        """Put an object there, whole or not at all; gives its stamp, or "" where none is known.

        `headers` are type, caching and encoding. `expect` is the stamp it must have there now, ""
        for none; MovedError where it has not.
        """

    def delete(self, path: str) -> None:
        """Take an object away; fine where it is gone already."""


def again(call: Callable[[], T], sleep: Callable[[float], object] = time.sleep) -> T:
    """Do something that may fail for a moment; a few times, each after twice as long."""
    for wait in (0.5 * 2**n for n in range(TRIES - 1)):
        try:
            return call()
        except TransientError:
            sleep(wait)
    return call()
