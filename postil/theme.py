"""The theme on disk: Postil's templates and styles, and a site's over them (edge)."""

import os
from collections.abc import Mapping
from pathlib import Path

from postil.problems import Place, PostilError, problem
from postil.regular import content

TEXT_LIMIT, FONT_LIMIT = 8 * 1024 * 1024, 64 * 1024 * 1024  # bytes
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
    files = [
        Path(above, name)
        for above, _, names in os.walk(folder, onerror=_unreadable)
        for name in names
        if not name.startswith(".")
    ]
    return {
        path.relative_to(folder).as_posix(): _text(path, path.relative_to(folder).as_posix())
        for path in sorted(files)
    }


def _unreadable(error: OSError) -> None:
    """No folder is passed over: the site would be printed as if it had no templates of its own."""
    named = Path(error.filename)
    if isinstance(error, FileNotFoundError) and not named.is_symlink():  # gone meanwhile
        raise error
    place = Place(file=f"templates{str(named).rpartition('templates')[2]}")
    reason = error.strerror or type(error).__name__
    message = f"this cannot be read: {reason[:1].lower()}{reason[1:]}"
    hint = "let it be read, put a text in its place, or delete it"
    raise PostilError([problem("file-unreadable", place, message, hint)]) from error


def _text(path: Path, name: str) -> str:
    try:
        if path.suffix.lower() in _FONTS:
            return content(path, FONT_LIMIT).decode("latin-1")
        text = content(path, TEXT_LIMIT).decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    except OSError as error:
        _unreadable(error)
        raise
    except UnicodeDecodeError as error:
        place = Place(file=f"templates/{name}")
        message = f"this file is not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}"
        raise PostilError([problem("file-encoding", place, message, "save it as UTF-8")]) from error
