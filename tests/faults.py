"""Faults at the n-th step, which the test names by its number: a call that fails before or after its
work, and a proxy on loopback that spoils requests (refused, cut off, answered with a status, truncated)."""

import http.client
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Spoil = Callable[[int], str]  # the number of a request, from 0 → a kind of fault, or ""

# Before: the server never hears of it. Behind: it did what was asked, and the answer is spoilt.
BEFORE = ("refused", "reset", "500", "503", "429", "403", "412", "silence")
BEHIND = ("lost", "cut", "500-behind", "half")
FAULTS = (*BEFORE, *BEHIND)
SILENCE = 0.6
"""Seconds that `silence` says nothing; longer than the client waits in these tests."""


def spares(number: int) -> str:
    """No request is spoilt."""
    return ""


class Failing:
    """Calls a function; after `left` calls one raises `failure`: not made, or made and lost."""

    NEVER = 10**6

    def __init__(self, real: Callable[..., object], failure: Exception, *, behind: bool) -> None:
        self.real, self.failure, self.behind = real, failure, behind
        self.left = self.NEVER

    def __call__(self, *words: object, **named: object) -> object:
        self.left -= 1
        done = self.real(*words, **named) if self.left or self.behind else None
        if not self.left:
            raise self.failure
        return done


class Proxy(ThreadingHTTPServer):
    """Forwards to one server; `spoil` says what happens to the n-th request."""

    daemon_threads = True

    def __init__(self, to: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.to = urlsplit(to).netloc
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.lock = threading.Lock()
        self.number = 0
        self.spoilt = 0
        self.spoil: Spoil = spares

    def begin(self, spoil: Spoil) -> None:
        """Count from here, and spoil these."""
        with self.lock:
            self.number, self.spoilt, self.spoil = 0, 0, spoil

    def fault(self) -> str:
        """What happens to the request that just came in."""
        with self.lock:
            fault = self.spoil(self.number)
            self.number += 1
            self.spoilt += bool(fault)
        return fault

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is printed."""

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.fault()
        if fault in BEFORE:
            self._spoil(fault)
            return
        status, headers, content = self._ask(body)
        if fault == "lost":
            self._reset()
        elif fault == "500-behind":
            self._answer(500, [], b"<Error><Code>InternalError</Code></Error>")
        elif fault == "half":  # half of it, with a length that fits: only its sense is cut
            self._answer(status, headers, content[: len(content) // 2])
        else:
            self._answer(status, headers, content, cut=fault == "cut")

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = _pass  # noqa: N815 - http.server's names

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """The server's answer; it sees the host that was signed."""
        upstream = http.client.HTTPConnection(self.server.to, timeout=30)
        try:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                upstream.putheader(name, value)
            upstream.endheaders(body or None)
            found = upstream.getresponse()
            skipped = {"content-length", "transfer-encoding", "connection"}
            headers = [(n, v) for n, v in found.getheaders() if n.lower() not in skipped]
            return found.status, headers, found.read()
        finally:
            upstream.close()

    def _spoil(self, fault: str) -> None:
        if fault.isdigit():
            names = {"403": "AccessDenied", "412": "PreconditionFailed", "503": "SlowDown"}
            code = names.get(fault, "InternalError")
            self._answer(int(fault), [], f"<Error><Code>{code}</Code></Error>".encode())
            return
        if fault == "silence":
            threading.Event().wait(SILENCE)
        if fault == "reset":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
        self._reset()

    def _answer(
        self, status: int, headers: list[tuple[str, str]], content: bytes, *, cut: bool = False
    ) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if cut else content)
        if cut:
            self._reset()

    def _reset(self) -> None:
        """End the connection as a machine does that is gone: with a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wfile.flush()
        self.connection.close()


@contextmanager
def proxy(to: str) -> Iterator[Proxy]:
    """A proxy to a server, until the block's end."""
    made = Proxy(to)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
        thread.join(10)
