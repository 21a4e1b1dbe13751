"""A preview in a process of its own, over a small site."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0  # seconds; only a failing test waits that long
SITE = {
    "content/site.yaml": "title: The lamp\nhome: lamp\n",
    "content/lamp/article.yaml": "title: A lamp at night\nimages: [{file: images/dot.svg, credit: Ann, rights: CC0}]\n",
    "content/lamp/01-night.md": "The [lamp][^lamp] went out at ten.\n",
    "content/lamp/02-day.md": "---\ntitle: The day\n---\nNobody saw it.\n\n![A dot](images/dot.svg)\n",
    "content/lamp/notes/lamp.md": "It was made of brass.\n",
    "content/lamp/images/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    "content/oil/article.yaml": "title: The oil\n",
    "content/oil/01-oil.md": "It was whale oil.\n",
}


class Answer:
    """What came back for a request."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


class Preview:
    """A running `postil serve`."""

    def __init__(self, site: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self.site = site
        self.errors = (site.parent / f"{site.name}.err").open("w+b")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "postil",
                "serve",
                "--site",
                str(site),
                "--port",
                "0",
                *arguments,
            ],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **(env or {})},
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        assert self.process.stdout
        self.said = self.process.stdout.readline()
        self.port = int(self.said.partition("127.0.0.1:")[2].partition("/")[0] or 0)
        self.url = f"http://127.0.0.1:{self.port}/"

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
        for name, value in named.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def raw(self, request: bytes) -> bytes:
        """What comes back for bytes; "" where the connection is just closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            found = b""
            with suppress(ConnectionError):
                while more := line.recv(65536):
                    found += more
            return found

    def until(self, text: str, path: str = "/", seconds: float = PATIENCE) -> float:
        """Wait until a page says something; gives the seconds it took."""
        start = monotonic()
        while text not in self.get(path).text:
            assert monotonic() - start < seconds, f"{path} never said: {text}\n{self.told()}"
            sleep(0.02)
        return monotonic() - start

    def until_gone(self, text: str, path: str = "/") -> None:
        """Wait until a page does not say something any more."""
        start = monotonic()
        while text in self.get(path).text:
            assert monotonic() - start < PATIENCE, f"{path} still says: {text}\n{self.told()}"
            sleep(0.02)

    def told(self) -> str:
        """What it printed to standard error."""
        self.errors.flush()
        return Path(self.errors.name).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def stop(self) -> int:
        """Ctrl-C; gives the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            if self.process.stdout:
                self.process.stdout.close()
            self.errors.close()


Start = Callable[..., Preview]


def make_site(folder: Path, compiled: Path, **changes: str) -> Path:
    """The small site in a folder, with the shared cache of compiled templates."""
    for path, text in {**SITE, **changes}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / ".postil").symlink_to(compiled)
    return folder


@pytest.fixture
def site(tmp_path: Path, compiled: Path) -> Path:
    return make_site(tmp_path / "site", compiled)


@pytest.fixture
def start(site: Path) -> Iterator[Start]:
    """Starts previews; each is ended with the test."""
    started = list[Preview]()

    def begin(*arguments: str, env: Mapping[str, str] | None = None) -> Preview:
        started.append(Preview(site, *arguments, env=env))
        return started[-1]

    yield begin
    for preview in started:
        preview.stop()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Iterator[Preview]:
    """One preview for the tests of a module that change nothing for others."""
    folder = make_site(tmp_path_factory.mktemp("preview") / "site", compiled)
    running = Preview(folder)
    yield running
    running.stop()
