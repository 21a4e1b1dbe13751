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
from errno import EACCES, EINVAL, ENOSYS, ENOTSUP
from pathlib import Path
from typing import Any

from postil.carrying import carry, clear, make, rescue, wipe

if sys.platform != "win32":
    import fcntl

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
    spare: Path | None = None,
) -> tuple[str, ...]:
    """Make the output hold `new` files, `kept` ones and all that is not ours, without the `gone`.

    Paths are relative; `files` gives the new ones, which are written in their order. All or
    nothing: on any error the staging folder goes and the output stays. `spare` is the staging
    folder to use, in which something may stand, and in which the old tree is left (`spare`).
    Gives the paths of files that stay and were linked or unlinked, which the system notes in them.
    """
    if output.is_dir() and not os.access(output, os.W_OK | os.X_OK):
        raise OSError(EACCES, os.strerror(EACCES), str(output))  # the exchange would not ask
    staging = spare or _beside(output, "new")
    ours = {*new, *kept, *gone}
    try:
        if not staging.is_dir():
            staging.mkdir(parents=True)
            staging.chmod(0o755)
        carried = carry(output, staging, ours - set(kept))
        _write(staging, files, many=len(new) >= _MANY)
        _flush(staging, {*new, *carried.linked, *carried.dropped})
    except BaseException:
        wipe(staging)  # it is the only place of nothing but what was written for it
        raise
    try:
        exchange(staging, output)
    except BaseException:
        if staging.exists():
            clear(staging, output, {*ours, *carried.dropped})
        raise
    if staging.exists():  # the old tree, if there was one
        if spare:
            rescue(staging, output, {*ours, *carried.stayed})
        else:
            clear(staging, output, ours)
    _sync(output.parent)
    if spare and not spare.exists():  # there was no old tree
        return _prepared(spare, output)
    return tuple(carried.linked)


def _prepared(spare: Path, output: Path) -> tuple[str, ...]:
    """A spare tree of what was just written, for the next build; none where it cannot be."""
    try:
        spare.mkdir()
        spare.chmod(0o755)
        return tuple(carry(output, spare, ()).linked)
    except OSError:
        wipe(spare)
        return ()


def _write(staging: Path, files: Iterable[tuple[str, bytes]], *, many: bool) -> None:
    known = {str(staging)}
    for path, content in files:
        target = staging / path
        make(str(target.parent), known)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)  # whatever the umask: same input, same modes
            if not many:
                file.flush()
                os.fsync(file.fileno())


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
