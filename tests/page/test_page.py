"""The reader's page in a real browser, as a reader meets it: wide, narrow, on paper, by keyboard."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.page.conftest import HOST, ROOT, Look, Site, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE = (1100, 1280, 1440, 1920, 2560)
GAP = 18

NOTES = """() => [...document.querySelectorAll('aside.note')].map(note => {
  const phrase = document.getElementById(note.id.replace('note-', 'ref-'));
  const box = note.getBoundingClientRect(), line = phrase.getClientRects()[0];
  return {id: note.id, top: box.top, bottom: box.bottom, left: box.left, right: box.right,
          line: line.top, height: box.height};
})"""


EDGES = """() => {
  const box = selector => document.querySelector(selector).getBoundingClientRect();
  const lines = [...document.querySelectorAll('.section > p')].map(p => p.getBoundingClientRect());
  return {text: Math.max(...lines.map(line => line.right)), after: box('.after > *').top,
          end: box('.after').bottom, foot: box('.foot').top};
}"""
Measured = Callable[[Site], dict[int, Any]]


def notes_at(page: "Page", width: int) -> list[dict[str, Any]]:
    page.set_viewport_size({"width": width, "height": 1000})
    found: list[dict[str, Any]] = page.evaluate(NOTES)
    return found


def opened(page: "Page", site: Site, fragment: str = "", width: int = 1440) -> list[str]:
    asked = serve(page, site)
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(reduced_motion="reduce")
    page.goto(HOST + fragment)
    return asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_message_no_violation_and_one_request(
    browser: "Browser", site: Site, scheme: Any
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        asked = opened(page, site)
        page.emulate_media(media="print")
        assert said == []
        assert [path for path in asked if not path.endswith((".svg", ".png"))] == [""]


@pytest.fixture(scope="module")
def measured(look: Look) -> Measured:
    """A site's notes at each width, measured once; and where its text and what follows it end."""
    known: list[tuple[Site, dict[int, Any]]] = []

    def measure(site: Site) -> dict[int, Any]:
        if not any(other is site for other, _ in known):
            page = look(site)
            found = {w: (notes_at(page, w), page.evaluate(EDGES)) for w in (1000, *WIDE)}
            known.append((site, found))
        return next(found for other, found in known if other is site)

    return measure


def test_each_note_stands_on_its_line_or_below_the_note_above(
    measured: Measured, site: Site
) -> None:
    for width in WIDE:
        above = float("-inf")
        for note in measured(site)[width][0]:
            expected = max(note["line"], above + GAP)
            assert abs(note["top"] - expected) <= 2, (width, note)
            above = note["bottom"]


def test_notes_stand_in_the_margin_and_what_follows_the_text_below_them(
    measured: Measured, site: Site
) -> None:
    for width, (notes, edges) in measured(site).items():
        assert min(note["left"] for note in notes) > edges["text"]
        assert max(note["right"] for note in notes) <= width
        assert max(note["bottom"] for note in notes) < edges["after"]
        assert edges["foot"] >= edges["end"] - 1


def test_a_crowded_margin_keeps_every_note_within_a_screen_of_its_phrase(
    measured: Measured, site: Site
) -> None:
    for width in WIDE:
        notes, _ = measured(site)[width]
        assert max(note["top"] - note["line"] for note in notes) < 1000, width


def without_anchors(site: Site) -> Site:
    """The site as a browser sees it that knows no anchor positioning."""
    page = site["index.html"].replace(b"anchor(", b"unknown(")
    page = re.sub(rb"<meta http-equiv=[^>]*>", b"", page)  # the style has another digest now
    for name in (b"anchor-name", b"anchor-scope"):
        page = page.replace(name, b"unknown")
    return {**site, "index.html": page}


def test_without_anchor_positioning_nothing_overlaps(plain_page: "Page", site: Site) -> None:
    opened(plain_page, without_anchors(site))
    above = float("-inf")
    for note in notes_at(plain_page, 1440):
        assert note["top"] >= above
        above = note["bottom"]


def arrives(page: "Page", address: str) -> None:
    """The page is at this place of its own: a browser tells of a step a moment after the key that made it."""
    from playwright.sync_api import expect

    expect(page).to_have_url(HOST + address)


