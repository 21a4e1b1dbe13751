"""Pages to look at in a browser: the invented sample, and the article that this repository brings."""

import gzip
import importlib.resources
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from postil import pipeline
from postil.render import render
from postil.theme import load_theme
from tests.page import stress
from tests.page.sample import publication

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[2]
HOST = "http://postil.test/"
TYPES = {".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png"}
TYPES |= {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg", ".gif": "image/gif"}

Site = Mapping[str, bytes]
Look = Callable[..., "Page"]
MEDIA: Mapping[str, Any] = {
    "media": "screen",
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
    "reduced_motion": "reduce",
}


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


@pytest.fixture(scope="session")
def stressed(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Mapping[str, Site]:
    """The site of each of the articles, by its direction."""
    names = {"ltr": [name for name in stress.ARTICLES if name != "mirrored"], "rtl": ["mirrored"]}
    sites = {}
    for direction, language in (("ltr", "en"), ("rtl", "ar")):
        folder = tmp_path_factory.mktemp(direction)
        (folder / ".postil").symlink_to(compiled)
        sites[direction] = stress.built(folder, language, names[direction])
    return sites


@pytest.fixture(params=sorted(stress.ARTICLES))
def hard(request: pytest.FixtureRequest, stressed: Mapping[str, Site]) -> tuple[Site, str]:
    """Each of the articles in turn: its site, and where it stands there."""
    site = stressed["rtl" if request.param == "mirrored" else "ltr"]
    path = f"{request.param}/"
    return site, path if f"{path}index.html" in site else ""


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


@pytest.fixture(scope="session")
def look(browser: "Browser") -> Iterator[Look]:
    """Pages to look at, at any width and in any medium, never to be touched: all tests share them.

    `look(site, path, width=1440, forced_colors="active")`: a tab with scripts off, at its top;
    `size` is that of its text ("200%").
    """
    tabs: list[tuple[Site, str, Page]] = []
    with browser.new_context(java_script_enabled=False) as context:

        def find(site: Site, path: str) -> "Page":
            for other, where, page in tabs:
                if other is site and where == path:
                    return page
            page = context.new_page()
            serve(page, site)
            page.goto(HOST + path)
            tabs.append((site, path, page))
            return page

        def show(
            site: Site, path: str = "", *, width: int = 1440, size: str = "", **media: Any
        ) -> "Page":
            page = find(site, path)
            page.set_viewport_size({"width": width, "height": 1000})
            page.emulate_media(**{**MEDIA, **media})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            page.evaluate("scrollTo(0, 0)")
            return page

        yield show


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core."""
    carrier = importlib.resources.files("axe_playwright_python")
    return (carrier / "axe.min.js").read_text(encoding="utf-8")


class Host:
    """Sites served from this machine, each at an address of its own."""

    def __init__(self) -> None:
        self._servers: list[tuple[ThreadingHTTPServer, threading.Thread]] = []

    def address(self, site: Site, path: str = "") -> str:
        """Where a page of a site is served from now on, compressed for those who ask for it."""

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.lstrip("/").partition("?")[0]
                path = f"{path}index.html" if path.endswith("/") or not path else path
                found = site.get(path)
                body = b"none" if found is None else found
                self.send_response(404 if found is None else 200)
                self.send_header("content-type", TYPES.get(Path(path).suffix, "text/plain"))
                if "gzip" in self.headers.get("accept-encoding", ""):
                    self.send_header("content-encoding", "gzip")
                    body = gzip.compress(body, mtime=0)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self._servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/{path}"

    def close(self) -> None:
        """End all that was started."""
        for server, thread in self._servers:
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture(scope="module")
def hosted() -> Iterator[Host]:
    """For browsers whose requests no test can answer itself."""
    host = Host()
    yield host
    host.close()
