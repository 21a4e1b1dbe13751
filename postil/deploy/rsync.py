"""A folder of a server as a target, by rsync over SSH (edge)."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from postil.deploy import ledger as ledgers
from postil.deploy.ledger import LEDGER, RECORD
from postil.deploy.parcel import Parcel, turn
from postil.deploy.plan import Operation, Plan, There
from postil.deploy.process import run, without_keys
from postil.deploy.send import AGAIN, unlike
from postil.deploy.ssh import Ssh
from postil.deploy.store import MovedError, RefusedError
from postil.record import replace

if TYPE_CHECKING:
    from subprocess import CompletedProcess

_LISTED = re.compile(r"^([-dlcbps])\S+\s+([\d,.]+)\s+\S+\s+\S+\s(.*)$")
_ESCAPED = re.compile(r"\\#([0-7]{3})")
_ADVICE = (
    ("Host key verification failed", "run ssh {host} once, and compare its fingerprint"),
    (
        r"Permission denied \(",
        "see whether ssh {host} lets you in: your key, your name there",
    ),
    (
        "Connection (refused|timed out)|No route|unreachable|resolve hostname",
        "see whether ssh {host} connects: the name, the port, the network",
    ),
    ("mkdir .* failed: No such file", "make the folder above it there: rsync makes the last one"),
    ("command not found|rsync: not found", "install rsync on {host}"),
)
_GONE = 23  # rsync's status where a source file is not there


class RsyncPeer:
    """A folder at `user@host:/path`; `scratch` is an empty folder of ours."""

    def __init__(self, values: Mapping[str, str], scratch: Path) -> None:
        host, _, path = values["to"].rpartition(":")
        self.to = f"{host}:{path.rstrip('/')}/"
        self.scratch, self.tree = scratch, scratch / "tree"
        self.tree.mkdir()
        self.ssh = Ssh(host, values, scratch)
        self.words = ["rsync", "-s", "-e", self.ssh.command, "--timeout=120"]

    def close(self) -> None:
        """End the connection that all steps shared."""
        self.ssh.close()

    def published(self) -> bytes | None:
        """The record there of what was published last; None where there is none."""
        return self._fetched(RECORD) or None

    def look(self, parcels: Mapping[str, Parcel]) -> There:
        """What is there. rsync compares whole files by their checksums."""
        sizes = self._listing()
        content = self._ledger() if LEDGER in sizes else b""
        sizes.pop(LEDGER, None)
        ledger = ledgers.read(content) if content else None
        for path, one in parcels.items():
            self._lay(path, one.content)
        there = [path for path in parcels if path in sizes]
        differing = self._differing(there)
        same = {path for path in there if path not in differing}
        return There(sizes=sizes, same=same, ledger=ledger, token=_digest(content))

    def carry_out(self, plan: Plan, parcels: Mapping[str, Parcel], there: There) -> None:
        """Phase by phase; changed pages appear together, when all of them are there."""
        if self._token() != there.token:
            raise MovedError
        intent = replace(plan.before, pending={**plan.before.pending, **plan.after.files})
        self._note(ledgers.write(intent))
        for phase in plan.phases:
            self._phase(phase)
        if self._token() != _digest(ledgers.write(intent)):
            raise RefusedError(
                "another deploy came in between", "look at the site, then run this again"
            )
        self._note(ledgers.write(plan.after))
        sizes = self._listing()
        wrong = self._differing(path for path in parcels if path in sizes)
        wrong |= {path for path in parcels if path not in sizes}
        wrong |= {one.path for one in plan.of("delete") if one.path in sizes}
        if wrong:
            raise RefusedError(unlike(wrong), AGAIN)

    def _phase(self, operations: Iterable[Operation]) -> None:
        gone = [one.path for one in operations if one.action == "delete"]
        put = [one.path for one in operations if one.action != "delete"]
        if put:
            delayed = ["--delay-updates"] if any(turn(path) > 1 for path in put) else []
            self._send(put, *delayed)
        if gone:
            for path in gone:
                (self.tree / path).unlink(missing_ok=True)
            self._send(gone, "--delete-missing-args")

    def _send(self, paths: Iterable[str], *options: str) -> bytes:
        """Send files of the tree that differ there, with plain modes whatever they are here."""
        listed = "\0".join(paths).encode()
        words = [*self.words, "-r", "--checksum", "--chmod=D755,F644", "-p", *options]
        words += ["--files-from=-", "--from0", "--", f"{self.tree}/", self.to]
        return self._run(words, given=listed).stdout

    def _differing(self, paths: Iterable[str]) -> set[str]:
        """Which files have other bytes there."""
        named = list(paths)
        if not named:
            return set()
        lines = self._send(named, "--dry-run", "--out-format=%i %n", "-8")
        parted = (line.partition(" ") for line in lines.decode("utf-8", "replace").splitlines())
        return {_plain(path) for what, _, path in parted if what.startswith(("<f", ">f"))}

    def _listing(self) -> dict[str, int]:
        """All files there, and their sizes; none where the folder is not there yet."""
        words = [*self.words, "-r", "-l", "-8", "--list-only", "--no-h", "--", self.to]
        done = self._run(words, fine=(0, _GONE))
        if done.returncode:  # rsync makes a path's last folder itself; those above must be there
            return {}
        found = {}
        for line in done.stdout.decode("utf-8", "replace").splitlines():
            if (match := _LISTED.match(line)) and match[1] != "d":
                size = match[2].replace(",", "").replace(".", "")
                found[_plain(match[3])] = int(size) if match[1] == "-" else -1
        return found

    def _ledger(self) -> bytes:
        return self._fetched(LEDGER)

    def _fetched(self, name: str) -> bytes:
        target = self.scratch / f"fetched-{name}"
        target.unlink(missing_ok=True)
        words = [*self.words, "--", f"{self.to}{name}", str(target)]
        self._run(words, fine=(0, _GONE))
        return target.read_bytes() if target.exists() else b""

    def _run(
        self, words: Sequence[str], *, given: bytes = b"", fine: Sequence[int] = (0,)
    ) -> "CompletedProcess[bytes]":
        """Start rsync; where it fails, with what may be done about it."""
        try:
            return run(words, cwd=self.scratch, env=_environment(), given=given, fine=fine)
        except RefusedError as error:
            raise RefusedError(error.args[0], advice(error.args[0], self.ssh.host)) from None

    def _token(self) -> str:
        return _digest(self._ledger())

    def _note(self, content: bytes) -> None:
        self._lay(LEDGER, content)
        self._send([LEDGER])

    def _lay(self, path: str, content: bytes) -> None:
        target = self.tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def advice(said: str, host: str) -> str:
    """What to do about a failure that rsync or ssh tells; "" where that is not known."""
    return next((hint.format(host=host) for sign, hint in _ADVICE if re.search(sign, said)), "")


def _environment() -> dict[str, str]:
    """The caller's, without keys, and what gives rsync other options or programs to run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RSYNC_")}
    return without_keys(kept) | {"LC_ALL": "C.UTF-8"}


def _plain(name: str) -> str:
    """A name as rsync prints it, with its escapes read."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), name)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if content else ""
