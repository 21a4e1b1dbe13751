"""Case 84 for folders and branches: broken off at any step, what is there is whole, and goes on.

A child process counts its own audit events under the folder and kills itself at the n-th, or fails
as a full disk does; of git, the n-th start fails, before its work or behind it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from postil.deploy import process
from postil.deploy.branch import BranchPeer
from postil.deploy.ledger import LEDGER
from postil.deploy.plan import plan
from postil.deploy.store import RefusedError
from tests.conftest import ROOT
from tests.faults import Failing
from tests.stores import files, torn_texts

OLD = {
    "a/index.html": '<img src="plan.11111111.svg">',
    "a/plan.11111111.svg": "<svg>1",
    "b/index.html": '<a href="../a/index.html">',
    "index.html": '<a href="a/index.html"><a href="b/index.html">',
}
NEW = {
    "a/index.html": '<img src="plan.33333333.svg">',
    "a/plan.33333333.svg": "<svg>2",
    "c/index.html": '<a href="../a/index.html">',
    "index.html": '<a href="a/index.html"><a href="c/index.html">',
}
CHILD = """
import errno, json, os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from postil.deploy.folder import FolderStore
from postil.deploy.plan import plan
from postil.deploy.send import StorePeer
from postil.deploy.store import RefusedError
from tests.stores import files
at, how, seen = int(sys.argv[3]), sys.argv[4], 0
made = files(json.loads(sys.argv[5]))
peer = StorePeer(FolderStore(Path(sys.argv[2])))
NAMES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.listdir", "os.scandir"}
def hook(name, args):
    global seen
    if name not in NAMES and name != "open" or sys.argv[2] not in str(args[0]):
        return
    seen += 1
    if seen == at and how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if seen == at and how == "fail":
        raise OSError(errno.ENOSPC, "No space left on device")
sys.addaudithook(hook)
try:
    there = peer.look(made)
    planned = plan(made, there, "S", "")
    if not planned.nothing:
        peer.carry_out(planned, made, there)
except RefusedError as error:
    print(error.args[0])
    sys.exit(1)
print(seen)
"""


def child(
    folder: Path, texts: Mapping[str, str], at: int = -1, how: str = ""
) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", CHILD, str(ROOT), str(folder), str(at), how, json.dumps(texts)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def tree(folder: Path) -> dict[str, bytes]:
    """All that visitors could ask for."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LEDGER
    }


def sampled(count: int) -> range:
    return range(1, count + 1, 1 if os.environ.get("POSTIL_ALL_STEPS") else 6)


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_84_a_folder_is_whole_wherever_a_deploy_breaks_off(how: str, tmp_path: Path) -> None:
    clean, first = tmp_path / "clean", tmp_path / "first"
    assert child(clean, OLD).returncode == 0
    shutil.copytree(clean, first)
    count = int(child(clean, NEW).stdout)
    assert count > 20
    for at in sampled(count):
        there = tmp_path / f"{at}"
        shutil.copytree(first, there)  # other files than the list vouches for: they are compared
        done = child(there, NEW, at, how)
        assert "Traceback" not in done.stderr
        if how == "kill":
            assert done.returncode == -9
        elif done.returncode:
            assert "No space left on device" in done.stdout
        else:  # such as a folder that is made only where it is not there
            assert tree(there) == tree(clean)
        found = {p: c for p, c in tree(there).items() if not p.endswith(".postil-part")}
        assert torn_texts(found) == []
        assert set(found.values()) <= {t.encode() for t in (*OLD.values(), *NEW.values())}
        again = child(there, NEW)
        assert again.returncode == 0, again.stdout + again.stderr
        assert tree(there) == tree(clean), f"step {at}"


@pytest.mark.parametrize("behind", [False, True], ids=["not-started", "answer-lost"])
def test_84_90_a_branch_is_old_or_new_wherever_git_fails(
    behind: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(process.run, RefusedError("git: the connection was lost"), behind=behind)
    monkeypatch.setattr("postil.deploy.branch.run", failing)
    (tmp_path / "site").mkdir()

    def deploy(bare: Path, texts: Mapping[str, str]) -> None:
        number = len(list(tmp_path.iterdir()))
        (scratch := tmp_path / f"scratch{number}").mkdir()
        made, peer = files(texts), BranchPeer(tmp_path / "site", str(bare), "pages", scratch)
        there = peer.look(made)
        planned = plan(made, there, "S", "")
        if not planned.nothing:
            peer.carry_out(planned, made, there)

    def published(bare: Path) -> str:
        words = ["git", "ls-tree", "-r", "pages"]
        listed = subprocess.run(words, cwd=bare, capture_output=True, text=True, check=True)
        return "\n".join(line for line in listed.stdout.splitlines() if LEDGER not in line)

    clean, first = tmp_path / "clean.git", tmp_path / "first.git"
    subprocess.run(["git", "init", "-q", "--bare", str(clean)], check=True)
    deploy(clean, OLD)
    shutil.copytree(clean, first)
    failing.left = failing.NEVER
    deploy(clean, NEW)
    count = failing.NEVER - failing.left
    old, new = published(first), published(clean)
    assert count > 10
    for at in range(1, count + 1):
        bare = tmp_path / f"{at}.git"
        shutil.copytree(first, bare)
        failing.left = at
        try:
            deploy(bare, NEW)
        except RefusedError:
            assert published(bare) in (old, new)
        else:  # the push went through, and that was seen
            assert published(bare) == new
        failing.left = failing.NEVER
        deploy(bare, NEW)
        assert published(bare) == new, f"broken at {at}"
        commits = subprocess.run(
            ["git", "rev-list", "--count", "pages"], cwd=bare, capture_output=True, check=True
        )
        assert int(commits.stdout) == 2, "what was there is not committed twice"


def test_git_is_started_as_often_for_many_files_as_for_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a file, it took 23,000 starts for a site of a thousand articles."""
    started = []
    for count in (2, 60):
        counted = Failing(process.run, RefusedError("never"), behind=False)
        counted.left = counted.NEVER
        monkeypatch.setattr("postil.deploy.branch.run", counted)
        folder = tmp_path / f"{count}"
        for name in ("site", "scratch"):
            (folder / name).mkdir(parents=True)
        subprocess.run(["git", "init", "-q", "--bare", str(folder / "bare.git")], check=True)
        made = files({f"{number}.html": f"Page {number}." for number in range(count)})
        peer = BranchPeer(folder / "site", str(folder / "bare.git"), "pages", folder / "scratch")
        there = peer.look(made)
        peer.carry_out(plan(made, there, "S", ""), made, there)
        assert peer.look(made).same == set(made)
        started.append(counted.NEVER - counted.left)
    assert started[0] == started[1]
