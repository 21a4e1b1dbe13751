"""All that a build stands on, as digests; what is as it was by its stamp is not read (edge)."""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from postil.batch import scan
from postil.batch.scan import Stamp, Unit
from postil.load import FILE_LIMIT, Loader
from postil.model import Files
from postil.problems import PostilError, Problem
from postil.progress import say
from postil.record import record

Read = tuple[Files, tuple[Problem, ...]]
_FORMAT = 1
_HELD = 4_000_000  # characters and bytes of sources that are held until they are needed


@record
class Known:
    """A part of what a build stands on: its stamp, "" for none, and the digest of what it says."""

    stamp: str
    digest: str


class Ground:
    """What a build stands on now. `before` is what the last build's header says of the same."""

    def __init__(self, root: Path, seeds: Path | None, before: Mapping[str, Any]) -> None:
        self.now = time.time_ns()
        self.root, self.seeds = Path(os.path.realpath(root)), seeds
        self._before, self._held = before, dict[str, Read]()
        self._room = _HELD
        self._texts: Mapping[str, str] | None = None
        self.odd = self._is_odd()
        self.folders = [] if self.odd else scan.units(self.root / "content", self.now)
        self.code = self._part("code", scan.program(self.now), self._code)
        if not self.is_same_program():  # it may read, and tell, otherwise
            self._before = {}
        self.theme = self._part("theme", self._theme_stamp(), self._theme)
        self.around = self._part("around", self._around_stamp(), self._around)
        say("reading")
        self.units = {unit.name: self._unit(unit) for unit in self.folders}

    def _is_odd(self) -> bool:
        """Whether this is a site whose articles cannot be looked at one by one."""
        content, seeds = self.root / "content", self.root / "seeds"
        if content.is_symlink() or seeds.is_symlink():
            return True
        try:
            names = [Loader.printable(path) for path in content.iterdir()]
        except OSError:
            return True
        return len(names) != len(set(names))

    def is_same_program(self) -> bool:
        """Whether the last build was by this same program."""
        known = self._before.get("code") or ("", "")
        return bool(known[1] == self.code.digest)

    def is_large(self) -> bool:
        """Whether it has so many files that some of them may not be read."""
        return sum(unit.stamp.entries + 1 for unit in self.folders) > FILE_LIMIT - 1000

    # ---- Each part

    def _part(self, name: str, stamp: Stamp, read: Any) -> Known:
        known = self._before.get(name)
        if stamp.text and known and known[0] == stamp.text:
            return Known(stamp=stamp.text, digest=known[1])
        return Known(stamp=stamp.text, digest=read())

    def _code(self) -> str:
        return _digest([_FORMAT, scan.program_digest()])

    def _theme_stamp(self) -> Stamp:
        from postil.theme import default_theme

        both = [default_theme(), self.root / "templates"]
        stamps = [scan.stamp(one, self.now, _nothing) for one in both if one.is_dir()]
        return _joined(stamps)

    def read_theme(self) -> Mapping[str, str]:
        """Templates and styles, read once. Raises PostilError where one of them is no text."""
        if self._texts is None:
            from postil.theme import load_theme

            self._texts = load_theme(self.root)
        return self._texts

    def _theme(self) -> str:
        try:
            return _digest(sorted(self.read_theme().items()))
        except (PostilError, OSError):  # told when the theme is needed
            return ""

    def _around_stamp(self) -> Stamp:
        stamps = [scan.surface(self.root / "content", self.now)]
        if (self.root / "seeds").is_dir():
            stamps.append(scan.stamp(self.root / "seeds", self.now))
        if self.seeds:
            stamps.append(scan.surface(self.seeds, self.now))
        return _joined(stamps)

    def _around(self) -> str:
        return digest_of(*self.read_around())

    def read_around(self) -> Read:
        """The files of no article, and what is wrong with them."""
        loader = Loader(self.root)
        folders = {unit.name for unit in self.folders}
        content = self.root / "content"
        try:
            paths = sorted(content.iterdir())
        except OSError as error:
            loader.unreadable("content", error)
            paths = []
        for path in paths:
            if path.name not in folders:
                loader.top(path)
        if (self.root / "seeds").exists():
            loader.entry(self.root / "seeds", "seeds", linked=False)
        lent = loader.lent(self.seeds) if self.seeds else {}
        return loader.files(lent), tuple(loader.problems)

    def _unit(self, unit: Unit) -> Known:
        known = self._before.get("units", {}).get(unit.name)
        if unit.stamp.text and known and known[0] == unit.stamp.text:
            return Known(stamp=unit.stamp.text, digest=known[1])
        read = self._read(unit.name)
        size = sum(map(len, (*read[0].texts.values(), *read[0].binaries.values())))
        if size < self._room:
            self._held[unit.name] = read
            self._room -= size
        return Known(stamp=unit.stamp.text, digest=digest_of(*read))

    def _read(self, name: str) -> Read:
        loader = Loader(self.root)
        loader.top(self.root / "content" / name)
        return loader.files({}), tuple(loader.problems)

    def read(self, name: str) -> Read:
        """One folder of content/. Raises MovedError if it is not what it was a moment ago."""
        if name in self._held:
            return self._held[name]
        read = self._read(name)
        if digest_of(*read) != self.units[name].digest:
            raise MovedError(name)
        return read

    def release(self, name: str) -> None:
        """Let go what was read of a folder that is hardly asked for again."""
        self._held.pop(name, None)

    # ---- All of it

    def whole(self, *more: Any) -> str:
        """A digest of all parts, and of options."""
        units = {name: known.digest for name, known in self.units.items()}
        parts = [known.digest for known in (self.code, self.theme, self.around)]
        return _digest([parts, units, scan.libraries(), *more])

    def header(self) -> dict[str, Any]:
        """What the next build asks for."""
        units = {name: [known.stamp, known.digest] for name, known in self.units.items()}
        three = {"code": self.code, "theme": self.theme, "around": self.around}
        return {**{name: [one.stamp, one.digest] for name, one in three.items()}, "units": units}


class MovedError(Exception):
    """A source changed while the build was under way."""


def _nothing(_: str) -> bool:
    return False


def _joined(stamps: list[Stamp]) -> Stamp:
    whole = all(one.text for one in stamps)
    text = " ".join(one.text for one in stamps) if whole else ""
    return Stamp(text=text, entries=sum(one.entries for one in stamps))


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=20).hexdigest()


def digest_of(files: Files, problems: tuple[Problem, ...]) -> str:
    """A digest of files' paths and contents, and of what is wrong with reading them."""
    told = hashlib.blake2b(digest_size=20)
    for kind, some in (("t", files.texts), ("b", files.binaries), ("l", files.lent)):
        for path, content in some.items():
            part = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            told.update(f"{kind}{path}\0{len(part)}\0".encode("utf-8", "surrogatepass") + part)
    told.update(repr(problems).encode("utf-8", "surrogatepass"))
    return told.hexdigest()
