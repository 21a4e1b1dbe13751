"""The live preview: a server, a build thread and a watch, from start to Ctrl-C (edge)."""

import asyncio
import contextlib
import errno
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from threading import Thread

from tornado.netutil import bind_sockets

from postil.preview.server import Stage, server
from postil.preview.watch import Watcher
from postil.preview.worker import Plan, Update, Worker
from postil.record import record

TRIES = 50  # ports after a taken one


class UnboundError(Exception):
    """Nothing could be bound; the message says why."""


@record
class Options:
    """How to serve a site."""

    plan: Plan
    host: str
    port: int
    form: str
    poll: bool
    open: bool


@record
class Reports:
    """Whom to tell: the address once it is bound, each build, and remarks."""

    bound: Callable[[str, int], None]
    built: Callable[[Update], None]
    note: Callable[[str], None]


def serve(options: Options, reports: Reports) -> int:
    """Serve until SIGINT or SIGTERM; gives its number. UnboundError where nothing can be bound."""
    return asyncio.run(_serve(options, reports))


async def _serve(options: Options, reports: Reports) -> int:
    sys.setswitchinterval(0.001)  # a build must not hold up the pages that are asked for
    loop, ended, asked = asyncio.get_running_loop(), asyncio.Event(), list[int]()
    sockets = bound(options.host, options.port)
    port = sockets[0].getsockname()[1]
    stage = Stage(options.host, options.plan.root, options.form)

    def tell(update: Update) -> None:
        reports.built(update)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(stage.show, update.shown)

    worker = Worker(options.plan, tell)
    watcher = Watcher(options.plan.root, worker.changed, reports.note, poll=options.poll)
    answering = server(stage)
    answering.add_sockets(sockets)
    with _signals(loop, ended, asked):
        reports.bound(options.host, port)
        watcher.start()
        worker.start()
        if options.open:
            await _opened(stage, options.host, port, ended)
        await ended.wait()
        watcher.stop()
        worker.stop()
        answering.stop()
        await answering.close_all_connections()
    return asked[0]


async def _opened(stage: Stage, host: str, port: int, ended: asyncio.Event) -> None:
    """Open a browser once there is something to show."""
    waits = [asyncio.create_task(stage.ready.wait()), asyncio.create_task(ended.wait())]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    if not ended.is_set():
        url = address(host, port) + stage.shown.base
        # Not waited for: some browsers stay in the terminal until they are left.
        Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def address(host: str, port: int) -> str:
    """The address of what is bound, without a path."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def bound(host: str, port: int) -> list[socket.socket]:
    """Sockets on a port, or on the next one that is free. Raises UnboundError if none is."""
    for number in (port, *range(port + 1, min(port + TRIES, 65536))):
        try:
            return bind_sockets(number, host)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES) or number == 0:
                reason = error.strerror or str(error)
                raise UnboundError(f"cannot serve at {address(host, number)}: {reason}") from error
    raise UnboundError(f"port {port} and the next {TRIES} are taken; name another with --port")


@contextlib.contextmanager
def _signals(
    loop: asyncio.AbstractEventLoop, ended: asyncio.Event, asked: list[int]
) -> Iterator[None]:
    """Let Ctrl-C and a polite kill end the preview; where a loop takes no signals, they raise."""
    taken = []

    def end(number: int) -> None:
        asked.append(number)
        ended.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, end, int(name))
            taken.append(name)
    try:
        yield
    finally:
        for name in taken:
            loop.remove_signal_handler(name)
