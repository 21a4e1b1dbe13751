"""Templates compiled once, in a site's folder for what can be made again (edge)."""

import hashlib
import os
import sys
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from postil import keeping

TEMPLATES = "templates"


class Compiled(BytecodeCache):
    """Compiled templates in a site's cache folder, as Python keeps compiled modules.

    A file holds the digest of the rest: one that is damaged, of another template, another Jinja
    or another Python is not used. A folder that cannot be written is no problem.
    """

    def __init__(self, site: Path | str) -> None:
        self.site = Path(site)

    def _file(self, bucket: Bucket) -> Path:
        name = f"{bucket.key}-{sys.implementation.cache_tag}"
        return self.site / keeping.FOLDER / TEMPLATES / name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what is kept, if it is whole."""
        try:
            kept = self._file(bucket).read_bytes()
        except OSError:
            return
        if kept[:32] == hashlib.sha256(kept[32:]).digest():
            bucket.bytecode_from_string(kept[32:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template; whoever reads meanwhile finds the old file or the new."""
        content = bucket.bytecode_to_string()
        file = self._file(bucket)
        try:
            keeping.room(self.site, TEMPLATES)
            half = file.with_name(f"{file.name}.{os.getpid()}")
            half.write_bytes(hashlib.sha256(content).digest() + content)
            half.replace(file)
        except OSError:
            pass
