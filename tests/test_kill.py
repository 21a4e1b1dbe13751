"""Cases 9 and 12 below Python: strace kills a write, or fails it, at the n-th system call of a kind.

`test_whole.py` does the same at Python's own events; here are also each write, flush, link and swap.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.peers import program
from tests.test_whole import FOREIGN, NEW, OLD, ROOT, files, site, tree

__all__ = ["site"]  # the fixture
SETUP = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from postil.model import OutFile
from postil.problems import PostilError
from postil.write import write
"""
BODY = """
try:
    texts = {p: c if isinstance(c, str) else "x" * c for p, c in json.loads(sys.argv[3]).items()}
    write([OutFile(path=p, content=c.encode()) for p, c in texts.items()],
          Path(sys.argv[2]) / "public", Path(sys.argv[2]))
except PostilError as error:
    print(error.problems[0].message)
    sys.exit(1)
"""
SCRIPT = SETUP + BODY
# Calls that change a disk, and how each may fail.
CALLS = {
    "write": "ENOSPC",
    "fsync": "EIO",
    "sync": "",  # it cannot fail
    "mkdir,mkdirat": "ENOSPC",
    "link,linkat": "EMLINK",
    "rename,renameat,renameat2": "EACCES",
    "unlink,unlinkat,rmdir": "EBUSY",
    "chmod,fchmod,fchmodat": "EPERM",
}


def run(site: Path, *strace: str) -> subprocess.CompletedProcess[str]:
    words = [program("strace"), "-f", "-qq", "-o", str(site.parent / "trace"), *strace]
    words += [sys.executable, "-B", "-c", SCRIPT, str(ROOT), str(site), json.dumps(NEW)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def count(site: Path, calls: str) -> int:
    """How many such calls a whole write makes."""
    assert run(site, "-e", f"trace={calls}").returncode == 0
    return sum("resumed" not in line for line in (site.parent / "trace").read_text().splitlines())


def reset(site: Path) -> None:
    from postil.write import write

    write(files(OLD), site / "public", site)
    assert tree(site / "public") == OLD | FOREIGN


@pytest.mark.parametrize(
    ("calls", "how"),
    [
        (calls, how)
        for calls, error in CALLS.items()
        for how in ("kill", "fail")
        if how == "kill" or error
    ],
)
def test_9_12_old_or_new_at_every_system_call(calls: str, how: str, site: Path) -> None:
    from postil.write import write

    number = count(site, calls)
    step = 1 if os.environ.get("POSTIL_ALL_STEPS") else max(1, number // 2)
    end = "signal=KILL" if how == "kill" else f"error={CALLS[calls]}"
    for at in range(1, number + 1, step):
        reset(site)
        done = run(site, "-e", f"trace={calls}", "-e", f"inject={calls}:{end}:when={at}")
        found = tree(site / "public")
        assert found in (OLD | FOREIGN, NEW | FOREIGN), f"{calls} {at} left a mixture"
        assert "Traceback" not in done.stderr, f"{calls} {at}: {done.stderr}"
        if how == "fail" and found == OLD | FOREIGN:
            assert done.returncode == 1
        write(files(NEW), site / "public", site)
        assert tree(site / "public") == NEW | FOREIGN
        left = sorted(path.name for path in site.iterdir())
        assert left == ["content", "public"], f"{calls} {at} left {left}"


def test_12_a_file_may_not_grow(site: Path) -> None:
    """RLIMIT_FSIZE: the page is too large for what is left."""
    big = {**NEW, "big.html": 100_000}
    words = [sys.executable, "-B", "-c", SCRIPT, str(ROOT), str(site), json.dumps(big)]
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )
    assert done.returncode == 1
    assert "cannot write" in done.stdout
    assert tree(site / "public") == OLD | FOREIGN
    assert sorted(path.name for path in site.iterdir()) == ["content", "public"]


def test_12_a_disk_of_two_hundred_kilobytes(site: Path) -> None:
    """A real one, mounted in a name space of its own: the old site stays, and nothing beside it."""
    if os.geteuid() or not shutil.which("unshare"):
        pytest.skip("needs root and unshare")
    big = {**NEW, "big.html": 400_000}
    script = (
        'mount -t tmpfs -o size=200k tmpfs "$1" && cp -a "$2/." "$1" && '
        'shift 2 && "$@"; status=$?; find "$MOUNT" -type f -size 0 | sed "s/^/empty: /"; '
        'cat "$MOUNT/public/index.html"; ls -A "$MOUNT"; exit $status'
    )
    mount = site.parent / "mount"
    mount.mkdir()
    words = ["unshare", "-m", "sh", "-c", script, "sh", str(mount), str(site)]
    child = [sys.executable, "-B", "-c", SCRIPT, str(ROOT), str(mount), json.dumps(big)]
    done = subprocess.run(
        [*words, *child],
        env={**os.environ, "MOUNT": str(mount)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount:" in done.stderr:
        pytest.skip("may not mount here")
    assert done.returncode == 1, done.stderr
    assert "No space left on device" in done.stdout
    assert "empty:" not in done.stdout
    assert done.stdout.split("No space left on device")[1].split() == ["old" + "content", "public"]
