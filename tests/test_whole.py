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
from postil.problems import PostilError
from postil.write import write

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
from postil.write import write
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
    write(files, site / "public", site)
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


def child(site: Path, at: int, how: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", CHILD, str(ROOT), str(site), str(at), how, json.dumps(NEW)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def steps(site: Path) -> int:
    """How many steps a whole write takes."""
    done = child(site, -1, "count")
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def reset(site: Path) -> None:
    write(files(OLD), site / "public", site)
    assert tree(site / "public") == OLD | FOREIGN


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_old_or_new_at_every_step(site: Path, how: str) -> None:
    """Cases 9, 10 and 12: SIGKILL, or a full disk, at each step."""
    count = steps(site)
    assert count > 20
    assert tree(site / "public") == NEW | FOREIGN
    for at in range(1, count + 1):
        reset(site)
        done = child(site, at, how)
        found = tree(site / "public")
        assert found in (OLD | FOREIGN, NEW | FOREIGN), f"step {at} left a mixture"
        if how == "fail" and done.returncode:
            assert "No space left on device" in done.stdout
            assert "Traceback" not in done.stderr
        write(files(NEW), site / "public", site)
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
