"""Where the tree is kept that a build of a large site replaced, for the next one (edge).

The published folder is exchanged for a tree that grows beside it. Of a thousand articles, linking
all that stays into an empty tree, and clearing the old one, takes more than making a page. So the
old tree stays in the site's folder for what can be made again; nearly all of it is right already.
"""

import contextlib
import os
import time
from pathlib import Path

from postil.carrying import wipe
from postil.keeping import FOLDER, SPARE, room

MANY = 500  # published files from which it is worth a second tree
_AGE = 14 * 24 * 3600  # seconds after which a tree is dropped: it keeps withdrawn files' bytes


def spare(site: Path, name: str, output: Path, files: int) -> Path | None:
    """The folder for it, of an output that is known by a name; None where there is to be none."""
    try:
        _forget(site / FOLDER / SPARE, but=name if files >= MANY else "")
        if files < MANY:
            return None
        folder = room(site, SPARE)
        tree = folder / name
        if tree.is_symlink() or folder.stat().st_dev != _disk(output):
            return None
        if tree.is_dir():
            os.utime(tree)
    except OSError:
        return None
    return tree


def _disk(output: Path) -> int:
    """The disk that an output is on, or will be."""
    above = next(one for one in (output.resolve(), *output.resolve().parents) if one.exists())
    return above.stat().st_dev


def _forget(folder: Path, but: str) -> None:
    """Drop the trees of outputs that are no longer built."""
    if not folder.is_dir():
        return
    for tree in sorted(folder.iterdir()):
        old = time.time() - tree.lstat().st_mtime > _AGE
        if tree.name != but and (old or not but):
            with contextlib.suppress(OSError):
                wipe(tree)
