"""One tree beside another: what stays is carried over as hard links, the rest cleared (edge).

Nobody's bytes or times change, and no file is opened: two names of one inode are one file.
"""

import os
from collections.abc import Collection
from pathlib import Path, PurePosixPath

MANIFEST = ".postil-manifest.json"  # in a tree: which files of it are Postil's own


class Carried:
    """What became of files on the way into a tree, by path: they stayed, by a link, or went."""

    def __init__(self, left: Collection[str]) -> None:
        self.left = left
        self.made = {folder.as_posix() for path in left for folder in PurePosixPath(path).parents}
        self.known = set[str]()
        self.stayed, self.linked, self.dropped = list[str](), list[str](), list[str]()

    def folder(self, old: str, new: str, above: str) -> bool:
        """One folder of the output, "" for what is none; whether its twin holds something then."""
        entries, there, holds = _listed(old), _listed(new), False
        for name, entry in entries.items():
            path, twin = f"{above}{name}", there.pop(name, None)
            if entry.is_dir(follow_symlinks=False):
                if twin and not twin.is_dir(follow_symlinks=False):
                    self._drop(twin, path)
                holds |= self.folder(entry.path, f"{new}/{name}", f"{path}/")
            elif path in self.left:
                self._drop(twin, path)
            else:
                self._link(entry, twin, new, path)
                holds = True
        for name, twin in there.items():
            self._drop(twin, f"{above}{name}")
        if old and not entries and above.rstrip("/") not in self.made:
            make(new, self.known)
            holds = True
        if not holds and above and os.path.isdir(new):  # noqa: PTH112
            os.rmdir(new)  # noqa: PTH106
        return holds

    def _link(
        self, entry: os.DirEntry[str], twin: os.DirEntry[str] | None, new: str, path: str
    ) -> None:
        """One file that stays; nothing to do where the very same one is there."""
        self.stayed.append(path)
        if twin and twin.inode() == entry.inode():
            return
        self._drop(twin, path)
        make(new, self.known)
        os.link(entry.path, f"{new}/{entry.name}", follow_symlinks=False)
        self.linked.append(path)

    def _drop(self, twin: os.DirEntry[str] | None, path: str) -> None:
        """What does not belong into the tree."""
        if twin is None:
            return
        if twin.is_dir(follow_symlinks=False):
            self.folder("", twin.path, f"{path}/")
        else:
            os.unlink(twin.path)  # noqa: PTH108 - there may be thousands
            self.dropped.append(path)


def carry(output: Path, tree: Path, left: Collection[str]) -> Carried:
    """Make a tree hold what the output holds, as hard links: all but what is `left` behind.

    What stands in it already is known by its inode. A folder that holds nothing is carried too,
    unless files that are left behind made it.
    """
    carried = Carried(left)
    carried.known.add(str(tree))
    carried.folder(str(output) if output.is_dir() else "", str(tree), "")
    return carried


def _listed(folder: str) -> dict[str, os.DirEntry[str]]:
    """What is in a folder; nothing where there is none."""
    if not folder:
        return {}
    try:
        with os.scandir(folder) as found:
            return {entry.name: entry for entry in found}
    except FileNotFoundError:
        return {}


def make(folder: str, known: set[str]) -> None:
    """A folder and those above it, readable whatever the umask. `known` are there already."""
    if folder in known:
        return
    if not os.path.isdir(folder):  # noqa: PTH112 - there may be thousands
        make(os.path.dirname(folder), known)  # noqa: PTH120
        os.mkdir(folder)  # noqa: PTH102
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - all may read it
    known.add(folder)


def clear(tree: Path, output: Path, ours: Collection[str], above: str = "") -> None:
    """Remove a staging tree. A file that is neither ours nor linked in the output moves there.

    The tree's own list goes last: without it, what a kill leaves here would pass for somebody's.
    """
    _open(str(tree))
    with os.scandir(tree) as found:
        entries = sorted(found, key=lambda entry: entry.name == MANIFEST)
    for entry in entries:
        path = f"{above}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            clear(Path(entry.path), output, ours, f"{path}/")
        elif path in ours:
            os.unlink(entry.path)  # noqa: PTH108 - there may be thousands
        else:
            _drop(Path(entry.path), output / path)
    tree.rmdir()


def rescue(tree: Path, output: Path, known: Collection[str]) -> None:
    """Of a tree that is kept: what came into it while its successor grew moves there."""
    found = [("", str(tree))]
    while found:
        above, folder = found.pop()
        _open(folder)
        with os.scandir(folder) as entries:
            strange = [entry for entry in entries if above + entry.name not in known]
        for entry in strange:
            if entry.is_dir(follow_symlinks=False):
                found.append((f"{above}{entry.name}/", entry.path))
            else:
                _drop(Path(entry.path), output / above / entry.name)


def _open(folder: str) -> None:
    """Let a folder of an old tree be emptied; its successor has modes of its own."""
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - as all folders of a tree


def wipe(tree: Path) -> None:
    """Remove a tree that holds nothing of which there is no other; no link is followed."""
    if tree.is_dir() and not tree.is_symlink():
        Carried(()).folder("", str(tree), "")
        tree.rmdir()


def _drop(file: Path, twin: Path) -> None:
    """Unlink a file of a staging tree, unless it is the only one left of somebody's."""
    if file.lstat().st_nlink > 1 or os.path.lexists(twin):
        file.unlink()
        return
    twin.parent.mkdir(parents=True, exist_ok=True)
    file.rename(twin)
