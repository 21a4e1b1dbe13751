"""Ctrl-C and a polite kill: in time, whole, without a traceback (cases 13, 64, 94), in processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest

ROOT = Path(__file__).resolve().parents[1]
IN_TIME = 5.0  # seconds: one is promised, and this machine may be doing ten other things
LATE = 30.0
ARTICLES = 600
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")


@pytest.fixture(scope="module", autouse=True)
def heard() -> Iterator[None]:
    """Ctrl-C as a terminal gives it: what a shell runs in the background ignores it, children too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose build takes a while."""
    root = tmp_path_factory.mktemp("many") / "site"
    for number in range(ARTICLES):
        folder = root / f"content/a{number:03}"
        folder.mkdir(parents=True)
        (folder / "article.yaml").write_text(f"title: Article {number}\n", encoding="utf-8")
        text = "".join(f"The words of [paragraph {n}][^n{n}] are here.\n\n" for n in range(6))
        notes = "".join(f"[^n{n}]: A note of {number}.\n" for n in range(6))
        (folder / "01-text.md").write_text(text + notes, encoding="utf-8")
    (root / "content/site.yaml").write_text(
        "title: Many\ndeploy:\n  here: {kind: folder, path: ../there}\n", encoding="utf-8"
    )
    return root


def start(*words: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "postil", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str], name: signal.Signals, times: int = 1) -> tuple[int, str]:
    """Ask a process to end; gives its status and what it said."""
    try:
        for _ in range(times):
            process.send_signal(name)
        out, err = process.communicate(timeout=LATE)
    finally:
        process.kill()
    assert "Traceback" not in out + err
    return process.returncode, err


def tree(folder: Path) -> dict[str, str]:
    """Every file's digest, and the names of folders."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else ""
        for path in sorted(folder.rglob("*"))
    }


def begun(process: subprocess.Popen[str], seconds: float) -> None:
    """Let it run for a while, but not to its end."""
    sleep(seconds)
    if (status := process.poll()) is not None:
        assert status == 0, process.communicate()[1]
        pytest.skip("this machine is too fast to be interrupted")


@pytest.mark.parametrize("name", STATUS)
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("after", [0.4, 0.8])
def test_a_build_in_its_midst(
    site: Path, tmp_path: Path, name: signal.Signals, times: int, after: float
) -> None:
    output = tmp_path / "public"
    process = start("build", "--site", str(site), "--output", str(output))
    begun(process, after)
    asked = monotonic()
    status, err = ended(process, name, times)
    assert (status, err) == (STATUS[name], "stopped\n")
    assert monotonic() - asked < IN_TIME
    assert not output.exists()
    assert [path.name for path in tmp_path.iterdir()] == []


@pytest.mark.parametrize("command", ["check", "deploy"])
def test_other_commands_in_their_midst(site: Path, command: str) -> None:
    there = site.parent / "there"
    process = start(command, "--site", str(site), *(["here"] * (command == "deploy")))
    begun(process, 0.6)
    assert ended(process, signal.SIGINT) == (130, "stopped\n")
    assert not there.exists()


def test_a_preview_in_its_first_build(site: Path) -> None:
    for name, status in STATUS.items():
        process = start("serve", "--port", "0", "--site", str(site))
        assert process.stdout
        assert process.stdout.readline().startswith("serving http://127.0.0.1:")
        asked = monotonic()
        assert ended(process, name) == (status, "")
        assert monotonic() - asked < IN_TIME


def test_an_import_leaves_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    text = tmp_path / "long.txt"
    words = " ".join(f"word{n}" for n in range(40))
    text.write_text("".join(f"{words} {n}.\n\n" for n in range(4000)), encoding="utf-8")
    before = tree(tmp_path)
    process = start("import", str(text), "--as", "long", "--site", str(tmp_path))
    begun(process, 0.7)
    assert ended(process, signal.SIGTERM, 2) == (143, "stopped\n")
    assert tree(tmp_path) == before


@contextmanager
def silent_store() -> Iterator[str]:
    """A store that takes every request and never answers."""

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            sleep(LATE)

        do_PUT = do_HEAD = do_GET  # noqa: N815 - the names that it looks for

        def log_message(self, *_: object) -> None:
            pass

    asked = list[str]()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    assert asked


def test_a_deploy_that_waits_for_an_answer(tmp_path: Path) -> None:
    pytest.importorskip("obstore")
    article = tmp_path / "site/content/lamp"
    article.mkdir(parents=True)
    (article / "article.yaml").write_text("title: The lamp\n", encoding="utf-8")
    (article / "01-night.md").write_text("It went out.\n", encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with silent_store() as endpoint:
        (article.parent / "site.yaml").write_text(
            f"deploy:\n  s: {{kind: s3, bucket: lamps, region: r, endpoint: '{endpoint}'}}\n",
            encoding="utf-8",
        )
        keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "TMPDIR": str(scratch)}
        process = start("deploy", "s", "--site", str(tmp_path / "site"), **keys)
        begun(process, 3.0)
        asked = monotonic()
        assert ended(process, signal.SIGINT, 2) == (130, "stopped\n")
    assert monotonic() - asked < IN_TIME
    assert list(scratch.iterdir()) == []


def test_what_is_ignored_from_outside_stays_ignored(tmp_path: Path) -> None:
    """`nohup postil build`, and a build in the background of a script."""
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from postil.ending import on_request; on_request()\n"
        "print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == "True\n"


# ---- The end of a run that comes to its end -------------------------------------------------

RUN = "import sys; from postil.cli import main; sys.argv[0] = 'postil'; {} sys.exit(main())"


def run(before: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN.format(before), *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_what_is_to_be_done_at_the_end_is_done() -> None:
    done = run("import atexit; atexit.register(print, 'at the end');", "--version")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == ["at the end"]
    assert done.stdout.startswith("postil ")


def test_a_thread_that_runs_still_is_waited_for() -> None:
    before = "import threading; threading.Timer(0.5, print, ['later']).start();"
    assert run(before, "--version").stdout.splitlines()[1:] == ["later"]


def test_who_watches_a_run_sees_its_end() -> None:
    script = ["-m", "cProfile", "-s", "cumtime", "-m", "postil", "--version"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, *script]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert "function calls" in done.stdout


@pytest.mark.parametrize(
    ("words", "status"), [(["--version"], 0), (["nonsense"], 2), (["explain", "nonsense"], 2)]
)
def test_the_status_is_that_of_the_run(words: list[str], status: int) -> None:
    assert run("", *words).returncode == status


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    command = f"{sys.executable} -m postil explain | head -n 1; echo ${{PIPESTATUS[0]}}"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.splitlines()[-1], done.stderr) == ("0", "")
