"""OutFiles → a folder, and nothing else in it touched (edge).

A manifest in the folder lists what Postil wrote; only those files are ever replaced or removed.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from postil.model import OutFile
from postil.problems import Place, PostilError, problem
from postil.record import record

MANIFEST = ".postil-manifest.json"
_SOURCES = ("content", "templates", "seeds", "postil", "tests", "docs", ".git")


@record
class Written:
    """What a write did, in paths relative to the output folder."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    total: int
    bytes: int


def write(files: Sequence[OutFile], output: Path, site: Path, *, adopt: bool = False) -> Written:
    """Write the published folder. Raises PostilError before touching anything it must not."""
    _refuse_dangerous(output, site)
    before = _manifest(files, output, adopt=adopt)
    _refuse_taken(files, output, before)
    after = {file.path: hashlib.sha256(file.content).hexdigest() for file in files}
    try:
        return _write(files, output, before, after)
    except OSError as error:
        message = f"cannot write {output}: {error.strerror or error}"
        raise PostilError([problem("output", Place(file=str(output)), message)]) from error


def _write(
    files: Sequence[OutFile], output: Path, before: Mapping[str, str], after: Mapping[str, str]
) -> Written:
    output.mkdir(parents=True, exist_ok=True)
    new, changed = list[str](), list[str]()
    for file in files:
        target = output / file.path
        if before.get(file.path) == after[file.path] and _holds(target, file.content):
            continue
        (changed if file.path in before else new).append(file.path)
        _replace(target, file.content)
    removed = [path for path in before if path not in after]
    _remove(output, removed)
    text = json.dumps(dict(sorted(after.items())), indent=0, ensure_ascii=False)
    _replace(output / MANIFEST, (text + "\n").encode())
    return Written(
        new=tuple(new),
        changed=tuple(changed),
        removed=tuple(removed),
        total=len(files),
        bytes=sum(len(file.content) for file in files),
    )


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target, then rename over it: a reader sees the old bytes or the new."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".postil-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _remove(output: Path, paths: Iterable[str]) -> None:
    for path in paths:
        if _link_above(output, path):
            continue
        (output / path).unlink(missing_ok=True)
        for folder in PurePosixPath(path).parents[:-1]:
            try:
                (output / folder).rmdir()
            except FileNotFoundError:
                continue
            except OSError:  # it holds other files
                break


def _refuse_dangerous(output: Path, site: Path) -> None:
    """No write into a folder whose loss would hurt: a disk, a home, a site, its sources, a repo."""
    place, real, root = Place(file=str(output)), output.resolve(), site.resolve()
    reason = ""
    if real == Path(real.anchor) or real == Path.home().resolve():
        reason = "this is a whole disk or home folder"
    elif root.is_relative_to(real):
        reason = "the site itself is inside this folder"
    elif any(real.is_relative_to(root / name) for name in _SOURCES):
        reason = "this folder holds the site's sources"
    elif (real / ".git").exists():
        reason = "this folder is a git checkout of its own"
    elif real.exists() and not real.is_dir():
        reason = "this is a file"
    if reason:
        hint = "name an empty folder with --output, such as public/"
        raise PostilError([problem("output", place, f"will not write here: {reason}", hint)])


def _manifest(files: Iterable[OutFile], output: Path, *, adopt: bool) -> Mapping[str, str]:
    """What the last build wrote here; a folder with files and no manifest is somebody else's."""
    try:
        listed = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        return {path: digest for path, digest in listed.items() if _inside(path)}
    except FileNotFoundError:
        _refuse_foreign(output, adopt=adopt)
    except (OSError, ValueError, AttributeError):
        # A damaged list is made anew: files of today's names are ours, and nothing is removed.
        return dict.fromkeys((file.path for file in files), "")
    return {}


def _refuse_foreign(output: Path, *, adopt: bool) -> None:
    names = sorted(path.name for path in output.iterdir()) if output.is_dir() else []
    if names and not adopt:
        message = f"there are files here that Postil did not write: {', '.join(names[:3])}"
        hint = "name another folder, or --adopt to write among them (they stay as they are)"
        raise PostilError([problem("output", Place(file=str(output)), message, hint)])


def _refuse_taken(files: Iterable[OutFile], output: Path, before: Mapping[str, str]) -> None:
    """No write over a file that is somebody else's, nor through a link to another folder."""
    problems = [
        problem("output", Place(file=str(output / file.path)), *reason)
        for file in files
        if (reason := _taken(output, file, before))
    ]
    if problems:
        raise PostilError(problems)


def _taken(output: Path, file: OutFile, before: Mapping[str, str]) -> tuple[str, str] | None:
    """Why a file cannot be written where it belongs, and what to do; None if it can."""
    if link := _link_above(output, file.path):
        return f"will not write here: {link.name} is a link to another folder", "delete the link"
    target = output / file.path
    if file.path in before or not os.path.lexists(target) or _holds(target, file.content):
        return None
    hint = "move it away, or name another folder with --output"
    return "there is a file here that Postil did not write, and it stays as it is", hint


def _link_above(output: Path, path: str) -> Path | None:
    """The first folder between the output and one of its files that is a link, or no folder."""
    folders = [output / folder for folder in reversed(PurePosixPath(path).parents[:-1])]
    return next((f for f in folders if f.is_symlink() or (f.exists() and not f.is_dir())), None)


def _inside(path: object) -> bool:
    """True for a plain relative path: a manifest that was tampered with names nothing outside."""
    if not isinstance(path, str) or "\\" in path or "\0" in path:
        return False
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and bool(pure.parts)
