"""Deploys to a real sshd on this machine, with the real rsync. Numbers are the cases'."""

import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from postil.deploy import process
from postil.deploy.ledger import LEDGER
from postil.deploy.plan import plan
from postil.deploy.rsync import RsyncPeer, advice
from postil.deploy.store import RefusedError
from tests.faults import Failing
from tests.stores import files, torn_texts

FIRST = {"a b+é.txt": "key", "index.html": '<img src="p.11111111.svg">', "p.11111111.svg": "<svg>"}
SECOND = {"index.html": '<img src="p.22222222.svg">', "p.22222222.svg": "<svg>2"}


def deploy(server: Mapping[str, str], scratch: Path, texts: Mapping[str, str]) -> bool:
    """Whether there was something to do."""
    scratch.mkdir()
    made = files(texts)
    with closing(RsyncPeer(server, scratch)) as peer:
        there = peer.look(made)
        planned = plan(made, there, "S", "")
        if not planned.nothing:
            peer.carry_out(planned, made, there)
    return not planned.nothing


def texts_there(www: Path) -> dict[str, str]:
    return {
        path.relative_to(www).as_posix(): path.read_text("utf-8")
        for path in www.rglob("*")
        if path.is_file() and path.name != LEDGER
    }


def test_92_one_deploy_after_another(server: dict[str, str], tmp_path: Path) -> None:
    done = []
    for number, texts in enumerate((FIRST, SECOND, SECOND, {**SECOND, "x.txt": "x"})):
        done.append(deploy(server, tmp_path / f"scratch{number}", texts))
        if number == 0:
            (tmp_path / "www/theirs.txt").write_text("theirs", encoding="utf-8")
    assert done == [True, True, False, True]
    assert texts_there(tmp_path / "www") == {**SECOND, "x.txt": "x", "theirs.txt": "theirs"}
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "www").glob("*.html")}
    assert modes == {0o644}


@pytest.mark.parametrize("behind", [False, True], ids=["not-started", "answer-lost"])
def test_92_84_a_break_at_any_start_of_rsync_is_mended(
    server: dict[str, str], tmp_path: Path, behind: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The n-th rsync fails, for every n, before or after its work."""
    failing = Failing(
        process.run, RefusedError("rsync: connection unexpectedly closed"), behind=behind
    )
    monkeypatch.setattr("postil.deploy.rsync.run", failing)
    deploy(server, tmp_path / "clean0", FIRST)
    shutil.copytree(tmp_path / "www", tmp_path / "first")
    failing.left = failing.NEVER
    deploy(server, tmp_path / "clean1", SECOND)
    clean, count = texts_there(tmp_path / "www"), failing.NEVER - failing.left
    step = 1 if os.environ.get("POSTIL_ALL_STEPS") else 7
    for at in range(1 + 2 * behind, count + 1, step):
        shutil.copytree(tmp_path / "first", tmp_path / f"{at}")
        target = {**server, "to": f"127.0.0.1:{tmp_path}/{at}"}
        failing.left = at
        with pytest.raises(RefusedError):
            deploy(target, tmp_path / f"{at}a", SECOND)
        assert torn_texts({p: t.encode() for p, t in texts_there(tmp_path / f"{at}").items()}) == []
        failing.left = failing.NEVER
        deploy(target, tmp_path / f"{at}b", SECOND)
        assert texts_there(tmp_path / f"{at}") == clean, f"broken at {at}"


def test_95_a_host_that_is_not_known_is_refused(server: dict[str, str], tmp_path: Path) -> None:
    (unknown := tmp_path / "nobody").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError, match="Host key verification failed") as refused:
        deploy({**server, "known_hosts": str(unknown)}, tmp_path / "scratch", FIRST)
    assert refused.value.args[1] == "run ssh 127.0.0.1 once, and compare its fingerprint"
    assert not (tmp_path / "www").exists()
    assert unknown.read_text("utf-8") == "", "and it is not known from now on"


def test_95_what_is_known_is_never_written_to(server: dict[str, str], tmp_path: Path) -> None:
    known = Path(server["known_hosts"])
    before = known.read_bytes()
    deploy(server, tmp_path / "scratch", FIRST)
    assert known.read_bytes() == before
    config = (tmp_path / "scratch/ssh_config").read_text("utf-8")
    assert "StrictHostKeyChecking yes\n" in config
    assert "UpdateHostKeys no\n" in config


def test_a_wrong_key_is_refused_with_a_reason(server: dict[str, str], tmp_path: Path) -> None:
    (other := tmp_path / "other").write_text("no key", encoding="utf-8")
    other.chmod(0o600)
    with pytest.raises(RefusedError, match=r"(?i)permission denied") as refused:
        deploy({**server, "identity": str(other)}, tmp_path / "scratch", FIRST)
    assert refused.value.args[1].startswith("see whether ssh 127.0.0.1 lets you in")


def test_each_common_failure_has_its_advice(server: dict[str, str], tmp_path: Path) -> None:
    for name, values, hint in (
        ("port", {**server, "port": "1"}, "see whether ssh 127.0.0.1 connects"),
        (
            "above",
            {**server, "to": f"127.0.0.1:{tmp_path}/a/b/c"},
            "make the folder above it there",
        ),
    ):
        with pytest.raises(RefusedError) as refused:
            deploy(values, tmp_path / name, FIRST)
        assert refused.value.args[1].startswith(hint), refused.value.args
    assert advice("rsync: something else", "host") == ""