@pytest.mark.parametrize(("name", "width"), [("sample", 1440), ("bundled", 800)])
def test_every_phrase_leads_to_its_note_and_back_by_keyboard_without_scripts(
    plain_page: "Page", request: pytest.FixtureRequest, name: str, width: int
) -> None:
    """Notes in the margin and notes in the text: a step takes four times as long in the margin."""
    opened(plain_page, request.getfixturevalue(name), width=width)
    references = "all => all.map(e => e.getAttribute('href'))"
    addresses = plain_page.locator("a[role=doc-noteref]").evaluate_all(references)
    assert len(set(addresses)) == plain_page.locator("aside.note").count()
    for number, address in enumerate(addresses):
        plain_page.evaluate(f"document.querySelectorAll('a[role=doc-noteref]')[{number}].focus()")
        plain_page.keyboard.press("Enter")
        arrives(plain_page, address)
        plain_page.evaluate(f"document.querySelector('{address} [role=doc-backlink]').focus()")
        plain_page.keyboard.press("Enter")
        arrives(plain_page, address.replace("#note-", "#ref-"))


def test_focus_shows_everywhere(plain_page: "Page", sample: Site) -> None:
    opened(plain_page, sample)
    for _ in range(60):
        plain_page.keyboard.press("Tab")
        width = plain_page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert float(width.removesuffix("px")) >= 2


def test_a_target_lights_the_note_and_its_phrase(plain_page: "Page", sample: Site) -> None:
    opened(plain_page, sample, "#note-copies")
    colour = "e => getComputedStyle(e).backgroundColor"
    lit = plain_page.locator("#note-copies").evaluate(colour)
    assert lit == plain_page.locator("#ref-copies").evaluate(colour)
    assert lit != plain_page.locator("#ref-asleep").evaluate(colour)


def test_a_shortened_note_opens_when_it_is_the_target(plain_page: "Page", bundled: Site) -> None:
    opened(plain_page, bundled)
    short = plain_page.locator("aside[data-lines]").first
    if not short.count():
        pytest.skip("no margin is crowded")
    before, id_ = short.bounding_box(), short.get_attribute("id")
    plain_page.locator(f"#{id_} .self").click()
    after = plain_page.locator(f"#{id_}").bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    hidden = plain_page.locator(f"#{id_} .body").evaluate("e => e.scrollHeight - e.clientHeight")
    assert hidden <= 1


@pytest.mark.parametrize("width", [320, 800, 1440])
def test_a_large_first_letter_keeps_out_of_what_follows_a_short_paragraph(
    plain_page: "Page", sample: Site, width: int
) -> None:
    short = re.sub(rb'(<p id="p1">).*?(</p>)', rb"\1Once.\2", sample["index.html"], count=1)
    opened(plain_page, {**sample, "index.html": short}, width=width)
    room = plain_page.evaluate(
        "(() => { const first = document.getElementById('p1'), next = first.nextElementSibling;"
        " const box = e => e.getBoundingClientRect();"
        " return (box(next).top - box(first).top) / parseFloat(getComputedStyle(first).lineHeight);"
        "})()"
    )
    assert room > 2.95, "lines of the text"


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_nothing_scrolls_sideways_on_a_small_screen(look: Look, site: Site, size: str) -> None:
    page = look(site, width=320, size=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_notes_are_read_in_place_on_a_small_screen(look: Look, site: Site) -> None:
    page = look(site, width=320)
    for note in page.evaluate(NOTES):
        assert note["height"] > 40
        assert note["right"] <= 320
    cut = "all => Math.max(...all.map(e => e.scrollHeight - e.clientHeight))"
    assert page.locator("aside .body").evaluate_all(cut) <= 1


TAPPED = (
    "a.phrase",
    "a.numeral",
    ".self",
    ".back",
    ".bar a",
    ".filter a",
    "[role=doc-biblioref]",
    ".pin",
)


@pytest.mark.parametrize("width", [320, 1440])
def test_what_is_tapped_is_at_least_24_pixels_high(look: Look, sample: Site, width: int) -> None:
    page = look(sample, width=width)
    for selector in TAPPED:
        heights = page.locator(selector).evaluate_all(
            "all => all.map(e => Math.max(...[...e.getClientRects()].map(r => r.height)))"
        )
        assert heights
        assert min(heights) >= 24, selector


def test_paper_holds_every_note_in_full(look: Look, site: Site) -> None:
    page = look(site)
    ids = [note["id"] for note in notes_at(page, 1440)]
    page.emulate_media(media="print")
    printed = page.evaluate(NOTES)
    assert [note["id"] for note in printed] == ids
    assert all(note["height"] > 10 for note in printed)
    clipped = page.evaluate(
        "[...document.querySelectorAll('aside .body')].map(getComputedStyle)"
        ".filter(s => s.overflow != 'visible' || s.webkitLineClamp != 'none').length"
    )
    assert clipped == 0
    sticky = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).display != 'none'"
        " && ['sticky', 'fixed', 'absolute'].includes(getComputedStyle(e).position)"
        " && e.getClientRects().length && !e.matches('.skip, .back span')).map(e => e.className)"
    )
    assert sticky == []


