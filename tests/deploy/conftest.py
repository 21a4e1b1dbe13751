"""What several tests of deploys need."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests import peers


def own_ssh() -> list[tuple[str, int, bytes]]:
    """The user's own `~/.ssh`, which no test may touch."""
    home = Path("~/.ssh").expanduser()
    found = sorted(home.rglob("*")) if home.is_dir() else []
    return [(str(p), p.lstat().st_mtime_ns, p.read_bytes()) for p in found if p.is_file()]


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The values of a target at an sshd on this machine."""
    before = own_ssh()
    with peers.sshd(tmp_path_factory.mktemp("sshd")) as values:
        yield values
    assert own_ssh() == before


@pytest.fixture
def server(sshd: Mapping[str, str], tmp_path: Path) -> dict[str, str]:
    """The values of a target at the server, of a folder that is not there yet."""
    return {**sshd, "to": f"127.0.0.1:{tmp_path}/www///"}
