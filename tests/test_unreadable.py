"""What a disk holds and forbids: one line each, no traceback, nothing lost, nothing waited for.

Case 16. Run by root, each command gives up the right to pass over permissions first.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SITE = {
    "content/site.yaml": "title: T\ndeploy:\n  disk: {kind: folder, path: ../www}\n",
    "content/lamp/article.yaml": "title: The lamp\n",
    "content/lamp/01-a.md": "It went [out][^a].\n\n[^a]: Yes.\n",
    "content/lamp/02-b.md": "More.\n",
}
DENIED = "this cannot be read: permission denied [file-unreadable]"
IRREGULAR = "this is not a regular file [file-unreadable]"
Arrange = Callable[[Path], object]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


def forbid(path: str, mode: int = 0) -> Arrange:
    return lambda site: (site / path).chmod(mode)


def fifo(path: str) -> Arrange:
    def arrange(site: Path) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).unlink(missing_ok=True)
        os.mkfifo(site / path)

    return arrange


def link(path: str, target: str) -> Arrange:
    def arrange(site: Path) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).symlink_to(target)

    return arrange


def sparse(path: str, size: int) -> Arrange:
    def arrange(site: Path) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        with (site / path).open("wb") as file:
            file.truncate(size)

    return arrange


def listen(path: str) -> Arrange:
    """A socket, by a short path: the system takes no long one."""

    def arrange(site: Path) -> None:
        here = Path.cwd()
        os.chdir((site / path).parent)
        try:
            with socket.socket(socket.AF_UNIX) as bound:
                bound.bind(Path(path).name)
        finally:
            os.chdir(here)

    return arrange


def both(*steps: Arrange) -> Arrange:
    return lambda site: [step(site) for step in steps]


def made(path: str) -> Arrange:
    return lambda site: (site / path).mkdir(parents=True)


def run(site: Path, *words: str) -> tuple[int, str]:
    """The status of a command that root's rights do not help, and all that it says."""
    before = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []
    if before and not shutil.which("setpriv"):
        pytest.skip("root reads all, and there is no setpriv to forbid it")
    done = subprocess.run(
        [*before, sys.executable, "-m", "postil", *words],
        cwd=site,
        env={"PATH": os.environ["PATH"], "HOME": str(site.parent), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "site"
    for path, text in SITE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    yield folder
    for above, _, _ in os.walk(folder.parent):
        Path(above).chmod(0o755)  # so that it can be removed


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (forbid("content/lamp/01-a.md"), f"content/lamp/01-a.md:1:1: error: {DENIED}"),
        (forbid("content/site.yaml"), f"content/site.yaml:1:1: error: {DENIED}"),
        (forbid("content/lamp"), f"content/lamp:1:1: error: {DENIED}"),
        (forbid("content/lamp", 0o444), f"content/lamp/article.yaml:1:1: error: {DENIED}"),
        (forbid("content"), f"content:1:1: error: {DENIED}"),
        (both(made("seeds"), forbid("seeds")), f"seeds:1:1: error: {DENIED}"),
        (
            both(made("templates/parts"), forbid("templates/parts")),
            f"templates/parts:1:1: error: {DENIED}",
        ),
        (
            fifo("templates/base.html"),
            "templates/base.html:1:1: error: this cannot be read: this is",
        ),
        (
            link("templates/base.html", "nowhere"),
            "templates/base.html:1:1: error: this cannot be re",
        ),
        (
            link("templates/base.html", "/dev/zero"),
            "templates/base.html:1:1: error: this cannot be",
        ),
        (sparse("templates/base.html", 2**31), "this is larger than 8 MB [file-unreadable]"),
        (fifo("content/lamp/03-c.md"), f"content/lamp/03-c.md:1:1: error: {IRREGULAR}"),
        (listen("content/lamp/03-c.md"), f"content/lamp/03-c.md:1:1: error: {IRREGULAR}"),
        (
            link("content/lamp/03-c.md", "nowhere"),
            "content/lamp/03-c.md:1:1: error: this cannot be",
        ),
        (
            link("content/lamp/03-c.md", "03-c.md"),
            "content/lamp/03-c.md:1:1: error: this link leads",
        ),
        (
            link("content/lamp/03-c.md", "/dev/zero"),
            "content/lamp/03-c.md:1:1: error: this link lead",
        ),
        (sparse("content/lamp/03-c.md", 2**31), "this file is larger than 8 MB [file-unreadable]"),
        (sparse("content/lamp/timeline.yaml", 10**8), "larger than 8 MB [file-unreadable]"),
        (
            both(
                sparse("content/lamp/images/a.png", 2**31),
                lambda site: (site / "content/lamp/02-b.md").write_text("![A](images/a.png)\n"),
            ),
            "content/lamp/images/a.png:1:1: error: this file is larger than 64 MB",
        ),
    ],
)
def test_sources_that_cannot_be_read(arrange: Arrange, said: str, site: Path) -> None:
    arrange(site)
    status, told = run(site, "build")
    assert status == 1
    assert said in told
    assert not (site / "public").exists()
    assert "there is no article" not in told, "nor what follows from it"
    assert "there is no picture" not in told


