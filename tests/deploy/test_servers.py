"""Deploys to servers on this machine: moto's S3, OpenSSH with rsync. Skipped where they are absent."""

import importlib.util
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from postil.deploy.ledger import LEDGER
from postil.deploy.plan import plan
from postil.deploy.rsync import RsyncPeer
from postil.deploy.send import StorePeer
from postil.deploy.store import RefusedError
from tests.stores import files

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"
FIRST = {"a b+é.txt": "key", "index.html": '<img src="p.11111111.svg">', "p.11111111.svg": "<svg>"}
SECOND = {"index.html": '<img src="p.22222222.svg">', "p.22222222.svg": "<svg>2"}


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server does not start")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of moto's; the address of its store."""
    for name in ("moto", "flask", "obstore"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"needs {name}: pip install 'moto[server]' obstore")
    port = free()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        address = f"http://127.0.0.1:{port}"
        urlopen(Request(f"{address}/site", method="PUT")).close()
        yield address
    finally:
        ended(server)


def test_s3(bucket: str) -> None:
    from postil.deploy.s3 import S3Store

    store = S3Store({"bucket": "site", "prefix": "a/b", "endpoint": bucket, "region": "us-east-1"})
    store.put("theirs.txt", b"theirs", ("text/plain", ""))
    peer = StorePeer(store)
    for texts in (FIRST, SECOND, SECOND, {**SECOND, "x.txt": "x"}):
        made = files(texts)
        there = peer.look(made)
        planned = plan(made, there, "S", "")
        assert planned.nothing == ("p.22222222.svg" in there.sizes and "x.txt" not in texts)
        if not planned.nothing:
            peer.carry_out(planned, made, there)
    assert set(store.listing()) == {LEDGER, "theirs.txt", "index.html", "p.22222222.svg", "x.txt"}
    page = store.get("index.html")
    assert page is not None
    assert page.type == "text/html; charset=utf-8"
    assert page.cache == "public, max-age=0, must-revalidate"


def test_s3_without_its_bucket_is_refused_at_once(bucket: str) -> None:
    from postil.deploy.s3 import S3Store

    waits = list[float]()
    store = S3Store({"bucket": "none", "endpoint": bucket, "region": "us-east-1"})
    with pytest.raises(RefusedError, match="404"):
        StorePeer(store, waits.append).look(files(FIRST))
    assert waits == []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """sshd with keys of its own; the values of a target there."""
    if not (Path(SSHD).exists() and shutil.which("rsync") and shutil.which("ssh-keygen")):
        pytest.skip("needs openssh-server and rsync")
    for name in ("host", "key"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(words, check=True)
    port = free()
    Path("/run/sshd").mkdir(exist_ok=True) if Path("/run").stat().st_uid == 0 and _root() else None
    config = tmp_path / "sshd_config"
    lines = [f"HostKey {tmp_path}/host", f"AuthorizedKeysFile {tmp_path}/key.pub", "StrictModes no"]
    lines += ["UsePAM no", f"Port {port}", "ListenAddress 127.0.0.1", f"PidFile {tmp_path}/pid"]
    config.write_text("\n".join([*lines, "PermitRootLogin yes", ""]), encoding="utf-8")
    process = subprocess.Popen([SSHD, "-D", "-f", str(config), "-E", str(tmp_path / "log")])
    try:
        wait_for(port)
        key = (tmp_path / "host.pub").read_text("utf-8").split()[:2]
        (tmp_path / "known").write_text(f"[127.0.0.1]:{port} {' '.join(key)}\n", encoding="utf-8")
        yield {
            "to": f"127.0.0.1:{tmp_path}/www///",
            "port": str(port),
            "identity": str(tmp_path / "key"),
            "known_hosts": str(tmp_path / "known"),
        }
    finally:
        ended(process)


def _root() -> bool:
    import os

    return os.geteuid() == 0


def test_92_rsync(server: dict[str, str], tmp_path: Path) -> None:
    for number, texts in enumerate((FIRST, SECOND, SECOND, {**SECOND, "x.txt": "x"})):
        (scratch := tmp_path / f"scratch{number}").mkdir()
        peer, made = RsyncPeer(server, scratch), files(texts)
        there = peer.look(made)
        planned = plan(made, there, "S", "")
        assert planned.nothing == (number == 2)
        if not planned.nothing:
            peer.carry_out(planned, made, there)
        if number == 0:
            (tmp_path / "www/theirs.txt").write_text("theirs", encoding="utf-8")
    names = {path.name for path in (tmp_path / "www").iterdir()}
    assert names == {LEDGER, "theirs.txt", "index.html", "p.22222222.svg", "x.txt"}


def test_95_a_host_that_is_not_known_is_refused(server: dict[str, str], tmp_path: Path) -> None:
    (scratch := tmp_path / "scratch").mkdir()
    (tmp_path / "known").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError, match="Host key verification failed"):
        RsyncPeer(server, scratch).look(files(FIRST))
    assert not (tmp_path / "www").exists()
