"""The theme on disk: Postil's templates and styles, and a site's over them (edge)."""

from collections.abc import Mapping
from pathlib import Path

from postil.problems import Place, PostilError, problem

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
