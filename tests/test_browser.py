"""The browser that the other tests rely on."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import browser as browsers

if TYPE_CHECKING:
    from playwright.sync_api import Page

HTML = "<!doctype html><title>off</title><p>words</p><script>document.title = 'on'</script>"


def test_scripts_run_or_not_as_asked(page: Page, plain_page: Page) -> None:
    page.set_content(HTML)
    plain_page.set_content(HTML)
    assert (page.title(), plain_page.title()) == ("on", "off")
    assert plain_page.locator("p").inner_text() == "words"


def test_the_named_browser_comes_before_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browsers.NAMED_BY, "/no/such/browser")
    assert list(browsers.candidates()) == [Path("/no/such/browser")]
    assert browsers.find_browser() is None


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def makes(target: Path) -> str:
    """Shell commands after which there is a browser that starts."""
    make = f"/bin/mkdir -p {target.parent}; echo '#!/bin/sh' > {target}"
    return f"{make}; /bin/chmod +x {target}"


needs_sh = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


@needs_sh
class TestOrder:
    """A machine whose programs are stand-ins."""

    @pytest.fixture(autouse=True)
    def machine(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin = tmp_path / "bin"
        self.bin.mkdir()
        self.home = tmp_path / "browsers"
        self.log = tmp_path / "log"
        self.log.write_text("")
        self.python = self.program("env/bin/python")
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(self.home))
        monkeypatch.setattr(browsers, "PLACES", ())
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.delenv("CI", raising=False)

    def program(self, name: str, then: str = "exit 1") -> Path:
        log = f'echo {Path(name).name} "$@" >> {self.log}\n'
        return executable(self.bin.parent / name, log + then)

    def calls(self) -> list[str]:
        return self.log.read_text().splitlines()

    def test_one_that_is_there_is_taken(self) -> None:
        there = executable(self.bin / "chromium", "exit 0")
        assert browsers.prepare(self.python) == ""
        assert browsers.find_browser() == there
        assert self.calls() == []

    def test_a_stand_in_that_does_not_start_is_passed_over(self) -> None:
        executable(self.bin / "chromium-browser", "echo 'install the snap' >&2; exit 1")
        works = executable(self.bin / "google-chrome", "exit 0")
        assert browsers.find_browser() == works

    def test_then_playwright_downloads_its_own(self) -> None:
        target = self.home / "chromium-1234/chrome-linux64/chrome"
        self.python = self.program("env/bin/python", makes(target))
        self.program("bin/apt-get")
        assert browsers.prepare(self.python) == ""
        assert browsers.find_browser() == target
        assert self.calls() == ["python -m playwright install chromium"]

    def test_then_the_package_manager_for_root(self) -> None:
        chromium = self.bin / "chromium"
        self.program("bin/apt-get", f"[ $1 = update ] && exit; {makes(chromium)}")
        assert browsers.prepare(self.python) == ""
        assert [line.split()[:2] for line in self.calls()] == [
            ["python", "-m"],
            ["apt-get", "update"],
            ["apt-get", "install"],
        ]

    def test_not_for_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        self.program("bin/apt-get")
        self.program("bin/sudo")
        assert browsers.manager_commands(browsers.NO_BROWSER) == []
        assert self.calls() == []

    def test_the_library_that_the_driver_needs_is_installed_alone(self) -> None:
        executable(self.bin / "chromium", "exit 0")
        node = self.bin.parent / "env/lib/python3/site-packages/playwright/driver/node"
        executable(node, "exit 127")
        self.program("bin/apt-get", makes(node))
        assert browsers.prepare(self.python) == ""
        assert [line.split()[-1] for line in self.calls()] == ["-q", "libatomic1"]

    def test_else_it_says_what_to_install_and_does_not_try_at_every_start(self) -> None:
        first = browsers.prepare(self.python)
        assert "apt-get install chromium" in first
        tried = self.calls()
        assert browsers.prepare(self.python) == first
        assert self.calls() == tried

    def test_in_ci_it_tries_every_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CI", "true")
        browsers.prepare(self.python)
        tried = len(self.calls())
        browsers.prepare(self.python)
        assert len(self.calls()) == 2 * tried


def test_finding_needs_nothing_installed(root: Path) -> None:
    import subprocess

    command = [sys.executable, "-I", "-S", str(root / "tests/browser.py")]
    subprocess.run(command, check=True)
