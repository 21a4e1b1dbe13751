"""Every way in which programs save is seen, and the last save wins (cases 66, 67, 69–72).

Editors are stood in for by the system calls they make (strace of each), so that these tests need
none of them; where one is installed, it is tried as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest

from tests.preview.conftest import Preview, Start, make_site

SECTION = "content/lamp/01-night.md"
OLD = 1_000_000_000  # seconds: in 2001


def text(words: str) -> bytes:
    return f"The [lamp][^lamp] went out: {words}.\n".encode()


def in_place(file: Path, new: bytes) -> None:
    """nano, Notepad, VS Code: truncate and write."""
    file.write_bytes(new)


def renamed(file: Path, new: bytes) -> None:
    """gedit, Kate, JetBrains ("safe write"): a temporary file, renamed over the old one."""
    beside = file.with_name(f".goutputstream-{file.name}")
    beside.write_bytes(new)
    beside.replace(file)


def backup_and_new(file: Path, new: bytes) -> None:
    """vim with backupcopy=no, Emacs: the old file becomes the backup, a new one is written."""
    probe = file.with_name("4913")
    probe.write_bytes(b"")
    probe.unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_bytes(new)
    backup.unlink()


def copied_and_in_place(file: Path, new: bytes) -> None:
    """vim with backupcopy=yes: a copy as backup, then the file itself."""
    backup = file.with_name(f"{file.name}~")
    shutil.copy2(file, backup)
    with file.open("r+b") as opened:
        opened.truncate(0)
        opened.write(new)
        opened.flush()
        os.fsync(opened.fileno())
    backup.unlink()


def unlinked_and_created(file: Path, new: bytes) -> None:
    """Some upload tools: the name is free for a moment."""
    file.unlink()
    sleep(0.03)
    file.write_bytes(new)


def sed(file: Path, new: bytes) -> None:
    """sed -i: a temporary file of the same mode in the same folder, renamed."""
    beside = file.with_name("sedX1y2Z3")
    beside.write_bytes(new)
    beside.chmod(file.stat().st_mode)
    beside.rename(file)


def rsync(file: Path, new: bytes) -> None:
    """rsync -t: a hidden file, given the source's date, renamed. The date may be an old one."""
    beside = file.with_name(f".{file.name}.Ab12Cd")
    beside.write_bytes(new)
    os.utime(beside, (OLD, OLD))
    beside.rename(file)


def same_size_same_time(file: Path, new: bytes) -> None:
    """Two saves in one tick of the clock: neither size nor date tell."""
    before = file.stat()
    file.write_bytes(new)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def moved_in(file: Path, new: bytes) -> None:
    """An older file dragged here from another folder."""
    elsewhere = file.parents[3] / "older.md"
    elsewhere.write_bytes(new)
    os.utime(elsewhere, (OLD, OLD))
    elsewhere.rename(file)


def checkout(file: Path, new: bytes) -> None:
    """git checkout: unlinked and made again, as is every file that differs."""
    file.unlink()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    os.write(handle, new)
    os.close(handle)


def in_halves(file: Path, new: bytes) -> None:
    """A slow writer: for a while the file is half there."""
    half = len(new) // 2
    with file.open("wb") as opened:
        opened.write(new[:half])
        opened.flush()
        sleep(0.15)
        opened.write(new[half:])


WAYS = (
    in_place,
    renamed,
    backup_and_new,
    copied_and_in_place,
    unlinked_and_created,
    sed,
    rsync,
    same_size_same_time,
    moved_in,
    checkout,
    in_halves,
)


