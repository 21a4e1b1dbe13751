"""Cases 18, 19 and 21: the same input gives the same bytes, on every machine, on every day.

Each build is a process of its own, in an environment that shares nothing with the last one but the
site's bytes. POSTIL_ALL_STEPS=1 tries each difference by itself, and a clock of another year.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

PLAIN = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1", "HOME": "/nonexistent"}
DIFFERENCES: Mapping[str, Mapping[str, str]] = {
    "zone": {"TZ": "Pacific/Kiritimati"},
    "locale": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "hash": {"PYTHONHASHSEED": "4711"},
    "person": {"HOME": "/tmp", "USER": "somebody-else", "LOGNAME": "somebody-else"},
    "host": {"HOSTNAME": "another-host"},
    "epoch": {"SOURCE_DATE_EPOCH": "4102444800"},
    "terminal": {"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1"},
}
ONE_BY_ONE = list(DIFFERENCES) if os.environ.get("POSTIL_ALL_STEPS") else ["C", "epoch"]
# The order in which a disk names its files, reversed; one core; and another host's name.
OTHERWISE = """
import os, socket, sys
real = os.scandir
class Reversed:
    def __init__(self, path="."):
        with real(path) as found: self.left = sorted(found, key=lambda e: e.name, reverse=True)
    def __iter__(self): return self
    def __next__(self):
        if not self.left: raise StopIteration
        return self.left.pop(0)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
names = os.listdir
os.scandir, os.listdir = Reversed, lambda path=".": sorted(names(path), reverse=True)
os.cpu_count = lambda: 1
socket.gethostname = lambda: "somewhere-else"
sys.argv[0] = "postil"
from postil.cli import main
sys.exit(main())
"""


def build(site: Path, output: Path, env: Mapping[str, str], *, odd: bool = False) -> None:
    """In a folder of its own, with this environment and no other."""
    start = ["-c", OTHERWISE] if odd else ["-m", "postil"]
    (cwd := output.parent / f"cwd-{output.name}").mkdir()
    done = subprocess.run(
        [sys.executable, *start, "build", "--quiet", "--site", str(site), "--output", str(output)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **PLAIN, **env},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: os.umask(0o077 if odd else 0o022) and None,
    )
    assert done.returncode == 0, done.stderr


def tree(folder: Path) -> dict[str, tuple[int, str]]:
    """Mode and digest of all that a build wrote, folders too."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of several articles with every kind of file: the mini-site that has a list."""
    top = tmp_path_factory.mktemp("first") / "site"
    shutil.copytree(ROOT / "tests/sites/list/in", top)
    return top


@pytest.fixture(scope="module")
def plain(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    output = tmp_path_factory.mktemp("plain") / "out"
    build(site, output, {})
    return tree(output)


def moved(site: Path, folder: Path) -> Path:
    """The same bytes elsewhere, with other times, made in another order."""
    other = folder / "a very long way from there" / "site"
    for number, path in enumerate(sorted(site.rglob("*"), reverse=True)):
        if path.is_file() and ".postil" not in path.parts:
            target = other / path.relative_to(site)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (number * 86400, number * 86400))
    return other


def test_18_19_all_at_once(site: Path, plain: Mapping[str, object], tmp_path: Path) -> None:
    """Another folder, person, host, zone, locale, hash, umask, core, order, time stamp and day."""
    env = {name: value for one in DIFFERENCES.values() for name, value in one.items()}
    build(moved(site, tmp_path), tmp_path / "out", env, odd=True)
    assert tree(tmp_path / "out") == plain


@pytest.mark.parametrize("difference", ONE_BY_ONE)
def test_18_each_by_itself(
    difference: str, site: Path, plain: Mapping[str, object], tmp_path: Path
) -> None:
    build(site, tmp_path / "out", DIFFERENCES[difference])
    assert tree(tmp_path / "out") == plain


def test_18_a_second_build_changes_nothing(site: Path, tmp_path: Path) -> None:
    build(site, tmp_path / "out", {})

    def seen() -> list[tuple[str, int, int, int]]:
        found = [(path, path.lstat()) for path in sorted((tmp_path / "out").rglob("*"))]
        return [(str(p), one.st_ino, one.st_mtime_ns, one.st_ctime_ns) for p, one in found]

    before = seen()
    shutil.rmtree(tmp_path / "cwd-out")
    build(site, tmp_path / "out", DIFFERENCES["zone"])
    assert seen() == before


def test_18_the_bundled_site(root: Path, tmp_path: Path) -> None:
    trees = []
    for number, env in enumerate(({}, {**DIFFERENCES["C"], **DIFFERENCES["hash"]})):
        build(root, tmp_path / f"out{number}", env)
        trees.append(tree(tmp_path / f"out{number}"))
    assert trees[0] == trees[1]


def test_21_nothing_of_this_machine_is_in_the_output(site: Path, tmp_path: Path) -> None:
    """No path, person, host, temporary name or address in memory."""
    person = {"USER": "canary-user", "LOGNAME": "canary-user", "HOME": "/home/canary-user"}
    build(moved(site, tmp_path), tmp_path / "out", person | {"HOSTNAME": "canary-host"})
    forbidden = re.compile(
        rf"{re.escape(str(tmp_path))}|{re.escape(str(ROOT))}|canary"
        r"|/tmp/|site-packages|\bat 0x[0-9a-f]{6,}|a very long way"
    )
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            found = forbidden.findall(path.read_bytes().decode("utf-8", "ignore"))
            assert found == [], path.name
