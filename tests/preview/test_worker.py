"""The build thread: the page that is edited comes first, and what is out of date is given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

from postil.load import load
from postil.memo import Kept
from postil.pipeline import prove_files, render_proved
from postil.preview.worker import Plan, Update, Worker
from postil.theme import load_theme
from tests.preview.conftest import PATIENCE

SECTION = "content/lamp/01-night.md"


class Author:
    """Hears of each build; what is planned is done when it does."""

    def __init__(self, site: Path) -> None:
        self.site, self.heard, self.done = site, list[Update](), Event()
        self.plans: list[Callable[[], None]] = []
        plan = Plan(root=site, seeds=None, today=lambda: (2026, 11, 22), base="")
        self.worker = Worker(plan, self.hear)

    def hear(self, update: Update) -> None:
        self.heard.append(update)
        if self.plans:
            self.plans.pop(0)()
        elif update.whole:
            self.done.set()

    def saves(self, words: str, name: str = SECTION) -> None:
        (self.site / name).write_text(f"The [lamp][^lamp] {words}.\n", encoding="utf-8")
        self.worker.changed(frozenset([str(self.site.resolve() / name)]))


def clean(site: Path) -> dict[str, bytes]:
    proved = prove_files(*load(site), (2026, 11, 22))
    return {f.path: f.content for f in render_proved(site, proved, load_theme(site)).files}


def test_a_save_during_a_build_comes_first_and_the_build_is_given_up(site: Path) -> None:
    """Case 67: the last save wins, and nobody waits for a build that is out of date."""
    author = Author(site)
    author.plans = [
        lambda: author.saves("went out at nine"),  # after the first build
        lambda: author.saves("went out at six"),  # while the page of nine is shown
        lambda: None,  # while that of six is
    ]
    author.worker.start()
    assert author.done.wait(PATIENCE)
    author.worker.stop()
    author.worker.join(PATIENCE)
    assert [update.whole for update in author.heard] == [True, False, False, True]
    assert dict(author.worker.shown.files) == clean(author.site)
    assert b"went out at six" in author.worker.shown.files["index.html"]


def test_a_save_that_is_undone_during_the_build_is_undone_on_the_page(site: Path) -> None:
    author = Author(site)
    text = (site / SECTION).read_text(encoding="utf-8")
    words = text.removeprefix("The [lamp][^lamp] ").removesuffix(".\n")
    author.plans = [
        lambda: author.saves("went out at nine"),
        lambda: author.saves(words),
    ]
    author.worker.start()
    assert author.done.wait(PATIENCE)
    author.worker.stop()
    author.worker.join(PATIENCE)
    assert (site / SECTION).read_text(encoding="utf-8") == text
    assert dict(author.worker.shown.files) == clean(site)


def test_a_save_in_another_article_is_not_lost_with_the_build_that_was_given_up(
    site: Path,
) -> None:
    author = Author(site)
    other = author.site / "content/oil/01-oil.md"

    def save_both() -> None:
        author.saves("went out at ten")
        other.write_text("It was rape oil.\n", encoding="utf-8")
        author.worker.changed(frozenset([str(other.resolve())]))

    author.plans = [lambda: author.saves("went out at nine"), save_both]
    author.worker.start()
    assert author.done.wait(PATIENCE)
    author.worker.stop()
    author.worker.join(PATIENCE)
    assert dict(author.worker.shown.files) == clean(author.site)
    assert b"rape oil" in author.worker.shown.files["oil/index.html"]


def test_a_preview_that_ends_does_not_wait_for_its_build(site: Path) -> None:
    """Case 64."""
    author = Author(site)
    author.worker.stop()
    author.worker.start()
    author.worker.join(PATIENCE)
    assert (author.heard, author.worker.is_alive()) == ([], False)


def test_what_is_asked_before_each_call_may_end_a_run() -> None:
    asked = list[int]()

    def ask() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise InterruptedError

    memo = Kept(ask)
    assert memo(len, "abc") == 3
    try:
        memo(len, "abc")
    except InterruptedError:
        asked.append(0)
    assert asked == [1, 1, 0]
    assert memo(len, "abc") == 3
