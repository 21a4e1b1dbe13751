"""Firefox for the tests that need a second browser: finding it, starting it, asking it.

It speaks Marionette, which every Firefox has: JSON over a socket on this machine, one answer to
each command, so that nothing need be waited for. Its commands are those of WebDriver.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMED_BY = "POSTIL_FIREFOX"  # a path in this variable comes before everything else
NAMES = ("firefox", "firefox-esr")
NO_FIREFOX = (
    "no Firefox for the tests that need one. Install it (Debian: apt-get install firefox-esr), "
    f"or name one in {NAMED_BY}"
)
PATIENCE = 60  # seconds until it must have started or answered
# A page under test talks to this machine only, and the browser to nobody of its own accord.
PREFERENCES: Mapping[str, object] = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.allow_hijacking_localhost": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "ui.prefersReducedMotion": 1,
    "ui.useOverlayScrollbars": 1,
}


def find_firefox() -> Path | None:
    """A Firefox on this machine, the first of those that are named."""
    named = os.environ.get(NAMED_BY)
    if named:
        return Path(named) if Path(named).exists() else None
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


class Firefox:
    """A started Firefox with one tab."""

    def __init__(self, port: int) -> None:
        self._ids = itertools.count(1)
        self._socket = _connected(port)
        self._answer()  # it greets
        started = self.ask("WebDriver:NewSession", capabilities={})
        self.version: str = started["capabilities"]["browserVersion"]

    def ask(self, command: str, **parameters: object) -> Any:
        """Its answer to a command."""
        number = next(self._ids)
        text = json.dumps([0, number, command, parameters]).encode()
        self._socket.sendall(f"{len(text)}:".encode() + text)
        _, answered, error, result = self._answer()
        assert answered == number
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def open(self, url: str, *, width: int, height: int = 1000) -> None:
        """Load a page at a width, which may be less than a window's least."""
        self.ask("WebDriver:Navigate", url=url)
        self.resize(width, height)

    def resize(self, width: int, height: int = 1000) -> None:
        """Make the page so many CSS pixels wide and high."""
        self.ask("WebDriver:SetWindowRect", width=max(width, 500) + 100, height=height + 200)
        self.ask("Marionette:SetContext", value="chrome")
        size = f"width:{width}px;height:{height}px;min-width:0;max-width:none;min-height:0"
        self.run("gBrowser.selectedBrowser.style.cssText = arguments[0]", size)
        self.ask("Marionette:SetContext", value="content")
        deadline = time.monotonic() + PATIENCE
        while self.run("return innerWidth") != width:
            assert time.monotonic() < deadline, f"the page does not become {width} pixels wide"

    def run(self, script: str, *given: object) -> Any:
        """What a script returns; it runs even where the page's policy allows none."""
        answer = self.ask("WebDriver:ExecuteScript", script=script, args=list(given))
        return answer["value"]

    def screenshot(self) -> str:
        """The visible page as PNG in base64."""
        answer = self.ask("WebDriver:TakeScreenshot", full=False)
        return str(answer["value"])

    def close(self) -> None:
        """Ask it to end."""
        self.ask("Marionette:Quit", flags=["eForceQuit"])
        self._socket.close()

    def _answer(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self._read(1)
        return json.loads(self._read(int(size[:-1])))

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = self._socket.recv(count - len(data))
            if not piece:
                raise ConnectionError("Firefox has ended")
            data += piece
        return data


def _connected(port: int) -> socket.socket:
    """A connection, as soon as it listens."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def started(path: Path, profile: Path, **preferences: object) -> Iterator[Firefox]:
    """A Firefox without a window, with an empty profile in the folder given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = {**PREFERENCES, "marionette.port": port, **preferences}
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in sorted(chosen.items())]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    home = {**os.environ, "HOME": str(profile), "MOZ_HEADLESS": "1"}
    command = [str(path), "--marionette", "--remote-allow-system-access", "--no-remote"]
    process = subprocess.Popen(
        [*command, "--profile", str(profile)],
        env=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        firefox = Firefox(port)
        yield firefox
        firefox.close()
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
