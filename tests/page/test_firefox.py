"""The page's layout in Firefox: notes on their lines, nothing over anything, nothing lost."""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest

from tests.firefox import Firefox, find_firefox, started
from tests.page.conftest import Host, Site
from tests.page.test_page import EDGES, GAP, NOTES, WIDE, without_anchors
from tests.page.test_sheet import BRING, SHEET, SIZES, assert_raised


def notes(firefox: Firefox, width: int) -> list[Mapping[str, Any]]:
    """Its notes at a width, in the order of the page."""
    firefox.resize(width)
    found: list[Mapping[str, Any]] = firefox.run(f"return ({NOTES})()")
    return found


def sideways(firefox: Firefox) -> int:
    """How many pixels the page is wider than the screen."""
    return int(firefox.run("return document.documentElement.scrollWidth - innerWidth"))


def stand_exactly(firefox: Firefox, width: int, gap: int = GAP) -> list[Mapping[str, Any]]:
    """Each note's top is its phrase's line, or the end of the note above and a gap."""
    above, found = float("-inf"), notes(firefox, width)
    for note in found:
        expected = max(note["line"], above + gap)
        assert abs(note["top"] - expected) <= 2, (width, note)
        above = note["bottom"]
    assert sideways(firefox) <= 0
    return found


def test_notes_stand_on_their_lines_and_what_follows_the_text_below_them(
    firefox: Firefox, hosted: Host, site: Site
) -> None:
    firefox.open(hosted.address(site), width=1000)
    for width in (1000, *WIDE):
        found, edges = stand_exactly(firefox, width), firefox.run(f"return ({EDGES})()")
        assert min(note["left"] for note in found) > edges["text"]
        assert max(note["bottom"] for note in found) < edges["after"]
        assert edges["foot"] >= edges["end"] - 1


def test_notes_of_hard_articles_stand_on_their_lines_and_are_read_in_place_on_a_phone(
    firefox: Firefox, hosted: Host, hard: tuple[Site, str]
) -> None:
    site, path = hard
    firefox.open(hosted.address(site, path), width=1440)
    wide = [stand_exactly(firefox, width) for width in (1100, 1440, 2560)]
    assert_stacked(firefox, 320, [note["id"] for note in wide[0]])


def assert_stacked(firefox: Firefox, width: int, ids: list[str]) -> None:
    """Every note is there in full, under the one above, and the page no wider than the screen."""
    above, found = float("-inf"), notes(firefox, width)
    assert [note["id"] for note in found] == ids
    for note in found:
        assert note["height"] > 40
        assert note["top"] >= max(above, note["line"])
        assert note["right"] <= width
        above = note["bottom"]
    assert sideways(firefox) <= 0
    cut = "[...document.querySelectorAll('aside .body')].map(e => e.scrollHeight - e.clientHeight)"
    assert firefox.run(f"return Math.max(0, ...{cut})") <= 1


@pytest.mark.parametrize("width", [320, 768])
def test_a_narrow_page_has_every_note_after_its_paragraph(
    firefox: Firefox, hosted: Host, site: Site, width: int
) -> None:
    firefox.open(hosted.address(site), width=width)
    assert_stacked(
        firefox,
        width,
        firefox.run("return [...document.querySelectorAll('aside.note')].map(e => e.id)"),
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_note_is_raised_as_a_sheet_and_its_close_link_moves_nothing(
    firefox: Firefox, hosted: Host, site: Site, size: tuple[int, int]
) -> None:
    width, height = size
    firefox.open(hosted.address(site), width=width, height=height)
    ids = firefox.run("return [...document.querySelectorAll('aside.note')].map(e => e.id.slice(5))")
    for id_ in (ids[1], ids[-2]):
        firefox.run("history.pushState(0, '', location.pathname)")
        firefox.run(f"return ({BRING})(arguments[0])", [id_, 0.8])
        before = firefox.run(f"return ({SHEET})(arguments[0])", id_)
        firefox.run("document.getElementById('ref-' + arguments[0]).click()", id_)
        seen = settled(firefox, id_, is_up)
        assert_raised(seen)
        firefox.run("document.querySelector(`#note-${arguments[0]} .back`).click()", id_)
        after = settled(firefox, id_, lambda seen: not is_up(seen))
        assert abs(after["phrase"]["top"] - seen["phrase"]["top"]) <= 2
        assert after["lit"] == seen["lit"] != "rgba(0, 0, 0, 0)"
        firefox.run("history.go(-2)")
        back = partial(lambda was, seen: abs(seen["scroll"] - was["scroll"]) <= 1, before)
        settled(firefox, id_, back)


def is_up(seen: Any) -> bool:
    """Does a note's sheet stand at the bottom of the screen?"""
    return bool(abs(seen["sheet"]["bottom"] - seen["high"]) <= 1)


def settled(firefox: Firefox, id_: str, so: Callable[[Any], bool]) -> Any:
    """What there is to see of a note as soon as something of it is so."""
    deadline = time.monotonic() + 10
    while not so(seen := firefox.run(f"return ({SHEET})(arguments[0])", id_)):
        assert time.monotonic() < deadline, seen
        time.sleep(0.05)
    return seen


def test_a_shared_link_raises_a_note(firefox: Firefox, hosted: Host, site: Site) -> None:
    address = hosted.address(site)
    firefox.open(address, width=360, height=740)
    ids = firefox.run("return [...document.querySelectorAll('aside.note')].map(e => e.id.slice(5))")
    for id_ in (ids[0], ids[-1]):
        firefox.ask("WebDriver:Navigate", url="about:blank")
        firefox.open(f"{address}#note-{id_}", width=360, height=740)
        assert_raised(settled(firefox, id_, is_up))


ROWS = """() => [...document.querySelectorAll('.notes')].map(notes => {
  const text = notes.previousElementSibling.getBoundingClientRect();
  return {paragraph: text.top, notes: notes.getBoundingClientRect().top};
})"""


def test_without_anchor_positioning_notes_stand_beside_their_paragraph(
    firefox: Firefox, hosted: Host, site: Site
) -> None:
    firefox.open(hosted.address(without_anchors(site)), width=1440)
    for width in (1000, 1440, 2560):
        above = float("-inf")
        for note in notes(firefox, width):
            assert note["top"] >= above
            above = note["bottom"]
        rows = firefox.run(f"return ({ROWS})()")
        assert all(row["notes"] >= row["paragraph"] - 1 for row in rows)
        assert sideways(firefox) <= 0


@pytest.fixture(scope="module")
def large_print(tmp_path_factory: pytest.TempPathFactory, firefox: Firefox) -> Iterator[Firefox]:
    """A second Firefox, of a reader who has doubled the size of text."""
    path, profile = find_firefox(), tmp_path_factory.mktemp("large")
    assert path
    with started(path, profile, **{"font.size.variable.x-western": 32}) as running:
        yield running


def test_text_of_twice_the_size_makes_no_page_scroll_sideways(
    large_print: Firefox, hosted: Host, site: Site
) -> None:
    large_print.open(hosted.address(site), width=320)
    assert (
        large_print.run("return getComputedStyle(document.querySelector('aside p')).fontSize")
        == "30px"
    )
    for width in (320, 1024):
        assert_stacked(large_print, width, [n["id"] for n in notes(large_print, width)])
    stand_exactly(large_print, 2560, 2 * GAP)
