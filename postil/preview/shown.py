"""What the preview shows: the last good files, and what is wrong with the present sources."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote, unquote

from postil.problems import Problem
from postil.record import record

NOTHING: Mapping[str, bytes] = {}
TEXTS: Mapping[str, str] = {}


@record
class Shown:
    """`files`: path → bytes of the last good build. `texts`: the sources that hold a problem.

    `base` is the address of the site's root ("/", "/sub/"). `bug` is the last line of a traceback.
    """

    files: Mapping[str, bytes] = NOTHING
    base: str = "/"
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = TEXTS
    bug: str = ""

    def said(self) -> tuple[object, ...]:
        """What every page says, whichever it is."""
        return self.problems, self.bug, self.base, bool(self.files), self.texts

    @property
    def stale(self) -> bool:
        """True where the sources have a mistake, so that the files are of an earlier state."""
        return bool(self.bug) or any(found.level == "error" for found in self.problems)


@record
class Found:
    """What stands at an address: a file, an address to go to instead, or nothing."""

    kind: Literal["file", "elsewhere", "nothing"]
    path: str = ""
    address: str = ""


def find(shown: Shown, address: str) -> Found:
    """What a request's path, as it came ("/lamp/index.html", percent-coded), leads to.

    Names are looked up among the files, never on a disk: `..`, dot files and links lead nowhere.
    """
    path = _decoded(address)
    if shown.base != "/" and path in ("/", shown.base.removesuffix("/")):
        return Found(kind="elsewhere", address=shown.base)
    if not path.startswith(shown.base):
        return Found(kind="nothing")
    name = path.removeprefix(shown.base)
    if name in shown.files:
        return Found(kind="file", path=name)
    folder = f"{name}/index.html" if name else "index.html"
    if name == "" or name.endswith("/"):
        folder = f"{name}index.html"
        return Found(kind="file", path=folder) if folder in shown.files else Found(kind="nothing")
    if folder in shown.files:
        return Found(kind="elsewhere", address=quote(f"{path}/"))
    return Found(kind="nothing")


def what(shown: Shown, address: str) -> tuple[str, bytes | None]:
    """What a browser gets at an address: a way of knowing whether that has changed."""
    found = find(shown, address)
    path = found.path if found.kind == "file" else "404.html"
    return found.kind + found.address, shown.files.get(path)


def _decoded(address: str) -> str:
    """An address's path as text; one that is no UTF-8 is no address of ours."""
    try:
        return unquote(address, errors="strict")
    except UnicodeDecodeError:
        return ""


def base_of(path: str) -> str:
    """An address's path as a base: "" → "/", "sub" → "/sub/"."""
    inner = path.strip("/")
    return f"/{inner}/" if inner else "/"
