"""Rules about the names of published files, which must be possible on every system."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from postil.edition import Edition, Publication
from postil.files.addresses import is_device
from postil.files.values import quoted
from postil.problems import Place, Problem, problem

_NEVER = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_LONGEST = 200
"""Bytes of a name: file systems take 255, and a published name is longer by a digest."""


def pictures(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each picture's path is one that Windows, macOS and Linux can all have."""
    for image in edition.article.images:
        for name in image.path.split("/"):
            if why := impossible(name):
                message = f"some systems cannot have a file named {quoted(name)}: {why}"
                yield problem("file-name", image.place, message, "rename it: map-of-the-town.png")


def impossible(name: str) -> str:
    """Why a name cannot be a file's on every system, "" if it can."""
    if found := _NEVER.search(name):
        return f"it holds {quoted(found[0])}"
    if name.endswith((".", " ")):
        return "it ends with a full stop or a space"
    if is_device(name):
        return "Windows keeps it for a device"
    return "it is too long" if len(name.encode()) > _LONGEST else ""


def collisions(published: Sequence[str]) -> Iterator[Problem]:
    """No two files, nor a file and a folder, whose paths some systems cannot tell apart."""
    paths, folders = defaultdict[str, list[str]](list), dict[str, str]()
    for path in published:
        key = _key(path)
        paths[key].append(path)
        above = key.rpartition("/")[0]
        while above and above not in folders:
            folders[above] = path
            above = above.rpartition("/")[0]
    for key, same in paths.items():
        others = [*same[1:], *([folders[key]] if key in folders else [])]
        for other in others:
            message = f"{same[0]} and {other} would be published at the same address"
            hint = "give an article, an alias or a picture another name"
            yield problem("file-collision", Place(file=same[0]), message, hint)


def _key(path: str) -> str:
    """Equal for paths that a file system without case, or one that composes accents, confuses."""
    return path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())
