"""Disk → Files: content/ and seeds/ below a site's folder, and nothing else of the world.

Nothing here is followed out of the site's folder, waited for, or read without a limit. Encodings
and line ends are settled here; a file that cannot be read is a problem, and the walk goes on.
"""

import os
import stat
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from postil.model import Files
from postil.problems import Place, Problem, problem
from postil.trees.decoding import decode

TEXT_LIMIT = 8 * 1024 * 1024
BINARY_LIMIT = 64 * 1024 * 1024
FILE_LIMIT = 100_000
LENT_LIMIT = 1000

_FOLDERS = ("content", "seeds")
_READABLE = "let it be read, put back what a link names, or delete it"
_TEXTS = frozenset({".md", ".yaml", ".yml", ".json", ".bib", ".txt", ".lock"})
_BINARIES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg"})
_LEFTOVERS = frozenset({"4913", "Thumbs.db", "desktop.ini"})
# Neither exists on Windows; a FIFO must not be waited for, a link not followed once judged.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
_FLAGS |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def load(root: Path, seeds: Path | None = None) -> tuple[Files, tuple[Problem, ...]]:
    """The files of the site in a folder, by path, sorted by code points of their NFC names.

    `seeds` is another folder, whose texts (its *.txt, not those of its folders) may be seeds'.
    """
    loader = Loader(root)
    for folder in _FOLDERS:
        path = loader.root / folder
        if path.is_symlink() or path.exists():
            loader.entry(path, folder, linked=False)
    lent = loader.lent(seeds) if seeds else {}
    return loader.files(lent), tuple(loader.problems)