@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (forbid("public", 0o555), "the folder is as it was"),
        (forbid("public"), "the folder is as it was"),
        (forbid("public/lamp", 0o555), ""),
        (forbid(".", 0o555), "the folder is as it was"),
        (forbid(".postil", 0o555), ""),
        (forbid(".postil"), ""),
        (forbid("public/.postil-manifest.json"), "was made anew"),
        (forbid("public/published.json"), ""),
        (forbid("public/lamp/index.html"), ""),
        (fifo("public/.postil-manifest.json"), "was made anew"),
        (fifo("public/published.json"), ""),
        (fifo("public/.nojekyll"), ""),
        (fifo("public/index.html"), ""),
    ],
)
def test_outputs_that_cannot_be_read_or_written(arrange: Arrange, said: str, site: Path) -> None:
    """The site is the old one or the new one; somebody's own file in it stays."""
    assert run(site, "build", "--quiet") == (0, "")
    (site / "public/mine.txt").write_text("mine", encoding="utf-8")
    (site / "content/lamp/02-b.md").write_text("Still more.\n", encoding="utf-8")
    arrange(site)
    status, told = run(site, "build")
    assert said in told
    for path in (site, site / "public", site / "public/lamp", site / "public/lamp/index.html"):
        path.chmod(0o755)
    new = "Still more." in (site / "public/lamp/index.html").read_text("utf-8")
    assert new == (status == 0)
    assert (site / "public/mine.txt").read_text("utf-8") == "mine"
    assert not [path.name for path in site.glob(".public.*")]


@pytest.mark.parametrize(
    ("arrange", "words", "said"),
    [
        (
            forbid("content", 0o555),
            ("new", "article", "x"),
            "content/x:1:1: error: this cannot be wri",
        ),
        (
            forbid("content/lamp", 0o555),
            ("new", "event", "e", "--date", "2020", "--no-edit"),
            "content/lamp/timeline.yaml:1:1: error: this cannot be written: permission denied",
        ),
        (
            both(
                lambda site: (site / "../t.txt").write_text("A\n\nB.\n"), forbid("content", 0o555)
            ),
            ("import", "../t.txt", "--as", "t"),
            "content:1:1: error: this cannot be written: permission denied",
        ),
        (fifo("../t.txt"), ("import", "../t.txt", "--as", "t"), "this is not a regular file"),
        (sparse("../t.txt", 2**31), ("import", "../t.txt", "--as", "t"), "larger than 64 MB"),
        (
            both(made("../www"), forbid("../www")),
            ("deploy", "disk"),
            "content/site.yaml:3:9: error: the folder cannot be read or written: Permission denied",
        ),
        (
            both(made("../www"), forbid("../www", 0o555)),
            ("deploy", "disk"),
            "content/site.yaml:3:9: error: the folder cannot be read or written: Permission denied",
        ),
    ],
)
def test_commands_that_cannot_write(
    arrange: Arrange, words: tuple[str, ...], said: str, site: Path
) -> None:
    arrange(site)
    before = sorted((site / "content").rglob("*"))
    status, told = run(site, *words)
    assert status == 1
    assert said in told
    assert sorted((site / "content").rglob("*")) == before
