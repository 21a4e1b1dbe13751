"""Pages to look at in a browser: the invented sample, and the article that this repository brings."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postil import pipeline
from postil.render import render
from postil.theme import load_theme
from tests.page.sample import publication

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

ROOT = Path(__file__).parents[2]
HOST = "http://postil.test/"
TYPES = {".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}

Site = Mapping[str, bytes]
Open = Callable[..., list[str]]


@pytest.fixture(scope="session")
def sample() -> Site:
    """The invented article as home of a site."""
    files, problems = render(publication(home="lamp"), load_theme(ROOT / "nowhere"), "0")
    assert problems == ()
    return {file.path: file.content for file in files}


@pytest.fixture(scope="session")
def bundled() -> Site:
    """The site of this repository."""
    built = pipeline.render_site(ROOT, pipeline.prove(ROOT))
    assert not pipeline.errors(built.problems)
    return {file.path: file.content for file in built.files}


@pytest.fixture(params=["sample", "bundled"])
def site(request: pytest.FixtureRequest) -> Site:
    """Both in turn."""
    found: Site = request.getfixturevalue(request.param)
    return found


def serve(page: "Page", site: Site) -> list[str]:
    """Let a tab read a site at HOST; returns what it will have asked for, as it grows."""
    asked: list[str] = []

    def answer(route: "Route") -> None:
        path = route.request.url.removeprefix(HOST).partition("#")[0]
        asked.append(path)
        path = path + "index.html" if path.endswith("/") or not path else path
        if path not in site:
            route.fulfill(status=404, body="none")
            return
        kind = TYPES.get(Path(path).suffix, "application/octet-stream")
        route.fulfill(status=200, body=site[path], headers={"content-type": kind})

    page.route("**/*", answer)
    return asked
