"""What is on disk, by its stamps alone: whether a folder is as it was, without reading it (edge).

A stamp tells name, size, times and inode of every file in a folder. Where it is the same, nothing
was written there; where a file is so young that another write might not show, there is no stamp.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from struct import error as StructError  # noqa: N812
from struct import pack

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


def stamp(folder: Path | str, now: int, left_out: Callable[[str], bool] | None = None) -> Stamp:
    """The stamp of a folder and all below it. `now` is the time before the scan."""
    return _stamp(walk(str(folder), left_out or _is_leftover), now)


def surface(folder: Path, now: int) -> Stamp:
    """The stamp of the files of a folder, without those of its folders."""
    found = Found(_is_leftover, deep=False)
    found.folder(str(folder), "")
    return _stamp(found, now)


def units(content: Path, now: int) -> list[Unit]:
    """The folders in content/, sorted; a link to one is one."""
    try:
        with os.scandir(content) as found:
            named = sorted([(e.name, e) for e in found if e.is_dir() and not is_leftover(e.name)])
    except OSError:
        return []
    nothing = Stamp(text="", entries=1)
    return [
        Unit(name=name, stamp=nothing if entry.is_symlink() else stamp(entry.path, now))
        for name, entry in named
    ]


Numbers = tuple[int, int, int, int]  # size or one of these, inode, time of writing, of change
FOLDER: Numbers = (-1, 0, 0, 0)
LINK: Numbers = (-2, 0, 0, 0)
UNREADABLE: Numbers = (-3, 0, 0, 0)


class Found:
    """What is in a folder and below it: paths in the order of names, and all their numbers."""

    def __init__(self, left_out: Callable[[str], bool], *, deep: bool = True) -> None:
        self.left_out, self.deep = left_out, deep
        self.names, self.numbers = list[str](), list[int]()

    def folder(self, folder: str, above: str, within: int | None = None) -> None:
        """One of them, by its path, or by its name `within` a folder that is open."""
        try:
            if not _BY_NUMBER:
                self._entries(folder, above)
                return
            flags = _AS_FOLDER if within is None else _AS_FOLDER | _NO_LINK
            opened = os.open(folder, flags, dir_fd=within)
            try:
                self._entries(opened, above)
            finally:
                os.close(opened)
        except OSError:
            self.names.append(above)
            self.numbers += UNREADABLE

    def _entries(self, folder: str | int, above: str) -> None:
        """There may be many thousands of files: each is asked for by its name in the folder."""
        names, numbers, left_out = self.names, self.numbers, self.left_out
        with os.scandir(folder) as entries:
            named = sorted(entries, key=_NAME)
        for entry in named:
            name = entry.name
            if left_out(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if self.deep:
                    names.append(f"{above}{name}/")
                    numbers += FOLDER
                    self._inner(folder, entry, f"{above}{name}/")
            elif entry.is_symlink():
                names.append(above + name)
                numbers += LINK
            else:
                s = entry.stat(follow_symlinks=False)
                names.append(above + name)
                numbers += (s.st_size, s.st_ino, s.st_mtime_ns, s.st_ctime_ns)

    def _inner(self, folder: str | int, entry: os.DirEntry[str], above: str) -> None:
        if isinstance(folder, int):
            self.folder(entry.name, above, folder)
        else:
            self.folder(entry.path, above)


_NAME = attrgetter("name")
_BY_NUMBER = os.scandir in os.supports_fd
_AS_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_is_leftover = cache(is_leftover)  # articles' files have the same names


def walk(folder: str, left_out: Callable[[str], bool]) -> Found:
    """All that is in a folder and below it, but what is `left_out` by its name."""
    found = Found(left_out)
    found.folder(folder, "")
    return found


def _stamp(found: Found, now: int) -> Stamp:
    sizes, times = found.numbers[0::4], found.numbers[2 if NO_CHANGE_TIME else 3 :: 4]
    whole = min(sizes, default=0) >= FOLDER[0] and is_old(max(times, default=0), now)
    return Stamp(text=digest(found.names, found.numbers) if whole else "", entries=len(sizes))


def is_old(newest: int, now: int) -> bool:
    """Whether a further write would get another time than this one."""
    return newest + (GRAIN if newest % 1_000_000_000 else COARSE) < now


def digest(names: Sequence[str], numbers: Sequence[int]) -> str:
    """A digest of names, and of all their numbers in one row."""
    try:
        packed = pack(f"<{len(numbers)}q", *numbers)
    except StructError:  # some disks number their files with all of 64 bits
        packed = repr(numbers).encode()
    text = os.fsencode("\0".join(names)) + b"\0/" + packed  # no name has a slash there
    return hashlib.blake2b(text, digest_size=20).hexdigest()


NO_CHANGE_TIME = sys.platform == "win32"  # where st_ctime is the time of birth


# ---- The program itself --------------------------------------------------------------------


def program(now: int) -> Stamp:
    """The stamp of Postil's own code and templates."""
    return stamp(_program(), now, _is_no_code)


def program_digest() -> str:
    """What Postil's own code says."""
    folder, told = str(_program()), hashlib.blake2b(digest_size=20)
    for name in sorted(name for name in walk(folder, _is_no_code).names if name.endswith(".py")):
        with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - a third of the time
            content = file.read()
        told.update(f"{name}\0{len(content)}\0".encode() + content)
    return told.hexdigest()


def _program() -> Path:
    return Path(__file__).resolve().parent.parent


def _is_no_code(name: str) -> bool:
    return name == "__pycache__" or is_leftover(name)


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
