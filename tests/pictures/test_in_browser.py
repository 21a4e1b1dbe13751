"""Pictures in a real browser: nothing shifts, and the copy that is fetched fits its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from postil.pipeline import prove, render_site
from tests.documents import lay, read
from tests.page.conftest import HOST, TYPES
from tests.pictures.samples import drawing, photo, saved

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

WORDS = "The keeper climbed the tower and found the lamp cold, and wrote it down at once. " * 6
SITE = f"""\
--- content/lamp/article.yaml
title: The lamp
images:
  - {{file: images/wide.jpg, credit: Ann, rights: CC0}}
  - {{file: images/tall.png, credit: Ann, rights: CC0}}
  - {{file: images/small.png, credit: Ann, rights: CC0}}
  - {{file: images/mark.svg, credit: Ann, rights: CC0}}
--- content/lamp/01-night.md
The lamp [went out][^out]. {WORDS}

![The tower](images/wide.jpg)
At ten.

{WORDS}

![The stair](images/tall.png)

{WORDS} ![A lamp](images/small.png)

![A mark](images/mark.svg) ![A mark](images/mark.svg)

{WORDS}
--- content/lamp/notes/out.md
See:

![A wide one](../images/wide.jpg)
--- content/lamp/images/mark.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h9v9z"/></svg>
"""

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    root = tmp_path_factory.mktemp("pictures")
    lay(read(SITE).stage, root)
    images = root / "content/lamp/images"
    (images / "wide.jpg").write_bytes(saved(photo(1400, 600), "jpeg", quality=97))
    (images / "tall.png").write_bytes(saved(drawing(600, 1500, clear=True), "png"))
    (images / "small.png").write_bytes(saved(drawing(48, 32), "png"))
    built = render_site(root, prove(root, encode=True))
    assert built.problems == ()
    return {file.path: file.content for file in built.files}


class Held:
    """Answers for a site, that keeps pictures back until they are let go."""

    def __init__(self, files: Mapping[str, bytes], *, held: bool) -> None:
        self.files, self.held = files, held
        self.waiting: list[Route] = []

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if self.held and "/images/" in path:
            self.waiting.append(route)
        else:
            self.give(route)

    def give(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        kind = TYPES.get(Path(path).suffix, "")
        route.fulfill(status=200, body=self.files[path], headers={"content-type": kind})

    def let_go(self) -> None:
        self.held = False
        for route in self.waiting:
            self.give(route)


@pytest.fixture
def visit(
    browser: Browser, files: Mapping[str, bytes]
) -> Iterator[Callable[..., tuple[Page, Held]]]:
    contexts = []

    def visit(
        width: int, dense: float = 1, *, held: bool = False, **media: Any
    ) -> tuple[Page, Held]:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, device_scale_factor=dense, **media
        )
        contexts.append(context)
        page, answers = context.new_page(), Held(files, held=held)
        page.route("**/*", answers.answer)
        page.goto(f"{HOST}lamp/index.html", wait_until="domcontentloaded")
        return page, answers

    yield visit
    for context in contexts:
        context.close()


def all_loaded(page: Page) -> None:
    """Scroll through the page until each picture is there."""
    page.evaluate(
        "async () => { for (const image of document.images) {"
        " image.scrollIntoView(); await image.decode() } }"
    )


PLACES = (
    "() => [...document.querySelectorAll('main *')].map(e => { const r = e.getBoundingClientRect();"
    " return [e.tagName, r.x, r.y + scrollY, r.width, r.height].join(' ') })"
)


# A narrow page's lists have a height that is guessed until they come near; here all are laid out.
LAID_OUT = (
    "document.querySelectorAll('.after > section').forEach("
    "part => { part.style.contentVisibility = 'visible' })"
)


@pytest.mark.parametrize("width", [360, 800, 1440])
def test_nothing_moves_when_pictures_arrive(visit: Any, width: int) -> None:
    page, answers = visit(width, held=True)
    page.evaluate(LAID_OUT)
    before = page.evaluate(PLACES)
    assert answers.waiting, "no picture was asked for"
    answers.let_go()
    all_loaded(page)
    page.evaluate("scrollTo(0, 0)")
    assert page.evaluate(PLACES) == before


@pytest.mark.parametrize(
    ("width", "dense", "expected"),
    [(360, 1, 360), (360, 2, 720), (360, 3, 1280), (800, 1, 720), (1440, 1, 720), (1440, 2, 1280)],
)
def test_the_copy_that_fits_is_fetched(visit: Any, width: int, dense: float, expected: int) -> None:
    page, _ = visit(width, dense)
    all_loaded(page)
    source = page.evaluate("document.querySelector('[alt=\"The tower\"]').currentSrc")
    assert f"/wide-{expected}." in source
    assert source.endswith((".avif", ".webp")), "a browser of today gets the lighter form"


@pytest.mark.parametrize("width", [320, 360, 800, 940, 1100, 1440, 2560])
def test_a_picture_has_the_room_that_it_speaks_of(visit: Any, width: int) -> None:
    """`sizes` tells a browser how wide a picture will stand: that is so, or a little less."""
    page, _ = visit(width)
    all_loaded(page)
    found = page.evaluate(
        "[...document.images].map(i => [i.alt, i.naturalWidth, i.clientWidth,"
        " i.closest('figure, p').clientWidth, i.naturalHeight / i.naturalWidth,"
        " i.clientHeight / i.clientWidth])"
    )
    assert len(found) == 6
    for alt, told, stands, room, proportion, shape in found:
        assert 0 < stands <= room, f"{alt} is wider than its column"
        assert stands <= told * 1.01 or alt == "A mark", f"{alt} is enlarged"
        assert told <= stands * 1.45 or alt == "A mark", f"{alt} says that it is wider than it is"
        assert abs(proportion - shape) < 0.03, f"{alt} is distorted"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_drawing_on_clear_ground_stays_legible(visit: Any) -> None:
    for media in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page, _ = visit(800, **media)
        found = page.evaluate(
            "getComputedStyle(document.querySelector('[alt=\"The stair\"]')).backgroundColor"
        )
        light = [int(part) for part in found[4:-1].split(",")]
        assert min(light) > 220, media


def test_the_policy_lets_all_pictures_in(visit: Any) -> None:
    page, _ = visit(800)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    all_loaded(page)
    assert said == []


def test_paper_has_all_pictures_with_their_credits(visit: Any) -> None:
    page, _ = visit(800)
    all_loaded(page)
    page.emulate_media(media="print")
    named = page.evaluate(
        "[...document.querySelectorAll('.credit')].map(e => e.getBoundingClientRect().height > 0)"
    )
    assert named == [True] * 6
    tall = page.evaluate(
        "document.querySelector('[alt=\"The stair\"]').getBoundingClientRect().height"
    )
    assert tall <= 110 * 96 / 25.4 + 1
