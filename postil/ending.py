"""How a run ends that is asked to end: at once, whole, and with a status that says by what (edge).

The first Ctrl-C (SIGINT) or polite kill (SIGTERM) is raised where the program stands, so that what
was begun is undone; others that follow within a moment do not disturb that.
"""

import atexit
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from types import FrameType

GRACE = 0.8  # seconds for undoing what was begun
_HANDLED = (signal.SIGINT, signal.SIGTERM)
_asked: list[float] = []  # when


class AskedError(KeyboardInterrupt):
    """A signal asks the run to end; `number` says which."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def on_request() -> None:
    """From now on a request to end is an AskedError, unless it is ignored from outside (nohup)."""
    for number in _HANDLED:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _ask)


def _ask(number: int, _: FrameType | None) -> None:
    again = _asked and monotonic() - _asked[-1] < GRACE
    if not again:
        _asked.append(monotonic())
        raise AskedError(number)


def status(stop: KeyboardInterrupt) -> int:
    """The exit status of a run that was asked to end, 130 or 143; the run may end in peace."""
    _in_peace()
    return 128 + (stop.number if isinstance(stop, AskedError) else signal.SIGINT)


def _in_peace() -> None:
    """From now on the end that is under way is not disturbed."""
    for number in _HANDLED:
        if signal.getsignal(number) is _ask:
            signal.signal(number, signal.SIG_IGN)


def leave(status: int) -> int:
    """End the process with a status, without Python's taking all apart that the system takes back.

    That is a twentieth of a build, and an eighth of one that has nothing to do. Gives the status
    where threads still run, or somebody watches the run (a profiler, a measure of coverage).
    """
    threads = sys.modules.get("threading")
    if _is_watched() or (threads and threads.active_count() > 1):
        return status
    _in_peace()
    atexit._run_exitfuncs()  # noqa: SLF001 - as a child of a fork does that must not return
    for stream in (sys.stdout, sys.stderr):
        if stream:  # none where it was closed from outside
            stream.flush()
    os._exit(status)


def _is_watched() -> bool:
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    tools = monitoring and any(monitoring.get_tool(number) for number in range(6))
    return bool(sys.gettrace() or sys.getprofile() or tools)


@contextmanager
def at_once(leave: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Within, a request ends the run in time even where a library of others does not return.

    Python hears of a signal only between its own steps, and waits for threads at its end. So where
    the run has not ended by itself in the time given, `leave` is called and the process ends.
    """
    import threading

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    left = threading.Event()

    def watch() -> None:
        told = os.read(reading, 1)
        if told and told[0] in _HANDLED:
            sleep(GRACE)
            leave()
            if not left.is_set():
                os.write(2, b"stopped\n")
            os._exit(128 + told[0])

    threading.Thread(target=watch, name="ending", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        left.set()
        os.close(writing)
