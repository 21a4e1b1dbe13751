"""A published folder behind a real web server, nginx: at a root and under a path.

What a deploy with `compress: beside` brings is sent as it lies there, and says the same.
"""

import gzip
import os
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import Request, urlopen

import brotli
import pytest

from postil.cli import main
from tests.documents import lay, read
from tests.peers import free, program, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = """
--- content/site.yaml
title: The Marginal
url: "%s"
deploy:
  disk: {kind: folder, path: ../www%s, compress: beside}
--- content/lamp/article.yaml
title: The lamp
published: 2024-02-03
aliases: [old-lamp]
corrections: [{date: 2024-03-01, text: Ten not nine., notes: [hour]}]
--- content/lamp/01-a.md
The lamp went out [at ten][^hour]. ![The tower](<images/a b%%23c.svg>) See [the south](../south/).

[^hour]: By the clock of `the tower`.
--- content/lamp/images/a b#c.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>
--- content/south/article.yaml
title: South
published: 2024-02-04
--- content/south/01-a.md
Dark. See [the lamp](../lamp/).
"""
NGINX = """\
daemon off; pid %(here)s/pid; error_log stderr; worker_processes 1;
events { worker_connections 64; }
http {
  access_log off; gzip_static on;
  types { text/html html; image/svg+xml svg; application/atom+xml xml; text/plain txt; }
  client_body_temp_path %(here)s/body; proxy_temp_path %(here)s/proxy;
  fastcgi_temp_path %(here)s/fastcgi; uwsgi_temp_path %(here)s/uwsgi; scgi_temp_path %(here)s/scgi;
  server { listen 127.0.0.1:%(port)s; root %(here)s/www; error_page 404 %(root)s404.html; }
}
"""


@pytest.fixture(scope="module", params=["/", "/read/on/"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a deployed site."""
    here, root, port = tmp_path_factory.mktemp("nginx"), request.param, free()
    lay(read(SITE % (f"https://marginal.example{root}", root.rstrip("/"))).stage, here / "site")
    (here / "www").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here / "site")
        assert main(["deploy", "disk"]) == 0
    config = here / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    config.write_text(user + NGINX % {"here": here, "port": port, "root": root}, encoding="utf-8")
    words = [program("nginx"), "-c", str(config), "-p", str(here), "-e", "stderr"]
    with running(words, port, here):
        yield f"http://127.0.0.1:{port}{root}"


class Links(HTMLParser):
    """Every address that a page names, and its ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found, self.ids = set[str](), set[str]()
        self.feed(page)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.found.add(value)
            if name == "id" and value:
                self.ids.add(value)


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(address, headers=headers)) as found:
            return found.status, dict(found.headers), found.read()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_29_109_every_link_arrives(address: str) -> None:
    """From the root and the page that says 404, as deep as links lead, fragments too."""
    seen, open_ = dict[str, Links](), [address, urljoin(address, "404.html")]
    while open_:
        here = open_.pop()
        status, headers, content = get(here)
        assert status == 200, here
        if not headers["Content-Type"].startswith("text/html"):
            seen[here] = Links("")
            continue
        seen[here] = Links(content.decode())
        links = {urldefrag(urljoin(here, link))[0] for link in seen[here].found}
        open_ += [
            one for one in sorted(links) if one.startswith(address) and one not in {*seen, *open_}
        ]
    assert len(seen) > 8
    for here, page in seen.items():
        for link in page.found:
            target, fragment = urldefrag(urljoin(here, link))
            assert target not in seen or not fragment or fragment in seen[target].ids, (
                f"{here}: {link}"
            )


def test_61_an_unknown_address_is_404_with_the_way_home(address: str) -> None:
    """At any depth: its links are absolute within the site."""
    for path in ("nowhere", "a/b/c/nowhere.html", "lamp/nowhere/"):
        status, _, content = get(urljoin(address, path))
        assert status == 404
        links = Links(content.decode()).found
        home = [link for link in links if not link.startswith(("http", "#"))]
        assert home
        for link in home:
            assert get(urljoin(address + path, link))[0] == 200, link


def test_100_texts_are_served_small_and_say_the_same(address: str) -> None:
    plain = get(urljoin(address, "lamp/index.html"))
    small = get(urljoin(address, "lamp/index.html"), **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain[1]
    assert small[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(small[2]) == plain[2]
    assert brotli.decompress(get(urljoin(address, "lamp/index.html.br"))[2]) == plain[2]


@pytest.mark.parametrize("look", ["http", "file"])
def test_97_nothing_is_missing_in_a_browser(
    look: str, address: str, browser: "Browser", tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Under http and from the disk: pictures are there, links lead on, nothing complains."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda failed: complaints.append(f"failed: {failed.url}"))
    if look == "http":
        page.goto(urljoin(address, "lamp/"))
    else:
        lay(read(SITE % ("https://marginal.example/", "")).stage, tmp_path / "site")
        assert main(["build", "--quiet", "--site", str(tmp_path / "site")]) == 0
        page.goto((tmp_path / "site/public/lamp/index.html").as_uri())
    assert page.locator("img").first.evaluate("e => e.complete && e.naturalWidth > 0")
    page.get_by_role("link", name="the south").click()
    assert page.title().startswith("South")
    page.get_by_role("link", name="the lamp").first.click()
    assert page.title().startswith("The lamp")
    page.close()
    assert complaints == []
