"""OutFiles → a folder, and nothing else in it touched (edge).

A manifest in the folder lists what Postil wrote; only those files are ever replaced or removed.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from postil import swap
from postil.model import OutFile
from postil.problems import Place, PostilError, Problem, problem
from postil.record import record

MANIFEST = ".postil-manifest.json"
_SOURCES = ("content", "templates", "seeds", "postil", "tests", "docs", ".git")


@record
class Written:
    """What a write did, in paths relative to the output folder.

    `remade` is true where the list of what was written before could not be read.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    total: int
    bytes: int
    remade: bool = False


def write(files: Sequence[OutFile], output: Path, site: Path, *, adopt: bool = False) -> Written:
    """Write the published folder, whole or not at all.

    Raises PostilError: before it touches anything that it must not, when another build holds the
    folder, and when the disk fails; the folder is then as it was.
    """
    _refuse_dangerous(output, site)
    _before(files, output, adopt=adopt)  # what is refused is refused before anything is touched
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with swap.alone(output):
            swap.recover(output, _ours)
            return _write(files, output, _before(files, output, adopt=adopt))
    except swap.BusyError as busy:
        message = f"another build is writing here{f', process {busy}' if str(busy) else ''}"
        raise PostilError([_wrong(output, message, "wait for its end, or stop it")]) from None
    except OSError as error:
        message = f"cannot write {output}: {error.strerror or error}"
        raise PostilError([_wrong(output, message, "the folder is as it was")]) from error


def _before(files: Sequence[OutFile], output: Path, *, adopt: bool) -> Mapping[str, str]:
    """What Postil wrote here last, by path; raises PostilError where it must not write again."""
    listed = _manifest(files, output, adopt=adopt)
    _refuse_taken(files, output, listed)
    return listed


def _wrong(output: Path, message: str, hint: str) -> Problem:
    return problem("output", Place(file=str(output)), message, hint)


def _write(files: Sequence[OutFile], output: Path, before: Mapping[str, str]) -> Written:
    """Put what is new or changed in place, and take away what is no longer published."""
    after = {file.path: hashlib.sha256(file.content).hexdigest() for file in files}
    fresh = {
        file.path: file.content
        for file in files
        if before.get(file.path) != after[file.path] or not _holds(output / file.path, file.content)
    }
    gone = [path for path in before if path not in after]
    if fresh or gone or not (output / MANIFEST).is_file():
        text = json.dumps(dict(sorted(after.items())), indent=0, ensure_ascii=False)
        listed = {MANIFEST: f"{text}\n".encode(), **fresh}  # first: `_ours` reads it after a kill
        swap.put(output, listed, after.keys() - fresh.keys(), gone)
    return Written(
        new=tuple(path for path in fresh if path not in before),
        changed=tuple(path for path in fresh if path in before),
        removed=tuple(gone),
        total=len(files),
        bytes=sum(len(file.content) for file in files),
        remade="" in before.values(),
    )


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


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
    elif real.is_mount():
        reason = "this is a mount point, which cannot be exchanged; name a folder inside it"
    if reason:
        hint = "name an empty folder with --output, such as public/"
        raise PostilError([problem("output", place, f"will not write here: {reason}", hint)])


def _ours(tree: Path) -> Collection[str]:
    """Which files of a tree that a killed build left are Postil's own: its list, and itself."""
    try:
        return {MANIFEST, *json.loads((tree / MANIFEST).read_text(encoding="utf-8"))}
    except (OSError, ValueError, TypeError):
        return {MANIFEST}


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
