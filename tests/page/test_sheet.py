"""A note as a sheet: on a narrow page its link raises it from the bottom, with its phrase above it."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.page.conftest import HOST, Look, Site
from tests.page.test_measures import violations
from tests.page.test_page import arrives, opened, without_anchors

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = ((320, 568), (360, 740), (740, 360), (800, 1000))

# Where a note's sheet is, and the first line of its phrase; `scroll`: how far down the page is.
SHEET = """id => {
  const box = e => { const b = e.getBoundingClientRect();
    return {top: b.top, bottom: b.bottom, left: b.left, right: b.right, height: b.height}; };
  const note = document.getElementById('note-' + id);
  const phrase = document.getElementById('ref-' + id);
  const {top, bottom} = phrase.getClientRects()[0], line = {top, bottom};
  return {sheet: box(note.querySelector('.sheet')), phrase: line, scroll: scrollY,
          close: box(note.querySelector(".back")), high: innerHeight, wide: innerWidth,
          lit: getComputedStyle(phrase).backgroundColor, whole: document.documentElement.scrollWidth};
}"""
# A phrase's line at a share of the screen's height, where a thumb may find it.
BRING = """([id, share]) => {
  const top = document.getElementById('ref-' + id).getBoundingClientRect().top;
  scrollTo(0, top + scrollY - share * innerHeight);
}"""


def state(page: "Page", id_: str) -> Any:
    return page.evaluate(SHEET, id_)


def phone(page: "Page", site: Site, fragment: str = "", size: tuple[int, int] = SIZES[1]) -> None:
    opened(page, site, fragment, width=size[0])
    page.set_viewport_size({"width": size[0], "height": size[1]})


def raised(page: "Page", id_: str, share: float = 0.8) -> None:
    """Its phrase was tapped, far down the screen."""
    page.evaluate(BRING, [id_, share])
    page.locator(f"#ref-{id_}").click()
    arrives(page, f"#note-{id_}")


def assert_raised(seen: Any) -> None:
    sheet, phrase, high = seen["sheet"], seen["phrase"], seen["high"]
    assert abs(sheet["bottom"] - high) <= 1
    assert 40 < sheet["height"] <= 0.6 * high + 1
    assert sheet["left"] >= 0
    assert sheet["right"] <= seen["wide"] == seen["whole"]
    assert 0 <= phrase["top"] < phrase["bottom"] <= sheet["top"]
    assert seen["close"]["height"] >= 44
    assert sheet["top"] <= seen["close"]["top"] < seen["close"]["bottom"] <= high


@pytest.mark.parametrize("size", SIZES)
def test_a_tap_raises_the_note_below_its_phrase_and_its_close_link_moves_nothing(
    plain_page: "Page", sample: Site, size: tuple[int, int]
) -> None:
    phone(plain_page, sample, size=size)
    for id_, share in (("copies", 0.8), ("finding", 0.05)):
        raised(plain_page, id_, share)
        seen = state(plain_page, id_)
        assert_raised(seen)
        plain_page.locator(f"#note-{id_} .back").click()
        arrives(plain_page, f"#ref-{id_}")
        after = state(plain_page, id_)
        assert abs(after["phrase"]["top"] - seen["phrase"]["top"]) <= 2
        assert after["lit"] == seen["lit"]
        assert after["sheet"]["top"] > after["phrase"]["bottom"], "it is under its paragraph again"
        assert after["sheet"]["top"] != seen["sheet"]["top"]


def test_back_closes_it_and_the_page_is_where_it_was(plain_page: "Page", sample: Site) -> None:
    phone(plain_page, sample)
    plain_page.evaluate(BRING, ["copies", 0.8])
    before = state(plain_page, "copies")
    raised(plain_page, "copies")
    assert state(plain_page, "copies")["scroll"] != before["scroll"]
    plain_page.go_back()
    arrives(plain_page, "")
    plain_page.wait_for_timeout(100)
    after = state(plain_page, "copies")
    assert all(after[what] == before[what] for what in ("scroll", "phrase", "sheet"))


def test_a_shared_link_opens_a_note_with_its_phrase_lit(plain_page: "Page", site: Site) -> None:
    phone(plain_page, site)
    ids = plain_page.locator("aside.note").evaluate_all("all => all.map(e => e.id.slice(5))")
    for id_ in (ids[0], ids[len(ids) // 2], ids[-1]):
        plain_page.goto("about:blank")
        plain_page.goto(f"{HOST}#note-{id_}")
        seen = state(plain_page, id_)
        assert_raised(seen)
        assert seen["lit"] != "rgba(0, 0, 0, 0)"


def test_every_article_can_raise_its_notes(look: Look, hard: tuple[Site, str]) -> None:
    site, path = hard
    page = look(site, path, width=360)
    for id_ in page.locator("aside.note").evaluate_all("all => all.map(e => e.id.slice(5))")[:4]:
        page.evaluate("id => { location.hash = '#note-' + id }", id_)
        seen = state(page, id_)
        assert seen["phrase"]["top"] >= 0
        assert abs(seen["sheet"]["bottom"] - seen["high"]) <= 1
        assert seen["whole"] == 360
    page.evaluate("location.hash = ''")


def test_another_phrase_can_be_tapped_while_a_note_is_up(plain_page: "Page", sample: Site) -> None:
    phone(plain_page, sample)
    raised(plain_page, "copies")
    plain_page.locator("#ref-speaker").click()
    arrives(plain_page, "#note-speaker")
    assert_raised(state(plain_page, "speaker"))
    assert state(plain_page, "copies")["close"]["height"] < 44, "the first is back in its place"


# What moved under a reader's eyes though nobody had touched the page: what CLS counts.
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) shifts.push(e.value);
  }).observe({type: 'layout-shift', buffered: true});
}"""


