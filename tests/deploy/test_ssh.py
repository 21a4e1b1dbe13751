"""One connection for all of a deploy: asked of a real sshd, which tells whom it let in."""

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from postil.cli import main
from postil.deploy import process, ssh
from postil.deploy.plan import plan
from postil.deploy.rsync import RsyncPeer
from postil.deploy.ssh import Ssh, can_listen, settings
from postil.deploy.store import RefusedError
from tests.documents import lay, read
from tests.faults import Failing
from tests.stores import files

pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
TEXTS = {"index.html": '<img src="p.11111111.svg">', "p.11111111.svg": "<svg>"}


def let_in(server: dict[str, str]) -> int:
    """How many connections the server has let in so far."""
    log = Path(server["known_hosts"]).parent / "log"
    return log.read_text("utf-8", "replace").count("Accepted publickey")


def masters(folder: Path) -> list[str]:
    """The processes of ssh that serve others from this folder; they name its socket."""
    found = list[str]()
    for about in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            found.append(about.read_bytes().decode("utf-8", "replace"))
    return [words for words in found if "[mux]" in words and str(folder) in words]


def deploy(server: dict[str, str], folder: Path) -> None:
    folder.mkdir()
    with closing(RsyncPeer(server, folder)) as peer:
        peer.published()
        there = peer.look(files(TEXTS))
        peer.carry_out(plan(files(TEXTS), there, "S", ""), files(TEXTS), there)


def test_a_deploy_connects_once(server: dict[str, str], tmp_path: Path) -> None:
    before = let_in(server)
    deploy(server, tmp_path / "s")
    assert let_in(server) - before == 1
    assert masters(tmp_path) == []
    assert not (tmp_path / "s/ssh").exists()


def test_it_connects_each_time_where_sockets_are_missing(
    server: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: the same deploy, with a connection for each start of rsync."""
    monkeypatch.delattr(socket, "AF_UNIX")
    counting = Failing(process.run, RefusedError(""), behind=True)
    monkeypatch.setattr("postil.deploy.rsync.run", counting)
    before = let_in(server)
    deploy(server, tmp_path / "s")
    started = counting.NEVER - counting.left
    assert let_in(server) - before == started > 5
    assert "ControlMaster" not in (tmp_path / "s/ssh_config").read_text("utf-8")


def test_a_connection_that_breaks_is_made_anew(server: dict[str, str], tmp_path: Path) -> None:
    before = let_in(server)
    with closing(RsyncPeer(server, tmp_path)) as peer:
        peer.published()
        words = ["ssh", "-F", str(tmp_path / "ssh_config"), "-O", "exit", "127.0.0.1"]
        subprocess.run(words, capture_output=True, check=True)
        assert peer.published() is None
    assert let_in(server) - before == 2
    assert masters(tmp_path) == []


def test_nothing_stays_where_ssh_never_came_in(server: dict[str, str], tmp_path: Path) -> None:
    (nobody := tmp_path / "nobody").write_text("", encoding="utf-8")
    with (
        pytest.raises(RefusedError, match="Host key verification failed"),
        closing(RsyncPeer({**server, "known_hosts": str(nobody)}, tmp_path)) as peer,
    ):
        peer.published()
    assert masters(tmp_path) == []


SITE = """
--- content/site.yaml
title: The Marginal
deploy:
  server: {kind: rsync, to: "%(to)s", port: %(port)s, identity: %(identity)s, known_hosts: %(known_hosts)s}
--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-night.md
The lamp went out at ten.
"""


def test_the_command_connects_once_too(
    server: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(read(SITE % {**server, "to": f"127.0.0.1:{tmp_path}/www"}).stage, tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    before = let_in(server)
    assert main(["deploy", "server"]) == 0
    assert let_in(server) - before == 1
    known = {one for one in masters(Path("/")) if "/postil-" in one}
    assert known == set()


KILLED = """
import json, os, signal, sys
from pathlib import Path
from postil.deploy import ssh
ssh.IDLE = 1
from postil.deploy.rsync import RsyncPeer
peer = RsyncPeer(json.loads(sys.argv[1]), Path(sys.argv[2]))
peer.published()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_it_leaves_a_connection_that_ends_by_itself(
    server: dict[str, str], tmp_path: Path
) -> None:
    words = [sys.executable, "-c", KILLED, json.dumps(server), str(tmp_path)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    until = time.monotonic() + 30
    while masters(tmp_path) and time.monotonic() < until:
        time.sleep(0.1)
    assert masters(tmp_path) == []
    assert ssh.IDLE <= 60


def test_the_users_own_way_of_sharing_goes_on(
    server: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who logs in with a second factor has one open already; it is used, and stays."""
    home = tmp_path / "h"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh").chmod(0o700)
    own = f'Host *\nControlMaster auto\nControlPath "{home}/own"\nControlPersist 30\n'
    (home / ".ssh/config").write_text(own, encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    before = let_in(server)
    deploy(server, tmp_path / "s")
    assert let_in(server) - before == 1
    assert len(masters(home)) == 1, "theirs is left as it is"
    words = ["ssh", "-F", str(tmp_path / "s/ssh_config"), "-O", "exit", "127.0.0.1"]
    subprocess.run(words, capture_output=True, check=True)
    assert masters(home) == []


def test_what_must_hold_stands_first_and_what_may_hold_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/config").write_text("", encoding="utf-8")
    lines = settings({"port": "22"}, tmp_path / "100%/ssh").splitlines()
    places = [lines.index(one) for one in ("StrictHostKeyChecking yes", "ControlMaster auto")]
    include = lines.index(f'Include "{tmp_path}/.ssh/config"')
    assert places[0] < include < places[1]
    assert f'ControlPath "{tmp_path}/100%%/ssh"' in lines


def test_no_socket_where_none_can_be(tmp_path: Path) -> None:
    assert can_listen(tmp_path / "ssh")
    assert list(tmp_path.iterdir()) == []
    assert not can_listen(tmp_path / ("long" * 30))
    assert not can_listen(tmp_path / "absent/ssh")
    assert not can_listen(tmp_path / 'a"b')


def test_an_address_in_brackets_is_asked_without_them(tmp_path: Path) -> None:
    assert Ssh("[::1]", {}, tmp_path).host == "::1"
    assert Ssh("ada@example.org", {}, tmp_path).host == "ada@example.org"
    assert [path.name for path in tmp_path.iterdir()] == ["ssh_config"]
