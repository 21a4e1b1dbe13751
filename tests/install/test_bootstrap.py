"""build.py: the pure parts, and real runs in small checkouts that need no network."""

from __future__ import annotations

import ast
import base64
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import build

REPO = Path(__file__).resolve().parents[2]
DEBIANS = Path("/usr/bin/python3")

# -- a small checkout: build.py, one requirement made here, and a postil that tells where it runs --

POSTIL = """
import os, sys
def main():
    import tiny
    print(tiny.NAME, os.getcwd(), sys.prefix, sys.argv)
    return 7 if "fail" in sys.argv else 0
"""


def make_wheel(folder: Path, version: str = "1.0") -> str:
    """Write a wheel of the distribution `tiny`; return its requirement line."""
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"NAME = 'tiny {version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},{digest(text.encode())},{len(text)}" for name, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    folder.mkdir(exist_ok=True)
    path = folder / f"tiny-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    hexed = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"tiny=={version} \\\n    --hash=sha256:{hexed}\n"


def digest(data: bytes) -> str:
    """A checksum as a wheel's RECORD wants it."""
    raw = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
    return f"sha256={raw.decode()}"


class Checkout:
    """A small checkout in a folder of its own, and how to run its build.py."""

    def __init__(self, root: Path, python: Path) -> None:
        self.root = root
        self.python = python
        self.wheels = root.parent / "wheels"
        self.venv = root / ".venv"
        self.stamp = self.venv / build.STAMP
        root.mkdir()
        shutil.copy(REPO / "build.py", root)
        (root / "postil").mkdir()
        (root / "postil/__init__.py").touch()
        (root / "postil/cli.py").write_text(POSTIL)
        self.require(make_wheel(self.wheels))

    def require(self, line: str) -> None:
        (self.root / "requirements.txt").write_text(line)
        (self.root / "requirements-test.txt").write_text(line)

    def environ(self) -> dict[str, str]:
        """Hardly anything; above all no `python` on PATH, and no index for pip to ask."""
        home = self.root.parent
        bin_ = home / "bin"
        bin_.mkdir(exist_ok=True)
        pip = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
        }
        return {"PATH": str(bin_), "HOME": str(home), **pip}

    def run(
        self, *args: str, cwd: Path | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.python), str(self.root / "build.py"), *args],
            check=False,
            capture_output=True,
            text=True,
            cwd=cwd or self.root,
            env={**self.environ(), **env},
            timeout=120,
        )

    def start(self, **env: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.python, self.root / "build.py"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.root,
            env={**self.environ(), **env},
        )

    def made_at(self) -> int:
        return (self.venv / "pyvenv.cfg").stat().st_mtime_ns


def works(done: subprocess.CompletedProcess[str]) -> bool:
    return (done.returncode, done.stdout[:4]) == (0, "tiny")


def base_python() -> Path:
    """The Python below this environment."""
    return Path(getattr(sys, "_base_executable", sys.executable))


