"""The one place that writes among an author's sources (edge): only when asked to, and whole files.

Each file is written beside itself under a hidden name and renamed, so that a reader, and whoever
stops the program in between, finds the old file or the new one. Encoding, line ends, mode stay.
"""

import os
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from postil.problems import Place, PostilError, problem

Change = Callable[[str], str]


def amend(root: Path, changes: Mapping[str, Change], read: Mapping[str, str]) -> tuple[str, ...]:
    """Change files of a site, by path below it; gives those that are other than they were.

    `read` is what the changes rest on: a file that has another text by now is not touched. Either
    all new texts can be made and stand ready on the disk before the first is put in place, or
    PostilError is raised and nothing is.
    """
    ready: list[tuple[Path, Path]] = []
    changed, path = [], ""
    try:
        for path, change in changes.items():
            target = on_disk(root, path)
            before = target.read_bytes() if target.exists() else None
            after = _changed(path, before, change, read.get(path))
            if after != before:
                changed.append(path)
                ready.append((_beside(target, after), target))
        while ready:
            half, target = ready[-1]
            path = str(target)
            half.replace(target)
            ready.pop()
    except OSError as error:
        message = f"this cannot be written: {(error.strerror or str(error)).lower()}"
        hint = "let it and its folder be written to"
        raise PostilError([problem("output", Place(file=path), message, hint)]) from error
    finally:
        for half, _ in ready:
            with suppress(OSError):
                half.unlink()
    return tuple(changed)


def _changed(path: str, before: bytes | None, change: Change, read: str | None) -> bytes:
    """A file's new bytes, its byte order mark and the line ends that the change left alone kept."""
    text = (before or b"").decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    now = text.replace("\r\n", "\n").replace("\r", "\n") if before is not None else None
    if now != read:
        message = "this file changed while you were asked, so nothing is written"
        raise PostilError([problem("output", Place(file=path), message, "run the command again")])
    return (mark + change(text)).encode("utf-8")


def _beside(target: Path, content: bytes) -> Path:
    """The content in a hidden file beside the target, with the target's mode."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
    handle, name = tempfile.mkstemp(prefix=".postil-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def on_disk(root: Path, path: str) -> Path:
    """A file's own place: its name in any Unicode form, where a link inside the site leads."""
    top = Path(os.path.realpath(root))
    found = top
    for name in path.split("/"):
        found = Path(os.path.realpath(_named(found, name)))
    if not found.is_relative_to(top):
        message = "this file is outside the site's folder, and is not written"
        raise PostilError([problem("output", Place(file=path), message)])
    return found


def _named(folder: Path, name: str) -> Path:
    if (folder / name).exists() or not folder.is_dir():
        return folder / name
    alike = (p for p in folder.iterdir() if unicodedata.normalize("NFC", p.name) == name)
    return next(alike, folder / name)
