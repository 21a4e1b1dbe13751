"""How programs reach a server over SSH: by a file of settings, through one connection (edge).

ssh reads a file of ours, which asks for known host keys and takes in the user's own settings; so
neither a key's path nor an option of ssh stands in a list of processes.

The first ssh of a deploy leaves a master behind, whose socket lies in the deploy's own folder; the
others go through it, and `close` ends it. Where nobody can say so any more, it ends by itself.
"""

import os
import socket
from collections.abc import Mapping
from pathlib import Path

from postil.deploy.process import run, without_keys

IDLE = 20  # seconds without anything to do after which a master ends by itself
_GROWS = 17  # ssh begins to listen under a longer name: a dot and sixteen letters
_NO_MASTER = 255  # ssh's status where there is none to ask


class Ssh:
    """Connections to one host; `folder` is one of ours, which nobody else may enter."""

    def __init__(self, host: str, values: Mapping[str, str], folder: Path) -> None:
        self.host, self.folder = host.strip("[]"), folder
        self._socket = folder / "ssh"
        self._config = folder / "ssh_config"
        shared = self._socket if can_listen(self._socket) else None
        self._config.write_text(settings(values, shared), encoding="utf-8")

    @property
    def command(self) -> str:
        """The words that start ssh, as rsync splits them."""
        return f"ssh -F '{self._config}'"

    def close(self) -> None:
        """End the connection that is kept, if there is one; never one of the user's own."""
        if self._socket.exists():
            words = ["ssh", "-F", str(self._config), "-S", str(self._socket), "-O", "exit"]
            bare = without_keys(os.environ)
            run([*words, "--", self.host], cwd=self.folder, env=bare, fine=(0, _NO_MASTER))


def settings(values: Mapping[str, str], shared: Path | None) -> str:
    """A file for ssh. The first of two settings counts: what must hold, the user's, what may hold.

    So a user who shares connections already goes on to do so in their own way.
    """
    lines = ["Host *", "BatchMode yes", "StrictHostKeyChecking yes", "ForwardAgent no"]
    lines.append("UpdateHostKeys no")  # else ssh may write to the user's known_hosts
    for name, key in (("Port", "port"), ("IdentityFile", "identity")):
        if value := values.get(key):
            lines.append(f"{name} {value}")
    if known := values.get("known_hosts"):
        lines.append(f"UserKnownHostsFile {known}")
    own = Path.home() / ".ssh" / "config"
    lines += [f'Include "{own}"'] if own.exists() else []
    if shared:
        path = str(shared).replace("%", "%%")
        lines += ["Host *", "ControlMaster auto", f'ControlPath "{path}"', f"ControlPersist {IDLE}"]
    return "\n".join([*lines, ""])


def can_listen(path: Path) -> bool:
    """Whether ssh could: no system without such sockets, no long path, no disk that has none."""
    family = getattr(socket, "AF_UNIX", None)
    if family is None or '"' in str(path):
        return False
    trial = path.with_name(path.name + "." * _GROWS)
    try:
        with socket.socket(family) as probe:
            probe.bind(str(trial))
    except OSError:
        return False
    trial.unlink()
    return True
