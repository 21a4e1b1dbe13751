"""The published site under its own policy, header and meta alike. Cases 29, 47, 97, 98, 109."""

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from postil.render import render
from postil.theme import load_theme
from tests.conftest import ROOT
from tests.editions import publication

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

HOST = "https://marginal.example"
SCRIPTED = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="document.title=1">'
    "<script>document.documentElement.setAttribute('id', 'ran')</script>"
    '<path d="M0 0h9v9z"/></svg>'
)
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
TEXT = f"""--- content/site.yaml
title: The Marginal
url: {HOST}/
--- content/lamp/article.yaml
title: The lamp </script><script>alert(1)</script>
published: 2024-02-03
aliases: [old-lamp]
corrections: [{{date: 2024-03-01, text: Ten not nine., notes: [hour]}}]
--- content/lamp/01-a.md
The lamp went out [at ten][^hour]. ![The tower](<images/a b%23c%3Fd%2525é.svg>)

[^hour]: By the clock.
--- content/lamp/images/a b#c?d%25é.svg
{DRAWN}
--- content/south/article.yaml
title: South
--- content/south/01-a.md
Dark.
"""
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def files() -> Files:
    made, problems = render(publication(TEXT)[0], load_theme(ROOT / "nowhere"), "0")
    assert problems == ()
    # Postil publishes no drawing with a script; the policy must hold even where one got there.
    return {f.path: SCRIPTED.encode() if "/images/" in f.path else f.content for f in made}


@pytest.fixture
def said(page: "Page", files: Files) -> list[str]:
    """What the browser complains of, and what it asks for that is not there, as it grows."""
    complaints: list[str] = []
    policy = re.search(rb"Content-Security-Policy: (.*)", files["_headers"])
    assert policy

    def answer(route: "Route") -> None:
        path = unquote(route.request.url.removeprefix(HOST + "/").partition("#")[0])
        path = f"{path}index.html" if path.endswith("/") or not path else path
        if not route.request.url.startswith(HOST) or path not in files:
            complaints.append(f"asked for {route.request.url}")
            route.abort()
            return
        kind = {"html": "text/html; charset=utf-8", "svg": "image/svg+xml"}
        headers = {
            "content-type": kind.get(path.rpartition(".")[2], "text/plain; charset=utf-8"),
            "content-security-policy": policy[1].decode(),
        }
        route.fulfill(status=200, body=files[path], headers=headers)

    page.route("**/*", answer)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.mark.parametrize("path", ["", "lamp/", "south/", "404.html"])
@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_no_violation(path: str, look: str, page: "Page", said: list[str]) -> None:
    """Case 97: each kind of page."""
    page.emulate_media(
        media="print" if look == "print" else "screen",
        color_scheme="dark" if look == "dark" else "light",
    )
    page.goto(f"{HOST}/{path}")
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "no style"
    assert said == []


def test_the_data_block_is_read_and_runs_nothing(page: "Page", said: list[str]) -> None:
    page.goto(f"{HOST}/lamp/")
    told = page.evaluate("JSON.parse(document.querySelector('script').textContent).headline")
    assert told == "The lamp </script><script>alert(1)</script>"
    assert said == []


def test_a_picture_of_any_name_is_shown_and_its_script_is_not_run(
    page: "Page", said: list[str]
) -> None:
    """Cases 29 and 47: in the page, and opened alone."""
    page.goto(f"{HOST}/lamp/")
    image = page.locator("img")
    assert image.evaluate("e => e.complete && e.naturalWidth > 0")
    page.goto(f"{HOST}/lamp/" + str(image.get_attribute("src")))
    assert page.locator("svg").get_attribute("id") is None
    assert said
    assert all("Content Security Policy" in line for line in said)


def test_an_old_address_leads_on(page: "Page", said: list[str]) -> None:
    page.goto(f"{HOST}/old-lamp/")
    page.wait_for_url(f"{HOST}/lamp/index.html")
    assert said == []


def test_a_correction_shows_under_the_title_and_on_its_note(page: "Page", said: list[str]) -> None:
    page.goto(f"{HOST}/lamp/")
    assert "Ten not nine." in page.locator("header.head .corrected").inner_text()
    mark = page.locator("#note-hour .corrected")
    assert mark.inner_text() == "corrected 1 March 2024"
    mark.click()
    page.wait_for_url(f"{HOST}/lamp/#corrections")
    assert page.url.endswith("#corrections")
    assert said == []
