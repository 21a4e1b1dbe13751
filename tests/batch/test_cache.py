"""The cache: what is easily missed, what damages it, what it may never do. Cases 2, 9, 14, 20."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from postil.batch import articles, left, making, scan, spare
from postil.batch.build import build
from postil.batch.store import State, Store
from postil.batch.wish import Outcome, Wish
from postil.cli import main
from postil.pipeline import prove, render_site
from postil.write import MANIFEST
from tests.preview.conftest import SITE

ROOT = Path(__file__).resolve().parents[2]
TODAY = (2026, 11, 22)
NOTE = "content/lamp/notes/lamp.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for path, text in SITE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def built(site: Path, **more: object) -> Outcome:
    wish = {"root": site, "output": site / "public", "today": TODAY, **more}
    return build(Wish(**wish))  # type: ignore[arg-type]


def tree(site: Path) -> dict[str, bytes]:
    public = site / "public"
    found = (path for path in public.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in found}


def clean(site: Path) -> dict[str, bytes]:
    return {f.path: f.content for f in render_site(site, prove(site, TODAY, encode=True)).files}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the folders that are made, from now on."""
    names, make = list[str](), making.make

    def noted(name: str, *rest: object) -> object:
        names.append(name)
        return make(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(articles, "make", noted)
    return names


def cached(site: Path) -> list[Path]:
    return sorted(path for path in site.glob(".postil/cache/**/*") if path.is_file())


# ---- What is made anew ---------------------------------------------------------------------


def test_only_what_changed_is_made(site: Path, made: list[str]) -> None:
    built(site)
    assert made == ["lamp", "oil"]
    built(site)
    (site / NOTE).write_text("It was made of tin.\n", encoding="utf-8")
    outcome = built(site)
    assert made == ["lamp", "oil", "lamp"]
    assert outcome.written
    assert tree(site) == clean(site)


def test_nothing_changed_is_nothing_written(site: Path) -> None:
    built(site)
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")}
    written = built(site).written
    assert written
    assert (written.new, written.changed, written.removed) == ((), (), ())
    assert written.total == len(clean(site))
    assert before == {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")}


def test_what_was_there_before_is_found_again(site: Path, made: list[str]) -> None:
    """As after `git checkout` of one branch, and back."""
    text = (site / NOTE).read_text(encoding="utf-8")
    for words in (text, "Tin.\n", text, "Tin.\n"):
        (site / NOTE).write_text(words, encoding="utf-8")
        built(site)
    assert made == ["lamp", "oil", "lamp"]
    shutil.rmtree(site / "public")
    built(site)
    assert made == ["lamp", "oil", "lamp"]
    assert tree(site) == clean(site)


def test_the_same_size_and_time_deceive_nobody(site: Path) -> None:
    built(site)
    was = (site / NOTE).stat()
    (site / NOTE).write_text("It was made of glass"[: was.st_size - 2] + ".\n", encoding="utf-8")
    os.utime(site / NOTE, ns=(was.st_atime_ns, was.st_mtime_ns))
    built(site)
    assert tree(site) == clean(site)


def test_two_saves_within_a_tick_are_two(site: Path) -> None:
    """A build between them must not take the second for the first."""
    for number in range(8):
        (site / NOTE).write_text(f"It was lamp {number}.\n", encoding="utf-8")
        built(site)
        assert f"It was lamp {number}.".encode() in tree(site)["index.html"]


def test_a_young_file_has_no_stamp(site: Path) -> None:
    now = max(path.stat().st_ctime_ns for path in (site / "content").rglob("*"))
    folder = site / "content/lamp"
    assert scan.stamp(folder, now + scan.GRAIN // 2).text == ""
    assert scan.stamp(folder, now + 10 * scan.COARSE).text != ""


def test_a_link_is_always_followed_anew(site: Path) -> None:
    (site / "templates").mkdir()
    text = site / "templates/note.txt"
    text.write_text("It was of tin.\n", encoding="utf-8")
    (site / NOTE).unlink()
    (site / NOTE).symlink_to(text)
    built(site)
    text.write_text("It was of wax.\n", encoding="utf-8")
    built(site)
    assert b"It was of wax." in tree(site)["index.html"]


@pytest.mark.parametrize(
    "other", ["content/wick/article.yaml", "seeds/gazette.yaml", "content/oil/01-oil.md"]
)
def test_what_an_article_asks_of_others_can_be_what_changed(site: Path, other: str) -> None:
    """An article that comes and goes, a seed that is named, a part of a page that is linked to."""
    rules = "rules: {link-broken: warning, seed-unknown: warning}\n"
    head = "title: A lamp\nannotates: gazette\nimages: [{file: images/dot.svg}]\n"
    texts = {
        "content/site.yaml": f"title: The lamp\n{rules}",
        "content/lamp/article.yaml": head,
        "content/lamp/01-night.md": "The [lamp][^lamp], [wick](../wick/) and [oil](../oil/#p2).\n",
        "content/wick/01-text.md": "It burnt.\n",
    }
    for path, text in texts.items():
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    here = "title: It\n" if other.endswith("yaml") else "One.\n\nTwo.\n"
    there: list[str | None] = (
        [here, None, here] if other.endswith("yaml") else [here, "One.\n", here]
    )
    for now in there:
        (site / other).parent.mkdir(exist_ok=True)
        if now is None:
            (site / other).unlink()
        else:
            (site / other).write_text(now, encoding="utf-8")
        expected = render_site(site, prove(site, TODAY, since=site / "public", encode=True))
        assert built(site).problems == expected.problems
        assert tree(site) == {file.path: file.content for file in expected.files} != {}


def test_in_a_large_site_an_article_that_joins_changes_only_pages_that_lead_to_it(
    site: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postil.printing.press._MOST_OTHERS", 0)
    rules = "title: The lamp\nrules: {link-broken: warning}\n"
    (site / "content/site.yaml").write_text(rules, encoding="utf-8")
    (site / "content/oil/01-oil.md").write_text("See the [wick](../wick/).\n", encoding="utf-8")
    built(site)
    wick = {"01-text.md": "It burnt.\n", "article.yaml": "title: The wick\n"}
    (site / "content/wick").mkdir()
    for name, text in wick.items():
        (site / "content/wick" / name).write_text(text, encoding="utf-8")
    made.clear()
    built(site)
    assert made == ["oil", "wick"]
    assert tree(site) == clean(site)
    shutil.rmtree(site / "content/wick")
    built(site)
    assert made == ["oil", "wick", "oil"]
    assert tree(site) == clean(site)


def test_a_day_can_be_what_changed(site: Path) -> None:
    note = "---\nphrase: lamp went\nas_of: 2024-11-22\n---\nSo it was.\n"
    (site / "content/lamp/notes/old.md").write_text(note, encoding="utf-8")
    told = dict[tuple[int, int, int], list[str]]()
    for today in (TODAY, (2026, 11, 23), (2026, 11, 24), TODAY):
        for _ in range(2):
            found = [one.rule for one in built(site, today=today).problems]
            assert told.setdefault(today, found) == found
            assert ("as-of-stale" in found) == (today > TODAY)


def test_what_was_published_last_can_be_what_changed(site: Path) -> None:
    """A problem about it is told once: then it is what was published."""
    record = site / "content/lamp/article.yaml"
    record.write_text(
        f"{record.read_text(encoding='utf-8')}published: 2026-01-02\n", encoding="utf-8"
    )
    built(site)
    old = site.with_name(f"{site.name}-old")
    shutil.copytree(site / "public", old)
    (site / NOTE).write_text("It was made of tin.\n", encoding="utf-8")
    silent = [[one.rule for one in built(site).problems].count("silent-change") for _ in range(3)]
    assert silent == [1, 0, 0]
    for _ in range(2):
        assert "silent-change" in [one.rule for one in built(site, since=old).problems]
    assert "silent-change" not in [one.rule for one in built(site).problems]


@pytest.mark.parametrize("change", ["code", "library"])
def test_another_program_makes_all_anew(
    site: Path, made: list[str], change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(site)
    if change == "code":
        monkeypatch.setattr(scan, "program", lambda _: scan.Stamp(text="other", entries=1))
        monkeypatch.setattr(scan, "program_digest", lambda: "other")
    else:
        monkeypatch.setattr(scan, "libraries", lambda: ["jinja2-99.dist-info"])
    built(site)
    assert made == ["lamp", "oil"] * 2


def test_every_dependency_that_makes_pages_counts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [one.split(">")[0].replace("-", "_") for one in project["dependencies"]]
    server = {"livereload", "tornado", "watchfiles"}
    assert set(names) - server <= set(scan.LIBRARIES)
    assert len([one for one in scan.libraries() if "dist-info" in one]) >= 6


def test_no_cache_uses_and_leaves_nothing(site: Path, made: list[str]) -> None:
    for _ in range(2):
        assert main(["build", "--no-cache", "--quiet", "--site", str(site)]) == 0
    assert made == ["lamp", "oil"] * 2
    assert cached(site) == []
    assert tree(site) == clean(site)


# ---- What befalls it -----------------------------------------------------------------------


@pytest.mark.parametrize("how", ["empty", "cut", "foreign", "flip", "folder"])
def test_a_damaged_cache_is_made_anew(site: Path, how: str) -> None:
    built(site)
    for file in cached(site):
        content = file.read_bytes()
        file.unlink()
        if how == "folder":
            file.mkdir()
            continue
        half = len(content) // 2
        file.write_bytes(
            {
                "empty": b"",
                "cut": content[:half],
                "foreign": b"<html>\n\n",
                "flip": content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :],
            }[how]
        )
    shutil.rmtree(site / "public")
    assert built(site).written
    assert tree(site) == clean(site)
    (site / NOTE).write_text("Tin.\n", encoding="utf-8")
    assert built(site).written
    assert tree(site) == clean(site)


def test_a_cache_that_cannot_be_written_is_done_without(site: Path) -> None:
    (site / ".postil").write_text("a file of somebody's", encoding="utf-8")
    for words in ("Tin.\n", "Wax.\n"):
        (site / NOTE).write_text(words, encoding="utf-8")
        assert built(site).written
        assert tree(site) == clean(site)
    assert (site / ".postil").read_text(encoding="utf-8") == "a file of somebody's"


def test_pages_that_were_swapped_in_the_cache_are_not_published(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even under a good digest: each page's own is compared once more."""
    built(site)
    real = Store.contents

    def swapped(self: Store, key: str) -> dict[str, bytes]:
        return {path: b"other" if self.site else got for path, got in real(self, key).items()}

    monkeypatch.setattr(Store, "contents", swapped)
    shutil.rmtree(site / "public")
    assert built(site).written
    assert tree(site) == clean(site)


def test_it_does_not_grow_for_ever(site: Path) -> None:
    for number in range(3):
        (site / NOTE).write_text(f"It was lamp {number}.\n", encoding="utf-8")
        built(site)
    objects = site / ".postil/cache/objects"
    assert len(list(objects.iterdir())) > 3
    for file in objects.iterdir():
        os.utime(file, (0, 0))
    (site / NOTE).write_text("Another.\n", encoding="utf-8")
    built(site)
    assert len(list(objects.iterdir())) <= 3 + 1  # two articles, the site's own pages
    for number in range(100):
        (objects / f"{number:040}").write_bytes(b"")
    (site / NOTE).write_text("One more.\n", encoding="utf-8")
    built(site)
    assert len(list(objects.iterdir())) < 80


def test_git_passes_it_over(site: Path) -> None:
    built(site)
    assert (site / ".postil/.gitignore").read_text(encoding="utf-8").endswith("\n*\n")


def test_nothing_in_it_is_run(site: Path) -> None:
    """No room of the cache imports what could run what it reads."""
    words = ("pickle", "marshal", "shelve", "eval(", "exec(", "import_module")
    for file in (ROOT / "postil/batch").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert not any(word in text for word in words), file.name
    assert State(header={}).rows() == {}


def test_14_two_builds_at_once(site: Path) -> None:
    command = [sys.executable, "-m", "postil", "build", "--quiet", "--site", str(site)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [subprocess.Popen(command, env=env) for _ in range(3)]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]
    built(site)
    assert tree(site) == clean(site)
    assert not [path for path in cached(site) if path.name.count(".") > 1]


def test_a_page_that_is_changed_at_once_after_a_build_is_noticed(site: Path) -> None:
    """In the same tick of the clock, of the same size and with its old time."""
    page = site / "public/index.html"
    for number in range(8):
        (site / NOTE).write_text(f"It was lamp {number}.\n", encoding="utf-8")
        built(site)
        was, content = page.stat(), page.read_bytes()
        page.write_bytes(content.swapcase())
        os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))
        built(site)
        assert page.read_bytes() == content


def test_what_is_too_young_for_its_stamp_is_read(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(left, "is_old", lambda *_: False)
    built(site)
    stamp = left.Tree(site / "public").stamp()
    monkeypatch.setattr(left.Tree, "stamp", lambda _: stamp)
    for name in ("index.html", MANIFEST, "mine.txt"):
        page = site / "public" / name
        was = page.read_bytes() if page.exists() else None
        page.write_bytes((was or b"mine").swapcase())
        assert not left.is_left(left.Tree(site / "public"), known(site))
        if was is None:
            page.unlink()
        else:
            page.write_bytes(was)
    assert left.is_left(left.Tree(site / "public"), known(site))


def known(site: Path) -> Mapping[str, Any]:
    """What the last build told of its output."""
    (state,) = (site / ".postil/cache").glob("*.state")
    found: Mapping[str, Any] = Store(site).state(state.stem).header["output"]
    return found


def test_what_is_the_same_is_not_compressed_again(site: Path) -> None:
    asked = list[int]()

    def compress(content: bytes) -> bytes:
        asked.append(len(content))
        return content[:10]

    brotli = SimpleNamespace(compress=compress)
    built(site, brotli=brotli)
    there = tree(site)
    assert "index.html.br" in there
    assert "published.json.br" not in there
    asked.clear()
    shutil.rmtree(site / "public")
    built(site, brotli=brotli)
    assert (asked, tree(site)) == ([], there)


# ---- The spare tree of a large site ---------------------------------------------------------


@pytest.fixture
def spares(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the trees are, of a site that counts as a large one."""
    monkeypatch.setattr(spare, "MANY", 1)
    return site / ".postil/spare"


def test_a_large_site_keeps_the_tree_that_it_replaced(site: Path, spares: Path) -> None:
    built(site)
    (kept,) = spares.iterdir()
    before = tree(site)
    (site / NOTE).write_text("Tin.\n", encoding="utf-8")
    built(site)
    assert tree(site) == clean(site) != before
    assert list(spares.iterdir()) == [kept]
    old = {p: (kept / p).read_bytes() for p in before}
    assert old == before
    assert built(site, keep=False).written
    shutil.rmtree(site / "public")
    built(site)
    assert tree(site) == clean(site)


def test_trees_of_outputs_that_are_no_more_go_in_time(site: Path, spares: Path) -> None:
    built(site)
    built(site, output=site / "other")
    first, second = sorted(spares.iterdir())
    os.utime(first, (0, 0))
    os.utime(second, (0, 0))
    built(site)
    (site / NOTE).write_text("Tin.\n", encoding="utf-8")
    built(site)
    assert len(list(spares.iterdir())) == 1


def test_a_site_that_became_small_keeps_none(
    site: Path, spares: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(site)
    monkeypatch.setattr(spare, "MANY", 500)
    (site / NOTE).write_text("Tin.\n", encoding="utf-8")
    built(site)
    assert list(spares.iterdir()) == []
    assert tree(site) == clean(site)


def test_no_link_is_followed_to_a_spare_tree(site: Path, spares: Path, tmp_path: Path) -> None:
    built(site)
    (kept,) = spares.iterdir()
    theirs = tmp_path / "theirs"
    kept.rename(theirs)
    kept.symlink_to(theirs)
    listed = sorted(theirs.rglob("*"))
    (site / NOTE).write_text("Tin.\n", encoding="utf-8")
    built(site)
    assert tree(site) == clean(site)
    main(["clean", "--site", str(site)])
    assert sorted(theirs.rglob("*")) == listed


def test_clean_removes_spare_trees(site: Path, spares: Path) -> None:
    built(site)
    (spares / "mine").mkdir()
    assert main(["clean", "--site", str(site)]) == 0
    assert [path.name for path in spares.iterdir()] == ["mine"]
    assert tree(site) == clean(site)


# ---- postil clean --------------------------------------------------------------------------


def test_clean_removes_what_postil_wrote(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "--quiet", "--site", str(site)])
    (site / ".postil/cache/mine.txt").write_text("mine", encoding="utf-8")
    assert main(["clean", "--site", str(site)]) == 0
    assert [path.name for path in (site / ".postil").rglob("*.txt")] == ["mine.txt"]
    assert cached(site) == [site / ".postil/cache/mine.txt"]
    assert "removed" in capsys.readouterr().out
    assert tree(site) == clean(site)


def test_clean_leaves_no_folder_behind(site: Path) -> None:
    main(["build", "--quiet", "--site", str(site)])
    assert main(["clean", "--published", "--site", str(site)]) == 0
    assert sorted(path.name for path in site.iterdir()) == ["content"]
    assert main(["clean", "--published", "--site", str(site)]) == 0


def test_clean_takes_only_published_files_that_are_as_they_were(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["build", "--quiet", "--site", str(site)])
    public = site / "public"
    (public / "mine.txt").write_text("mine", encoding="utf-8")
    (public / "oil/index.html").write_text("changed", encoding="utf-8")
    assert main(["clean", "--published", "--site", str(site)]) == 0
    left = sorted(path.relative_to(public).as_posix() for path in public.rglob("*"))
    assert left == ["mine.txt", "oil", "oil/index.html"]
    assert "not as Postil wrote them: oil/index.html" in capsys.readouterr().out
