"""OutFiles → a folder, and nothing else in it touched (edge).

A manifest in the folder lists what Postil wrote; only those files are ever replaced or removed.
"""

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path, PurePosixPath

from postil import swap
from postil.carrying import MANIFEST
from postil.model import OutFile
from postil.printed import Printed, listed
from postil.problems import Place, PostilError, Problem, problem
from postil.record import record
from postil.regular import content

__all__ = ["MANIFEST", "Contents", "Spot", "Written", "lay", "remove", "write"]
_SOURCES = ("content", "templates", "seeds", "postil", "tests", "docs", ".git")


@record
class Written:
    """What a write did, in paths relative to the output folder.

    `remade` is true where the list of what was written before could not be read. `linked` are
    files that stay, and got another link on the way; `manifest` is a digest of that, "" where none
    was written.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    total: int
    bytes: int
    remade: bool = False
    linked: tuple[str, ...] = ()
    manifest: str = ""


Contents = Callable[[Collection[str]], Iterable[tuple[str, bytes]]]
"""Gives the bytes of the files that are asked for, by path."""


def write(files: Sequence[OutFile], output: Path, site: Path, *, adopt: bool = False) -> Written:
    """Write the published folder, whole or not at all.

    Raises PostilError: before it touches anything that it must not, when another build holds the
    folder, and when the disk fails; the folder is then as it was.
    """
    held = {file.path: file.content for file in files}

    def contents(paths: Collection[str]) -> Iterable[tuple[str, bytes]]:
        return ((path, held[path]) for path in paths)

    return lay(listed(files), contents, Spot(output=output, site=site, adopt=adopt))


@record
class Spot:
    """Where to write. `known` tells, when asked, whether the folder is as its own list says.

    `spare` is a folder for a second tree, on the same disk, which is kept for the next build: of a
    large site whose pages nearly all stay, two calls a file and three a folder are spared so.
    """

    output: Path
    site: Path
    adopt: bool = False
    known: Callable[[], bool] | None = None
    spare: Path | None = None
    after: Callable[[Written], object] = bool


def lay(files: Sequence[Printed], contents: Contents, place: Spot) -> Written:
    """`write`, of files whose bytes are asked for only where they are new.

    `place.after` is called when all is in place, before another build may write.
    """
    output = place.output
    try:
        _refuse_dangerous(output, place.site)
        if not place.known:  # what is refused is refused before anything is touched
            _before(files, place, known=False)
        output.parent.mkdir(parents=True, exist_ok=True)
        with swap.alone(output):
            swap.recover(output, _ours)
            known = bool(place.known and place.known())
            done = _write(files, contents, place, _before(files, place, known=known), known=known)
            place.after(done)
            return done
    except swap.BusyError as busy:
        message = f"another build is writing here{f', process {busy}' if str(busy) else ''}"
        raise PostilError([_wrong(output, message, "wait for its end, or stop it")]) from None
    except OSError as error:
        message = f"cannot write {output}: {error.strerror or error}"
        raise PostilError([_wrong(output, message, "the folder is as it was")]) from error


def remove(output: Path) -> tuple[int, tuple[str, ...]]:
    """Take away what Postil wrote: how many files, and which stay since they were changed.

    Raises PostilError where another build is writing, OSError where something cannot be removed.
    """
    try:
        with swap.alone(output):
            swap.recover(output, _ours)
            return _remove(output)
    except swap.BusyError as busy:
        message = f"another build is writing here{f', process {busy}' if str(busy) else ''}"
        raise PostilError([_wrong(output, message, "wait for its end, or stop it")]) from None


def _remove(output: Path) -> tuple[int, tuple[str, ...]]:
    links, listed = cache(_link), _manifest((), output, adopt=True)
    own = [path for path in listed if not links(output, path.rpartition("/")[0])]
    there = [path for path in own if os.path.lexists(output / path)]
    same = [path for path in there if _is(output / path, listed[path])]
    for path in same:
        (output / path).unlink()
    (output / MANIFEST).unlink(missing_ok=True)
    folders = {folder for path in same for folder in PurePosixPath(path).parents}
    for folder in sorted(folders | {PurePosixPath()}, key=lambda one: -len(one.parts)):
        with suppress(OSError):  # something else is in it
            (output / folder).rmdir()
    return len(same), tuple(path for path in there if path not in set(same))


def _is(file: Path, digest: str) -> bool:
    """Whether a file, not a link to one, has the content that was listed."""
    if file.is_symlink() or not file.is_file():
        return False
    return hashlib.sha256(content(file)).hexdigest() == digest


def _before(files: Sequence[Printed], place: Spot, *, known: bool) -> Mapping[str, str]:
    """What Postil wrote here last, by path; raises PostilError where it must not write again."""
    before = _manifest(files, place.output, adopt=place.adopt)
    new = [file for file in files if file.path not in before] if known else files
    _refuse_taken(new, place.output, before)
    return before


def _wrong(output: Path, message: str, hint: str) -> Problem:
    return problem("output", Place(file=str(output)), message, hint)


def _write(
    files: Sequence[Printed],
    contents: Contents,
    place: Spot,
    before: Mapping[str, str],
    *,
    known: bool,
) -> Written:
    """Put what is new or changed in place, and take away what is no longer published."""
    output, linked, told = place.output, tuple[str, ...](), ""
    after = {file.path: file.digest for file in files}
    fresh = [
        file.path
        for file in files
        if before.get(file.path) != file.digest or not (known or _holds(output / file.path, file))
    ]
    gone = [path for path in before if path not in after]
    if fresh or gone or not (output / MANIFEST).is_file():
        # The list comes first: `_ours` reads it after a kill.
        manifest = _list(after)
        told = hashlib.sha256(manifest).hexdigest()
        new = chain([(MANIFEST, manifest)], contents(fresh))
        names, stay = {MANIFEST, *fresh}, after.keys() - set(fresh)
        linked = swap.put(output, new, names, stay, gone, place.spare)
    return Written(
        new=tuple(path for path in fresh if path not in before),
        changed=tuple(path for path in fresh if path in before),
        removed=tuple(gone),
        total=len(files),
        bytes=sum(file.size for file in files),
        remade="" in before.values(),
        linked=linked,
        manifest=told,
    )


def _list(files: Mapping[str, str]) -> bytes:
    """The manifest: digests by path, a line each."""
    quoted = json.encoder.encode_basestring
    lines = ",\n".join(f'{quoted(path)}: "{digest}"' for path, digest in sorted(files.items()))
    return f"{{\n{lines}\n}}\n".encode() if lines else b"{}\n"


def _holds(target: Path, file: Printed) -> bool:
    try:
        return (
            target.stat().st_size == file.size
            and hashlib.sha256(content(target)).hexdigest() == file.digest
        )
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
        return {MANIFEST, *json.loads(content(tree / MANIFEST))}
    except (OSError, ValueError, TypeError):
        return {MANIFEST}


def _manifest(files: Iterable[Printed], output: Path, *, adopt: bool) -> Mapping[str, str]:
    """What the last build wrote here; a folder with files and no manifest is somebody else's."""
    try:
        listed = json.loads(content(output / MANIFEST))
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


