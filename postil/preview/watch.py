"""Sees that files have changed, whatever saved them (edge).

The system's events tell at once; a look at every file now and then finds what they leave out, and
does alone where there are no events: on network and container volumes, or when their number is
used up. Nobody is told what happened to a file, only that it must be read again.
"""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from threading import Event, Thread
from time import monotonic

from postil.load import is_leftover

FOLDERS = ("content", "seeds", "templates")
STEP = 4  # milliseconds without another event after which changes are told
_PATIENCE = 60  # milliseconds after which they are told in any case
_LOOK = 1.2  # seconds between looks at every file, beside events
_BUSY = 4  # looks that a stream of saves may put off: none while the page of one is made
_POLL = 0.25  # seconds between looks without events
_DEAF_NAMES = (
    "9p afs cifs drvfs fakeowner fuse.grpcfuse fuse.osxfs fuse.sshfs nfs nfs4 prl_fs smb3 smbfs"
    " vboxsf virtiofs vmhgfs"
)  # file systems whose files others change without an event here
_DEAF = frozenset(_DEAF_NAMES.split())

Changed = frozenset[str]
Look = Mapping[str, tuple[int, ...]]


class Watcher(Thread):
    """Calls `tell` with the paths that changed, from its own thread, until `stop` is called."""

    def __init__(
        self,
        root: Path,
        tell: Callable[[Changed], None],
        note: Callable[[str], None],
        *,
        poll: bool,
    ) -> None:
        super().__init__(name="watch", daemon=True)
        self.root, self.tell, self.note, self.poll = root, tell, note, poll
        self.ended = Event()

    def run(self) -> None:
        """Watch by events if they work here, else by looking."""
        reason = "--poll asks for it" if self.poll else deaf(self.root)
        if not reason:
            try:
                self._told(events(self.root, self.ended))
            except (OSError, RuntimeError) as error:  # RuntimeError: watchfiles' own error
                reason = str(error).strip().split("\n", maxsplit=1)[0] or type(error).__name__
        if reason and not self.ended.is_set():
            self.note(f"looking at every file four times a second: {reason}")
            self._told(looks(self.root, self.ended))

    def _told(self, changes: Iterator[Changed]) -> None:
        for changed in changes:
            if changed:
                self.tell(changed)

    def stop(self) -> None:
        """End within some milliseconds."""
        self.ended.set()


def events(root: Path, ended: Event) -> Iterator[Changed]:
    """Paths that changed, by the system's events; and what a look finds that they left out.

    Raises OSError or RuntimeError where the system has no more of them to give.
    """
    seen = look(root)
    while not ended.is_set():
        watched, due = identities(root), monotonic() + _LOOK
        try:
            for batch in _batches(root, ended):
                yield frozenset(path for _, path in batch)
                if not batch or monotonic() > due + _BUSY * _LOOK:
                    start, before, seen = monotonic(), seen, look(root)
                    due = monotonic() + max(_LOOK, 20 * (monotonic() - start))
                    yield differing(before, seen)
                if identities(root) != watched:  # a folder came, went or was exchanged
                    break
        except FileNotFoundError:  # one went while the watch was set up
            ended.wait(_POLL)


def _batches(root: Path, ended: Event) -> Iterator[set[tuple[object, str]]]:
    """What watchfiles sees in the folders that are there; an empty batch now and then."""
    from watchfiles import watch

    folders = [root / name for name in FOLDERS if (root / name).is_dir()]
    return watch(  # type: ignore[return-value]
        *(folders or [root]),
        watch_filter=None,
        debounce=_PATIENCE,
        step=STEP,
        stop_event=ended,
        rust_timeout=int(_LOOK * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=False,
        recursive=bool(folders),
        ignore_permission_denied=True,
    )


def looks(root: Path, ended: Event) -> Iterator[Changed]:
    """Paths that changed, by looking at every file."""
    seen = look(root)
    while not ended.is_set():
        start, before, seen = monotonic(), seen, look(root)
        yield differing(before, seen)
        ended.wait(max(_POLL, 4 * (monotonic() - start)))


def look(root: Path) -> Look:
    """Every file that a build may read, with what changes when it is written, moved or exchanged.

    The time of the last change of its entry (ctime) tells of a save within one tick of the clock,
    and of a file that came with an old date.
    """
    found: dict[str, tuple[int, ...]] = {}
    top = os.path.realpath(root)
    waiting, entered = [f"{top}{os.sep}{name}" for name in FOLDERS], set[tuple[int, int]]()
    while waiting:
        folder = waiting.pop()
        try:
            inside = Path(folder).stat()
            if (inside.st_dev, inside.st_ino) in entered or not _is_within(folder, top):
                continue
            entered.add((inside.st_dev, inside.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    _enter(entry, found, waiting)
        except OSError:  # gone, or not ours to read: `load` says so
            continue
    return found


def _enter(entry: os.DirEntry[str], found: dict[str, tuple[int, ...]], waiting: list[str]) -> None:
    if is_leftover(entry.name):
        return
    try:
        state = entry.stat()
    except OSError:  # a link that leads nowhere
        state = entry.stat(follow_symlinks=False)
    if stat.S_ISDIR(state.st_mode):
        waiting.append(entry.path)
    mtime = 0 if stat.S_ISDIR(state.st_mode) else state.st_mtime_ns
    ctime = 0 if stat.S_ISDIR(state.st_mode) else state.st_ctime_ns
    found[entry.path] = (mtime, ctime, state.st_size, state.st_ino, state.st_mode)


def _is_within(folder: str, top: str) -> bool:
    return (os.path.realpath(folder) + os.sep).startswith(top + os.sep)


def differing(before: Look, after: Look) -> Changed:
    """The paths that are new, gone or not as they were."""
    return frozenset(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )


def identities(root: Path) -> tuple[tuple[int, int] | None, ...]:
    """Which folders stand where they are watched: an exchanged one sends no events any more."""
    return tuple(_identity(root / name) for name in FOLDERS)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def deaf(root: Path) -> str:
    """Why no events are to be expected here, "" if they are."""
    if os.environ.get("WATCHFILES_FORCE_POLLING", "").lower() not in ("", "0", "false", "disabled"):
        return "WATCHFILES_FORCE_POLLING asks for it"
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    kind = file_system(mounts, os.path.realpath(root))
    return f"the folder is on a volume ({kind}) that tells of no changes" if kind in _DEAF else ""


def file_system(mounts: str, path: str) -> str:
    """The type of the file system that a path is on, by the text of /proc/self/mountinfo."""
    best, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, types = before.split(), after.split()
        if len(fields) < 5 or not types:
            continue
        point = fields[4].replace("\\040", " ")
        if PurePosixPath(path).is_relative_to(point) and len(point) >= len(best):
            best, kind = point, types[0]
    return kind
