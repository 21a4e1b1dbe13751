"""Whole or not at all (cases 9 to 14): killed or failing at any step, the folder is old or new.

A child process counts its own audit events (open for writing, mkdir, rename, link, remove …) under the
site's folder and kills itself, or fails with "no space left", at the n-th.
"""

import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from postil import swap
from postil.model import OutFile
from postil.printed import listed
from postil.problems import PostilError
from postil.write import Spot, Written, lay, write

ROOT = Path(__file__).resolve().parents[1]
OLD = {"index.html": "old", "a/index.html": "same", "gone/x.html": "gone", "b.html": "b"}
NEW = {"index.html": "new", "a/index.html": "same", "fresh/deep/y.html": "y", "b.html": "b"}
FOREIGN = {"CNAME": "example.org", "mine/notes.txt": "mine"}
CHILD = """
import errno, json, os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from postil.model import OutFile
from postil.problems import PostilError
from postil.printed import listed
from postil.write import Spot, lay
import ctypes, hashlib, tempfile
site, at, how = Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
files = [OutFile(path=p, content=c.encode()) for p, c in json.loads(sys.argv[5]).items()]
seen = 0
NAMES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "os.truncate"}
def hook(name, args):
    global seen
    writes = name == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if not writes and name not in NAMES and name != "ctypes.call_function":
        return
    seen += 1
    if seen == at and how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if seen == at and how == "fail":
        raise OSError(errno.ENOSPC, "No space left on device")
sys.addaudithook(hook)
try:
    held = {file.path: file.content for file in files}
    spare = Path(sys.argv[6]) if sys.argv[6] else None
    spot = Spot(output=site / "public", site=site, spare=spare)
    lay(listed(files), lambda paths: [(path, held[path]) for path in paths], spot)
except PostilError as error:
    print(error.problems[0].message)
    sys.exit(1)
print(seen)
"""


def files(texts: dict[str, str]) -> list[OutFile]:
    return [OutFile(path=path, content=text.encode()) for path, text in texts.items()]


def tree(folder: Path) -> dict[str, str]:
    """Every file of the output but Postil's own list, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".postil-manifest.json"
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose folder holds the old pages and files of somebody else's."""
    made = tmp_path / "site"
    (made / "content").mkdir(parents=True)
    write(files(OLD), made / "public", made)
    for path, text in FOREIGN.items():
        (made / "public" / path).parent.mkdir(exist_ok=True)
        (made / "public" / path).write_text(text, encoding="utf-8")
    return made


def child(site: Path, at: int, how: str, spare: str = "") -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", CHILD, str(ROOT), str(site), str(at), how, json.dumps(NEW)]
    words.append(spare)
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def laid(texts: dict[str, str], site: Path, spare: str) -> Written:
    """A write that keeps the tree that it replaces, where `spare` is not ""."""
    spot = Spot(output=site / "public", site=site, spare=Path(spare) if spare else None)
    return lay(listed(files(texts)), lambda paths: [(p, texts[p].encode()) for p in paths], spot)


def steps(site: Path, spare: str) -> int:
    """How many steps a whole write takes."""
    done = child(site, -1, "count", spare)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("how", ["kill", "fail"])
def test_old_or_new_at_every_step(site: Path, how: str, kept: bool) -> None:
    """Cases 9, 10 and 12: SIGKILL, or a full disk, at each step; with a spare tree, and without."""
    spare = str(site.parent / "spare") if kept else ""
    count = steps(site, spare)
    assert count > 20
    assert tree(site / "public") == NEW | FOREIGN
    for at in range(1, count + 1):
        laid(OLD, site, spare)
        assert tree(site / "public") == OLD | FOREIGN
        done = child(site, at, how, spare)
        found = tree(site / "public")
        assert found in (OLD | FOREIGN, NEW | FOREIGN), f"step {at} left a mixture"
        if how == "fail" and done.returncode:
            assert "No space left on device" in done.stdout
            assert "Traceback" not in done.stderr
        laid(NEW, site, spare)
        assert tree(site / "public") == NEW | FOREIGN
        left = sorted(path.name for path in site.iterdir())
        assert left == ["content", "public"], f"step {at} left {left}"


