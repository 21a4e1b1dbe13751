"""What the reader's page must measure: checkers, bytes, and articles that make it sweat."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import pytest

from tests.page.conftest import Look, Site
from tests.page.test_page import GAP, WIDE, notes_at, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NU = "POSTIL_NU"  # names a vnu.jar: the checker is too large to be installed for every run
# Bytes for what no reader sees: the links between strip and list (0.2 KB), the addresses of who says
# what (0.2). A page that outgrows this has gained markup without words, or style.
MACHINES = 640


def test_notes_of_every_article_stand_on_their_line_or_below_the_note_above(
    look: Look, hard: tuple[Site, str]
) -> None:
    page = look(*hard)
    for width in (WIDE[0], 1440, WIDE[-1]):
        above = float("-inf")
        for note in notes_at(page, width):
            assert abs(note["top"] - max(note["line"], above + GAP)) <= 2, (width, note)
            above = note["bottom"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_article_scrolls_sideways_on_a_small_screen_and_paper_has_all_its_notes(
    look: Look, hard: tuple[Site, str]
) -> None:
    page = look(*hard, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    ids = [note["id"] for note in notes_at(page, 320)]
    page.emulate_media(media="print")
    assert [note["id"] for note in notes_at(page, 794) if note["height"] > 10] == ids


def test_a_table_of_a_note_keeps_its_headings_on_a_phone(
    look: Look, stressed: Mapping[str, Site]
) -> None:
    page = look(
        stressed["ltr"], "mixed/" if "mixed/index.html" in stressed["ltr"] else "", width=320
    )
    assert page.locator("aside thead").first.inner_text().split() == ["Hour", "Light"]
    hidden = page.locator(".ledger thead").evaluate("e => getComputedStyle(e).clipPath")
    assert hidden == "inset(50%)"  # not seen, but told of each cell to those who hear the page


def test_a_page_weighs_little_more_than_its_words(look: Look, bundled: Site) -> None:
    words = len(brotli.compress(look(bundled).locator("body").inner_text().encode()))
    page = len(brotli.compress(bundled["index.html"]))
    assert page <= 1.35 * words + 6 * 1024 + MACHINES, (page, words)


# White space that waits for its next word is told to move from its block's corner; nobody sees it.
SHIFT = """() => new Promise(done => {
  const seen = source => source.node?.nodeType != Node.TEXT_NODE || source.node.data.trim();
  const moved = [];
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) {
      const sources = shift.sources.filter(seen);
      const what = sources.map(s => s.node?.outerHTML ?? s.node?.data ?? 'a pseudo-element');
      if (sources.length) moved.push([shift.value, ...what.map(words => words.slice(0, 99))]);
    }
  }).observe({type: 'layout-shift', buffered: true});
  scrollTo(0, 1500);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved), 200)));
})"""


def test_nothing_shifts(page: "Page", site: Site) -> None:
    """On a slow machine, which paints a page while it still arrives."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    opened(page, site)
    assert page.evaluate(SHIFT) == []


# Rules that WCAG 2.2 AA and AAA have and axe-core leaves out if not asked.
ASKED = {name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size")}


def violations(page: "Page", **options: Any) -> list[str]:
    """What axe-core finds on a page that has it."""
    asked = {"resultTypes": ["violations"], "rules": ASKED, **options}
    found = page.evaluate("asked => axe.run(document, asked)", asked)["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


@pytest.fixture(scope="module")
def examined(browser: "Browser", axe: str, sample: Site) -> Iterator["Page"]:
    """The sample, with axe-core in it."""
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        opened(page, sample)
        page.evaluate(axe)
        yield page


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_axe_finds_nothing(examined: "Page", width: int) -> None:
    examined.set_viewport_size({"width": width, "height": 1000})
    assert violations(examined) == []
    examined.emulate_media(color_scheme="dark")
    assert violations(examined, runOnly={"type": "tag", "values": ["cat.color"]}) == []
    examined.emulate_media(color_scheme="light")


def test_axe_finds_nothing_on_other_pages(
    browser: "Browser", hard: tuple[Site, str], axe: str
) -> None:
    site, path = hard
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        for address in (path, "404.html"):
            opened(page, site, address)
            page.evaluate(axe)
            assert violations(page) == []


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_notes_and_marks_stay_where_colours_are_not_ours(
    look: Look, sample: Site, media: Any
) -> None:
    page = look(sample, **media)
    colour = page.locator("aside .body p").first.evaluate("e => getComputedStyle(e).color")
    behind = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert {colour, behind} == {"rgb(0, 0, 0)", "rgb(255, 255, 255)"}
    underline = "e => getComputedStyle(e).textDecorationLine"
    assert page.locator("a.phrase").first.evaluate(underline) == "underline"


# ---- The Nu HTML checker -------------------------------------------------------------------

# What its CSS part does not know yet, in its exact words.
UNKNOWN = {
    *(
        f"CSS: “{name}”: Property “{name}” doesn't exist."
        for name in (
            "anchor-name",
            "anchor-scope",
            "scroll-target-group",
            "paint-order",
            "initial-letter",
        )
    ),
    "CSS: “top”: “anchor(--after bottom)” is not a “top” value.",
    "CSS: Unknown pseudo-element or pseudo-class “:target-current”",
    "CSS: “aspect-ratio”: Parse Error.",  # attr(width type(<number>)), of CSS Values 5
}
# Of these it names no value, so what stands at the place it gives must be one of ours.
UNREAD = "CSS: “top”: Parse Error."
TOPS = (
    "top:max(anchor(var(--r) top),anchor(--n bottom,-9rem) + var(--note-gap))",
    "top:max(anchor(--reading bottom),anchor(--n bottom,0px))",
)
SAID = re.compile(
    r'"?file:(?P<file>.+?)"?:(?P<line>\d+)\.(?P<column>\d+)-[\d.]+: (?P<level>\S+?):? (?P<words>.*)'
)


def is_unknown(said: re.Match[str], page: str) -> bool:
    """Is a message about CSS that the checker does not know yet, and about nothing else?"""
    if said["words"] != UNREAD:
        return said["words"] in UNKNOWN
    line, column = page.splitlines()[int(said["line"]) - 1], int(said["column"])
    start = max(line.rfind("{", 0, column), line.rfind(";", 0, column)) + 1
    return re.split("[;}]", line[start:], maxsplit=1)[0] in TOPS


def test_the_nu_html_checker_finds_nothing(bundled: Site, sample: Site, tmp_path: Path) -> None:
    jar, java = os.environ.get(NU, ""), shutil.which("java")
    if not java or not Path(jar).is_file():
        pytest.skip(f"needs java, and a vnu.jar named in {NU}")
    pages = {
        str(tmp_path / f"{number}-{path.replace('/', '-')}"): site[path].decode()
        for number, site in enumerate((bundled, sample))
        for path in site
        if path.endswith(".html")
    }
    for file, text in pages.items():
        Path(file).write_text(text, encoding="utf-8", newline="")
    done = subprocess.run(
        [java, "-jar", jar, "--format", "gnu", *pages],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said = [(line, SAID.fullmatch(line)) for line in done.stderr.splitlines()]
    assert any(m and is_unknown(m, pages[m["file"]]) for _, m in said), "it has not run"
    assert [
        line
        for line, m in said
        if not m or not (m["level"] == "info" or is_unknown(m, pages[m["file"]]))
    ] == []
