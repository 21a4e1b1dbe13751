"""The theme on disk: Postil's own templates and styles, and a site's over them (edge)."""

from collections.abc import Mapping
from pathlib import Path


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
    """Every file of a theme but hidden ones, as UTF-8 with LF line ends."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8-sig")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
