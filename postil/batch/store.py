"""The cache on disk: what was made of an article, by what it was made of; the last builds (edge).

Each file begins with a digest of all that follows; one that is cut off, damaged or somebody else's
is as good as none. Nothing in it is ever run: it is JSON, and the published bytes, compressed.
What cannot be written is kept in memory until the program ends.
"""

import contextlib
import json
import os
import time
import zlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from postil.keeping import FOLDER, room
from postil.model import OutFile
from postil.record import record

NAME = "cache"
_MAGIC = b"postil cache 1 "
_AGE = 14 * 24 * 3600  # seconds after which what no build used is dropped
_SPARE = 64  # unused objects that are kept, at least; and as many as are used
_TEXTS = (".html", ".jsonld", ".json", ".txt", ".xml", ".svg", ".css")


@record
class Row:
    """An article in the last build: the key of what was made of it, and that, as a text."""

    key: str
    piece: str


@record
class State:
    """The last build: `header` is plain values; `rows` by folder are read when asked for."""

    header: Mapping[str, Any]
    lines: bytes = b""

    def rows(self) -> dict[str, Row]:
        """Every article's row; none where they are damaged."""
        if _digest(self.lines) != self.header.get("rows"):
            return {}
        found = {}
        for line in self.lines.decode("utf-8", "surrogatepass").split("\n")[:-1]:
            name, key, piece = line.split("\t", 2)
            found[name] = Row(key=key, piece=piece)
        return found


class Store:
    """A site's cache; with no site, one that lives in memory alone."""

    def __init__(self, site: Path | None) -> None:
        self.site = site
        self.folder = site / FOLDER / NAME if site else None
        self._memory: dict[str, bytes] = {}

    # ---- What was made of an article

    def piece(self, key: str) -> str | None:
        """What was made under a key, as a text; None for nothing."""
        found = self._read(key)
        return found[: found.index(b"\n")].decode("utf-8", "surrogatepass") if found else None

    def contents(self, key: str) -> dict[str, bytes]:
        """The published files that were made under a key, by path; none where they are lost."""
        found = self._read(key)
        if not found:
            return {}
        _, listed, packed = found.split(b"\n", 2)
        files, start = dict[str, bytes](), 0
        for path, size, small in json.loads(listed):
            part = packed[start : start + size]
            files[path], start = zlib.decompress(part) if small else part, start + size
        return files

    def put(self, key: str, piece: str, files: Iterable[OutFile]) -> None:
        """Keep what was made under a key."""
        packed = [(f.path, _packed(f), f.path.endswith(_TEXTS)) for f in files]
        listed = json.dumps([[path, len(part), small] for path, part, small in packed])
        text = f"{piece}\n{listed}\n".encode("utf-8", "surrogatepass")
        content = text + b"".join(part for _, part, _ in packed)
        if not self._write(key, content):
            self._memory[key] = content

    def _read(self, key: str) -> bytes | None:
        if key in self._memory:
            return self._memory[key]
        file = self._object(key)
        if not file:
            return None
        found = _sound(file)
        if found is not None:
            with contextlib.suppress(OSError):
                os.utime(file)  # it is of use
        return found

    def _object(self, key: str) -> Path | None:
        return self.folder / "objects" / key if self.folder else None

    def _write(self, key: str, content: bytes) -> bool:
        try:
            if self.site is None:
                return False
            _whole(room(self.site, f"{NAME}/objects") / key, content)
        except OSError:
            return False
        return True

    # ---- The last build

    def state(self, name: str) -> State:
        """What the last build to an output left; empty where that is nothing."""
        found = _sound(self.folder / f"{name}.state") if self.folder else None
        try:
            header, _, lines = (found or b"{}\n").partition(b"\n")
            return State(header=json.loads(header), lines=lines)
        except ValueError:
            return State(header={})

    def save(self, name: str, header: Mapping[str, Any], lines: bytes) -> None:
        """Leave word for the next build."""
        if self.site is None:
            return
        told = json.dumps({**header, "rows": _digest(lines)}, ensure_ascii=False)
        content = told.encode("utf-8", "surrogatepass") + b"\n" + lines
        with contextlib.suppress(OSError):
            _whole(room(self.site, NAME) / f"{name}.state", content)

    def tidy(self, used: Collection[str]) -> None:
        """Drop what no build has used for a while, so that the cache does not grow for ever."""
        with contextlib.suppress(OSError):
            if self.folder:
                _drop(self.folder / "objects", used, max(_SPARE, len(used)))
                _drop(self.folder, (), _SPARE)


def lines_of(rows: Mapping[str, Row]) -> bytes:
    """Rows by folder as a state holds them."""
    text = "".join(f"{folder}\t{row.key}\t{row.piece}\n" for folder, row in rows.items())
    return text.encode("utf-8", "surrogatepass")


def _packed(file: OutFile) -> bytes:
    """A text compressed a little; pictures are as small as they get."""
    return zlib.compress(file.content, 1) if file.path.endswith(_TEXTS) else file.content


def _digest(content: bytes) -> str:
    from hashlib import blake2b

    return blake2b(content, digest_size=20).hexdigest()


def _sound(file: Path) -> bytes | None:
    """What a file of the cache holds behind its digest, if it is whole."""
    try:
        with file.open("rb") as opened:
            head, content = opened.readline(80), opened.read()
    except OSError:
        return None
    return content if head == _MAGIC + _digest(content).encode() + b"\n" else None


def _whole(file: Path, content: bytes) -> None:
    """Write a file so that whoever reads meanwhile finds the old one or the new one."""
    half = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        half.write_bytes(_MAGIC + _digest(content).encode() + b"\n" + content)
        half.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink()
        raise


def _drop(folder: Path, used: Collection[str], spare: int) -> None:
    """Of the files that are not used the old ones, and those that are too many."""
    with os.scandir(folder) as found:
        unused = [e for e in found if e.name not in used and e.is_file(follow_symlinks=False)]
    aged = sorted(((e.stat().st_mtime, e.path) for e in unused), reverse=True)
    for number, (when, path) in enumerate(aged):
        if number >= spare or time.time() - when > _AGE:
            Path(path).unlink(missing_ok=True)
