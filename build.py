#!/usr/bin/env python3
"""The door to Postil in a checkout: makes the environment it needs, then hands over.

python3 build.py             build the site into public/ (`build` is the default command)
python3 build.py COMMAND …   any other command of postil; --help lists them
python3 build.py test …      what the tests need, a browser too, then pytest with these arguments
python3 build.py pins        pin the dependencies of pyproject.toml again

The environment is `.venv` beside this file, from pinned and hashed requirement lines. It is made
once and found again by a stamp inside it. An active environment that has Postil, or all that it
needs, is used as it is. Only the standard library may be imported here, and the syntax must be one
that old Pythons can read, so that they can say that they are too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "build.py: Postil needs Python 3.11 or later, and this is %d.%d (%s)"  # noqa: UP031
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = "postil-stamp"
RUN = "requirements.txt"
TEST = "requirements-test.txt"

UNFINISHED = "unfinished"
DOOR = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); sys.argv[0] = 'postil'; "
    "from postil.cli import main; sys.exit(main())"
)


class SetupError(Exception):
    """What stands in the way of an environment, in words for the person at the terminal."""


def main(args: list[str]) -> int:
    """Do what `args` ask for; return the exit status."""
    try:
        return dispatch(args or ["build"])
    except (SetupError, subprocess.CalledProcessError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


def dispatch(args: list[str]) -> int:
    """`test` and `pins` are ours; every other command is postil's."""
    if args[0] == "test":
        return run_tests(args[1:])
    if args[0] == "pins":
        return pin()
    if args[0] in ("-h", "--help"):
        print(
            "build.py hands over to postil; its own commands: test [pytest arguments], pins\n",
            flush=True,
        )
    return become(environment(RUN), ["-P", "-c", DOOR, str(ROOT), *args])


def become(python: Path, args: list[str]) -> int:
    """Let `python` take this process's place. Windows has no such thing: there, wait for it."""
    if os.name == "nt":
        return subprocess.run([python, *args], check=False).returncode
    return os.execv(python, [str(python), *args])  # noqa: S606


# -- the environment -------------------------------------------------------------------------------


def environment(requirements: str) -> Path:
    """The Python that has everything of `requirements`, which is made ready first if need be."""
    if active_has(requirements):
        return Path(sys.executable)
    if not is_ready(VENV, requirements):
        make_ready(VENV, requirements)
    return interpreter(VENV)


def active_has(requirements: str) -> bool:
    """Is this Python in an active environment, not ours, that has Postil or all it needs?"""
    active = sys.prefix != sys.base_prefix or os.environ.get("CONDA_PREFIX") == sys.prefix
    if not active or Path(sys.prefix).resolve() == VENV.resolve():
        return False
    have = installed_names(sys.path)
    return required_names((ROOT / requirements).read_text("utf-8")) <= have or (
        requirements == RUN and "postil" in have
    )


def installed_names(path: Iterable[str]) -> set[str]:
    """Names of the distributions in the folders of `path`; importlib.metadata is slow to import."""
    folders = [Path(entry) for entry in path if entry]
    return {
        normal(found.name.partition("-")[0])
        for folder in folders
        for found in folder.glob("*.dist-info")
    }


def required_names(text: str) -> set[str]:
    """Names in requirement lines, without those that only some machines need."""
    return {normal(name) for name in re.findall(r"^([\w.-]+)==[^\s;]+ *\\?$", text, re.MULTILINE)}


def normal(name: str) -> str:
    """A distribution's name as packaging tools compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def interpreter(venv: Path, windows: bool = os.name == "nt") -> Path:
    """Where an environment keeps its Python."""
    return venv / "Scripts/python.exe" if windows else venv / "bin/python"


def is_ready(venv: Path, requirements: str) -> bool:
    """Does the stamp say that this Python made `venv` here, with these very requirements?"""
    lines = read_stamp(venv).splitlines()
    wanted = {origin(), fingerprint(requirements)}
    return wanted <= set(lines) and interpreter(venv).exists()


def origin() -> str:
    """The stamp's first line. A moved checkout or another Python makes `.venv` useless."""
    kind = f"{sys.implementation.cache_tag}{getattr(sys, 'abiflags', '')}"
    return f"{kind} of {sys.base_prefix} in {ROOT}"


def fingerprint(requirements: str) -> str:
    """A stamp's line for one requirement file."""
    return f"{requirements} {hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()}"


def read_stamp(venv: Path) -> str:
    """What is known of `venv`; empty when nothing is."""
    try:
        return (venv / STAMP).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def write_stamp(venv: Path, *lines: str) -> None:
    """Replace the stamp in one step, so that nobody reads half of it."""
    new = venv / (STAMP + ".new")
    new.write_text("".join(line + "\n" for line in lines), "utf-8")
    new.replace(venv / STAMP)


def make_ready(venv: Path, requirements: str) -> None:
    """Make `venv`, or bring it up to date; one process at a time."""
    try:
        with locked(venv.with_name(venv.name + ".lock")) as lock:
            if not is_ready(venv, requirements):
                fill(venv, requirements, lock)
    except OSError as error:
        raise SetupError(f"cannot make {shown(venv)}: {error}") from error


def fill(venv: Path, requirements: str, lock: int) -> None:
    """Under the lock: make or update `venv`, then stamp it."""
    before = read_stamp(venv).splitlines()
    if origin() in before and interpreter(venv).exists():
        update(venv, requirements, lock, before)
    else:
        clear(venv)
        venv.mkdir(exist_ok=True)
        write_stamp(venv, UNFINISHED)
        create(venv, lock)
        install(venv, requirements, lock)
    # The tests' requirements contain the others, with the same pins.
    done = [RUN, TEST] if requirements == TEST else [RUN]
    write_stamp(venv, origin(), *map(fingerprint, done))


