"""The record of what was published last, read from a folder (edge)."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from postil.printed import RECORD
from postil.regular import content

if TYPE_CHECKING:
    from postil.published.history import Past

_LIMIT = 50_000_000  # bytes of a record


def file_of(folder: Path) -> Path:
    """The record in a published folder, or a copy of it, which is named itself."""
    return folder / RECORD if folder.is_dir() else folder


def past(folder: Path) -> "Mapping[str, Past] | None":
    """What stood in a published folder, or in a copy of its record; None where no record is."""
    from postil.published.history import read

    file = file_of(folder)
    try:
        return read(content(file, _LIMIT).decode("utf-8"))
    except (OSError, ValueError):
        return None