def test_foreign_files_are_the_very_same_files(site: Path) -> None:
    """Case 2: their bytes, times, owners and even their places on the disk."""
    before = {path: (site / "public" / path).stat() for path in FOREIGN}
    write(files(NEW), site / "public", site)
    for path, old in before.items():
        new = (site / "public" / path).stat()
        assert (new.st_ino, new.st_mtime_ns, new.st_mode) == (
            old.st_ino,
            old.st_mtime_ns,
            old.st_mode,
        )


def test_unchanged_pages_are_the_very_same_files(site: Path) -> None:
    before = (site / "public" / "b.html").stat().st_ino
    write(files(NEW), site / "public", site)
    assert (site / "public" / "b.html").stat().st_ino == before


def test_nothing_new_touches_nothing(site: Path) -> None:
    write(files(NEW), site / "public", site)
    before = [(p, p.stat().st_mtime_ns, p.stat().st_ino) for p in sorted(site.rglob("*"))]
    write(files(NEW), site / "public", site)
    assert [(p, p.stat().st_mtime_ns, p.stat().st_ino) for p in sorted(site.rglob("*"))] == before


def test_a_file_that_arrives_during_the_build_is_not_lost(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = swap.exchange

    def late(staging: Path, output: Path) -> None:
        (output / "late.txt").write_text("late", encoding="utf-8")
        real(staging, output)

    monkeypatch.setattr(swap, "exchange", late)
    write(files(NEW), site / "public", site)
    assert tree(site / "public") == NEW | FOREIGN | {"late.txt": "late"}


def test_where_the_system_cannot_exchange(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_renameat2", lambda *_: False)
    write(files(NEW), site / "public", site)
    assert tree(site / "public") == NEW | FOREIGN
    assert sorted(path.name for path in site.iterdir()) == ["content", "public"]


def test_a_kill_between_two_renames_is_undone(site: Path) -> None:
    (site / "public").rename(site / ".public.postil-old")
    write(files(NEW), site / "public", site)
    assert tree(site / "public") == NEW | FOREIGN
    assert sorted(path.name for path in site.iterdir()) == ["content", "public"]


def test_a_second_build_waits_and_then_says_who_is_there(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 14."""
    monkeypatch.setattr(swap.alone.__wrapped__, "__defaults__", (0.2,))  # type: ignore[attr-defined]
    with swap.alone(site / "public"), pytest.raises(PostilError, match="another build"):
        write(files(NEW), site / "public", site)
    assert tree(site / "public") == OLD | FOREIGN
    write(files(NEW), site / "public", site)


def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    """Case 18."""
    modes = []
    for umask in (0o022, 0o077):
        made = tmp_path / f"{umask}"
        (made / "content").mkdir(parents=True)
        old = os.umask(umask)
        try:
            write(files(NEW), made / "public", made)
        finally:
            os.umask(old)
        found = sorted((made / "public").rglob("*"))
        modes.append([stat.S_IMODE(path.stat().st_mode) for path in found])
        modes[-1].append(stat.S_IMODE((made / "public").stat().st_mode))
    assert modes[0] == modes[1]


def test_a_reader_sees_whole_pages_of_one_build(site: Path) -> None:
    """Case 17, on disk: every read during many builds is all old or all new."""
    output, stop, wrong = site / "public", threading.Event(), list[object]()

    def read() -> None:
        while not stop.is_set():
            try:
                found = (output / "index.html").read_text(encoding="utf-8")
            except FileNotFoundError:
                found = "no page"
            if found not in ("old", "new"):
                wrong.append(found)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        write(files(NEW), output, site)
        write(files(OLD), output, site)
    stop.set()
    reader.join()
    assert wrong == []


def test_ctrl_c_leaves_everything_whole(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 13."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(swap, "exchange", interrupted)
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        write(files(NEW), site / "public", site)
    assert time.monotonic() - start < 30
    assert tree(site / "public") == OLD | FOREIGN
    assert sorted(path.name for path in site.iterdir()) == ["content", "public"]


def test_the_same_input_lists_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("x", "y"):
        made = tmp_path / name
        (made / "content").mkdir(parents=True)
        write(files(dict(reversed(NEW.items())) if name == "x" else NEW), made / "public", made)
        listed = (made / "public" / ".postil-manifest.json").read_bytes()
        digests.add(hashlib.sha256(listed).hexdigest())
    assert len(digests) == 1


# ---- A spare tree ---------------------------------------------------------------------------


def test_a_spare_tree_is_brought_up_to_date_by_few_links(site: Path) -> None:
    spare = str(site.parent / "spare")
    assert set(laid(NEW, site, spare).linked) == {"a/index.html", "b.html", *FOREIGN}
    assert tree(Path(spare)) == OLD | FOREIGN
    newer = {**NEW, "b.html": "newer"}
    assert set(laid(newer, site, spare).linked) == {"index.html", "fresh/deep/y.html"}
    assert tree(Path(spare)) == NEW | FOREIGN
    assert laid({**newer, "index.html": "newest"}, site, spare).linked == ("b.html",)
    assert tree(site / "public") == {**newer, "index.html": "newest"} | FOREIGN


@pytest.mark.parametrize(
    "how", ["other", "folder for a file", "file for a folder", "more", "link", "empty"]
)
def test_whatever_stands_in_a_spare_tree_nothing_of_it_is_published(site: Path, how: str) -> None:
    spare, outside = site.parent / "spare", site.parent / "outside"
    outside.mkdir()
    (outside / "theirs.txt").write_text("theirs", encoding="utf-8")
    laid(NEW, site, str(spare))
    if how == "other":
        (spare / "b.html").unlink()
        (spare / "b.html").write_text("b", encoding="utf-8")
        (spare / "index.html").write_text("not ours", encoding="utf-8")
    elif how == "folder for a file":
        (spare / "b.html").unlink()
        (spare / "b.html/deep").mkdir(parents=True)
        (spare / "b.html/deep/x.txt").write_text("x", encoding="utf-8")
    elif how == "file for a folder":
        (spare / "a/index.html").unlink()
        (spare / "a").rmdir()
        (spare / "a").write_text("a", encoding="utf-8")
    elif how == "more":
        (spare / "more").mkdir()
        (spare / "more/x.txt").write_text("x", encoding="utf-8")
    elif how == "link":
        (spare / "a/index.html").unlink()
        (spare / "a").rmdir()
        (spare / "a").symlink_to(outside)
    else:
        (spare / "nothing/in/it").mkdir(parents=True)
    laid(OLD, site, str(spare))
    assert tree(site / "public") == OLD | FOREIGN
    assert not (site / "public/nothing").exists()
    assert (outside / "theirs.txt").is_file()


def test_what_somebody_deleted_does_not_come_back_from_the_spare_tree(site: Path) -> None:
    spare = str(site.parent / "spare")
    laid(NEW, site, spare)
    (site / "public/CNAME").unlink()
    for texts in (OLD, NEW):
        laid(texts, site, spare)
        assert tree(site / "public") == texts | {"mine/notes.txt": "mine"}


def test_a_file_that_arrives_meanwhile_is_not_left_in_the_spare_tree(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, spare = swap.exchange, site.parent / "spare"

    def late(staging: Path, output: Path) -> None:
        (output / "late.txt").write_text("late", encoding="utf-8")
        real(staging, output)

    monkeypatch.setattr(swap, "exchange", late)
    laid(NEW, site, str(spare))
    assert tree(site / "public") == NEW | FOREIGN | {"late.txt": "late"}
    assert not (spare / "late.txt").exists()


def test_the_first_build_makes_its_spare_tree(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    spare = tmp_path / "spare"
    laid(OLD, tmp_path, str(spare))
    assert tree(spare) == OLD
    assert set(laid(NEW, tmp_path, str(spare)).linked) == set()
    assert tree(tmp_path / "public") == NEW
