"""A branch of a git repository as a target: one commit on top of it, pushed without force (edge).

The tree is made in an index of its own. The work tree, the index, HEAD and every ref of the
repository that the site lies in stay as they are; only objects join, and one ref moves, at the
remote. Files of others in the branch stay.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from postil.deploy import ledger as ledgers
from postil.deploy.ledger import LEDGER, RECORD
from postil.deploy.parcel import Parcel
from postil.deploy.plan import Plan, There
from postil.deploy.process import run, without_keys
from postil.deploy.send import AGAIN, unlike
from postil.deploy.store import MovedError, RefusedError

_KEPT = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_CONFIG")
_REMOTE = ("fetch", "ls-remote", "push")
_WHO = ("GIT_AUTHOR_", "GIT_COMMITTER_")


class BranchPeer:
    """A branch; `scratch` is an empty folder for what this needs meanwhile."""

    def __init__(self, site: Path, remote: str, branch: str, scratch: Path) -> None:
        if remote.startswith("../"):  # seen from the site, wherever git runs
            remote = str((site / remote).resolve())
        self.remote, self.branch = remote, branch
        self._ref = ("--", remote, f"refs/heads/{branch}")
        whole = _environment() | {"GIT_INDEX_FILE": str(scratch / "index")}
        self.env = self.asking = without_keys(whole)
        self.cwd, self.scratch = site, scratch
        inside = run(["git", "rev-parse", "--git-dir"], cwd=site, env=self.env, fine=(0, 128))
        if inside.returncode:
            self.cwd = scratch / "repository"
            run(["git", "init", "-q", "--bare", str(self.cwd)], cwd=scratch, env=self.env)
        self.digest = self._object_format()
        urls = [remote, *(self._url(remote, *option) for option in ((), ("--push",)))]
        for url in urls:
            _refuse_password(url)
        if any(url.startswith("http") for url in urls):  # only there may a helper need a key
            self.asking = whole

    def close(self) -> None:
        """Each git ends by itself."""

    def published(self) -> bytes | None:
        """The record there of what was published last; None where there is none."""
        tip = self._tip()
        if not tip:
            return None
        self._fetch()
        blob, size = self._tree(tip).get(RECORD, ("", -1))
        return self._blob(blob) if size >= 0 else None

    def look(self, parcels: Mapping[str, Parcel]) -> There:
        """What the branch holds at the remote."""
        tip = self._tip()
        if not tip:
            return There(sizes={}, same=(), ledger=None)
        self._fetch()
        blobs = self._tree(tip)
        found = blobs.pop(LEDGER, None)
        ledger = ledgers.read(self._blob(found[0])) if found else None
        same = {path for path in parcels if path in blobs and self._holds(parcels[path], blobs)}
        sizes = {path: size for path, (_, size) in blobs.items()}
        return There(sizes=sizes, same=same, ledger=ledger, token=tip)

    def carry_out(self, plan: Plan, parcels: Mapping[str, Parcel], there: There) -> None:
        """Commit and push; MovedError where the branch has moved meanwhile."""
        self._git("read-tree", there.token or "--empty")
        put = [one.path for one in plan.operations if one.action != "delete"]
        contents = (parcels[path].content for path in put)
        blobs = self._store([*contents, ledgers.write(plan.after)])
        lines = [f"100644 {b}\t{path}" for b, path in zip(blobs, [*put, LEDGER], strict=True)]
        lines += [f"0 {'0' * 40}\t{one.path}" for one in plan.of("delete")]
        self._git("update-index", "-z", "--index-info", given="\0".join([*lines, ""]).encode())
        tree = self._git("write-tree")
        parents = ["-p", there.token] if there.token else []
        commit = self._git("commit-tree", tree, *parents, given=_message(plan).encode())
        self._push(commit, there.token)
        if self._tip() != commit:
            raise RefusedError("the branch moved right after the deploy", AGAIN)
        found = self._tree(commit)
        wrong = [path for path in parcels if not self._holds(parcels[path], found)]
        if wrong:
            raise RefusedError(unlike(wrong), AGAIN)

    def _push(self, commit: str, tip: str) -> None:
        """Move one ref, and only forward; MovedError where somebody else moved it."""
        options = ["--porcelain", "--no-follow-tags", "--recurse-submodules=no"]
        target = f"{commit}:refs/heads/{self.branch}"
        try:
            self._git("push", *options, "--", self.remote, target)
        except RefusedError:
            if self._tip() not in (tip, commit):
                raise MovedError from None
            if self._tip() != commit:
                raise

    def _url(self, remote: str, *options: str) -> str:
        """The address of a remote that has a name, "" of others."""
        return self._git("remote", "get-url", *options, "--", remote, fine=(0, 2, 128))

    def _fetch(self) -> None:
        self._git("fetch", "-q", "--no-tags", "--no-write-fetch-head", "--refmap=", *self._ref)

    def _tip(self) -> str:
        """The commit that the branch is at now, at the remote; "" where there is no branch."""
        line = self._git("ls-remote", *self._ref)
        return line.partition("\t")[0]

    def _tree(self, commit: str) -> dict[str, tuple[str, int]]:
        """Each file of a commit: its blob and size. Links and submodules have size -1."""
        found = {}
        for line in self._git("ls-tree", "-r", "-l", "-z", commit).split("\0"):
            about, _, path = line.partition("\t")
            if path:
                mode, _, blob, size = about.split()
                found[path] = (blob, int(size) if mode.startswith("100") else -1)
        return found

    def _holds(self, one: Parcel, blobs: Mapping[str, tuple[str, int]]) -> bool:
        """True where the branch has these bytes: a blob's id is their digest."""
        blob, size = blobs.get(one.path, ("", -1))
        if size != one.size:
            return False
        own = hashlib.new(self.digest, f"blob {size}\0".encode(), usedforsecurity=False)
        own.update(one.content)
        return own.hexdigest() == blob

    def _object_format(self) -> str:
        """What the repository names its objects by. Git before 2.29 only knows the one."""
        found = self._git("rev-parse", "--show-object-format", fine=(0, 128))
        return found if found == "sha256" else "sha1"

    def _blob(self, blob: str) -> bytes:
        return run(["git", "cat-file", "blob", blob], cwd=self.cwd, env=self.env).stdout

    def _store(self, contents: Iterable[bytes]) -> list[str]:
        """Blobs of contents, made by one git of files: a large site has thousands."""
        with TemporaryDirectory(dir=self.scratch) as folder:
            files = []
            for number, content in enumerate(contents):
                files.append(Path(folder, str(number)))
                files[-1].write_bytes(content)
            given = "".join(f"{file}\n" for file in files).encode()
            found = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", given=given)
        return found.split("\n")

    def _git(self, *words: str, given: bytes = b"", fine: tuple[int, ...] = (0,)) -> str:
        env = self.asking if words[0] in _REMOTE else self.env
        done = run(["git", *words], cwd=self.cwd, env=env, given=given, fine=fine)
        return done.stdout.decode("utf-8", "surrogateescape").strip("\n")


