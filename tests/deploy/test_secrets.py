"""Case 94: canaries in the environment of a real deploy, and every program that it starts, traced.

strace writes down each program's arguments and whole environment, as the system was given them.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import peers
from tests.conftest import ROOT
from tests.documents import lay, read
from tests.peers import program

SITE = """
--- content/site.yaml
title: The Marginal
deploy:
  pages: {kind: branch, remote: ../bare.git}
  bucket: {kind: s3, bucket: site, endpoint: "%(s3)s", region: us-east-1}
  server: {kind: rsync, to: "127.0.0.1:%(www)s", port: %(port)s, identity: %(identity)s, known_hosts: %(known_hosts)s}
--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-night.md
The lamp went out at ten.
"""
CANARIES = {
    "AWS_SECRET_ACCESS_KEY": peers.SECRET,
    "GITHUB_TOKEN": "CANARY-of-the-host",
    "DEPLOY_PASSWORD": "CANARY-of-somebody",
    "NPM_AUTH": "CANARY-of-another",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    top = tmp_path_factory.mktemp("secrets")
    (top / "seaweed").mkdir()
    (top / "sshd").mkdir()
    with peers.seaweed(top / "seaweed") as s3, peers.sshd(top / "sshd") as server:
        values = {**server, "s3": s3, "www": f"{top}/www"}
        lay(read(SITE % values).stage, top / "site")
        subprocess.run(["git", "init", "-q", "--bare", str(top / "bare.git")], check=True)
        yield top / "site"


def deploy(site: Path, target: str, **env: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """A real deploy; what it printed, and what strace wrote."""
    trace = site.parent / f"trace-{target}"
    words = [program("strace"), "-f", "-qq", "-v", "-s", "100000", "-e", "trace=execve"]
    words += ["-e", "signal=none", "-o", str(trace), sys.executable, "-m", "postil", "deploy"]
    done = subprocess.run(
        [*words, target],
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(ROOT), **CANARIES, "AWS_ACCESS_KEY_ID": "test", **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done, trace.read_text("utf-8", "replace")


def programs(trace: str) -> list[tuple[str, str]]:
    """Arguments and environment of each program that was started, but the first, which is ours."""
    shape = r'execve\("[^"]*", \[(.*?)\], \[(.*)\]\) = 0'
    return [(found[1], found[2]) for found in re.finditer(shape, trace)][1:]


@pytest.mark.parametrize("target", ["pages", "bucket", "server"])
def test_94_no_key_leaves_the_process(site: Path, target: str) -> None:
    done, trace = deploy(site, target, RUST_LOG="trace", GIT_TRACE="1", GIT_CURL_VERBOSE="1")
    assert done.returncode == 0, done.stderr
    assert "CANARY" not in done.stdout + done.stderr
    started = programs(trace)
    assert (target == "bucket") == (started == []), "only a bucket needs no program"
    for words, environment in started:
        assert "CANARY" not in words
        assert "CANARY" not in environment, words
    assert_nothing_on_disk(site)


def test_94_only_git_that_asks_a_host_over_https_may_find_a_key(site: Path) -> None:
    """A credential helper may need one; the steps that stay on this machine do not."""
    settings = site / "content/site.yaml"
    before = settings.read_text("utf-8")
    settings.write_text(
        "deploy: {far: {kind: branch, remote: 'https://127.0.0.1:9/x.git'}}\n", encoding="utf-8"
    )
    done, trace = deploy(site, "far")
    settings.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    with_keys = [words for words, environment in programs(trace) if "CANARY" in environment]
    assert with_keys
    assert all("ls-remote" in words or "remote-http" in words for words in with_keys), with_keys
    assert not [words for words, _ in programs(trace) if "CANARY" in words]


def assert_nothing_on_disk(site: Path) -> None:
    """Neither in the site, its cache, what was published, nor in any temporary folder of ours."""
    for folder in (site, site.parent / "bare.git", site.parent / "www"):
        for path in folder.rglob("*"):
            assert not path.is_file() or b"CANARY" not in path.read_bytes(), path


@pytest.mark.parametrize("target", ["pages", "bucket", "server"])
def test_94_nor_where_it_fails(site: Path, target: str) -> None:
    """Each is refused: by the store, since the repository is gone, for an unknown host."""
    aside = {"pages": site.parent / "bare.git", "server": site.parent / "sshd/known"}.get(target)
    if aside:
        aside.rename(aside.with_suffix(".aside"))
    done, trace = deploy(site, target, AWS_SECRET_ACCESS_KEY="CANARY-that-is-wrong")
    if aside:
        aside.with_suffix(".aside").rename(aside)
    assert done.returncode == 1
    assert "[deploy]" in done.stderr
    assert "Traceback" not in done.stderr
    assert "CANARY" not in done.stdout + done.stderr
    assert not [words for words, _ in programs(trace) if "CANARY" in words]