def test_a_filter_of_the_ledger_works_by_keyboard_without_scripts(
    plain_page: "Page", sample: Site
) -> None:
    opened(plain_page, sample)
    rows = plain_page.locator(".ledger tbody tr:visible")
    every = rows.count()
    plain_page.locator(".filter a").nth(1).focus()
    plain_page.keyboard.press("Enter")
    shown = plain_page.locator(".filter a:target").get_attribute("id")
    assert shown
    name = shown.removeprefix("show-")
    assert 0 < rows.count() < every
    assert rows.count() == plain_page.locator(f'.ledger tbody tr[data-standing="{name}"]').count()
    arrives(plain_page, f"#{shown}")  # a view has an address of its own
    plain_page.go_back()
    assert rows.count() == every


def test_the_compact_timeline_keeps_in_view(look: Look, site: Site) -> None:
    page = look(site)
    page.evaluate("scrollTo(0, 900)")
    box = page.locator(".compact").bounding_box()
    assert box
    assert 0 <= box["y"] < 40


def test_a_page_from_right_to_left_mirrors(browser: "Browser") -> None:
    from postil.render import render
    from postil.theme import load_theme
    from tests.page.sample import publication

    files, problems = render(
        publication(language="ar", home="lamp"), load_theme(ROOT / "nowhere"), "0"
    )
    assert problems == ()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        opened(page, {file.path: file.content for file in files})
        notes = notes_at(page, 1440)
        text = page.locator(".section > p").first.bounding_box()
        assert text
        assert max(note["right"] for note in notes) < text["x"]
        assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_the_strip_of_the_timeline_stays_inside_its_column(look: Look, site: Site) -> None:
    page = look(site)
    for width in (320, 800, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        box = page.locator(".strip > svg").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert re.match(r"\d", str(box["height"]))


def test_every_event_leads_to_the_strip_the_text_and_back_by_keyboard(
    plain_page: "Page", sample: Site
) -> None:
    """A step to the strip stands on the event's mark, whose link leads back."""
    opened(plain_page, sample)
    hrefs = "all => all.map(e => e.getAttribute('href'))"
    dates = plain_page.locator(".event .when a").evaluate_all(hrefs)
    assert len(dates) == plain_page.locator("li.event").count()
    for mark in dates:
        event = mark.replace("#mark-", "#event-")
        plain_page.locator(f'.when [href="{mark}"]').press("Enter")
        arrives(plain_page, mark)
        plain_page.keyboard.press("Enter")
        arrives(plain_page, event)
    told = plain_page.locator(".text a.event, .text a.numeral.event").evaluate_all(hrefs)
    assert told
    for event in told:
        plain_page.locator(f'.text [href="{event}"]').first.press("Enter")
        arrives(plain_page, event)
        back = plain_page.locator(f'{event} .grounds a[href^="#tell-"]').first
        plain_page.keyboard.press("Tab")  # on from where the link led: into the event
        assert plain_page.evaluate("id => !!document.activeElement.closest(id)", event)
        back.press("Enter")
        arrives(plain_page, event.replace("#event-", "#tell-"))


def test_the_column_shows_which_event_is_being_read(plain_page: "Page", sample: Site) -> None:
    """Scroll-driven, without a script, where the browser can: in Chromium."""
    opened(plain_page, sample)
    current = ".compact a:target-current"
    shown = []
    for id_ in ("tell-letter", "tell-inquiry", "tell-plaque"):
        plain_page.evaluate(f"document.getElementById('{id_}').scrollIntoView({{block: 'start'}})")
        plain_page.wait_for_timeout(100)
        shown.append(plain_page.locator(current).get_attribute("href"))
    assert shown == ["#tell-letter", "#tell-inquiry", "#tell-plaque"]
