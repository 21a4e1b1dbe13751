"""A published folder as a build left it: known again by its stamp, without reading it (edge).

A file that was written a moment before the stamp was taken may be written again in the same tick
of the clock, and look the same. A build that wrote few files leaves it to the next one to read
those once more; one that wrote many waits until they are old enough.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from postil.batch.scan import (
    FOLDER,
    GRAIN,
    LINK,
    NO_CHANGE_TIME,
    UNREADABLE,
    Numbers,
    digest,
    is_old,
    walk,
)
from postil.regular import content
from postil.write import MANIFEST, Written

_FEW = 64  # files that are rather read again than waited for


class Tree:
    """What is in a published folder, hidden files too; links in it are as good as files."""

    def __init__(self, output: Path) -> None:
        self.output = output
        found = walk(str(output), lambda _: False)
        numbers = zip(*[iter(found.numbers)] * 4, strict=True)
        self.entries: dict[str, Numbers] = dict(zip(found.names, numbers, strict=True))
        for path in [path for path, kind in self.entries.items() if kind[0] < 0]:
            if self.entries[path] == FOLDER:
                del self.entries[path]  # one that holds nothing tells nothing
            elif self.entries[path] == LINK:
                self.entries[path] = self._numbers(path)

    def _numbers(self, path: str) -> Numbers:
        """Of a file, or of a link as itself, wherever it leads."""
        try:
            s = os.lstat(f"{self.output}/{path}")
        except OSError:
            return UNREADABLE
        size = 0 if stat.S_ISLNK(s.st_mode) else s.st_size
        return size, s.st_ino, s.st_mtime_ns, s.st_ctime_ns

    def stamp(self) -> str:
        """Its stamp, "" where it can tell nothing."""
        paths = sorted(self.entries)
        numbers = [number for path in paths for number in self.entries[path]]
        return digest(paths, numbers) if min(numbers[0::4], default=0) >= 0 else ""

    def young(self, when: int) -> list[str]:
        """The files that may have been written again since a time, and look the same."""
        at = 2 if NO_CHANGE_TIME else 3
        return [path for path, one in self.entries.items() if not is_old(one[at], when)]

    def look_again(self, written: Iterable[str], gone: Iterable[str]) -> None:
        """After a build: at what it wrote or linked alone. What others did meanwhile is no news."""
        for path in gone:
            self.entries.pop(path, None)
        for path in written:
            self.entries[path] = self._numbers(path)


def left(output: Path, done: Written, before: Tree | None) -> dict[str, Any]:
    """What tells the next build that nobody touched the folder since this one wrote there.

    `before` is what this one found, if that was as the last one left it.
    """
    wrote = (MANIFEST, *done.new, *done.changed, *done.linked)
    if len(wrote) > _FEW:
        time.sleep((GRAIN + 5_000_000) / 1_000_000_000)
    taken, tree = time.time_ns(), before or Tree(output)
    tree.look_again(wrote, done.removed)
    young = tree.young(taken)
    return {"stamp": tree.stamp(), "taken": taken if young else 0, "list": done.manifest}


def is_left(tree: Tree, known: Mapping[str, Any] | None) -> bool:
    """Whether a folder is as the build left it that knew so much of it."""
    if not known or not known["stamp"] or tree.stamp() != known["stamp"]:
        return False
    young = tree.young(known["taken"]) if known["taken"] else []
    return not young or _are_as_listed(tree.output, young, known["list"])


def _are_as_listed(output: Path, paths: Iterable[str], told_of_list: str) -> bool:
    """Whether files have the contents that the published folder's own list names."""
    try:
        told = content(output / MANIFEST)
        if hashlib.sha256(told).hexdigest() != told_of_list:
            return False
        listed = json.loads(told)
        return all(
            path == MANIFEST
            or hashlib.sha256(content(output / path)).hexdigest() == listed.get(path)
            for path in paths
        )
    except (OSError, ValueError):
        return False