def debians() -> bool:
    """Is the system's Python one of Debian's that refuses pip but can make environments?"""
    ask = (
        "import sys, sysconfig, os, ensurepip; "
        "marker = os.path.join(sysconfig.get_path('stdlib'), 'EXTERNALLY-MANAGED'); "
        "sys.exit(not (os.path.exists(marker) and sys.version_info >= (3, 11)))"
    )
    if not DEBIANS.exists():
        return False
    return subprocess.run([DEBIANS, "-c", ask], check=False, capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A small checkout whose environment is made; tests may spoil it, every run must mend it."""
    python = DEBIANS if debians() else base_python()
    made = Checkout(tmp_path_factory.mktemp("small") / "check out ü", python)
    done = made.run()
    assert works(done), done.stderr
    assert "making .venv" in done.stderr
    assert "['postil', 'build']" in done.stdout  # the default command
    return made


def test_the_second_start_leaves_everything_as_it_is(checkout: Checkout) -> None:
    before = checkout.made_at()
    done = checkout.run(PIP_FIND_LINKS="/nowhere")
    assert works(done)
    assert done.stderr == ""
    assert checkout.made_at() == before


def test_it_runs_where_it_is_called_with_what_it_is_given(
    checkout: Checkout, tmp_path: Path
) -> None:
    (tmp_path / "postil").mkdir()
    (tmp_path / "postil/__init__.py").write_text("raise SystemExit('the wrong postil')")
    done = checkout.run("check", "--site", "a b", cwd=tmp_path)
    assert done.stdout.split(" ", 2)[2].startswith(f"{tmp_path} {checkout.venv} ")
    assert "['postil', 'check', '--site', 'a b']" in done.stdout


def test_the_exit_status_is_handed_on(checkout: Checkout) -> None:
    assert checkout.run("fail").returncode == 7


@pytest.mark.skipif(not debians(), reason="this system's Python does not refuse pip (PEP 668)")
def test_it_works_where_pip_refuses(checkout: Checkout) -> None:
    """The fixture has run under that Python; here is the proof that it does refuse."""
    command = [str(DEBIANS), "-m", "pip", "install", "tiny"]
    refused = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "externally-managed" in refused.stderr or "No module named pip" in refused.stderr
    assert checkout.python == DEBIANS
    assert not (checkout.root.parent / "bin/python").exists()


def test_help_names_the_commands_that_only_a_checkout_has(checkout: Checkout) -> None:
    done = checkout.run("--help")
    assert "test" in done.stdout.splitlines()[0]
    assert "['postil', '--help']" in done.stdout


def test_an_environment_with_a_spoilt_stamp_is_made_again(checkout: Checkout) -> None:
    before = checkout.made_at()
    checkout.stamp.write_bytes(b"\xff\xfe nonsense")
    assert works(checkout.run())
    assert checkout.made_at() != before


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Checkout) -> None:
    python = build.interpreter(checkout.venv)
    python.unlink()
    if os.name == "posix":
        python.symlink_to("/nowhere/python3")
    assert works(checkout.run())


def test_an_environment_of_another_python_is_made_again(checkout: Checkout) -> None:
    checkout.stamp.write_text(checkout.stamp.read_text().replace("cpython-3", "cpython-2"))
    before = checkout.made_at()
    assert works(checkout.run())
    assert checkout.made_at() != before


def test_an_environment_that_somebody_else_made_is_put_aside(checkout: Checkout) -> None:
    checkout.stamp.unlink()
    (checkout.venv / "mine").touch()
    done = checkout.run()
    assert works(done)
    assert "was not made by build.py" in done.stderr
    assert len(list(checkout.root.glob(".venv.aside-*/.venv/mine"))) == 1


def test_new_requirements_are_installed_into_the_same_environment(checkout: Checkout) -> None:
    checkout.require(make_wheel(checkout.wheels, "2.0"))
    before = checkout.made_at()
    assert checkout.run().stdout.startswith("tiny 2.0")
    assert checkout.made_at() == before


def test_what_cannot_be_had_is_told_in_a_line_and_leaves_the_old_environment(
    checkout: Checkout,
) -> None:
    good = (checkout.root / "requirements.txt").read_text()
    checkout.require(good.replace("2.0", "3.0").replace("1.0", "3.0"))
    failed = checkout.run()
    checkout.require(good)
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 2
    assert "pip could not install requirements.txt: Could not find a version" in failed.stderr
    assert checkout.run().stderr == ""


def test_a_wrong_checksum_is_refused(checkout: Checkout) -> None:
    good = (checkout.root / "requirements.txt").read_text()
    other = make_wheel(checkout.wheels, "4.0")
    checkout.require(re.sub("sha256:.{8}", "sha256:00000000", other))
    failed = checkout.run()
    checkout.require(good)
    assert failed.returncode == 1
    assert "HASHES" in failed.stderr


@pytest.mark.skipif(os.name == "nt", reason="there, a killed program's children end with it")
def test_killed_in_the_middle_it_is_mended_by_the_next_run(checkout: Checkout) -> None:
    checkout.stamp.write_text("unfinished\n")
    killed = checkout.start()
    wait_for((checkout.venv / "pyvenv.cfg").exists)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    done = checkout.run()
    assert works(done), done.stderr
    assert checkout.run().stderr == ""


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_two_at_once_make_it_once(checkout: Checkout) -> None:
    checkout.stamp.write_text("unfinished\n")
    running = [checkout.start() for _ in range(3)]
    results = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert sum("making .venv" in errors for _, errors in results) == 1


def test_an_active_environment_that_has_everything_is_used(
    checkout: Checkout, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    subprocess.run([checkout.python, "-m", "venv", "--without-pip", mine], check=True)
    python = build.interpreter(mine)
    stock = next(checkout.venv.glob("**/site-packages/tiny.py")).parent
    target = next(mine.glob("**/site-packages"))
    (target / "here.pth").write_text(str(stock))
    for found in stock.glob("tiny*.dist-info"):
        shutil.copytree(found, target / found.name)
    done = subprocess.run(
        [python, checkout.root / "build.py"],
        check=True,
        capture_output=True,
        text=True,
        env=checkout.environ(),
    )
    assert str(mine) in done.stdout


# -- without a run ---------------------------------------------------------------------------------


def test_a_python_that_is_too_old_is_told_so() -> None:
    pretend = "import sys, runpy; sys.version_info = (3, 9, 1); runpy.run_path('build.py')"
    done = subprocess.run(
        [sys.executable, "-c", pretend], check=False, capture_output=True, text=True, cwd=REPO
    )
    assert done.returncode == 1
    assert re.fullmatch(r"build\.py: Postil needs Python 3\.11 or later, and .*\n", done.stderr)


def test_old_pythons_can_read_build_py() -> None:
    ast.parse((REPO / "build.py").read_text("utf-8"), feature_version=(3, 7))


def test_build_py_imports_the_standard_library_alone() -> None:
    tree = ast.parse((REPO / "build.py").read_text("utf-8"))
    names = [
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    ]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in names} - sys.stdlib_module_names == {"tests"}


def test_without_ensurepip_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "has_ensurepip", lambda: False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    package = rf"apt-get install python3\.{sys.version_info.minor}-venv$"
    with pytest.raises(build.SetupError, match=package):
        build.need_ensurepip()


def test_where_the_interpreter_is() -> None:
    assert build.interpreter(Path("v"), windows=True) == Path("v/Scripts/python.exe")
    assert build.interpreter(Path("v"), windows=False) == Path("v/bin/python")


def test_the_reason_why_pip_failed_is_one_line() -> None:
    attempt = (
        "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by "
        "'NewConnectionError('<HTTPSConnection object at 0x1>: Failed to establish a new "
        "connection: [Errno -3] Temporary failure in name resolution')': /simple/anyio/\n"
    )
    error = (
        "ERROR: Could not find a version that satisfies the requirement a (from versions: none)\n"
    )
    reason = build.pip_reason(attempt * 3 + error + "ERROR: No matching distribution found for a\n")
    assert reason == (
        "Could not find a version that satisfies the requirement a (from versions: none); "
        "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution; "
        "check the network, then run this again"
    )


def test_pip_without_an_error_line_has_its_last_words_quoted() -> None:
    assert build.pip_reason("Killed\n") == "Killed"
    assert build.pip_reason("") == "no reason given"


def test_arguments_that_are_paths_do_not_depend_on_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("test_a.py").touch()
    args = ["-q", "test_a.py", "test_a.py::test_b[x::y]", "-k", "absent"]
    assert [build.absolute(arg) for arg in args] == [
        "-q",
        f"{tmp_path}/test_a.py",
        f"{tmp_path}/test_a.py::test_b[x::y]",
        "-k",
        "absent",
    ]
