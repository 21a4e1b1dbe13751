"""Where a browser for the tests comes from: finding, installing, starting one.

In this order: one that is there, playwright's own, the system's package manager where that is
allowed; else a sentence saying what to install. build.py imports this file under any Python, so
only the standard library stands at the top.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMED_BY = "POSTIL_BROWSER"  # a path in this variable comes before everything else
NOT_HAD = (
    "postil-no-browser"  # in the environment: installing failed once, do not try at every start
)
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# Below playwright's folder of browsers, newest first.
DOWNLOADED = ("chromium-*/chrome-*/*", "chromium_headless_shell-*/chrome-*/*")
PROGRAMS = ("chrome", "chrome.exe", "headless_shell", "chrome-headless-shell", "Chromium")
# What refreshes the list of packages, what installs, the browser, and the library that playwright's
# driver needs and that small systems lack.
MANAGERS = {
    "apt-get": ("update -q", "install -q -y --no-install-recommends", "chromium", "libatomic1"),
    "dnf": ("", "install -q -y", "chromium", "libatomic"),
    "zypper": ("", "-n install", "chromium", "libatomic1"),
    "pacman": ("", "-S --noconfirm --needed", "chromium", "gcc-libs"),
}
# A page under test talks to this machine only, and the browser to nobody of its own accord.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
NO_BROWSER = (
    "no browser for the tests that need one. Install Chromium, Chrome or Edge "
    "(Debian: apt-get install chromium; macOS: brew install --cask chromium), "
    f"or name one in {NAMED_BY}"
)
NO_DRIVER = (
    "playwright, which steers the browser in the tests, does not start. It needs libatomic "
    "(Debian: apt-get install libatomic1; Fedora: dnf install libatomic)"
)


def find_browser() -> Path | None:
    """A browser on this machine that starts; the first of the candidates."""
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[Path]:
    """Where a browser may be, best first."""
    named = os.environ.get(NAMED_BY)
    if named:
        yield Path(named)
        return
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from (Path(place) for place in PLACES if Path(place).exists())
    yield from downloaded()


def downloaded() -> Iterator[Path]:
    """What playwright has downloaded, newest first."""
    folder = browsers_folder()
    for pattern in DOWNLOADED:
        for path in sorted(folder.glob(pattern), reverse=True):
            if path.name in PROGRAMS:
                yield path
        yield from sorted(folder.glob(pattern + "/Contents/MacOS/*"), reverse=True)


def browsers_folder() -> Path:
    """Playwright's folder of browsers, as its documentation gives it for each system."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen:
        return Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        return home / "AppData/Local/ms-playwright"
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"


def starts(path: Path) -> bool:
    """Is it a browser that starts? Ubuntu's `chromium-browser` may only hint at a package."""
    if os.name == "nt":  # there, --version opens a window
        return path.exists()
    try:
        done = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def lacking(python: Path) -> str:
    """What is missing for tests in a browser, in a sentence; empty when nothing is.

    `python` is one that has playwright.
    """
    if not find_browser():
        return NO_BROWSER
    return "" if all(starts(driver) for driver in drivers(python)) else NO_DRIVER


def drivers(python: Path) -> list[Path]:
    """The node that playwright brings along, where it is in the environment of this Python."""
    folder = python.parent.parent
    places = ("lib/python*/site-packages", "Lib/site-packages")
    return [found for place in places for found in folder.glob(f"{place}/playwright/driver/node*")]


def prepare(python: Path) -> str:
    """Install what is lacking; return what still is. What failed once is only tried again in CI."""
    missing = lacking(python)
    note = python.parent.parent / NOT_HAD
    if missing and (in_ci() or not note.exists()):
        install(python)
        missing = lacking(python)
        if missing:
            note.write_text(missing, "utf-8")
    return f"{missing}; to have it tried again, delete {note}" if missing else ""


def install(python: Path) -> None:
    """Try playwright's download, then the package manager; `lacking` tells whether it helped."""
    print("build.py: installing a browser for the tests", file=sys.stderr, flush=True)
    if not find_browser():
        attempt([str(python), "-m", "playwright", "install", "chromium"])
    missing = lacking(python)
    if missing:
        for command in manager_commands(missing):
            attempt(command)


def manager_commands(missing: str) -> list[list[str]]:
    """What installs it with this system's packages; nothing where only a person may decide that."""
    prefix = privilege()
    manager = next((name for name in MANAGERS if shutil.which(name)), None)
    if prefix is None or manager is None:
        return []
    refresh, add, browser, library = MANAGERS[manager]
    wanted = f"{browser} {library}" if missing == NO_BROWSER else library
    commands = [refresh, f"{add} {wanted}"]
    return [[*prefix, manager, *words.split()] for words in commands if words]


def privilege() -> list[str] | None:
    """What goes before a command that installs: nothing for root, sudo in CI if it asks nothing."""
    if os.name != "posix":
        return None
    if os.geteuid() == 0:
        return []
    if in_ci() and shutil.which("sudo") and attempt(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def attempt(command: list[str]) -> bool:
    """Run quietly, ten minutes at most; did it succeed?"""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            check=False,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=600,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def in_ci() -> bool:
    """Are we where nobody looks on, and an absent browser must be a failure?"""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def launch(playwright: Playwright, path: Path) -> Browser:
    """Start the browser at `path`, without a window."""
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))
