"""What is on disk, by its stamps alone: whether a folder is as it was, without reading it (edge).

A stamp tells name, size, times and inode of every file in a folder. Where it is the same, nothing
was written there; where a file is so young that another write might not show, there is no stamp.
"""

import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from postil.load import is_leftover
from postil.record import record

GRAIN = 30_000_000
"""Nanoseconds within which two writes may get the same time: several ticks of a kernel's clock."""
COARSE = 3_000_000_000
"""The same where times are whole seconds."""


@record
class Stamp:
    """A folder's stamp, "" where it can tell nothing; how many files and folders are in it."""

    text: str
    entries: int


@record
class Unit:
    """A folder of content/: its name on disk, and what stands in it."""

    name: str
    stamp: Stamp


def stamp(folder: Path | str, now: int, left_out: Callable[[str], bool] = is_leftover) -> Stamp:
    """The stamp of a folder and all below it. `now` is the time before the scan."""
    return _stamp(_walk(str(folder), "", left_out), now)


def surface(folder: Path, now: int) -> Stamp:
    """The stamp of the files of a folder, without those of its folders."""
    found = _walk(str(folder), "", is_leftover, deep=False)
    return _stamp([entry for entry in found if entry[1] != _FOLDER], now)


def units(content: Path, now: int) -> list[Unit]:
    """The folders in content/, sorted; a link to one is one."""
    try:
        with os.scandir(content) as found:
            names = sorted(e.name for e in found if e.is_dir() and not is_leftover(e.name))
    except OSError:
        return []
    linked = {name for name in names if (content / name).is_symlink()}
    nothing = Stamp(text="", entries=1)
    return [
        Unit(name=name, stamp=nothing if name in linked else stamp(content / name, now))
        for name in names
    ]


_Entry = tuple[str, int, int, int, int]  # path, size or one of these, inode, two times
_FOLDER, _LINK, _UNREADABLE = -1, -2, -3


def _walk(
    folder: str, above: str, left_out: Callable[[str], bool], *, deep: bool = True
) -> list[_Entry]:
    """What is in a folder and below it, in the order of names. There may be many thousands."""
    found = list[_Entry]()
    try:
        with os.scandir(folder) as entries:
            named = sorted([(entry.name, entry) for entry in entries])
        for name, entry in named:
            if left_out(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                found.append((above + name, _FOLDER, 0, 0, 0))
                if deep:
                    found += _walk(entry.path, f"{above}{name}/", left_out)
            elif entry.is_symlink():
                found.append((above + name, _LINK, 0, 0, 0))
            else:
                s = entry.stat(follow_symlinks=False)
                times = s.st_mtime_ns, s.st_ctime_ns
                found.append((above + name, s.st_size, s.st_ino, *times))
    except OSError:
        found.append((above, _UNREADABLE, 0, 0, 0))
    return found


def _stamp(found: list[_Entry], now: int) -> Stamp:
    newest = max([one[3] if _NO_CHANGE_TIME else one[4] for one in found], default=0)
    margin = GRAIN if newest % 1_000_000_000 else COARSE
    if newest + margin >= now or min([one[1] for one in found], default=0) < _FOLDER:
        return Stamp(text="", entries=len(found))
    told = hashlib.blake2b(os.fsencode(repr(found)), digest_size=20).hexdigest()
    return Stamp(text=told, entries=len(found))


_NO_CHANGE_TIME = sys.platform == "win32"  # where st_ctime is the time of birth


def settled() -> int:
    """Wait until what was just written is old enough to have a stamp; gives the time."""
    time.sleep((GRAIN + 5_000_000) / 1_000_000_000)
    return time.time_ns()


def published(output: Path, now: int) -> str:
    """The stamp of a published folder, hidden files too; links in it are as good as files."""
    found = _walk(str(output), "", lambda _: False)
    own = [_link(output, entry[0]) if entry[1] == _LINK else entry for entry in found]
    return _stamp(own, now).text


def _link(output: Path, name: str) -> _Entry:
    """A link as itself, wherever it leads."""
    try:
        s = (output / name).lstat()
    except OSError:
        return name, _UNREADABLE, 0, 0, 0
    return name, 0, s.st_ino, s.st_mtime_ns, s.st_ctime_ns


# ---- The program itself --------------------------------------------------------------------


def program(now: int) -> Stamp:
    """The stamp of Postil's own code and templates."""
    folder = Path(__file__).resolve().parent.parent
    return stamp(folder, now, lambda name: name == "__pycache__" or is_leftover(name))


def program_digest() -> str:
    """What Postil's own code says."""
    folder, told = Path(__file__).resolve().parent.parent, hashlib.blake2b(digest_size=20)
    for file in sorted(folder.rglob("*.py")):
        content = file.read_bytes()
        told.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return told.hexdigest()


LIBRARIES = [
    "bibtexparser",
    "brotli",
    "jinja2",
    "markdown_it_py",
    "markupsafe",
    "mdit_py_plugins",
    "mdurl",
    "pillow",
    "pyyaml",
    "rapidfuzz",
    "regex",
    "resvg_py",
]
"""What pages are made with, as their folders in an environment are named."""


def libraries() -> list[str]:
    """Which versions of them are installed, Python's own among them; without importing any."""
    found = {f"{sys.implementation.cache_tag} {sys.version}"}
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - a tenth of the time
        except OSError:
            continue
        lower = (name.lower() for name in names if name.endswith((".dist-info", ".egg-info")))
        found |= {name for name in lower if name.split("-")[0].replace(".", "_") in LIBRARIES}
    return sorted(found)
