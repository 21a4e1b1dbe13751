"""The targets of site.yaml: what each needs to be reached, and where it was last time (edge)."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from postil.deploy.store import RefusedError

if TYPE_CHECKING:
    from postil.deploy.parcel import Parcel
    from postil.deploy.plan import Plan, There
    from postil.model import Target

MEMORY = ".postil/deployed.json"
_WHERE = ("path", "remote", "branch", "endpoint", "bucket", "prefix", "to")


class Peer(Protocol):
    """A target, as a deploy needs it. Every call may raise TransientError or RefusedError."""

    def published(self) -> bytes | None:
        """The record there of what was published last."""

    def look(self, parcels: "Mapping[str, Parcel]") -> "There":
        """What is there."""

    def carry_out(self, plan: "Plan", parcels: "Mapping[str, Parcel]", there: "There") -> None:
        """Do what is planned, and look whether it is done."""

    def close(self) -> None:
        """Let go of what was kept open between these."""


def peer(target: "Target", site: Path, scratch: Path) -> Peer:
    """A target, ready to be looked at; `scratch` is an empty folder that nobody else may enter."""
    return _PEERS[target.kind](target, site, scratch)


def _folder(target: "Target", site: Path, scratch: Path) -> Peer:
    del scratch
    from postil.deploy.folder import FolderStore, danger, told_of_disk
    from postil.deploy.send import StorePeer

    folder = site / target.values["path"]
    with told_of_disk():
        reason = danger(folder, site)
    if reason:
        raise RefusedError(f"will not deploy into this folder: {reason}", "name another path")
    return StorePeer(FolderStore(folder))


def _branch(target: "Target", site: Path, scratch: Path) -> Peer:
    from postil.deploy.branch import BranchPeer

    return BranchPeer(site, target.values["remote"], target.values["branch"], scratch)


def _s3(target: "Target", site: Path, scratch: Path) -> Peer:
    del site, scratch
    from postil.deploy.s3 import S3Store
    from postil.deploy.send import StorePeer

    return StorePeer(S3Store(target.values))


def _rsync(target: "Target", site: Path, scratch: Path) -> Peer:
    del site
    from postil.deploy.rsync import RsyncPeer

    return RsyncPeer(target.values, scratch)


_PEERS: Mapping[str, Callable[["Target", Path, Path], Peer]] = {
    "folder": _folder,
    "branch": _branch,
    "s3": _s3,
    "rsync": _rsync,
}


# ---- Where a target was last ---------------------------------------------------------------


def place(target: "Target") -> str:
    """What a target's name stands for, in one line."""
    return " ".join([target.kind, *(v for name in _WHERE if (v := target.values.get(name)))])


def refuse_moved(site: Path, target: "Target") -> None:
    """No deploy to where a name stood for another place last time, unless asked for."""
    before, now = _memory(site).get(target.name), place(target)
    if before and before != now:
        raise RefusedError(
            f"{target.name} was {before} and is now {now}", "if that is right: --yes"
        )


def remember(site: Path, target: "Target") -> None:
    """Keep where a target is; a site that cannot be written to does without."""
    text = json.dumps({**_memory(site), target.name: place(target)}, ensure_ascii=False, indent=0)
    try:
        (site / MEMORY).parent.mkdir(exist_ok=True)
        (site / MEMORY).write_text(text + "\n", encoding="utf-8")
    except OSError:
        return


def _memory(site: Path) -> Mapping[str, str]:
    try:
        data = json.loads((site / MEMORY).read_text(encoding="utf-8"))
        return {str(name): str(where) for name, where in data.items()}
    except (OSError, ValueError, AttributeError):
        return {}
