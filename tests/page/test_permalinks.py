"""Every paragraph, note and event has an address of its own, and a link to it that anybody finds."""

from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.page.conftest import Look, Site
from tests.page.test_page import opened

if TYPE_CHECKING:
    from playwright.sync_api import Page

SELF = ".pin, .note .self, .event h3 a, .section > h2 a"
STOPS = "a[href]:not([tabindex='-1']), input, button, summary, [tabindex='0']"
# What has an address of its own; a paragraph inside a note or an event has its owner's.
OWNERS = "main p[id], main aside.note[id], main li.event[id], main .section > h2[id]"
MOST_IN_A_ROW = 4


def tree(site: Site) -> LexborHTMLParser:
    return LexborHTMLParser(site["index.html"].decode())


def test_each_thing_with_an_address_links_to_itself_once(site: Site) -> None:
    page = tree(site)
    own = [node.attributes["href"] for node in page.css(SELF)]
    ids = [f"#{node.attributes['id']}" for node in page.css(OWNERS)]
    assert ids
    assert len({id_.partition("-")[0] for id_ in ids}) > 2, "paragraphs, notes and events"
    assert {id_: own.count(id_) for id_ in ids} == dict.fromkeys(ids, 1)


def test_each_of_these_links_has_words_and_a_stop_by_tab(site: Site) -> None:
    for node in tree(site).css(SELF):
        assert node.text(strip=True)
        assert "tabindex" not in node.attributes


def test_no_long_row_of_stops_leads_nowhere_else(site: Site) -> None:
    """They stand between other links, so that Tab never walks through addresses alone."""
    page = tree(site)
    own = {node.mem_id for node in page.css(SELF)}
    stops = [node.mem_id in own for node in page.css(STOPS)]
    rows = [len(list(row)) for is_own, row in groupby(stops) if is_own]
    assert max(rows) <= MOST_IN_A_ROW


def test_the_text_can_be_passed_over_in_one_step(site: Site) -> None:
    page = tree(site)
    stops: list[LexborNode] = page.css(STOPS)
    text = next(n for n, node in enumerate(stops) if node.attributes.get("href") == "#p1")
    before = {node.attributes.get("href") for node in stops[:text]}
    assert {"#timeline", "#notes", "#sources"} <= before


DECORATION = """e => { const s = getComputedStyle(e); return s.textDecorationColor; }"""


@pytest.mark.parametrize("selector", [".note .self", ".event h3 a", ".section > h2 a"])
def test_a_link_to_itself_is_underlined_under_the_pointer(
    plain_page: "Page", sample: Site, selector: str
) -> None:
    opened(plain_page, sample)
    link = plain_page.locator(selector).first
    assert link.evaluate(DECORATION) == "rgba(0, 0, 0, 0)"
    link.hover()
    assert link.evaluate(DECORATION) == link.evaluate("e => getComputedStyle(e).color")


@pytest.mark.parametrize("width", [360, 800, 1440])
def test_a_paragraphs_link_is_seen_without_a_pointer(look: Look, sample: Site, width: int) -> None:
    pins = look(sample, width=width).locator("p .pin")
    assert pins.count()
    assert all(pins.nth(n).is_visible() for n in range(pins.count()))
