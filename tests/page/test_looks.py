"""How the page is set: columns that end alike, titles of any length, marks, papers, far lists."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from postil.model import STANDINGS
from tests.firefox import Firefox
from tests.page.conftest import HOST, Host, Look, Site
from tests.page.test_page import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Stressed = Mapping[str, Site]

RIGHTS = """() => ['.standfirst', '.annotates', '.content-note', '.proof', '.section > p',
  '.colophon > p'].flatMap(s => [...document.querySelectorAll(s)].slice(0, 1))
  .map(e => Math.round(e.getBoundingClientRect().right))"""


@pytest.mark.parametrize("width", [768, 1024, 1440, 1920, 2560])
def test_all_that_is_read_in_lines_ends_where_the_text_ends(
    look: Look, bundled: Site, width: int
) -> None:
    rights = look(bundled, width=width).evaluate(RIGHTS)
    assert len(rights) == 6
    assert max(rights) - min(rights) <= 1


@pytest.mark.parametrize("width", [320, 1440])
def test_a_title_of_250_letters_leaves_room_for_the_text(
    look: Look, stressed: Stressed, width: int
) -> None:
    title = look(stressed["ltr"], width=width).locator("h1")
    assert len(title.inner_text()) > 240
    box = title.bounding_box()
    assert box
    assert box["height"] < 400
    assert box["x"] + box["width"] <= width
    text = float(title.evaluate("e => getComputedStyle(e).fontSize").removesuffix("px"))
    assert text > 17.5  # larger than the text in any case


# How many lines each word of the title stands on.
WORDS = """e => {
  const node = e.firstChild, range = document.createRange();
  return [...node.data.matchAll(/\\S+/g)].map(word => {
    range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
    return [word[0], range.getClientRects().length];
  });
}"""


@pytest.mark.parametrize(("width", "size"), [(320, ""), (360, "200%"), (1440, "200%")])
def test_no_word_of_a_title_is_broken(look: Look, bundled: Site, width: int, size: str) -> None:
    words = look(bundled, width=width, size=size).locator("h1").evaluate(WORDS)
    assert [word for word, lines in words if lines > 1] == []


MARK = """e => {
  const s = getComputedStyle(e, '::before');
  return [s.borderTopWidth, s.borderLeftWidth, s.borderTopStyle, s.borderTopLeftRadius, s.clipPath,
          s.borderTopColor, s.width];
}"""
MEDIA: tuple[Mapping[str, Any], ...] = (
    {},
    {"color_scheme": "dark"},
    {"media": "print"},
    {"forced_colors": "active"},
    {"contrast": "more"},
)


@pytest.mark.parametrize("media", MEDIA, ids=lambda media: "".join(map(str, media.values())))
def test_each_standing_has_a_mark_of_its_own_shape_wherever_it_is_shown(
    look: Look, sample: Site, media: Mapping[str, Any]
) -> None:
    """A border: neither printing without backgrounds nor a reader's own colours take it away."""
    page = look(sample, **media)
    paper = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    marks = [page.locator(f".legend [data-standing={s}]").evaluate(MARK) for s in STANDINGS]
    shapes = {(*mark[:2], *mark[3:5]) for mark in marks}
    assert len(shapes) == len(STANDINGS)
    for top, side, style, _, _, colour, _ in marks:
        assert style == "solid"
        assert colour not in (paper, "rgba(0, 0, 0, 0)")
        assert min(float(top[:-2]), float(side[:-2])) >= 1


def test_an_initial_stands_apart_only_where_letters_do(look: Look, stressed: Stressed) -> None:
    initial = "e => getComputedStyle(e, '::first-letter').initialLetter"
    first = ".section:first-child > h2 + p"
    assert look(stressed["rtl"]).locator(first).evaluate(initial) == "normal"
    assert look(stressed["ltr"]).locator(first).evaluate(initial) != "normal"


# Background colours are the page's, so the contrast of a text is that of its own colour.
GREYS = """() => [...new Set([...document.querySelectorAll('main *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
  .map(e => [getComputedStyle(e).color, getComputedStyle(e).opacity])
  .filter(([colour, opacity]) => opacity != '1' || /^(color|oklab)/.test(colour))
  .map(String))]"""


def test_who_asks_for_contrast_gets_no_grey(browser: "Browser", sample: Site) -> None:
    """Also while a note is looked at, and the others step back."""
    with browser.new_context(contrast="more") as context:
        page = context.new_page()
        opened(page, sample, "#note-asleep")
        assert page.evaluate(GREYS) == []
        page.emulate_media(contrast="no-preference")
        assert page.evaluate(GREYS) != []  # else this would ask nothing


# ---- Paper ---------------------------------------------------------------------------------

