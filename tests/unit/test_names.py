"""Names of published files. Cases 26, 27, 29, 30."""

import html
import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from postil import render
from postil.checks import names
from postil.theme import load_theme
from tests.conftest import ROOT
from tests.editions import publication, said


def same(*paths: str) -> list[str]:
    return [p.message for p in names.collisions(paths)]


@pytest.mark.parametrize(
    "paths",
    [
        ("a/index.html", "a/index.html"),
        ("A/index.html", "a/index.html"),
        ("é/index.html", "e\u0301/index.html"),
        ("straße.txt", "STRASSE.txt"),
        ("feed.xml", "feed.xml/index.html"),
    ],
)
def test_two_at_one_address(paths: tuple[str, str]) -> None:
    """Case 26: both are named."""
    assert len(same(*paths)) == 1
    assert all(path in same(*paths)[0] for path in paths)


def test_different_addresses() -> None:
    assert same("a/index.html", "a/text.txt", "b/index.html", "_headers", "a.html") == []


IMPOSSIBLE = [
    "con",
    "Con.svg",
    "aux.x.svg",
    "nul",
    "COM1.png",
    "a:b.png",
    "a.",
    "a ",
    "a*b",
    "a?.png",
    "<a>",
    'a"b',
    "a\\b",
    "a\tb",
]


@pytest.mark.parametrize("name", [*IMPOSSIBLE, "a|b", "x" * 250])
def test_impossible_names(name: str) -> None:
    """Case 27."""
    assert names.impossible(name)


PICTURE = """--- content/lamp/article.yaml
title: The lamp
images: [{{file: "images/{name}", credit: Ann, rights: CC0}}]
--- content/lamp/01-a.md
Dark. ![The lamp]({link})
--- content/lamp/images/{name}
<svg/>
"""


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("a b.svg", "<images/a b.svg>"),
        ("a b.svg", "images/a%20b.svg"),
        ("a#b.svg", "images/a%23b.svg"),
        ("a%25b.svg", "images/a%2525b.svg"),
        ("é.svg", "images/é.svg"),
        ("é.svg", "images/e\u0301.svg"),
        ("😀 'ن.svg", "<images/😀 'ن.svg>"),
    ],
)
def test_pictures_of_any_name_are_found(name: str, link: str) -> None:
    """Cases 28 and 29."""
    text = PICTURE.format(name=name, link=link)
    assert said(text) == []
    files, _ = render.render(publication(text)[0], load_theme(ROOT / "nowhere"), "0")
    page = next(file.content.decode() for file in files if file.path == "lamp/index.html")
    (source,) = re.findall(r'<img[^>]* src="([^"]*)"', page)
    address = urlsplit(urljoin("http://x/lamp/index.html", html.unescape(source)))
    assert unquote(address.path)[1:] in {file.path for file in files}
    assert address.path.isascii()


def test_an_article_whose_slug_is_not_ascii_is_linked() -> None:
    text = (
        "--- content/straße/article.yaml\ntitle: S\n--- content/straße/01-a.md\nA[^ö].\n\n[^ö]: X\n"
    )
    text += "--- content/lamp/article.yaml\ntitle: L\n--- content/lamp/01-a.md\n"
    assert said(text + "[South](../straße/#note-ö)\n") == []


@pytest.mark.parametrize("name", ["console.png", "a b.png", "a#b.png", "ü.svg", "%.png", "_x.svg"])
def test_possible_names(name: str) -> None:
    assert names.impossible(name) == ""
