"""New files into a site: all of them or none, and never over a file that is there (edge)."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from postil.problems import Place, PostilError, Problem, problem

_STAYS = "this is there already, and stays as it is"


def refuse_taken(root: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Raise PostilError where the new folder, or one of the files beside it, is there already."""
    taken = [path for path in (folder, *sorted(files)) if os.path.lexists(root / path)]
    if taken and taken[0] == folder and (root / folder).is_dir():
        inside = sorted(path.name for path in (root / folder).iterdir())
        taken[0] = f"{folder}/{inside[0]}" if inside else folder
    if taken:
        raise PostilError([_problem(path, _STAYS, "choose another name") for path in taken])
    for parent in {(root / path).parent for path in (folder, *files)}:
        if not parent.resolve().is_relative_to(root.resolve()):
            shown = parent.relative_to(root).as_posix()
            message = "this folder is a link that leads out of the site"
            raise PostilError([_problem(shown, message, "make it a folder")])


@contextmanager
def staged(root: Path, folder: str, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Write an article's files, by path inside `folder`, into a hidden folder beside it.

    What is left of it when the block ends is removed; `place` takes it away before that.
    """
    parent = (root / folder).parent
    stage = Path(tempfile.mkdtemp(prefix=".import-", dir=parent))
    try:
        made = stage / "article"
        made.mkdir()
        for path, content in sorted(files.items()):
            target = made / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _create(target, content)
        yield made
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def place(root: Path, stage: Path, folder: str, beside: Mapping[str, bytes]) -> None:
    """Create the files beside, then move the staged folder to its name; undone where it fails."""
    refuse_taken(root, folder, beside)
    created: list[Path] = []
    try:
        for path, content in sorted(beside.items()):
            target = root / path
            target.parent.mkdir(exist_ok=True)
            _create(target, content)
            created.append(target)
        stage.rename(root / folder)
    except BaseException:
        for target in created:
            target.unlink(missing_ok=True)
        raise


def create(root: Path, files: Mapping[str, bytes]) -> None:
    """Create files of a site, and the folders they need: all of them, or PostilError and none."""
    refuse_taken(root, min(files), {path: files[path] for path in sorted(files)[1:]})
    created: list[Path] = []
    folders: list[Path] = []
    try:
        for path, content in sorted(files.items()):
            missing = [one for one in (root / path).parents if not one.exists()]
            for folder in reversed(missing):
                folder.mkdir()
                folders.append(folder)
            _create(root / path, content)
            created.append(root / path)
    except BaseException as error:
        for target in created:
            target.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
        if not isinstance(error, OSError):
            raise
        reason = (error.strerror or type(error).__name__).lower()
        where = os.path.relpath(error.filename or root, root)
        wrong = _problem(where, f"this cannot be written: {reason}", "nothing was written")
        raise PostilError([wrong]) from None


def _create(target: Path, content: bytes) -> None:
    """A new file with all its bytes on the disk, or none; FileExistsError where there is one."""
    try:
        with target.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _problem(path: str, message: str, hint: str) -> Problem:
    return problem("output", Place(file=path), message, hint)
