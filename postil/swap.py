"""A new tree put in a folder's place in one step: a reader sees all of the old or the new (edge).

The new tree grows in a staging folder beside the output, named for it, under a lock that ends with
its process. What is killed on the way leaves the output as it was, and a staging folder that the
next build clears. Files that stay are hard links, never copies: nobody's bytes or times change.
"""

import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from errno import EINVAL, ENOSYS, ENOTSUP
from pathlib import Path, PurePosixPath
from typing import Any

if sys.platform != "win32":
    import fcntl

MANIFEST = ".postil-manifest.json"  # in a tree: which files of it are Postil's own
WAIT = 10.0  # seconds to wait for another build of the same folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2
_MANY = 64  # new files from which one sync of all disks beats one for each


class BusyError(Exception):
    """Another build holds the folder; `args[0]` is its process id, "" where that is not known."""


@contextmanager
def alone(output: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the output's lock; BusyError if another process keeps it for longer than `wait`."""
    if sys.platform == "win32":  # no such locks: two builds at once are not kept apart
        yield
        return
    lock = _beside(output, "lock")
    handle = _taken(lock, time.monotonic() + wait)
    try:
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


def _taken(lock: Path, until: float) -> int:
    """The locked lock file's handle; the file may vanish while we wait for it, so look again."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(handle, 20).decode("ascii", "replace").strip()
            os.close(handle)
            if time.monotonic() > until:
                raise BusyError(holder) from None
            time.sleep(0.05)
            continue
        if lock.exists() and os.path.samestat(os.fstat(handle), lock.stat()):
            return handle
        os.close(handle)


def _beside(output: Path, what: str) -> Path:
    return output.parent / f".{output.name}.postil-{what}"


def recover(output: Path, ours: Callable[[Path], Collection[str]]) -> None:
    """Finish or undo what a killed build left: the old tree back in place, staging cleared.

    `ours` tells which files of a left tree are Postil's own.
    """
    old, new = _beside(output, "old"), _beside(output, "new")
    if old.is_dir() and not output.exists():
        old.rename(output)
    for left in (old, new):
        if left.is_dir() and not left.is_symlink():
            clear(left, output, ours(left))


def put(
    output: Path,
    files: Iterable[tuple[str, bytes]],
    new: Collection[str],
    kept: Collection[str],
    gone: Collection[str],
) -> None:
    """Make the output hold `new` files, `kept` ones and all that is not ours, without the `gone`.

    Paths are relative; `files` gives the new ones, which are written in their order. All or
    nothing: on any error the staging folder goes and the output stays.
    """
    staging = _beside(output, "new")
    ours = {*new, *kept, *gone}
    try:
        staging.mkdir(parents=True)
        staging.chmod(0o755)
        _write(staging, files, many=len(new) >= _MANY)
        _carry(output, staging, ours - set(kept))
        _flush(staging, new)
        exchange(staging, output)
    except BaseException:
        if staging.exists():
            clear(staging, output, ours)
        raise
    if staging.exists():  # the old tree, if there was one
        clear(staging, output, ours)
    _sync(output.parent)


def _write(staging: Path, files: Iterable[tuple[str, bytes]], *, many: bool) -> None:
    known = {str(staging)}
    for path, content in files:
        target = staging / path
        _make(str(target.parent), known)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)  # whatever the umask: same input, same modes
            if not many:
                file.flush()
                os.fsync(file.fileno())


def _make(folder: str, known: set[str]) -> None:
    """A folder and those above it, readable whatever the umask. `known` are there already."""
    if folder in known:
        return
    if not os.path.isdir(folder):  # noqa: PTH112 - there may be thousands
        _make(os.path.dirname(folder), known)  # noqa: PTH120
        os.mkdir(folder)  # noqa: PTH102
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - all may read it
    known.add(folder)


def _carry(output: Path, staging: Path, left: Collection[str]) -> None:
    """Link what stays into the staging folder: all but what is `left` behind.

    A folder that holds nothing stays too, unless files that are left behind made it.
    """
    made = {folder.as_posix() for path in left for folder in PurePosixPath(path).parents}
    known = {str(staging)}

    def carry(old: str, new: str, above: str) -> None:
        with os.scandir(old) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        if not entries and above.rstrip("/") not in made:
            _make(new, known)
        for entry in entries:
            path, target = f"{above}{entry.name}", f"{new}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                carry(entry.path, target, f"{path}/")
            elif path not in left:
                _make(new, known)
                os.link(entry.path, target, follow_symlinks=False)

    if output.is_dir():
        carry(str(output), str(staging), "")


def _flush(staging: Path, files: Collection[str]) -> None:
    """To the disk before the swap, so that no crash can leave names without bytes."""
    if len(files) >= _MANY:
        os.sync()
        return
    for folder in {staging, *((staging / path).parent for path in files)}:
        _sync(folder)


def _sync(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # some systems open no folders
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def exchange(staging: Path, output: Path) -> None:
    """Swap two folders in one step; where the system cannot, in two that `recover` can undo."""
    if not output.exists() or not any(output.iterdir()):
        staging.rename(output)  # over an empty folder this is one step too
        return
    if sys.platform == "linux" and _renameat2(staging, output):
        return
    old = _beside(output, "old")
    output.rename(old)
    try:
        staging.rename(output)
    except BaseException:
        if not output.exists():
            old.rename(output)
        raise
    old.rename(staging)


def _renameat2(a: Path, b: Path) -> bool:
    """Exchange two names; False where the kernel or the file system has no such call."""
    import ctypes

    call: Any = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    here = -100  # AT_FDCWD
    if call(here, os.fsencode(a), here, os.fsencode(b), _EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in {EINVAL, ENOSYS, ENOTSUP}:
        return False
    raise OSError(error, os.strerror(error), str(b))


def clear(tree: Path, output: Path, ours: Collection[str], above: str = "") -> None:
    """Remove a staging tree. A file that is neither ours nor linked in the output moves there.

    The tree's own list goes last: without it, what a kill leaves here would pass for somebody's.
    """
    with os.scandir(tree) as found:
        entries = sorted(found, key=lambda entry: entry.name == MANIFEST)
    for entry in entries:
        path = f"{above}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            clear(Path(entry.path), output, ours, f"{path}/")
        elif path in ours:
            os.unlink(entry.path)  # noqa: PTH108 - there may be thousands
        else:
            _drop(Path(entry.path), output / path)
    tree.rmdir()


def _drop(file: Path, twin: Path) -> None:
    """Unlink a file of a staging tree, unless it is the only one left of somebody's."""
    if file.lstat().st_nlink > 1 or os.path.lexists(twin):
        file.unlink()
        return
    twin.parent.mkdir(parents=True, exist_ok=True)
    file.rename(twin)