def _environment() -> dict[str, str]:
    """The caller's, without what would lead git to another repository, index or helper."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith((*_KEPT, *_WHO))
    }
    fixed = {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C.UTF-8",
    }
    for who in _WHO:  # a machine that deploys often has no name for git
        own.setdefault(f"{who}NAME", _git_config("user.name") or "Postil")
        own.setdefault(f"{who}EMAIL", _git_config("user.email") or "postil@localhost")
    return own | fixed


def _git_config(name: str) -> str:
    words = ["git", "config", "--get", name]
    done = run(words, cwd=Path.cwd(), env=without_keys(os.environ), fine=(0, 1))
    return done.stdout.decode("utf-8", "replace").strip()


def _refuse_password(url: str) -> None:
    """No push where git itself would show a password in its list of processes."""
    if re.search(r"//[^/\s@:]*:[^/\s@]+@", url):
        message = "the remote's address holds a password, which other users of this machine can see"
        raise RefusedError(message, "let git keep it instead: see gitcredentials")


def _message(plan: Plan) -> str:
    """Such as: Publish: 2 new, 1 changed, 3 deleted."""
    done = (plan.of("new"), "new"), (plan.of("changed"), "changed"), (plan.of("delete"), "deleted")
    counts = [f"{len(operations)} {word}" for operations, word in done if operations]
    return f"Publish: {', '.join(counts) or 'the list of files'}\n"
