"""Copies of pictures, kept in the site's .postil/pictures: what takes a second is made once (edge).

A file there is named by all that its bytes depend on, and begins with the digest of the rest: one
that is damaged is made anew. A folder that cannot be written is no problem.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from postil import keeping
from postil.pictures.developing import Made

_KEPT = "pictures"


class Kept:
    """The copies of one site's pictures."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / keeping.FOLDER / _KEPT

    def has(self, key: str) -> bool:
        """Whether there is something by this name, whole or not."""
        return (self.folder / key).exists()

    def get(self, key: str) -> tuple[Made, ...] | None:
        """What was kept; None for nothing, or for what is damaged."""
        try:
            kept = (self.folder / key).read_bytes()
        except OSError:
            return None
        digest, rest = kept[:32], kept[32:]
        return _unpacked(rest) if hashlib.sha256(rest).digest() == digest else None

    def put(self, key: str, made: tuple[Made, ...]) -> None:
        """Keep copies; whoever reads meanwhile finds all of them or none."""
        rest = _packed(made)
        half = self.folder / f"{key}.{os.getpid()}"
        try:
            keeping.room(self.root, _KEPT)
            half.write_bytes(hashlib.sha256(rest).digest() + rest)
            half.replace(self.folder / key)
        except OSError:
            pass

    def forget(self, used: Iterable[str]) -> None:
        """Delete all but what is used."""
        keys = frozenset(used)
        try:
            for file in sorted(self.folder.iterdir()):
                if file.name not in keys:
                    file.unlink()
        except OSError:
            pass


def _packed(made: tuple[Made, ...]) -> bytes:
    """A line that tells forms, sizes and lengths, then the bytes of all."""
    head = [(one.form, one.width, one.height, len(one.content)) for one in made]
    return json.dumps(head).encode() + b"\n" + b"".join(one.content for one in made)


def _unpacked(packed: bytes) -> tuple[Made, ...]:
    head, _, rest = packed.partition(b"\n")
    made, start = list[Made](), 0
    for form, width, height, length in json.loads(head):
        content = rest[start : start + length]
        made.append(Made(form=form, width=width, height=height, content=content))
        start += length
    return tuple(made)
