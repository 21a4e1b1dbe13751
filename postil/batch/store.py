"""The cache on disk: what was made of an article, by what it was made of; the last builds (edge).

Each file begins with a digest of the plain values in it; one that is cut off, damaged or somebody
else's is as good as none. Published bytes are compressed behind them, and compared with a digest
of their own before they are used. Nothing in it is ever run: it is JSON, and those bytes.
What cannot be written is kept in memory until the program ends.
"""

import contextlib
import json
import os
import time
import zlib
from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from postil.keeping import FOLDER, room
from postil.model import OutFile
from postil.record import record

if TYPE_CHECKING:
    from postil.batch.piece import Piece, Row, Rows

NAME = "cache"
_MAGIC = b"postil cache 2 "
_AGE = 14 * 24 * 3600  # seconds after which what no build used is dropped
_SPARE = 64  # unused objects that are kept, at least; and as many as are used
_TEXTS = (".html", ".jsonld", ".json", ".txt", ".xml", ".svg", ".css")


@record
class State:
    """The last build: `header` is plain values; `rows` by folder are read when asked for."""

    header: Mapping[str, Any]
    file: Path | None = None

    def lines(self) -> bytes:
        """Every article's row, as written; nothing where they are damaged, or another build's."""
        try:
            with self.file.open("rb") if self.file else BytesIO() as opened:
                opened.readline()
                opened.readline()
                lines = opened.read()
        except OSError:
            return b""
        return lines if _digest(lines) == self.header.get("rows") else b""

    def rows(self) -> "dict[str, Row]":
        """Every article's row, without its ids."""
        from postil.batch.piece import Piece, Row

        found = {}
        for line in self.lines().decode("utf-8", "surrogatepass").split("\n")[:-1]:
            name, key, first, *piece = line.split("\t")
            found[name] = Row(key, first, Piece._make([*piece, ""]))
        return found


class Store:
    """A site's cache; with no site, one that lives in memory alone."""

    def __init__(self, site: Path | None) -> None:
        self.site = site
        self.folder = site / FOLDER / NAME if site else None
        self._memory: dict[str, bytes] = {}

    # ---- What was made of an article

    def piece(self, key: str) -> "Piece | None":
        """What was made under a key; None for nothing."""
        from postil.batch.piece import of_text

        found = self._read(key, packed=False)
        return of_text(found[0].decode("utf-8", "surrogatepass")) if found else None

    def contents(self, key: str) -> dict[str, bytes]:
        """The published files that were made under a key, by path; none where they are lost."""
        found = self._read(key, packed=True)
        if not found:
            return {}
        _, listed, packed = found
        files, start = dict[str, bytes](), 0
        for path, size, small in json.loads(listed):
            part = packed[start : start + size]
            try:
                files[path], start = zlib.decompress(part) if small else part, start + size
            except zlib.error:
                return {}
        return files

    def put(self, key: str, piece: "Piece", files: Iterable[OutFile]) -> None:
        """Keep what was made under a key."""
        packed = [(f.path, _packed(f), f.path.endswith(_TEXTS)) for f in files]
        listed = json.dumps([[path, len(part), small] for path, part, small in packed])
        line = "\t".join(piece)
        text = f"{line}\n{listed}\n".encode("utf-8", "surrogatepass")
        content = _signed(text) + b"".join(part for _, part, _ in packed)
        if not self._write(key, content):
            self._memory[key] = content

    def _read(self, key: str, *, packed: bool) -> tuple[bytes, bytes, bytes] | None:
        """The piece, the list of files, and those, where they are asked for."""
        try:
            with self._open(key) as opened:
                head, piece, listed = (opened.readline() for _ in range(3))
                if head + piece + listed != _signed(piece + listed):
                    return None
                return piece[:-1], listed, opened.read() if packed else b""
        except OSError:
            return None

    def _open(self, key: str) -> BinaryIO:
        """What is kept under a key, which is of use."""
        if key in self._memory:
            return BytesIO(self._memory[key])
        if not self.folder:
            raise FileNotFoundError(key)
        file = self.folder / "objects" / key
        opened = file.open("rb")
        with contextlib.suppress(OSError):
            os.utime(file)
        return opened

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
        if not self.folder:
            return State(header={})
        file = self.folder / f"{name}.state"
        try:
            with file.open("rb") as opened:
                head, header = opened.readline(80), opened.readline()
            if head + header == _signed(header):
                return State(header=json.loads(header), file=file)
        except (OSError, ValueError):
            pass
        return State(header={})

    def save(self, name: str, header: Mapping[str, Any], lines: bytes) -> None:
        """Leave word for the next build."""
        if self.site is None:
            return
        told = json.dumps({**header, "rows": _digest(lines)}, ensure_ascii=False)
        content = _signed(told.encode("utf-8", "surrogatepass") + b"\n") + lines
        with contextlib.suppress(OSError):
            _whole(room(self.site, NAME) / f"{name}.state", content)

    def tidy(self, used: Collection[str]) -> None:
        """Drop what no build has used for a while, so that the cache does not grow for ever."""
        with contextlib.suppress(OSError):
            if self.folder:
                _drop(self.folder / "objects", used, max(_SPARE, len(used)))
                _drop(self.folder, (), _SPARE)


def lines_of(rows: "Rows") -> bytes:
    """Rows by folder as a state holds them: without their ids."""
    lines = ["\t".join((name, row.key, row.first, *row.piece[:-1])) for name, row in rows.items()]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def _packed(file: OutFile) -> bytes:
    """A text compressed a little; pictures are as small as they get."""
    return zlib.compress(file.content, 1) if file.path.endswith(_TEXTS) else file.content


def _digest(content: bytes) -> str:
    from hashlib import blake2b

    return blake2b(content, digest_size=20).hexdigest()


def _signed(plain: bytes) -> bytes:
    """Plain values behind their digest."""
    return _MAGIC + _digest(plain).encode() + b"\n" + plain


def _whole(file: Path, content: bytes) -> None:
    """Write a file so that whoever reads meanwhile finds the old one or the new one."""
    half = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        half.write_bytes(content)
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
