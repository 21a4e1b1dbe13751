"""The record of what was published last, read from a folder (edge)."""

from collections.abc import Mapping
from pathlib import Path

from postil.published.history import NAME, Past, read

_LIMIT = 50_000_000  # bytes of a record


def past(folder: Path) -> Mapping[str, Past] | None:
    """What stood in a published folder, or in a copy of its record; None where no record is."""
    file = folder / NAME if folder.is_dir() else folder
    try:
        if file.stat().st_size > _LIMIT:
            return None
        return read(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
