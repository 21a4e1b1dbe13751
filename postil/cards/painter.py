"""SVG → PNG through resvg, each once: what was painted is kept in the site's cache (edge)."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from postil import keeping

_KEPT = "cards"
_FONTS = Path(__file__).resolve().parent / "fonts"
_NAMES = ("PostilSerif.ttf", "PostilSans.ttf")
_PAINTED = "1"  # counts up when the same SVG is asked of the library in another way


class Painter:
    """Paints for the site in a folder. A cache that cannot be written is no problem."""

    def __init__(self, site: Path | str, resvg: Any) -> None:
        self.site, self.resvg = Path(site), resvg
        self.version = f"{_PAINTED}-{resvg.__version__}"
        self.paths = [_FONTS / name for name in _NAMES]
        self.fonts = tuple(path.read_bytes() for path in self.paths)

    def __call__(self, key: str, svg: str, fonts: Sequence[bytes]) -> bytes:
        """The PNG of a drawing with these fonts and no other. Raises ValueError for broken SVG."""
        name = f"{key}-{self.version}"
        kept = _whole(self.site / keeping.FOLDER / _KEPT / name)
        if kept is None:
            kept = self._painted(svg, fonts)
            _keep(self.site, name, kept)
        return kept

    def _painted(self, svg: str, fonts: Sequence[bytes]) -> bytes:
        """The library reads fonts from files alone; a theme's are laid out for it."""
        own = [content for content in fonts if content not in self.fonts]
        if not own:
            return self._asked(svg, self.paths)
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / f"{number}.ttf" for number in range(len(own))]
            for path, content in zip(paths, own, strict=True):
                path.write_bytes(content)
            return self._asked(svg, [*paths, *self.paths])

    def _asked(self, svg: str, paths: Sequence[Path]) -> bytes:
        painted: bytes = self.resvg.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(path) for path in paths],
            text_rendering="geometric_precision",
        )
        return painted


def painter(site: Path | str) -> Painter | None:
    """A site's painter; None where the library is not installed."""
    try:
        import resvg_py
    except ImportError:
        return None
    return Painter(site, resvg_py)


def _whole(file: Path) -> bytes | None:
    """What is kept in a file behind its digest, if it is all there."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    good = content[:32] == hashlib.sha256(content[32:]).digest()
    return content[32:] if good else None


def _keep(site: Path, name: str, content: bytes) -> None:
    """Whoever reads meanwhile finds nothing, or all of it."""
    try:
        folder = keeping.room(site, _KEPT)
        half = folder / f"{name}.{os.getpid()}"
        half.write_bytes(hashlib.sha256(content).digest() + content)
        half.replace(folder / name)
    except OSError:
        pass
