"""After any edits a build leaves what a clean build would leave, and says what it would say. Case 20.

The clean build is another program part: all articles at once, in memory, without a cache.
POSTIL_EDITS=500 runs so many sequences of edits instead of a few.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from postil.batch import spare
from postil.batch.build import build
from postil.batch.wish import Wish
from postil.pipeline import Built, prove, render_site
from postil.problems import PostilError
from postil.published.compress import compressed
from postil.write import MANIFEST
from tests.author import NAMES, Author
from tests.preview.conftest import SITE

MANY = spare.MANY
DAYS = st.sampled_from([(2026, 11, 22), (2027, 12, 31), (2035, 1, 1), (2020, 2, 2)])
BROTLI = SimpleNamespace(compress=lambda content: b"brotli" + content[:20])


class Edits(Author):
    """An author at work; a build after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.output = self.folder / "public"
        self.today, self.compress, self.done = (2026, 11, 22), False, True
        self.shelf: Path | None = None
        self.foreign = dict[str, bytes]()

    def teardown(self) -> None:
        spare.MANY = MANY
        super().teardown()

    def touched(self, _: Path) -> None:
        self.done = False

    @initialize(many=st.sampled_from([0, 500]))
    def choose(self, many: int) -> None:
        """With a spare tree, as large sites have, or without."""
        spare.MANY = many

    @rule(name=NAMES, number=st.sampled_from("12"))
    def swap_letters_and_put_the_time_back(self, name: str, number: str) -> None:
        """The same size and the same time stamp."""
        for file in (self.root / "content" / name).glob(f"0{number}*.md"):
            was, text = file.stat(), file.read_text(encoding="utf-8")
            file.write_text(text.swapcase(), encoding="utf-8")
            os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
            self.done = False

    @rule()
    def put_the_content_on_a_shelf(self) -> None:
        """As a commit on a branch."""
        if self.shelf:
            shutil.rmtree(self.shelf)
        self.shelf = self.folder / "shelf"
        shutil.copytree(self.root / "content", self.shelf, copy_function=shutil.copy2)

    @rule()
    def take_it_from_the_shelf(self) -> None:
        """As `git checkout` does; times included, which git would not put back."""
        if self.shelf:
            shutil.rmtree(self.root / "content")
            shutil.copytree(self.shelf, self.root / "content", copy_function=shutil.copy2)
            self.done = False

    @rule()
    def touch_all(self) -> None:
        for file in self.root.glob("content/**/*"):
            os.utime(file)
        self.done = False

    @rule()
    def build_again(self) -> None:
        self.done = False

    @rule(today=DAYS)
    def another_day(self, today: tuple[int, int, int]) -> None:
        self.today, self.done = today, False

    @rule()
    def compress_or_not(self) -> None:
        self.compress, self.done = not self.compress, False

    @rule(seed=st.integers(0, 99), how=st.sampled_from(["cut", "flip", "delete", "empty"]))
    def damage_the_cache(self, seed: int, how: str) -> None:
        files = sorted(path for path in self.root.glob(".postil/cache/**/*") if path.is_file())
        for file in random.Random(seed).sample(files, len(files) // 2):
            content = file.read_bytes()
            if how == "delete":
                file.unlink()
            elif how == "flip":
                at = seed * len(content) // 100
                file.write_bytes(content[:at] + bytes(b ^ 1 for b in content[at:]))
            else:
                file.write_bytes(content[: len(content) // 2] if how == "cut" else b"")
        self.done = False

    @rule(seed=st.integers(0, 99), how=st.sampled_from(["change", "delete", "all"]))
    def damage_the_output(self, seed: int, how: str) -> None:
        files = sorted(path for path in self.output.glob("**/*.html"))
        if how == "all":
            shutil.rmtree(self.output, ignore_errors=True)
            self.foreign.clear()
        for file in random.Random(seed).sample(files, min(len(files), 2)) if how != "all" else ():
            was, content = file.stat(), file.read_bytes()
            if how == "delete":
                file.unlink()
            else:
                file.write_bytes(content.swapcase())
                os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
        self.done = False

    @rule()
    def put_a_file_of_ones_own_into_the_output(self) -> None:
        if self.output.is_dir():
            (self.output / "mine.txt").write_bytes(b"mine")
            self.foreign["mine.txt"] = b"mine"
            self.done = False

    @invariant()
    def it_is_as_a_clean_build(self) -> None:
        if self.done:
            return
        self.done = True
        expected, files = self.clean()
        before = self.tree()
        wish = Wish(
            root=self.root,
            output=self.output,
            today=self.today,
            brotli=BROTLI if self.compress else None,
        )
        outcome = build(wish)
        event("written" if outcome.written else "refused")
        assert outcome.problems == expected.problems
        assert outcome.silenced == expected.proved.silenced
        assert (outcome.written is None) == (not files)
        assert self.tree() == ({**files, **self.foreign} if files else before)

    def clean(self) -> tuple[Built, dict[str, bytes]]:
        proved = prove(self.root, self.today, since=self.output, encode=True)
        built = render_site(self.root, proved)
        made = (*built.files, *(compressed(built.files, BROTLI) if self.compress else ()))
        return built, {file.path: file.content for file in made}

    def tree(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in self.output.rglob("*")
            if path.is_file() and path.name != MANIFEST
        }


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=int(os.environ.get("POSTIL_EDITS", "6")), stateful_step_count=12, deadline=None
)


def test_a_broken_template_folder_is_an_error_only_when_all_else_is_well(tmp_path: Path) -> None:
    for path, text in SITE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/404.html").write_bytes(b"\xff")
    wish = Wish(root=tmp_path, output=tmp_path / "public")
    with pytest.raises(PostilError, match="not UTF-8"):
        build(wish)
    note = tmp_path / "content/lamp/notes/lamp.md"
    note.write_text("---\nphrase: not there\n---\nLost.\n", encoding="utf-8")
    assert "anchor-missing" in [found.rule for found in build(wish).problems]
