"""How long a save takes to the new page: until it is served, and until a browser has painted it.

    python benchmarks/preview.py [ROUNDS] [ARTICLES]

`postil serve` runs over a copy of the bundled article, then over a site of ARTICLES (1,000) others
beside it. One section of the bundled article is edited ROUNDS (20) times. "Served": livereload has
told of the change and the page that was then asked for holds the new words. "Painted": a real
browser, which has the page open, has drawn a frame with them. Exit status 1 where a median is over
its limit.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from time import sleep, time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SERVED, PAINTED = 50, 120  # milliseconds, medians
WARM = 3  # rounds that are not counted
SECTION = "content/kardashian-blanchard/06-the-illness-named.md"
WATCH = """words => {
  window.painted = new Promise(done => {
    const look = () => document.body.textContent.includes(words)
      ? requestAnimationFrame(() => done(performance.timeOrigin + performance.now()))
      : requestAnimationFrame(look);
    look();
  });
}"""


def main(rounds: int, articles: int) -> int:
    """Measure both sites, print a table; gives the exit status."""
    print(f"{'':28}{'served':>22}{'painted':>22}")
    print(f"{'median (worst), ms':28}{'limit ' + str(SERVED):>22}{'limit ' + str(PAINTED):>22}")
    over = False
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        for name in ("content", "seeds"):
            shutil.copytree(ROOT / name, site / name)
        for others in (0, articles):
            multiply(site, others)
            served, painted = measured(site, rounds)
            over |= median(served) > SERVED or median(painted) > PAINTED
            name = f"{others + 1:,} article{'s' * bool(others)}"
            print(f"{name:28}{shown(served):>22}{shown(painted):>22}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return int(over)


def shown(times: list[float]) -> str:
    """Such as: 31 (44)."""
    return f"{median(times):.0f} ({max(times):.0f})"


def multiply(site: Path, others: int) -> None:
    """Put many small articles beside the one, each with two sections, notes, events, sources."""
    for number in range(others):
        article = site / f"content/other-{number:04}"
        texts = {
            "article.yaml": f"title: The lamp of ward {number}\npublished: 2026-01-02\n",
            "01-night.md": f"The [lamp][^lamp] of ward {number} went out at ten.\n\n"
            + "Nobody was there to see it, and nobody said so.\n\n" * 12,
            "02-day.md": "In the morning the nurse [came back]{event=back} [@book].\n",
            "notes/lamp.md": "---\nstanding: reported\nsources: [book]\n---\nIt was of brass.\n",
            "timeline.yaml": "- {id: back, date: 1912-04, title: She came back, sources: [book]}\n",
            "sources.yaml": "- {id: book, type: book, title: A book of lamps, issued: 1913}\n",
        }
        for name, text in texts.items():
            (article / name).parent.mkdir(parents=True, exist_ok=True)
            (article / name).write_text(text, encoding="utf-8")


def measured(site: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds until served and until painted, one after the other."""
    with preview(site) as url:
        return asyncio.run(until_served(site, url, rounds)), until_painted(site, url, rounds)


@contextmanager
def preview(site: Path) -> Iterator[str]:
    """A running preview; gives its address."""
    command = [sys.executable, "-m", "postil", "serve", "--port", "0", "--site", str(site)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout
        url = process.stdout.readline().split()[1]
        assert "built in" in process.stdout.readline()  # the first build
        yield url
    finally:
        process.terminate()
        process.wait()


def edits(site: Path, rounds: int) -> Iterator[tuple[str, Callable[[], float]]]:
    """Other words for a section, and what saves them, which gives the time in milliseconds."""
    file, random = site / SECTION, Random(1)
    text = file.read_text(encoding="utf-8")
    for number in range(rounds):
        sleep(0.7 + random.random() / 5)  # a pause, of no fixed length
        words = f"Edited for the {number}th time, {random.random()}."
        yield words, partial(save, file, f"{text}\n{words}\n")
    file.write_text(text, encoding="utf-8")


def save(file: Path, text: str) -> float:
    """As most editors do."""
    start = time() * 1000
    file.write_text(text, encoding="utf-8")
    return start


async def until_served(site: Path, url: str, rounds: int) -> list[float]:
    """As livereload.js does: wait for the message, then ask for the page."""
    from tornado.httpclient import AsyncHTTPClient, HTTPRequest
    from tornado.websocket import websocket_connect

    address, origin = url.replace("http", "ws", 1) + "livereload", {"Origin": url.rstrip("/")}
    line = await websocket_connect(HTTPRequest(address, headers=origin))
    for command in ("hello", "info"):
        await line.write_message(json.dumps({"command": command, "url": url, "plugins": {}}))
        await line.read_message()
    client, times = AsyncHTTPClient(), list[float]()
    for words, saved in edits(site, rounds + WARM):
        start, page = saved(), b""
        while words.encode() not in page:
            await line.read_message()
            page = (await client.fetch(url)).body
        times.append(time() * 1000 - start)
    return times[WARM:]


def until_painted(site: Path, url: str, rounds: int) -> list[float]:
    """A browser has the page open."""
    from playwright.sync_api import sync_playwright

    from tests.browser import find_browser, launch

    path, times = find_browser(), list[float]()
    assert path, "there is no browser"
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        tab = browser.new_page(viewport={"width": 1300, "height": 900})
        tab.goto(url)
        tab.wait_for_function("window.LiveReload")
        for words, saved in edits(site, rounds + WARM):
            tab.evaluate(WATCH, words)
            start = saved()
            times.append(tab.evaluate("window.painted") - start)
        browser.close()
    return times[WARM:]


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in [*sys.argv[1:], *("20", "1000")[len(sys.argv) - 1 :]])))