class Loader:
    """One walk. `name` is a path below the site's folder as problems print it: NFC, with /."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self.texts: dict[str, str] = {}
        self.binaries: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.names: set[str] = set()

    def files(self, lent: Mapping[str, bytes]) -> Files:
        """What was read, in order, with what was lent."""
        texts, binaries = sorted(self.texts.items()), sorted(self.binaries.items())
        return Files(texts=dict(texts), binaries=dict(binaries), lent=lent)

    def top(self, path: Path) -> None:
        """One entry of content/."""
        if not is_leftover(path.name):
            self.entry(path, f"content/{self.printable(path)}", linked=False)

    def folder(self, path: Path, name: str, *, linked: bool) -> None:
        """All entries of a folder, sorted. `linked`: it was reached through a link."""
        try:
            entries = list(path.iterdir())
        except OSError as error:
            self.unreadable(name, error)
            return
        named = sorted((self.printable(entry), entry.name, entry) for entry in entries)
        for shown, _, entry in named:
            if not is_leftover(entry.name):
                self.entry(entry, f"{name}/{shown}", linked=linked)

    def entry(self, path: Path, name: str, *, linked: bool) -> None:
        """One file, folder or link."""
        if name in self.names:
            message = f'"{name}" names two files, in two Unicode forms'
            self.note("file-collision", name, message, "delete one of them")
            return
        if len(self.names) >= FILE_LIMIT:
            if len(self.names) == FILE_LIMIT:
                self.note("file-unreadable", name, f"more than {FILE_LIMIT:,} files in one site")
                self.names.add(name)
            return
        self.names.add(name)
        try:
            self.known(path, name, linked=linked)
        except OSError as error:  # its folder may be listed, and not entered
            self.unreadable(name, error)

    def known(self, path: Path, name: str, *, linked: bool) -> None:
        """An entry that is counted: what it is, only the disk can tell."""
        if path.is_symlink():
            target = self.target(path, name, linked=linked)
            if target is None:
                return
            path, linked = target, linked or target.is_dir()
        if path.is_dir():
            self.folder(path, name, linked=linked)
        else:
            self.file(path, name)

    def target(self, path: Path, name: str, *, linked: bool) -> Path | None:
        """Where a link leads, if that is inside the site's folder and no loop."""
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(self.root):
            hint = "copy what it names into the site's folder"
            message = "this link leads out of the site's folder, and is not followed"
            self.note("file-outside", name, message, hint)
            return None
        above = Path(os.path.realpath(path.parent)).is_relative_to(target)
        if target.is_symlink() or (target.is_dir() and (above or linked)):
            message = "this link leads back here, or stands in a folder that is itself a link's"
            self.note("file-unreadable", name, message, "delete the link")
            return None
        return target

    def file(self, path: Path, name: str) -> None:
        """One file, read by the ending of its name."""
        ending = Path(name).suffix.lower()
        if ending in _BINARIES or (ending == ".txt" and name.startswith("seeds/")):
            content = self.read(path, name, BINARY_LIMIT)
            if content is not None:
                self.binaries[name] = content
        elif ending in _TEXTS:
            content = self.read(path, name, TEXT_LIMIT)
            text = None if content is None else self.decode(content, name)
            if text is not None:
                self.texts[name] = text
        else:
            message = f"Postil reads no {ending} files" if ending else "Postil reads no such file"
            hint = "move it out of content/ and seeds/, or begin its name with a full stop"
            self.note("file-unknown", name, message, hint)

    def lent(self, folder: Path) -> dict[str, bytes]:
        """The texts of a folder outside the site, each link in it followed to its file."""
        try:
            paths = sorted(path for path in folder.iterdir() if _is_lent(path.name))
        except OSError as error:
            self.unreadable(str(folder), error)
            return {}
        found = {}
        for path in paths[:LENT_LIMIT]:
            name = f"{folder}/{self.printable(path)}"
            content = self.read(Path(os.path.realpath(path)), name, TEXT_LIMIT)
            if content is not None:
                found[name] = content
        if len(paths) > LENT_LIMIT:
            hint = "put the texts of this site's seeds into a folder of their own"
            message = f"more than {LENT_LIMIT:,} texts in one folder"
            self.note("file-unreadable", str(folder), message, hint)
        return found

    def read(self, path: Path, name: str, limit: int) -> bytes | None:
        """A regular file's bytes; None, and a problem, if it is none or too large."""
        try:
            if not stat.S_ISREG(path.lstat().st_mode):  # opening a device may set it going
                self.note("file-unreadable", name, "this is not a regular file")
                return None
            descriptor = os.open(path, _FLAGS)
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    self.note("file-unreadable", name, "this is not a regular file")
                    return None
                content = file.read(limit + 1)
        except OSError as error:
            self.unreadable(name, error)
            return None
        if len(content) > limit:
            message = f"this file is larger than {limit // 1024 // 1024} MB"
            self.note("file-unreadable", name, message, "make it smaller, or split it")
            return None
        return content

    def decode(self, content: bytes, name: str) -> str | None:
        """UTF-8 as text, without BOM, with LF line ends."""
        text, found = decode(content, name)
        self.problems += found
        return text

    @staticmethod
    def printable(path: Path) -> str:
        """A file's name in NFC, whatever the locale; other bytes and controls as escapes."""
        try:
            name = unicodedata.normalize("NFC", os.fsencode(path.name).decode("utf-8"))
        except UnicodeDecodeError:
            name = os.fsencode(path.name).decode("utf-8", "backslashreplace")
        if name.isprintable():
            return name
        return "".join(c if c.isprintable() or c == " " else f"\\x{ord(c):02x}" for c in name)

    def unreadable(self, name: str, error: OSError) -> None:
        """Report what the system says."""
        reason = (error.strerror or type(error).__name__).lower()
        self.note("file-unreadable", name, f"this cannot be read: {reason}", _READABLE)

    def note(self, rule: str, name: str, message: str, hint: str = "") -> None:
        """Add a problem about a whole file."""
        self.problems.append(problem(rule, Place(file=name), message, hint))


def _is_lent(name: str) -> bool:
    return name.lower().endswith(".txt") and not is_leftover(name)


def is_leftover(name: str) -> bool:
    """Dot files, and what editors and file managers leave behind."""
    return (
        name.startswith(".")
        or name.endswith("~")
        or (name.startswith("#") and name.endswith("#"))
        or name in _LEFTOVERS
    )
