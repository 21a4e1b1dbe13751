"""What is kept between builds changes nothing: after any edits, the site is as a clean build's."""

from __future__ import annotations

from pathlib import Path

from hypothesis import settings
from hypothesis.stateful import invariant, rule

from postil import __version__
from postil.glance import Known, glance
from postil.load import load
from postil.memo import Kept, at_once, told
from postil.model import OutFile
from postil.pipeline import Proved, errors, painter_of, prove_files, render_proved
from postil.preview.sources import Sources
from postil.record import record
from postil.theme import load_theme
from tests.author import Author

TODAY = (2026, 11, 22)


@record
class Thing:
    text: str


def test_what_was_made_of_the_same_is_given_again() -> None:
    calls, memo = list[str](), Kept()

    def make(text: str, pair: tuple[str, int]) -> Thing:
        calls.append(text)
        return Thing(text=text)

    first = memo(make, "a", ("b", 1))
    assert memo(make, str(b"a", "ascii"), ("b", 1)) is first
    assert memo(make, "a", ("b", 2)) is not first
    assert calls == ["a", "a"]


def test_objects_are_the_same_only_if_they_are_one() -> None:
    memo = Kept()

    def name(thing: Thing) -> list[str]:
        return [thing.text]

    one = Thing(text="x")
    assert memo(name, one) is memo(name, one)
    assert memo(name, one) is not memo(name, Thing(text="x"))
    number = id(one)
    assert memo(len, "x" * 3) == 3
    assert memo(str, number) == str(number)


def test_what_no_run_used_is_forgotten_but_not_what_a_kept_result_is_made_of() -> None:
    memo, calls = Kept(), list[str]()

    def inner(text: str) -> str:
        calls.append(text)
        return text

    def outer(text: str) -> str:
        return memo(inner, text) + memo(inner, "shared")

    memo(outer, "a")
    memo(inner, "b")
    assert len(memo) == 4
    memo.forget()
    memo(outer, "a")  # without calling `inner`
    memo.forget()
    assert len(memo) == 3
    memo(outer, "c")
    assert calls == ["a", "shared", "b", "c"]
    memo.forget()
    memo.forget()
    assert len(memo) == 0


def test_what_fails_is_not_kept() -> None:
    memo, asked = Kept(), list[int]()

    def fail() -> None:
        asked.append(1)
        raise ValueError

    for _ in "12":
        try:
            memo(fail)
        except ValueError:
            continue
    assert (len(asked), len(memo)) == (2, 0)


def test_problems_are_told_each_time() -> None:
    def read(text: str, problems: list[str]) -> str:
        problems.append(f"wrong: {text}")
        return text.upper()

    for memo in (at_once, Kept()):
        found = list[str]()
        assert told(memo, found, read, "a") == told(memo, found, read, "a") == "A"
        assert found == ["wrong: a", "wrong: a"]


# ---- Any edits -----------------------------------------------------------------------------


class Edits(Author):
    """An author at work. Each step is one batch of changes, as a watcher tells of them."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = set[str]()
        self.memo, self.sources = Kept(), Sources(self.root, None)
        self.proved: Proved | None = None

    def touched(self, path: Path) -> None:
        self.changed.add(str(path))

    @rule()
    def save_without_a_change(self) -> None:
        self.changed |= {str(self.root / "content/lamp/4913"), str(self.root / "content/site.yaml")}

    @invariant()
    def it_is_as_a_clean_build(self) -> None:
        if not self.changed:
            return
        before, paths = self.proved, frozenset(self.changed)
        self.changed.clear()
        read, folders = self.sources.read(paths), self.folders(paths)
        files, problems = load(self.root)
        assert (read.files, set(read.problems)) == (files, set(problems))
        assert read.theme == load_theme(self.root)
        shown: tuple[OutFile, ...] = ()
        if before and before.site and before.publication and len(folders) == 1:
            site, publication = before.site, before.publication
            known = Known(
                site=site,
                publication=publication,
                theme=read.theme,
                version=__version__,
                paint=painter_of(self.root, publication, self.memo),
            )
            shown = glance(folders.pop(), files, known, self.memo)
        proved = prove_files(read.files, read.problems, TODAY, memo=self.memo)
        built = render_proved(self.root, proved, read.theme, self.memo)
        clean = render_proved(self.root, prove_files(files, problems, TODAY), load_theme(self.root))
        assert built.problems == clean.problems
        assert built.files == clean.files
        if clean.files:
            assert set(shown) <= set(clean.files)
        self.proved = None if errors(built.problems) else proved
        self.memo.forget()

    def folders(self, paths: frozenset[str]) -> set[str]:
        """The folders of articles in which alone something changed; none otherwise."""
        names = [Path(path).relative_to(self.root).as_posix().split("/") for path in paths]
        if all(len(name) > 2 and name[0] == "content" for name in names):
            return {name[1] for name in names}
        return set()


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=12, stateful_step_count=10, deadline=None)
