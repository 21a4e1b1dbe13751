"""Feeds: well-formed whatever is written, stable ids, dates from the articles. Cases 19, 51, 106."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from postil.edition import Publication
from postil.published import feeds
from tests.editions import publication

SPACE = "{http://www.w3.org/2005/Atom}"
SITE = "--- content/site.yaml\ntitle: The Marginal\nurl: {}\n"
URL = "https://marginal.example/notes/"
HOSTILE = "A & B < C > \"D\" 'E' ]]> <script>alert(1)</script>"
CORRECTED = """
corrections:
  - {date: 2024-05-01, text: The hour was wrong., was: nine, now: ten}
  - {date: 2024-06-02, kind: clarification, text: Which lamp is meant.}
"""


def made(article: str = "published: 2024-02-03", url: str = URL, title: str = "x") -> Publication:
    text = (
        SITE.format(url)
        + f"--- content/lamp/article.yaml\ntitle: {json.dumps(title, ensure_ascii=False)}\n"
    )
    return publication(text + f"{article}\n--- content/lamp/01-a.md\nDark.\n")[0]


def files(site: Publication) -> dict[str, str]:
    return {file.path: file.content.decode() for file in feeds.feeds(site)}


def atom(site: Publication, name: str = "feed.xml") -> ET.Element:
    return ET.fromstring(files(site)[name])


def items(site: Publication, name: str = "feed.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files(site)[name])["items"]
    return found


def texts(feed: ET.Element, name: str) -> list[str]:
    return [element.text or "" for element in feed.iter(SPACE + name)]


def test_an_article_is_an_item() -> None:
    article = "standfirst: What it was.\npublished: 2024-02-03\nupdated: 2024-03\nauthors: [Ann]"
    feed = atom(made(article, title="The lamp"))
    assert texts(feed, "title") == ["The Marginal", "The lamp"]
    assert texts(feed, "published") == ["2024-02-03T00:00:00Z"]
    assert texts(feed, "updated") == ["2024-03-01T00:00:00Z"] * 2
    assert texts(feed, "summary") == ["What it was."]
    assert texts(feed, "name") == ["The Marginal", "Ann"]
    links = [(e.get("rel"), e.get("href")) for e in feed.iter(f"{SPACE}link")]
    assert links == [
        ("self", f"{URL}feed.xml"),
        ("alternate", URL),
        ("alternate", f"{URL}lamp/"),
    ]


def test_both_forms_say_the_same() -> None:
    site = made(title="The lamp")
    (item,) = items(site)
    feed = atom(site)
    assert item["id"] == texts(feed, "id")[1]
    assert item["date_modified"] == texts(feed, "updated")[1]
    assert item["url"] == f"{URL}lamp/"


def test_ids_outlive_titles_dates_and_schemes() -> None:
    """Case 106."""
    first = items(made())[0]["id"]
    assert items(made("published: 2025-01-01", title="y"))[0]["id"] == first
    assert items(made(url="http://marginal.example/notes"))[0]["id"] == first
    assert items(made("published: 2024-02-03\nslug: other"))[0]["id"] != first
    assert items(made(url="https://other.example/"))[0]["id"] != first


def test_corrections_stand_apart() -> None:
    site = made(f"published: 2024-02-03\n{CORRECTED}", title="The lamp")
    assert len(items(site)) == 1
    first, second = items(site, "corrections.json")
    assert (first["title"], second["title"]) == ("Clarification: The lamp", "Correction: The lamp")
    assert second["content_text"] == "The hour was wrong. Before: “nine”. Now: “ten”."
    assert second["url"] == f"{URL}lamp/#corrections"
    assert len({item["id"] for item in (first, second)}) == 2
    assert texts(atom(site, "corrections.xml"), "updated")[0] == "2024-06-02T00:00:00Z"


def test_the_order_of_corrections_changes_no_id() -> None:
    lines = CORRECTED.strip().split("\n")
    turned = "\n".join([lines[0], lines[2], lines[1]])
    one, other = (
        {item["id"] for item in items(made(text), "corrections.json")}
        for text in (CORRECTED, turned)
    )
    assert one == other


@pytest.mark.parametrize("article", ["", "published: 19XX/..", "published: -0043"])
def test_without_a_known_day_there_is_no_item_and_no_feed(article: str) -> None:
    """A month or a year has a first day; an unknown one has none."""
    assert files(made(article)) == {} or article == "published: 19XX/.."


def test_without_an_address_there_is_no_feed() -> None:
    assert files(made(url='""')) == {}


def test_titles_are_escaped_once() -> None:
    """Case 51."""
    site = made(f"published: 2024-02-03\nstandfirst: {json.dumps(HOSTILE)}", title=HOSTILE)
    assert texts(atom(site), "title")[1] == HOSTILE
    assert texts(atom(site), "summary") == [HOSTILE]
    assert items(site)[0]["title"] == HOSTILE


def test_no_string_breaks_a_feed(shared: Path) -> None:
    """Case 106: all naughty strings; those that no text may hold are refused when they are read."""
    blns = shared / "foreign" / "naughty" / "blns.json"
    for text in json.loads(blns.read_text(encoding="utf-8")):
        folded = " ".join(text.split())
        if not folded or not folded.isprintable():
            continue
        site = made(
            f"published: 2024-02-03\ntags: [{json.dumps(text, ensure_ascii=False)}]", title=text
        )
        assert texts(atom(site), "title")[1].split() == text.split()
        assert items(site)[0]["title"].split() == text.split()
