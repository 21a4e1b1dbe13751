"""Servers of others that deploys are tested against: where they come from, starting and ending one.

Three stores speak S3: moto, SeaweedFS, and rclone, which knows no conditions. `tests/peers.txt`
lists them; POSTIL_PEERS names the folder of programs that they were installed in.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.browser import in_ci

NAMED_BY = "POSTIL_PEERS"
KEY, SECRET = "test", "CANARY-of-the-store"
READER = "reader"  # a key of SeaweedFS's that may read and nothing else
BUCKET = "site"


def program(name: str) -> str:
    """A program's path. Without it: a failure in CI, else a skip that says what to install."""
    folders = os.pathsep.join(
        [os.environ.get(NAMED_BY, ""), os.environ.get("PATH", ""), "/usr/sbin"]
    )
    if found := shutil.which(name, path=folders):
        return found
    told = f"needs {name}: see “Servers to test against” in tests/README.md"
    if in_ci():
        pytest.fail(told)
    pytest.skip(told)


def free() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, log: Path) -> None:
    """Until something listens; a failure with what the server said, if it does not."""
    for _ in range(300):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"the server does not start: {log.read_text('utf-8', 'replace')[-500:]}")


@contextmanager
def running(words: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server until the block's end; it knows nothing of this process's environment."""
    log = folder / "log"
    env = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with log.open("wb") as told:
        server = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=told, stderr=told, env=env, cwd=folder
        )
    try:
        wait_for(port, log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(2)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(10)


@contextmanager
def moto(folder: Path) -> Iterator[str]:
    """A store of moto's; gives its address."""
    port = free()
    with running([program("moto_server"), "-H", "127.0.0.1", "-p", str(port)], port, folder):
        address = f"http://127.0.0.1:{port}"
        urlopen(Request(f"{address}/{BUCKET}", method="PUT")).close()
        yield address


@contextmanager
def rclone(folder: Path) -> Iterator[str]:
    """A store of rclone's, on a folder."""
    (folder / "files" / BUCKET).mkdir(parents=True)
    port = free()
    words = [program("rclone"), "serve", "s3", "--config=", f"--auth-key={KEY},{SECRET}"]
    words += [f"--addr=127.0.0.1:{port}", "--vfs-cache-mode=minimal"]
    with running([*words, str(folder / "files")], port, folder):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def seaweed(folder: Path) -> Iterator[str]:
    """A store of SeaweedFS's: one key may do all, another only read, and anybody may read."""
    may = ((KEY, SECRET, ["Admin"]), (READER, READER, ["Read", "List"]))
    identities: list[Mapping[str, object]] = [
        {"name": key, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": actions}
        for key, secret, actions in may
    ]
    identities.append({"name": "anonymous", "actions": ["Read"]})  # as visitors of a website
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": identities}), encoding="utf-8")
    names = [f"{part}.port{kind}" for part in PARTS for kind in ("", ".grpc")]
    ports = {name: free() for name in names}
    words = [program("weed"), "server", "-s3", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    words += [f"-dir={folder}", f"-s3.config={config}", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    words += ["-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=20"]
    words += [f"-{name}={port}" for name, port in ports.items()]
    with running(words, ports["s3.port"], folder):
        address = f"http://127.0.0.1:{ports['s3.port']}"
        _make_bucket(address)
        yield address


def _make_bucket(address: str) -> None:
    """SeaweedFS makes a bucket when something is put there, as soon as it can."""
    import obstore
    from obstore.store import S3Store

    store = S3Store(
        BUCKET,
        config={"endpoint": address, "access_key_id": KEY, "secret_access_key": SECRET},
        client_options={"allow_http": True},
    )
    obstore.put(store, "probe", b"")
    obstore.delete(store, "probe")


@contextmanager
def sshd(folder: Path) -> Iterator[Mapping[str, str]]:
    """An sshd with keys of its own, for whoever runs the tests; the values of a target there.

    Nothing in anybody's `~/.ssh` is read or written by it.
    """
    server, keygen = program("sshd"), program("ssh-keygen")
    program("rsync")
    for name in ("host", "key"):
        words = [keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(words, check=True)
    if os.geteuid() == 0:  # where sshd of Debian looks for an empty folder
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free()
    lines = [f"HostKey {folder}/host", f"AuthorizedKeysFile {folder}/key.pub", "StrictModes no"]
    lines += ["UsePAM no", f"Port {port}", "ListenAddress 127.0.0.1", f"PidFile {folder}/pid"]
    # bash reads nobody’s .bashrc where it believes to run inside another shell.
    lines += ["PasswordAuthentication no", "PermitRootLogin yes", "SetEnv SHLVL=9", ""]
    config = folder / "sshd_config"
    config.write_text("\n".join(lines), encoding="utf-8")
    with running([server, "-D", "-e", "-f", str(config)], port, folder):
        key = (folder / "host.pub").read_text("utf-8").split()[:2]
        (folder / "known").write_text(f"[127.0.0.1]:{port} {' '.join(key)}\n", encoding="utf-8")
        yield {
            "to": f"127.0.0.1:{folder}/www///",
            "port": str(port),
            "identity": str(folder / "key"),
            "known_hosts": str(folder / "known"),
        }


PARTS = ("master", "volume", "filer", "s3")
STORES = {"moto": moto, "rclone": rclone, "seaweed": seaweed}
