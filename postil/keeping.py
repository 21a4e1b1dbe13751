"""The folder `.postil` in a site, for what can be made again; git passes it over (edge)."""

import contextlib
import re
from pathlib import Path

from postil.carrying import wipe

FOLDER, IGNORE, SPARE = ".postil", ".gitignore", "spare"
_IGNORE = "# Postil makes all of this again when it is gone.\n*\n"
# Inner folders first. A number at the end is that of a process that was stopped while it wrote.
_OURS = {
    "cache/objects": re.compile(r"[0-9a-f]{40}(\.\d+)?"),
    "cards": re.compile(r"[0-9a-f]{12}-[\w.-]+"),
    "pictures": re.compile(r"[0-9a-f]{40}(\.\d+)?"),
    "cache": re.compile(r"[0-9a-f]{16}\.state(\.\d+)?"),
    "templates": re.compile(r"[0-9a-f]{40}-[\w-]+(\.\d+)?"),
}


_TREE = re.compile(r"[0-9a-f]{16}")


def room(site: Path, name: str) -> Path:
    """A folder in it, made if need be. Raises OSError where nothing can be written."""
    top = site / FOLDER
    made = top / name
    made.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError), (top / IGNORE).open("x") as file:
        file.write(_IGNORE)
    return made


def cleared(site: Path) -> tuple[int, int]:
    """Remove all that Postil kept there: how many files went, and their bytes. Raises OSError.

    No link is followed, and what has another name than ours stays, with its folder.
    """
    top, files, size = site / FOLDER, 0, 0
    for name, ours in _OURS.items():
        folder = top / name
        for file in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
            if ours.fullmatch(file.name) and file.is_file() and not file.is_symlink():
                size += file.stat().st_size
                file.unlink()
                files += 1
    spare = _trees(top / SPARE)
    files, size = files + spare[0], size + spare[1]
    for name in (*_OURS, SPARE):
        _drop(top / name)
    if top.is_dir() and [path.name for path in top.iterdir()] == [IGNORE]:
        (top / IGNORE).unlink()
        _drop(top)
    return files, size


def _trees(folder: Path) -> tuple[int, int]:
    """Remove published trees that wait for the next build: how many files; bytes of no other."""
    files, size = 0, 0
    for tree in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if _TREE.fullmatch(tree.name) and tree.is_dir() and not tree.is_symlink():
            found = [path.lstat() for path in tree.rglob("*") if not path.is_dir()]
            files += len(found)
            size += sum(one.st_size for one in found if one.st_nlink == 1)
            wipe(tree)
    return files, size


def _drop(folder: Path) -> None:
    """Remove a folder if nothing is in it; never a link."""
    with contextlib.suppress(OSError):
        folder.rmdir()
