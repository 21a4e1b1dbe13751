"""Files to be published as they are compared: without their bytes."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from postil.model import OutFile

RECORD = "published.json"
"""The file that tells the next build what was published."""


class Printed(NamedTuple):
    """A file to be published: its path, the SHA-256 of its bytes in hex, and how many they are.

    A tuple, since a build that changes one page of a thousand asks for seven thousand of them.
    """

    path: str
    digest: str
    size: int


def printed(file: OutFile) -> Printed:
    """A file without its bytes."""
    told = hashlib.sha256(file.content).hexdigest()
    return Printed(path=file.path, digest=told, size=len(file.content))


def listed(files: Iterable[OutFile]) -> tuple[Printed, ...]:
    """Each file without its bytes."""
    return tuple(map(printed, files))