@pytest.fixture(scope="module", params=["events", "polling"])
def watching(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> Iterator[Preview]:
    folder = make_site(tmp_path_factory.mktemp(request.param) / "site", compiled)
    preview = Preview(folder, *["--poll"] * (request.param == "polling"))
    preview.until("went out at ten")
    yield preview
    preview.stop()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_save_is_seen(watching: Preview, way: Callable[[Path, bytes], None]) -> None:
    """Case 66: twice, since watches of a file (not its folder) miss the second one."""
    for number in "12":
        way(watching.site / SECTION, text(f"{way.__name__} {number}"))
        watching.until(f"{way.__name__} {number}", seconds=5)


def test_new_renamed_and_deleted_folders(watching: Preview) -> None:
    """Case 70."""
    site = watching.site
    watching.write("content/new/deep/ignored.txt", "")
    watching.write("content/new/01-a.md", "One.\n")
    watching.write("content/new/article.yaml", "title: The new one\n")
    watching.until("Postil does not read ignored.txt here")
    shutil.rmtree(site / "content/new/deep")
    watching.until("One.", "/new/")
    (site / "content/new").rename(site / "content/other")
    watching.until("One.", "/other/")
    watching.write("content/other/02-b.md", "Two.\n")
    watching.until("Two.", "/other/")
    shutil.rmtree(site / "content/other")
    watching.until("no such page", "/other/")


def test_links_into_the_site_out_of_it_and_in_circles(watching: Preview) -> None:
    """Case 70."""
    site = watching.site
    (site / "drafts").mkdir()
    (site / "drafts/article.yaml").write_text("title: Linked\n")
    (site / "drafts/01-a.md").write_text("Linked one.\n")
    (site / "content/linked").symlink_to(site / "drafts")
    watching.until("Linked one.", "/linked/")
    (site / "drafts/01-a.md").write_text("Linked two.\n")
    watching.until("Linked two.", "/linked/")
    (site / "content/linked").unlink()
    watching.until("no such page", "/linked/")
    (site / "content/lamp/images/circle").symlink_to(site / "content/lamp")
    watching.until("leads back here")
    (site / "content/lamp/images/circle").unlink()
    (site / "content/lamp/images/broken.svg").symlink_to("nowhere.svg")
    sleep(0.1)
    (site / "content/lamp/images/broken.svg").unlink()
    watching.write(SECTION, "The [lamp][^lamp]: after the links.\n")
    watching.until("after the links")


def test_the_whole_content_may_be_exchanged(watching: Preview) -> None:
    """git checkout of a branch without these folders, and back."""
    site = watching.site
    (site / "content").rename(site / "away")
    watching.until("last good page")
    (site / "away" / "lamp/01-night.md").write_bytes(text("while it was away"))
    (site / "away").rename(site / "content")
    watching.until("while it was away")
    (site / SECTION).write_bytes(text("as ever"))
    watching.until("as ever", seconds=3)


def test_folders_that_come_later(watching: Preview) -> None:
    """templates/ and seeds/ need not be there at the start."""
    watching.write("templates/404.html", "<p>Lost and found</p>")
    watching.until("Lost and found", "/nowhere")
    watching.write("templates/404.html", "<p>Found</p>")
    watching.until("<p>Found", "/nowhere")
    shutil.rmtree(watching.site / "templates")
    watching.until("There is no such page", "/nowhere")


def test_the_last_of_quick_saves_wins(watching: Preview) -> None:
    """Case 67: many in a row, some during a build, some in halves."""
    file = watching.site / SECTION
    for number in range(25):
        (in_halves if number % 8 == 0 else in_place)(file, text(f"quick {number}"))
        sleep(0.02 * (number % 5))
    watching.until("quick 24")
    sleep(0.3)
    assert "quick 24" in watching.get("/").text


def test_nothing_is_built_where_nothing_changes(watching: Preview) -> None:
    """Case 69: output and caches in the watched folders, and touched files, are no changes."""
    out = watching.process.stdout
    assert out
    os.set_blocking(out.fileno(), False)

    def told(text: str) -> list[str]:
        """What was built since it was asked last, once a page says this and all is built."""
        watching.until(text)
        sleep(0.8)
        lines = "".join(iter(out.readline, "")).splitlines()
        return [line.rpartition(": built in")[0] for line in lines]

    told("brass")  # what was there at first
    watching.write(SECTION, "The [lamp][^lamp]: before.\n")
    assert told("before") == [SECTION]
    (watching.site / "public").mkdir(exist_ok=True)
    (watching.site / "public/x.html").write_text("x")
    (watching.site / "content/lamp/.01-night.md.swp").write_text("x")
    (watching.site / "content/lamp/#01-night.md#").write_text("x")
    os.utime(watching.site / SECTION)
    (watching.site / SECTION).write_bytes((watching.site / SECTION).read_bytes())
    sleep(0.8)
    (watching.site / "content/lamp/.01-night.md.swp").unlink()
    assert told("before") == []
    watching.write(SECTION, "The [lamp][^lamp]: after.\n")
    assert told("after") == [SECTION]


def test_errors_and_what_mends_them(watching: Preview) -> None:
    """Case 68: the last good page stays, and says so; no restart is needed."""
    watching.write(SECTION, "The [lamp][^lamb] went out.\n")
    watching.until(f"<h2>{SECTION}</h2>")
    page = watching.get("/").text
    assert "nobody wrote the note lamb" in page
    assert "This is the last good page." in page
    watching.write("templates/404.html", "{{ nonsense }}")
    watching.write(SECTION, "The [lamp][^lamp]: mended.\n")
    watching.until("<h2>templates/404.html</h2>")
    (watching.site / "templates/404.html").unlink()
    watching.until_gone("last good page")
    assert "mended" in watching.get("/").text


# ---- The programs themselves ---------------------------------------------------------------


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


def run(*command: str, folder: Path) -> None:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=20,
    )


