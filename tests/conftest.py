"""Fixtures that tests of several folders use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from postil import compiled as compiling
from tests.browser import find_browser, in_ci, lacking, launch
from tests.firefox import NO_FIREFOX, Firefox, find_firefox, started

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
# No test is a matter of time; all else stays as Hypothesis has it (in CI: the same examples always).
settings.register_profile("postil", settings.default, deadline=None)
settings.load_profile("postil")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one switch that writes what tests expect."""
    parser.addoption(
        "--update-expected",
        action="store_true",
        help="write the expected output of tests/cases and tests/sites anew; then read the diff",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser, and run it last.

    Playwright keeps an event loop in the main thread, in which asyncio.run would refuse to start.
    """
    for item in items:
        if {"browser", "firefox"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material beside the checkout, which not every machine has."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder shared/ beside the checkout")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled templates are kept for all tests, even where Python may not keep its modules."""
    folder = tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "place", lambda: folder)
        patch.setattr(compiling, "may_write", lambda: True)
        yield


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What sites keep between builds, cards above all: link a test's site to it."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that holds what is expected, or write it there if asked to."""

    def compare(path: Path, got: str) -> None:
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        if request.config.getoption("--update-expected"):
            if got != expected:
                path.write_text(got, encoding="utf-8", newline="\n")
            return
        __tracebackhide__ = True
        assert got == expected, f"{path.name} expects otherwise (pytest --update-expected)"

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A started browser. Without one: a failure in CI, else a skip that says what to install."""
    path = find_browser()
    missing = lacking(Path(sys.executable))
    if missing or not path:
        (pytest.fail if in_ci() else pytest.skip)(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = launch(playwright, path)
        yield started
        started.close()


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A started Firefox with one tab. Without one: a failure in CI, else a skip that says why."""
    path = find_firefox()
    if not path:
        (pytest.fail if in_ci() else pytest.skip)(NO_FIREFOX)
    with started(path, tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab, scripts on. For another width: page.set_viewport_size."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """An empty tab, scripts off."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()
