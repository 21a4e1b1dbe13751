"""The preview's web server: pages from memory, and livereload's socket (edge)."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import livereload
from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError

from postil.preview import served
from postil.preview.requests import LOOPBACK, host_name, part, refused
from postil.preview.shown import Shown, find, what
from postil.published.media_types import media_type

_RELOAD = {"command": "reload", "path": "*", "liveCSS": False}
_LIMIT = 64 * 1024  # bytes of a request's head, or of a message: ours are far smaller


class Stage:
    """What all handlers share. Used in the event loop's thread only."""

    def __init__(self, bound: str, root: Path, form: str) -> None:
        self.bound, self.root, self.form = bound, root.as_posix(), form
        self.shown = Shown()
        self.ready = asyncio.Event()

    def show(self, shown: Shown) -> None:
        """From now on serve this, and tell every open page that is not so any more."""
        before, self.shown = self.shown, shown
        self.ready.set()
        told = before.said() != shown.said()
        for waiter in LiveReloadHandler.waiters.copy():
            if told or what(before, waiter.address) != what(shown, waiter.address):
                waiter.send_message(_RELOAD)


class Guarded(RequestHandler):
    """Answers only what the author's own browser asks, and says nothing about this program."""

    stage: Stage

    def initialize(self, stage: Stage) -> None:
        """Called by tornado for each request."""
        self.stage = stage

    def set_default_headers(self) -> None:
        """For every answer, errors too."""
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-cache")

    def prepare(self) -> None:
        """Refuse what another site asks."""
        if refused(self.request.headers, self.stage.bound):
            raise HTTPError(403)

    def compute_etag(self) -> str | None:
        """`answer` sets it."""
        return None

    def write_error(self, status_code: int, **_: Any) -> None:
        """One plain line; tornado's would tell its version, or a traceback."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}: {self._reason}\n")

    def answer(self, content: bytes, kind: str) -> None:
        """All of a file, the part that is asked for, or that it is as it was."""
        self.set_header("Content-Type", kind)
        if self.get_status() != 200:
            self.finish(content)
            return
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        self.set_header("Etag", tag)
        self.set_header("Accept-Ranges", "bytes")
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        asked = self.request.headers.get("Range", "")
        same = self.request.headers.get("If-Range", tag) == tag
        self._finish_part(content, part(asked, len(content)) if asked and same else "all")

    def _finish_part(self, content: bytes, wanted: tuple[int, int] | str) -> None:
        if isinstance(wanted, tuple):
            start, end = wanted
            self.set_status(206)
            self.set_header("Content-Range", f"bytes {start}-{end - 1}/{len(content)}")
            content = content[start:end]
        elif wanted == "none":
            self.set_status(416)
            self.set_header("Content-Range", f"bytes */{len(content)}")
            content = b""
        self.finish(content)


class Page(Guarded):
    """The site's files."""

    async def get(self) -> None:
        """A file, where it stands, or the site's own page for what is not there."""
        await self.stage.ready.wait()
        shown = self.stage.shown
        found = find(shown, self.request.path)
        if found.kind == "elsewhere":
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(found.address + query)
        elif found.kind == "file":
            self._file(found.path)
        elif not shown.files:
            self.set_status(503)
            self._page(served.nothing_yet(shown))
        else:
            self.set_status(404)
            self._page(shown.files.get("404.html", served.not_found()))

    head = get

    def _file(self, path: str) -> None:
        content, kind = self.stage.shown.files[path], media_type(path)
        if kind.startswith("text/html"):
            self._page(content)
        else:
            self.answer(content, kind)

    def _page(self, content: bytes) -> None:
        stage, host = self.stage, self.request.headers["Host"]
        # Nobody else has these files, nor need know where they lie.
        form = stage.form if host_name(host) in LOOPBACK else ""
        made = served.page(content, stage.shown, host, form, stage.root)
        self.answer(made, "text/html; charset=utf-8")


class Script(Guarded):
    """livereload's script, and ours."""

    def get(self, name: str) -> None:
        """One of the two; they change with the program only."""
        self.answer(SCRIPTS[name](), "text/javascript; charset=utf-8")

    head = get


class Socket(LiveReloadHandler):  # type: ignore[misc]
    """livereload's socket, for pages of this preview only."""

    address = ""  # the path of the page that a browser shows
    stage: Stage

    def initialize(self, stage: Stage) -> None:
        """Called by tornado for each request."""
        self.stage = stage

    def prepare(self) -> None:
        """Refuse what another site asks, and what does not say where it comes from."""
        if refused(self.request.headers, self.stage.bound, socket=True):
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        """`prepare` has."""
        return bool(origin)

    def on_message(self, message: str | bytes) -> None:
        """A page says hello, then its address: from then on it is told. It may have missed one."""
        try:
            said = json.loads(message)
            super().on_message(message)
            address = str(said.get("url", ""))
        except (ValueError, TypeError, AttributeError, RecursionError):
            self.close(1003, "not a message of livereload's")
            return
        if self in LiveReloadHandler.waiters:
            self.address = _path(address)
            self.send_message(_RELOAD)

    def send_message(self, message: object) -> None:
        """Send, unless the page has gone."""
        try:
            self.write_message(json.dumps(message))
        except WebSocketClosedError:
            LiveReloadHandler.waiters.discard(self)


def _path(address: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(address).path


def _own_script() -> bytes:
    """Our script with its panel's style; what is only for those who read it stays at home."""
    folder = files("postil.preview")
    style = json.dumps(folder.joinpath("panel.css").read_text(encoding="utf-8"))
    lines = folder.joinpath("preview.js").read_text(encoding="utf-8").splitlines()
    code = [line.partition(" //")[0].strip() for line in lines if line.strip()[:2] != "//"]
    return "\n".join(code).replace("(STYLE)", f"({style})").encode()


def _livereload_script() -> bytes:
    vendored = Path(livereload.__file__).parent / "vendors" / "livereload.js"
    return vendored.read_bytes()


SCRIPTS: dict[str, Callable[[], bytes]] = {
    "preview.js": _own_script,
    "livereload.js": _livereload_script,
}


def server(stage: Stage) -> HTTPServer:
    """The server of a stage, not yet bound to an address."""
    logging.getLogger("livereload").setLevel(logging.CRITICAL)
    logging.getLogger("tornado.general").setLevel(logging.CRITICAL)  # odd requests are not news
    shared = {"stage": stage}
    application = Application(
        [
            (r"/livereload", Socket, shared),
            (r"/\.postil-preview/(preview\.js|livereload\.js)", Script, shared),
            (r".*", Page, shared),
        ],
        log_function=lambda _: None,
        websocket_ping_interval=30,
        websocket_max_message_size=_LIMIT,
    )
    return HTTPServer(
        application,
        max_header_size=_LIMIT,
        max_body_size=_LIMIT,
        max_buffer_size=4 * _LIMIT,
        idle_connection_timeout=600,
        body_timeout=10,
    )