@needs("sed")
def test_sed_itself(watching: Preview) -> None:
    in_place(watching.site / SECTION, text("for sed"))
    watching.until("for sed")
    run("sed", "-i", "s/for sed/by sed/", SECTION, folder=watching.site)
    watching.until("by sed")


@needs("vim")
@pytest.mark.parametrize("copy", ["no", "yes", "auto"])
def test_vim_itself(watching: Preview, copy: str) -> None:
    in_place(watching.site / SECTION, text(f"for vim {copy}"))
    watching.until(f"for vim {copy}")
    commands = (f"set backupcopy={copy} writebackup", "%s/for vim/by vim/", "wq")
    words = [word for command in commands for word in ("-c", command)]
    run("vim", "-N", "-u", "NONE", "-i", "NONE", "-es", *words, SECTION, folder=watching.site)
    watching.until(f"by vim {copy}")


@needs("rsync")
def test_rsync_itself(watching: Preview, tmp_path: Path) -> None:
    other = tmp_path / "01-night.md"
    other.write_bytes(text("by rsync"))
    os.utime(other, (OLD, OLD))
    run("rsync", "-t", str(other), str(watching.site / SECTION), folder=tmp_path)
    watching.until("by rsync")


@needs("git")
def test_git_itself(watching: Preview) -> None:
    site = watching.site

    def git(*words: str) -> None:
        run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words, folder=site)

    in_place(site / SECTION, text("on the first branch"))
    git("init", "-q", "-b", "first")
    git("add", "content")
    git("commit", "-qm", "first")
    git("checkout", "-q", "-b", "second")
    in_place(site / SECTION, text("on the second branch"))
    git("commit", "-qam", "second")
    for branch in ("first", "second", "first"):
        git("checkout", "-q", branch)
        watching.until(f"on the {branch} branch")
    shutil.rmtree(site / ".git")


# ---- Starting in trouble -------------------------------------------------------------------


def test_a_first_build_that_fails(start: Start, site: Path) -> None:
    """Case 68: the server stands, says what is wrong, and recovers."""
    (site / SECTION).write_text("The [lamp][^lamb].\n")
    preview = start()
    answer = preview.get("/")
    assert answer.status == 503
    assert "nobody wrote the note lamb" in answer.text
    assert "There is no good page yet." in answer.text
    preview.write(SECTION, "The [lamp][^lamp].\n")
    preview.until("A lamp at night")
    assert preview.get("/").status == 200


@pytest.mark.skipif(os.name != "posix", reason="limits are set with ulimit")
def test_where_events_are_used_up_it_polls(site: Path, compiled: Path) -> None:
    """Case 71: the system grants no watch; a note says that files are looked at instead."""
    from postil.preview import watch

    notes = list[str]()

    def none_left(*_: object) -> Iterator[frozenset[str]]:
        message = "OS file watch limit reached. about 1"
        raise OSError(message)

    told = list[frozenset[str]]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watch, "events", none_left)
        watcher = watch.Watcher(site, told.append, notes.append, poll=False)
        watcher.start()
        sleep(0.1)
        (site / SECTION).write_bytes(text("polled"))
        sleep(0.6)
        watcher.stop()
        watcher.join(2)
    assert not watcher.is_alive()
    assert "OS file watch limit reached" in notes[0]
    assert told == [frozenset({str(site / SECTION)})]


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("1 0 8:1 / / rw - ext4 /dev/sda rw", "ext4"),
        (
            "1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:1 / /home rw shared:1 - nfs4 server:/ rw",
            "nfs4",
        ),
        ("1 0 8:1 / / rw - ext4 a rw\n2 1 0:1 / /home/a rw - nfs b rw", "ext4"),
        ("1 0 8:1 / / rw - ext4 a rw\n2 1 0:1 / /home/ann/my\\040site rw - 9p b rw", "ext4"),
        ("nonsense", ""),
    ],
)
def test_the_file_system_of_a_folder(mounts: str, kind: str) -> None:
    from postil.preview.watch import file_system

    assert file_system(mounts, "/home/ann/site") == kind