# What a page holds between its margins of 17 mm: A4 is 794 pixels across, Letter 816.
PAPERS = {"A4": 794 - 128, "Letter": 816 - 128}


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_cut_off_on_paper(look: Look, site: Site, paper: str) -> None:
    page = look(site, width=PAPERS[paper], media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPERS[paper]
    kept = page.locator(".strip").evaluate("e => getComputedStyle(e).breakInside")
    assert kept == "avoid"  # its caption stands with it
    event = page.locator("li.event").first
    assert event.evaluate("e => getComputedStyle(e).paddingTop") == "7.55906px"  # 2 mm


def test_a_page_prints_on_both_papers(look: Look, bundled: Site) -> None:
    page = look(bundled, media="print")
    sheets = {
        paper: max(map(int, re.findall(rb"/Count (\d+)", page.pdf(format=paper))))
        for paper in PAPERS
    }
    assert 20 < sheets["A4"] <= sheets["Letter"] <= 30


# ---- Long lists on a phone -----------------------------------------------------------------

FAR = ("source-tt-2024-01", "event-release", "notes", "claimants", "about")
TOP = "document.getElementById('{}').getBoundingClientRect().top"
ROOM = 24  # pixels above what a link leads to


@pytest.fixture
def phone(browser: "Browser", bundled: Site) -> "Page":
    """The bundled article on a phone, whose lists are not laid out yet."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    opened(page, bundled, width=360)
    return page


FRAMES = "return new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"


def settled(page: "Page", expression: str) -> float:
    """A number of the page, once two frames in a row give the same."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return float(page.evaluate(expression))


def test_a_link_into_a_list_that_is_not_laid_out_yet_leads_to_the_very_line(phone: "Page") -> None:
    kind = "getComputedStyle(document.querySelector('.sources')).contentVisibility"
    assert phone.evaluate(kind) == "auto"
    for id_ in FAR:
        phone.goto(HOST)
        phone.goto(f"{HOST}#{id_}")
        assert settled(phone, TOP.format(id_)) == pytest.approx(ROOM, abs=2), id_
        assert settled(phone, TOP.format(id_)) == pytest.approx(ROOM, abs=2), id_


def test_no_line_moves_while_lists_above_it_are_laid_out(phone: "Page") -> None:
    phone.goto(f"{HOST}#about")
    phone.mouse.move(100, 400)
    before = settled(phone, TOP.format("about"))
    for step in range(1, 8):
        scrolled = float(phone.evaluate("scrollY"))
        phone.mouse.wheel(0, -100)
        phone.wait_for_function(f"scrollY < {scrolled} || {TOP.format('about')} > {before}")
        assert settled(phone, TOP.format("about")) == pytest.approx(before + 100 * step, abs=2)


def test_words_in_a_list_that_is_not_laid_out_yet_are_found(phone: "Page") -> None:
    assert phone.evaluate("find('Report abuse')")
    found = "getSelection().getRangeAt(0).startContainer.parentElement.closest('.source')?.id"
    assert phone.evaluate(found) == "source-nspcc-help"


def test_firefox_too_leads_to_the_very_line_and_keeps_it(
    firefox: Firefox, hosted: Host, bundled: Site
) -> None:
    address = hosted.address(bundled)
    for id_ in FAR:
        firefox.open("about:blank", width=360)
        firefox.open(f"{address}#{id_}", width=360)
        for moved in (0, 100):
            firefox.run(f"scrollBy(0, -{moved}); {FRAMES}")
            top = firefox.run(f"{FRAMES}.then(() => {TOP.format(id_)})")
            assert top == pytest.approx(ROOM + moved, abs=2), id_


# ---- Other pages ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["articles/", "404.html"])
@pytest.mark.parametrize("width", [320, 1440, 2560])
def test_a_list_of_articles_is_no_wider_than_can_be_read(
    look: Look, stressed: Stressed, path: str, width: int
) -> None:
    page = look(stressed["ltr"], path, width=width)
    sizes = "es => es.map(e => e.getBoundingClientRect().width / parseFloat(getComputedStyle(e).fontSize))"
    assert all(em <= 33 for em in page.locator(".index p").evaluate_all(sizes))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_small_capitals_are_drawn_as_such_or_not_at_all(look: Look, stressed: Stressed) -> None:
    """A font without them leaves the words as they are; letters that are joined are not spaced."""
    caps = """e => { const s = getComputedStyle(e);
      return [s.fontVariantCaps, s.fontSynthesisSmallCaps, s.letterSpacing]; }"""
    label = look(stressed["ltr"]).locator(".facts dt").first.evaluate(caps)
    assert label[:2] == ["all-small-caps", "none"]
    mirrored = look(stressed["rtl"]).locator(".facts dt").first.evaluate(caps)
    assert mirrored == ["normal", "auto", "normal"]


@pytest.mark.parametrize("width", [320, 1440])
def test_no_line_of_what_was_proved_begins_with_a_dot(
    look: Look, bundled: Site, width: int
) -> None:
    """Neither does a number part from what it counts, where the line has room for both."""
    starts = """e => {
      const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = new Range();
      const dots = [];
      for (let node; node = walker.nextNode();)
        for (const dot of node.data.matchAll(/·/g)) {
          range.setStart(node, dot.index); range.setEnd(node, dot.index + 1);
          dots.push(range.getBoundingClientRect().left - e.getBoundingClientRect().left);
        }
      return dots;
    }"""
    proof = look(bundled, width=width).locator(".proof")
    dots = proof.evaluate(starts)
    assert len(dots) == 4
    assert min(dots) > 20
    parts = proof.locator("a").evaluate_all("es => es.map(e => e.getClientRects().length)")
    assert set(parts) == {1}
