"""site.yaml's `deploy` → targets: where a site may be sent, each value of a known, harmless shape.

No key names a command, and no value can become an option, a second word or a command of a program
that is started with it: what may stand in a value is listed, all else is refused.
"""

import re
from collections.abc import Callable, Mapping
from typing import cast

from postil.fields import Fields
from postil.files.values import Wrong, check_id, check_url, quoted
from postil.model import Target, TargetKind
from postil.trees import tree

KINDS = ("folder", "branch", "s3", "rsync")

_NAME = r"[^\W_][\w.-]*"
_WORDS = r"[\w.+@=,~-]"
_PATH = re.compile(rf"/?(?!-)(?:{_WORDS}+/*)+")
_HOST = r"(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])"
_USER = r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?"
_SCP = re.compile(rf"{_USER}{_HOST}:(?P<path>(?!:)[^:]+)")
_REMOTE_URL = re.compile(rf"(?:https|ssh)://{_USER}{_HOST}(?::\d{{1,5}})?(?P<path>/.+)")
_ENDPOINT = re.compile(rf"https://{_HOST}(?::\d{{1,5}})?/?(?:{_WORDS}+/?)*")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
_REGION = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_SECRET = re.compile(r"//[^/\s]*:[^/\s]*@")
_PASSWORD = re.compile(r":[^/\s@]+@")
_LOOPBACK = re.compile(r"http://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?/?")

Check = Callable[[str], Wrong | None]


def targets(f: Fields) -> Mapping[str, Target]:
    """The targets by name, in their order."""
    inner = f.mapping("deploy", "deploy")
    if inner is None:
        return {}
    found = {}
    for name, (key, node) in inner.entries.items():
        if wrong := check_id(name):
            inner.mistyped(wrong.message, "a target's name", key)
        elif not isinstance(node, tree.Mapping):
            inner.mistyped(name, "a mapping", node)
        else:
            found[name] = _target(name, inner.child(node, "a target"))
    return found


def _target(name: str, f: Fields) -> Target:
    kind = f.one_of("kind", KINDS)
    if kind:
        values = _READERS[kind](f)
        f.done()
    else:
        f.require("kind")
        f.done(strict=False)
        values = {}
    return Target(name=name, kind=cast(TargetKind, kind), place=f.place, values=values)


def _folder(f: Fields) -> Mapping[str, str]:
    return {"path": f.checked("path", check_folder, required=True), **_beside(f)}


def _branch(f: Fields) -> Mapping[str, str]:
    return {
        "remote": f.checked("remote", check_remote) or "origin",
        "branch": f.checked("branch", check_branch) or "gh-pages",
        **_beside(f),
    }


def _s3(f: Fields) -> Mapping[str, str]:
    return {
        "bucket": f.checked("bucket", _shaped(_BUCKET, "the name of a bucket"), required=True),
        "prefix": f.checked("prefix", check_path).strip("/"),
        "endpoint": f.checked("endpoint", check_endpoint),
        "region": f.checked("region", _shaped(_REGION, "a region, such as eu-central-1")),
        **_compress(f, "gzip"),
    }


def _rsync(f: Fields) -> Mapping[str, str]:
    port = f.integer("port")
    return {
        "to": f.checked("to", check_server, required=True),
        "port": "" if port is None else str(port),
        "identity": f.checked("identity", check_file),
        "known_hosts": f.checked("known_hosts", check_file),
        **_beside(f),
    }


def _beside(f: Fields) -> Mapping[str, str]:
    return _compress(f, "beside")


def _compress(f: Fields, way: str) -> Mapping[str, str]:
    """How texts are made small: a bucket answers no wishes, so there they can only be so always."""
    chosen = f.one_of("compress", (way,))
    return {"compress": chosen} if chosen else {}


_READERS = {"folder": _folder, "branch": _branch, "s3": _s3, "rsync": _rsync}


def _shaped(shape: re.Pattern[str], what: str) -> Check:
    return lambda text: None if shape.fullmatch(text) else _wrong(text, what)


def _wrong(text: str, what: str, hint: str = "") -> Wrong:
    if _PASSWORD.search(text):  # never printed, whatever else is wrong
        return Wrong("value-unknown", f"expected {what}, found what looks like a password", hint)
    return Wrong("value-unknown", f"expected {what}, found {quoted(text)}", hint)


def check_folder(text: str) -> Wrong | None:
    """Why a text names no folder of this machine to deploy into."""
    if text[0] == "~":
        return _wrong(text, "a folder", "write it from / or from the site")
    if _PATH.fullmatch(text) and text.strip("/") not in ("", "."):
        return None
    return _wrong(
        text, "a folder, such as ../published", "without spaces; it is seen from the site"
    )


def check_file(text: str) -> Wrong | None:
    """Why a text names no file for ssh: a key, or the hosts that are known."""
    if _PATH.fullmatch(text.removeprefix("~/")):
        return None
    return Wrong("value-unknown", "expected a file, such as ~/.ssh/deploy", "without spaces")


def check_path(text: str) -> Wrong | None:
    """Why a text is no path on a server: not all of it, not above, no sign of a shell."""
    parts = [part for part in text.split("/") if part]
    good = _PATH.fullmatch(text) and parts and ".." not in parts and parts != ["."]
    if not good or any(part.startswith("-") for part in parts):
        return _wrong(text, "a path of plain words, such as /srv/www/articles")
    if parts[0].startswith("~"):
        return _wrong(text, "a path", "one that does not begin with / is in your home there")
    return None


def check_server(text: str) -> Wrong | None:
    """Why a text is no place on a server: user@host:/path."""
    match = _SCP.fullmatch(text)
    if match is None:
        return _wrong(text, "user@host:/path")
    return check_path(match["path"])


def check_branch(text: str) -> Wrong | None:
    """Why a text is no name of a branch, by git's rules and without signs of a shell."""
    parts = text.split("/")
    good = all(re.fullmatch(_NAME, part) or re.fullmatch(r"_[\w.-]*", part) for part in parts)
    odd = ".." in text or text == "HEAD" or any(part.endswith((".", ".lock")) for part in parts)
    return None if good and not odd else _wrong(text, "the name of a branch, such as gh-pages")


def check_remote(text: str) -> Wrong | None:
    """Why a text is neither a git remote's name nor the address of a repository."""
    if _SECRET.search(text):
        message = "this address holds a password, and site.yaml is no place for one"
        return Wrong("value-unknown", message, "let git keep it: see gitcredentials")
    if re.fullmatch(_NAME, text):
        return None
    url = _REMOTE_URL.fullmatch(text) or _SCP.fullmatch(text)
    path = url["path"] if url else text
    if (url or text.startswith(("/", "../"))) and check_path(path.replace("../", "")) is None:
        return None
    return _wrong(text, "a git remote's name or a repository's address")


def check_endpoint(text: str) -> Wrong | None:
    """Why a text is no address of a store: https, or http on this machine alone."""
    if "@" in text:
        message = "this address holds a name or a password, and site.yaml is no place for one"
        return Wrong("value-unknown", message, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    if wrong := check_url(text, absolute=True):
        return wrong
    return (
        None
        if _ENDPOINT.fullmatch(text) or _LOOPBACK.fullmatch(text)
        else _wrong(text, "an address with https://")
    )
