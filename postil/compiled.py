"""Shipped templates compiled once, where Python keeps the program's own modules compiled (edge).

What is loaded here is run. So it lies with the program, is written by it alone, and only of its
own templates; a site's are compiled at each build, and no folder of a site is looked into.
"""

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

import postil

FOLDER = "templates"


def place() -> Path | None:
    """Python's folder for this program's compiled modules, wherever it is set to be; or none."""
    cached = postil.__spec__.cached
    return Path(cached).parent / FOLDER if cached else None


def may_write() -> bool:
    """Whether Python may keep what it compiles."""
    return not sys.dont_write_bytecode


class Compiled(BytecodeCache):
    """Compiled templates of those in a theme (path → text) that are the shipped ones.

    A file holds the digest of the rest: one that is damaged, of another text, another Jinja or
    another Python is not used. A folder that cannot be written is no problem.
    """

    def __init__(self, theme: Mapping[str, str]) -> None:
        self.theme, self.folder = theme, place()
        self._shipped = set[str]()
        self._made_by = _made_by()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A template's name as a file's."""
        return hashlib.sha256(f"{name} {filename}".encode()).hexdigest()[:32]

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """What is kept of a template, if it is a shipped one."""
        key = self.get_cache_key(name, filename)
        how = f"{environment.trim_blocks} {environment.lstrip_blocks} {environment.autoescape}"
        bucket = Bucket(environment, key, self.get_source_checksum(f"{how}\n{source}"))
        if self.theme.get(f"default/{name.removeprefix('default/')}") == source:
            self._shipped.add(key)
            self.load_bytecode(bucket)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep what was compiled of a shipped template."""
        if bucket.key in self._shipped and may_write():
            self.dump_bytecode(bucket)

    def _file(self, bucket: Bucket) -> Path | None:
        return self.folder / f"{bucket.key}-{self._made_by}" if self.folder else None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what is kept, if it is whole."""
        file = self._file(bucket)
        try:
            kept = file.read_bytes() if file else b""
        except OSError:
            return
        if kept[:32] == hashlib.sha256(kept[32:]).digest():
            bucket.bytecode_from_string(kept[32:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template; whoever reads meanwhile finds the old file or the new."""
        content = bucket.bytecode_to_string()
        file = self._file(bucket)
        if file is None:
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            half = file.with_name(f"{file.name}.{os.getpid()}")
            half.write_bytes(hashlib.sha256(content).digest() + content)
            half.replace(file)
        except OSError:
            pass


def _made_by() -> str:
    """Which Python and which Jinja compile: a newer one of these may do it otherwise."""
    compiler = Path(jinja2.__file__).with_name("compiler.py")
    try:
        found = compiler.stat()
        told = f"{found.st_size} {found.st_mtime_ns}"
    except OSError:  # in an archive
        told = ""
    version = vars(jinja2).get("__version__", "")
    digest = hashlib.sha256(f"{version} {told}".encode()).hexdigest()[:12]
    return f"{digest}-{sys.implementation.cache_tag}"
