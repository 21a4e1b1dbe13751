"""The theme on disk: Postil's templates and styles, a site's over them, both compiled (edge)."""

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from postil.problems import Place, PostilError, problem

CACHE = ".postil"
_FONTS = frozenset({".otf", ".ttf", ".woff2"})


def default_theme() -> Path:
    """The folder of the shipped theme: in an installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "templates"
    return installed if installed.is_dir() else here.parent / "templates"


def load_theme(site: Path) -> Mapping[str, str]:
    """Path → text of every template and style; the shipped ones also under `default/`."""
    shipped = default_theme()
    own = site / "templates"
    texts = _texts(shipped)
    theme = {**texts, **{f"default/{path}": text for path, text in texts.items()}}
    if own.is_dir() and own.resolve() != shipped.resolve():
        theme.update(_texts(own))
    return theme


def _texts(folder: Path) -> dict[str, str]:
    """Every file of a theme but hidden ones, as UTF-8 with LF line ends; of a font, its bytes as
    Latin-1, which is a text too.
    """
    return {
        path.relative_to(folder).as_posix(): _text(path, path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _text(path: Path, name: str) -> str:
    try:
        if path.suffix.lower() in _FONTS:
            return path.read_bytes().decode("latin-1")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(file=f"templates/{name}")
        message = f"this file is not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}"
        raise PostilError([problem("file-encoding", place, message, "save it as UTF-8")]) from error


class Compiled(BytecodeCache):
    """Compiled templates in a site's cache folder, as Python keeps compiled modules.

    A file holds the digest of the rest: one that is damaged, of another template, another Jinja
    or another Python is not used. A folder that cannot be written is no problem.
    """

    def __init__(self, site: Path | str) -> None:
        self.folder = Path(site) / CACHE / "templates"

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}-{sys.implementation.cache_tag}"

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
            self.folder.mkdir(parents=True, exist_ok=True)
            half = file.with_name(f"{file.name}.{os.getpid()}")
            half.write_bytes(hashlib.sha256(content).digest() + content)
            half.replace(file)
        except OSError:
            pass