def update(venv: Path, requirements: str, lock: int, before: list[str]) -> None:
    """Install into a working environment. Where pip fails it changed nothing: keep the stamp."""
    write_stamp(venv, UNFINISHED)
    try:
        install(venv, requirements, lock)
    except SetupError:
        write_stamp(venv, *before)
        raise


def clear(venv: Path) -> None:
    """Remove what an earlier run made; put aside what somebody else did."""
    if (venv / STAMP).exists() and not venv.is_symlink():
        shutil.rmtree(venv)
    elif venv.is_symlink() or venv.exists():
        aside = Path(tempfile.mkdtemp(prefix=venv.name + ".aside-", dir=venv.parent)) / venv.name
        venv.rename(aside)
        say(f"{shown(venv)} was not made by build.py: it is now {shown(aside)}")


def create(venv: Path, lock: int) -> None:
    """Make an empty environment with pip in it."""
    need_ensurepip()
    say(f"making {shown(venv)}")
    base = getattr(sys, "_base_executable", sys.executable)
    done = run([base, "-m", "venv", str(venv)], lock)
    if done.returncode:
        raise SetupError(f"cannot make {shown(venv)}: {last_lines(done.stdout)}")


def need_ensurepip() -> None:
    """Debian and Ubuntu keep the part that puts pip into environments in a package of its own."""
    if has_ensurepip():
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"installing {package}: without it this Python cannot make environments")
        apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["update", "-q"],
            ["install", "-q", "-y", "--no-install-recommends", package],
        ):
            subprocess.run(["apt-get", *command], check=False, env=apt, capture_output=True)
    if not has_ensurepip():
        raise SetupError(
            "this Python cannot make environments, since its module ensurepip is missing; "
            f"on Debian and Ubuntu: sudo apt-get install {package}"
        )


def has_ensurepip() -> bool:
    """Ask a new process: this one may remember what was there when it started."""
    base = getattr(sys, "_base_executable", sys.executable)
    return not subprocess.run(
        [base, "-c", "import ensurepip; ensurepip.version()"], check=False, capture_output=True
    ).returncode


def install(venv: Path, requirements: str, lock: int) -> None:
    """Install pinned, hashed requirements with pip."""
    say(f"installing what {requirements} names")
    pip = [str(interpreter(venv)), "-m", "pip", "install", "--require-hashes", "--no-input"]
    options = ["--disable-pip-version-check", "--no-warn-script-location", "--quiet"]
    done = run([*pip, *options, "-r", str(ROOT / requirements)], lock)
    if done.returncode:
        raise SetupError(f"pip could not install {requirements}: {pip_reason(done.stdout)}")


def pip_reason(output: str) -> str:
    """The lines of pip's output that say why, without its repeated attempts."""
    errors = re.findall(r"^ERROR: (.+)", output, re.MULTILINE)
    broken = re.findall(r"broken by '.*?: (.+?)'?\)?': /", output)
    hint = ["check the network, then run this again"] if broken else []
    return "; ".join([*errors[:1], *broken[-1:], *hint]) or last_lines(output)


def last_lines(output: str) -> str:
    """The end of a failed program's output."""
    return " ".join(output.strip().splitlines()[-5:]) or "no reason given"


def run(command: list[str], lock: int) -> subprocess.CompletedProcess[str]:
    """Run quietly. The child has the lock open too: it holds even if this process is killed."""
    keep = [lock] if os.name == "posix" else []
    clean = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PIP_USER")
    }
    return subprocess.run(
        command,
        check=False,
        env={**clean, "PIP_USER": "0"},
        pass_fds=keep,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


@contextlib.contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold a lock that the system lets go when its last holder ends, however it ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        lock(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def lock(descriptor: int) -> None:
    """Wait for the lock, and say so when another holds it."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            with contextlib.suppress(OSError):  # it gives up after ten seconds
                return msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("waiting for another build.py that makes the environment")
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def say(message: str) -> None:
    """Tell what takes time, where it does not mix with the program's output."""
    print(f"build.py: {message}", file=sys.stderr, flush=True)


def shown(path: Path) -> str:
    """A path as the person at the terminal would type it."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


# -- commands of our own ---------------------------------------------------------------------------


def run_tests(args: list[str]) -> int:
    """Everything the tests need, then pytest in the checkout."""
    python = environment(TEST)
    from tests.browser import prepare

    missing = prepare(python)
    if missing:
        say(missing)
    args = [absolute(arg) for arg in args]
    os.chdir(ROOT)
    return become(python, ["-m", "pytest", *args])


def absolute(arg: str) -> str:
    """A pytest argument, with the path in it made independent of the folder we are in."""
    path, colons, test = arg.partition("::")
    return f"{Path(path).resolve()}{colons}{test}" if path and Path(path).exists() else arg


def pin() -> int:
    """Write both requirement files anew from pyproject.toml, with uv."""
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or temporary_uv(Path(folder))
        options = [
            "--universal",
            "--python-version=3.11",
            "--generate-hashes",
            "--upgrade",
            "--quiet",
        ]
        plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        for extra, output in ([], RUN), (["--extra=test"], TEST):
            command = [uv, "pip", "compile", "pyproject.toml", *extra, *options, *plain]
            subprocess.run([*command, f"--output-file={output}"], check=True, cwd=ROOT)
    return 0


def temporary_uv(folder: Path) -> str:
    """Install uv where it goes away again."""
    need_ensurepip()
    base = getattr(sys, "_base_executable", sys.executable)
    subprocess.run([base, "-m", "venv", folder], check=True)
    subprocess.run([interpreter(folder), "-m", "pip", "install", "-q", "uv"], check=True)
    return str(interpreter(folder).with_name("uv"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