def _refuse_taken(files: Iterable[Printed], output: Path, before: Mapping[str, str]) -> None:
    """No write over a file that is somebody else's, nor through a link to another folder."""
    links = cache(_link)  # asked once for each folder
    problems = [
        problem("output", Place(file=str(output / file.path)), *reason)
        for file in files
        if (reason := _taken(output, file, before, links))
    ]
    if problems:
        raise PostilError(problems)


def _taken(
    output: Path, file: Printed, before: Mapping[str, str], links: Callable[[Path, str], str]
) -> tuple[str, str] | None:
    """Why a file cannot be written where it belongs, and what to do; None if it can."""
    if link := links(output, file.path.rpartition("/")[0]):
        return f"will not write here: {link} is a link to another folder", "delete the link"
    if file.path in before:
        return None
    target = output / file.path
    if not os.path.lexists(target) or _holds(target, file):
        return None
    hint = "move it away, or name another folder with --output"
    return "there is a file here that Postil did not write, and it stays as it is", hint


def _link(output: Path, folder: str) -> str:
    """The first folder from the output down to one of its own that is a link, or no folder."""
    folders = [output / above for above in reversed(PurePosixPath(folder, "x").parents[:-1])]
    found = (f.name for f in folders if f.is_symlink() or (f.exists() and not f.is_dir()))
    return next(found, "")


def _inside(path: object) -> bool:
    """True for a plain relative path: a manifest that was tampered with names nothing outside."""
    if not isinstance(path, str) or "\\" in path or "\0" in path or path.startswith("/"):
        return False
    return bool(path.strip("./")) and not (".." in path and ".." in path.split("/"))
