"""What is on disk, read again only where it changed (edge): as `load` and `load_theme` read it."""

import os
import stat
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from postil.load import Loader, is_leftover, load
from postil.model import Files
from postil.problems import Problem
from postil.record import record, replace
from postil.theme import load_theme

TEMPLATES = "templates"
_THEME = f"{TEMPLATES}/"


@record
class Read:
    """All that a build reads, and what was wrong with reading it."""

    files: Files
    problems: tuple[Problem, ...]
    theme: Mapping[str, str]

    def parts(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """Every file by its path, kind by kind; and what each path of a kind begins with."""
        files = self.files
        return ("", files.texts), ("", files.binaries), ("", files.lent), (_THEME, self.theme)


class Sources:
    """A site's files, for one thread. `seeds` is a folder of texts outside it."""

    def __init__(self, root: Path, seeds: Path | None) -> None:
        self.root, self.seeds = Path(os.path.realpath(root)), seeds
        self._known: Read | None = None

    def read(self, changed: frozenset[str]) -> Read:
        """What is there now, if nothing but `changed` (absolute paths) may have changed.

        Raises OSError where a template goes while it is read, PostilError where one is no text.
        """
        known, self._known = self._known, None
        names = None if known is None else self._names(changed)
        if known is None or names is None:
            read = self._anew(known)
        else:
            read = self._again(known, names) or self._anew(known)
        self._known = read
        return read

    def _names(self, changed: frozenset[str]) -> frozenset[str] | None:
        """The changed files below the root, as problems name them; None if some are elsewhere."""
        names = set[str]()
        for path in changed:
            name = Path(path).relative_to(self.root).as_posix() if self._holds(path) else ""
            if not name or unicodedata.normalize("NFC", name) != name:
                return None
            if not any(map(is_leftover, name.split("/"))):
                names.add(name)
        return frozenset(names)

    def _holds(self, path: str) -> bool:
        return Path(path).is_relative_to(self.root)

    def _anew(self, known: Read | None) -> Read:
        files, problems = load(self.root, self.seeds)
        theme = load_theme(self.root)
        if known and known.theme == theme:
            theme = known.theme
        return Read(files=files, problems=problems, theme=theme)

    def _again(self, known: Read, names: frozenset[str]) -> Read | None:
        """What was known, with some files read again; None where more than their texts changed."""
        theme = known.theme
        if any(name.split("/")[0] == TEMPLATES for name in names):
            fresh = load_theme(self.root)
            theme = theme if fresh == theme else fresh
        names = frozenset(name for name in names if name.split("/")[0] != TEMPLATES)
        files = None if known.problems else self._files(known.files, names)
        return None if files is None else Read(files=files, problems=(), theme=theme)

    def _files(self, before: Files, names: frozenset[str]) -> Files | None:
        """The files, some of them read again as `load` reads them, if they are all still there."""
        texts, binaries = before.texts, before.binaries
        loader = Loader(self.root)
        for name in sorted(names):
            path, there = self.root / name, name in texts or name in binaries
            kind = _kind(path)
            if kind is None and not any(known.startswith(name) for known in (*texts, *binaries)):
                continue  # came and went: a temporary file
            if not there or kind is None or not stat.S_ISREG(kind) or _linked(path):
                return None
            loader.file(path, name)
        if loader.problems:
            return None
        texts = {**texts, **loader.texts} if loader.texts else texts
        binaries = {**binaries, **loader.binaries} if loader.binaries else binaries
        return replace(before, texts=texts, binaries=binaries)


def _kind(path: Path) -> int | None:
    """What stands at a path, itself; None for nothing."""
    try:
        return path.lstat().st_mode
    except OSError:
        return None


def _linked(path: Path) -> bool:
    return os.path.realpath(path) != str(path)
