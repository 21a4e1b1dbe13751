"""What is kept between builds changes nothing: after any edits, the site is as a clean build's."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from postil import __version__
from postil.glance import Known, glance
from postil.load import load
from postil.memo import Kept, at_once, told
from postil.model import OutFile
from postil.pipeline import Proved, errors, painter_of, prove_files, render_proved
from postil.preview.sources import Sources
from postil.record import record
from postil.theme import load_theme
from tests.preview.conftest import SITE

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

NAMES = st.sampled_from(["lamp", "oil", "wick"])
WORDS = st.sampled_from(
    [
        "The [lamp][^lamp] went out.",
        "It [went out]{event=out} [@book, p. 2].",
        "He wrote: “It went out”[@book].\n\nSee [oil](../oil/#p1) and [here](#p2).",
        "A [lamp][^lamp] and the [lamp][^lamp] again.",
        "![A dot](images/dot.svg)\n\n- one\n- *two* lamps",
        "Nothing is marked, but the lamps of old.",
    ]
)
ARTICLES = st.sampled_from(
    [
        "title: One\n",
        "title: Two\nabout: Made by *hand* [@book].\nlanguage: de\n",
        "title: Three\nslug: other\npublished: 2026-01-02\naliases: [old]\n",
        "title: Four\nimages: [{file: images/dot.svg, credit: Ann, rights: CC0}]\n",
        "title: [broken\n",
    ]
)
NOTES = st.sampled_from(
    [
        "It was of brass.\n",
        "---\nphrase: lamps\nstanding: reported\nsources: [book]\n---\nSaid [@book].\n",
        "---\nphrase: not there\n---\nLost.\n",
        "",
    ]
)
TIMELINES = st.sampled_from(
    [
        "- {id: out, date: 1912-04, title: It went out, sources: [book]}\n",
        "- {id: out, date: 1912~, title: It went out}\n- {id: in, date: 1911, title: It was lit}\n",
        "- {id: out, date: 31 April, title: Wrong}\n",
        "",
    ]
)
SOURCES = st.sampled_from(
    [
        "- {id: book, type: book, title: Lamps, issued: 1913}\n",
        "- {id: book, title: Other lamps, seed: gazette}\n- {id: two, title: Two}\n",
        "",
    ]
)
SETTINGS = st.sampled_from(
    [
        "title: Lamps\n",
        "title: Lamps\nhome: lamp\nurl: https://example.org/x/\ncitations: author-date\n",
        "language: fr\nrules: {source-unused: off, note-unused: error}\ntheme: {accent: '#046'}\n",
    ]
)
TEMPLATES = st.sampled_from(
    [
        ("404.html", "<p>{{ page.title }}</p>"),
        ("404.html", "{{ nonsense }}"),
        ("css/overrides/x.css", "body { color: red }"),
        ("parts/retired.html", "<p>{{ article.title }}</p>"),
    ]
)


class Edits(RuleBasedStateMachine):
    """An author at work. Each step is one batch of changes, as a watcher tells of them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="postil-memo-")).resolve()
        self.changed = set[str]()
        self.memo, self.sources = Kept(), Sources(self.root, None)
        self.proved: Proved | None = None

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.changed.add(str(file))

    @initialize()
    def begin(self) -> None:
        for path, text in SITE.items():
            self.write(path, text)

    @rule(name=NAMES, number=st.sampled_from("123"), words=WORDS)
    def edit_a_section(self, name: str, number: str, words: str) -> None:
        self.write(f"content/{name}/0{number}-part.md", words)

    @rule(name=NAMES, text=ARTICLES)
    def edit_an_article(self, name: str, text: str) -> None:
        self.write(f"content/{name}/article.yaml", text)

    @rule(name=NAMES, text=NOTES)
    def edit_a_note(self, name: str, text: str) -> None:
        self.write(f"content/{name}/notes/lamp.md", text)

    @rule(name=NAMES, text=TIMELINES)
    def edit_events(self, name: str, text: str) -> None:
        self.write(f"content/{name}/timeline.yaml", text)

    @rule(name=NAMES, text=SOURCES)
    def edit_sources(self, name: str, text: str) -> None:
        self.write(f"content/{name}/sources.yaml", text)

    @rule(text=SETTINGS)
    def edit_the_settings(self, text: str) -> None:
        self.write("content/site.yaml", text)

    @rule(text=st.sampled_from(["title: The Gazette\n", "title: The Gazette\nrights: none\n"]))
    def edit_a_seed(self, text: str) -> None:
        self.write("seeds/gazette.yaml", text)
        self.write("seeds/gazette.txt", f"It went out. {text}")

    @rule(template=TEMPLATES)
    def edit_the_theme(self, template: tuple[str, str]) -> None:
        self.write(f"templates/{template[0]}", template[1])

    @rule()
    def drop_the_theme(self) -> None:
        shutil.rmtree(self.root / "templates", ignore_errors=True)
        self.changed.add(str(self.root / "templates"))

    @rule(name=NAMES)
    def delete_an_article(self, name: str) -> None:
        shutil.rmtree(self.root / "content" / name, ignore_errors=True)
        self.changed.add(str(self.root / "content" / name))

    @rule(name=NAMES, number=st.sampled_from("123"))
    def delete_a_section(self, name: str, number: str) -> None:
        file = self.root / f"content/{name}/0{number}-part.md"
        file.unlink(missing_ok=True)
        self.changed.add(str(file))

    @rule(old=NAMES, new=st.sampled_from(["wick", "flame"]))
    def rename_an_article(self, old: str, new: str) -> None:
        before, after = self.root / "content" / old, self.root / "content" / new
        if before.is_dir() and not after.exists():
            before.rename(after)
            self.changed |= {str(before), str(after)}

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
