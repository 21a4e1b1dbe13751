"""A picture that is replaced while somebody looks: a real browser shows the new one, by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from postil.cli import main
from tests.preview.conftest import PATIENCE, Preview, Start

if TYPE_CHECKING:
    from playwright.sync_api import Page

Error = pytest.importorskip("playwright.sync_api").Error
Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
SECTION = "content/lamp/02-day.md"
LENGTH = 10_000  # bytes of every picture
PICTURE = "content/lamp/images/dot.png"
COLOURS = {"red": (220, 0, 0), "blue": (0, 0, 220), "green": (0, 160, 0)}
# The colour in the middle of the picture as it is drawn: what a reader sees, whatever was sent.
SEEN = """() => {
  const image = document.querySelector('article img');
  if (!image || !image.complete || !image.naturalWidth) return '';
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d');
  pen.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  return r > 128 ? 'red' : b > 128 ? 'blue' : g > 100 ? 'green' : 'none';
}"""


def paint(file: Path, colour: str, size: int = 300) -> None:
    Image.new("RGB", (size, size), COLOURS[colour]).save(made := BytesIO(), "PNG")
    file.write_bytes(made.getvalue().ljust(LENGTH, b"\0"))  # what follows its end says nothing


@pytest.fixture
def shown(site: Path) -> Path:
    """A site whose second section shows a red picture."""
    article = site / "content/lamp/article.yaml"
    article.write_text(article.read_text("utf-8").replace("dot.svg", "dot.png"), encoding="utf-8")
    (site / "content/lamp/images/dot.svg").unlink()
    (site / SECTION).write_text("Nobody saw it.\n\n![A dot](images/dot.png)\n", encoding="utf-8")
    paint(site / PICTURE, "red")
    return site


@pytest.fixture
def looking(shown: Path, start: Start, page: Page) -> Iterator[tuple[Preview, Page]]:
    """A preview, and a browser that looks at its page."""
    preview = start()
    preview.until("A dot")
    page.goto(preview.url)
    sees(page, "red")
    yield preview, page
    page.goto("about:blank")


def sees(page: Page, colour: str) -> None:
    """Wait for it; what is asked in between is asked from outside, as the page's policy wants."""
    start = monotonic()
    while (seen := _asked(page, SEEN)) != colour:
        assert monotonic() - start < PATIENCE, f"the picture is {seen or 'not there'}"
        sleep(0.02)


def _asked(page: Page, script: str) -> object:
    """What a script answers; nothing while the page is being exchanged."""
    try:
        return page.evaluate(script)
    except Error:
        return ""


def test_saved_over_again_and_again(looking: tuple[Preview, Page]) -> None:
    """Each has its own address: none of them comes out of a cache."""
    preview, page = looking
    for colour in ("blue", "green", "red", "blue"):
        paint(preview.site / PICTURE, colour)
        sees(page, colour)
    page.reload()
    sees(page, "blue")


def test_put_in_its_place_with_the_same_size_and_time(looking: tuple[Preview, Page]) -> None:
    """As `rsync -t`, `cp -p` and picture programs do it."""
    preview, page = looking
    file = preview.site / PICTURE
    before = file.stat()
    paint(beside := file.with_name(".new.png"), "blue")
    assert beside.stat().st_size == before.st_size == LENGTH
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(file)
    sees(page, "blue")


def test_another_form_under_the_same_name_in_the_text(looking: tuple[Preview, Page]) -> None:
    """Its size is another one too: the page keeps room for the new one."""
    preview, page = looking
    paint(preview.site / PICTURE, "green", 120)
    sees(page, "green")
    assert page.locator("article img").get_attribute("width") == "120"


def test_a_broken_one_leaves_the_last_good_page_and_then_shows_the_mended(
    looking: tuple[Preview, Page],
) -> None:
    preview, page = looking
    (preview.site / PICTURE).write_bytes(b"\x89PNG\r\n\x1a\n broken")
    preview.until("image-broken")
    sees(page, "red")
    paint(preview.site / PICTURE, "blue")
    sees(page, "blue")


def test_after_a_build_that_made_copies_of_the_old_one(
    shown: Path, start: Start, page: Page
) -> None:
    """Copies that are kept are of the bytes that they were made of, and of no others."""
    paint(shown / PICTURE, "red", 900)
    assert main(["build", "--quiet", "--site", str(shown)]) == 0
    preview = start()
    preview.until("A dot")
    page.goto(preview.url)
    sees(page, "red")
    assert page.locator("article picture source").count(), "it shows the copies"
    paint(shown / PICTURE, "blue", 900)
    sees(page, "blue")
    page.goto("about:blank")