def test_nothing_shifts_when_it_comes_or_goes(page: "Page", sample: Site) -> None:
    phone(page, sample)
    page.evaluate(SHIFTS)
    for id_ in ("copies", "finding"):
        raised(page, id_, 0.5)
        page.wait_for_timeout(700)  # longer than what is put down to the tap
        page.go_back()
        page.wait_for_timeout(300)
    phone(page, sample, "#note-finding")
    page.evaluate(SHIFTS)
    page.wait_for_timeout(100)
    assert page.evaluate("shifts") == []


def test_the_keyboard_goes_from_the_phrase_into_the_sheet_and_on(
    plain_page: "Page", sample: Site
) -> None:
    phone(plain_page, sample)
    plain_page.locator("#ref-copies").press("Enter")
    arrives(plain_page, "#note-copies")
    inside = "[document.activeElement].map(e => e.closest('#note-copies') ? e.className : '')[0]"
    seen = []
    for _ in range(9):
        plain_page.keyboard.press("Tab")
        seen.append(plain_page.evaluate(inside))
        box = plain_page.evaluate("document.activeElement.getBoundingClientRect().toJSON()")
        cover = state(plain_page, "copies")["sheet"]["top"]
        assert box["top"] >= 0
        assert seen[-1] or len(seen) < 4 or box["bottom"] <= cover + 1, "no focus under the sheet"
    assert seen[:2] == ["self", "back"]
    assert seen[-1] == "", "no trap"
    plain_page.locator("#note-copies .back").press("Enter")
    arrives(plain_page, "#ref-copies")
    plain_page.keyboard.press("Tab")
    assert plain_page.evaluate("document.activeElement.matches('#ref-copies ~ a')"), "and on"


def test_a_long_note_scrolls_inside_and_its_close_link_stays(
    plain_page: "Page", sample: Site
) -> None:
    phone(plain_page, sample, size=(320, 568))
    plain_page.evaluate("document.documentElement.style.fontSize = '200%'")
    raised(plain_page, "finding", 0.5)
    sheet = plain_page.locator("#note-finding .sheet")
    assert sheet.evaluate("e => e.scrollHeight - e.clientHeight") > 20
    sheet.evaluate("e => e.scrollTo(0, 9999)")
    assert_raised(state(plain_page, "finding"))


def test_paper_has_the_note_in_its_place(plain_page: "Page", sample: Site) -> None:
    phone(plain_page, sample, "#note-copies")
    plain_page.emulate_media(media="print")
    target, other = (state(plain_page, id_) for id_ in ("copies", "speaker"))
    assert target["phrase"]["bottom"] < target["sheet"]["top"]
    assert target["sheet"]["height"] < 400
    found = plain_page.locator("#note-copies, #note-copies *").evaluate_all(
        "all => all.filter(e => !['static', 'relative'].includes(getComputedStyle(e).position)).length"
    )
    assert found == 0
    assert other["sheet"]["height"] > 10


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_moves_only_for_those_who_like_that(page: "Page", sample: Site, motion: Any) -> None:
    phone(page, sample)
    page.emulate_media(reduced_motion=motion)
    page.evaluate("location.hash = '#note-copies'")
    running = page.evaluate("document.getAnimations().length")
    assert running == (motion != "reduce")


def test_axe_finds_nothing_on_a_page_with_a_note_raised(
    browser: "Browser", axe: str, sample: Site
) -> None:
    for scheme in ("light", "dark"):
        with browser.new_context(bypass_csp=True, color_scheme=scheme) as context:
            page = context.new_page()
            phone(page, sample, "#note-finding", SIZES[0])
            page.evaluate(axe)
            assert violations(page) == []


def test_where_its_phrase_cannot_be_found_by_css_it_stays_in_its_place(
    plain_page: "Page", sample: Site
) -> None:
    phone(plain_page, without_anchors(sample), "#note-copies")
    seen = state(plain_page, "copies")
    assert 0 <= seen["sheet"]["top"] < seen["high"] / 2
    assert seen["close"]["height"] < 44


def test_a_page_in_another_language_says_close_in_its_words(plain_page: "Page") -> None:
    from pathlib import Path

    from postil.render import render
    from postil.theme import load_theme
    from tests.page.sample import publication

    files, _ = render(publication(language="de", home="lamp"), load_theme(Path("nowhere")), "0")
    phone(plain_page, {file.path: file.content for file in files}, "#note-copies")
    name = plain_page.locator("#note-copies .back")
    content = name.evaluate("e => getComputedStyle(e, '::after').content")
    assert "Schließen" in content
