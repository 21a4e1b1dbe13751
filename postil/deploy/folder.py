"""A folder of this machine as a target: each file replaced in one step (edge)."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from postil.deploy.parcel import Headers, parcel
from postil.deploy.store import ANY, MovedError, RefusedError, Seen, Stored
from postil.model import OutFile

_SOURCES = ("content", "templates", "seeds", ".git", ".postil")
_PART = ".postil-part"  # what is not whole yet; a killed deploy's is cleared by the next


def danger(folder: Path, site: Path) -> str:
    """Why a folder must not be deployed into, "" where it may."""
    real, root = folder.resolve(), site.resolve()
    if real == Path(real.anchor) or real == Path.home().resolve():
        return "it is a whole disk or home folder"
    if root.is_relative_to(real):
        return "the site itself is inside it"
    if any(real.is_relative_to(root / name) for name in _SOURCES):
        return "it is a folder of the site's sources"
    if (real / ".git").exists():
        return "it is a git checkout of its own; a target of kind branch leaves those alone"
    if real.exists() and not real.is_dir():
        return "it is a file"
    return ""


class FolderStore:
    """A folder; what serves it makes headers of its own. Links are never followed."""

    workers = 1

    def __init__(self, root: Path) -> None:
        self.root = root

    def listing(self) -> Mapping[str, Seen]:
        """All files below the folder."""
        with told_of_disk():
            return {
                path.relative_to(self.root).as_posix(): Seen(
                    size=about.st_size, stamp=_stamp(about)
                )
                for path, about in _files(self.root)
            }

    def get(self, path: str) -> Stored | None:
        """A file; its headers are those that its name stands for."""
        target = self._target(path)
        with told_of_disk():
            if not target.is_file() or target.is_symlink():
                return None
            made = parcel(OutFile(path=path, content=target.read_bytes()))
            stamp = _stamp(target.stat())
        return Stored(content=made.content, type=made.type, cache=made.cache, stamp=stamp)

    def put(
        self,
        path: str,
        content: bytes,
        headers: Headers,  # noqa: ARG002 - a folder has none
        expect: str | None = ANY,
    ) -> str:
        """Write beside, then rename over."""
        target = self._target(path)
        with told_of_disk():
            now = _stamp(target.lstat()) if os.path.lexists(target) else ""
            if expect is not ANY and now != expect:
                raise MovedError
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(target.name + _PART)
            part.unlink(missing_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o644)
            part.replace(target)
            return _stamp(target.stat())

    def delete(self, path: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        target = self._target(path)
        with told_of_disk():
            target.unlink(missing_ok=True)
            for folder in target.parents:
                if folder == self.root or not folder.is_dir() or any(folder.iterdir()):
                    return
                folder.rmdir()

    def _target(self, path: str) -> Path:
        """Where a path leads; RefusedError through a link, which may lead anywhere."""
        target = self.root / path
        for folder in target.parents:
            if folder == self.root:
                return target
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise RefusedError(f"{folder.name} is a link or a file where a folder has to be")
        raise RefusedError("a path leads out of the folder")


def _files(root: Path) -> Iterator[tuple[Path, os.stat_result]]:
    if not os.path.lexists(root):
        return
    for folder, names, files in os.walk(root, onerror=_raise):
        names.sort()
        for name in sorted([*files, *(n for n in names if Path(folder, n).is_symlink())]):
            if not name.endswith(_PART):
                yield Path(folder, name), Path(folder, name).lstat()


def _raise(error: OSError) -> None:
    """What cannot be read is not taken for empty."""
    raise error


def _stamp(about: os.stat_result) -> str:
    return f"{about.st_ino}-{about.st_size}-{about.st_mtime_ns}"


@contextmanager
def told_of_disk() -> Iterator[None]:
    """What the disk says, in a sentence."""
    try:
        yield
    except OSError as error:
        raise RefusedError(f"the folder cannot be read or written: {error.strerror}") from error
