"""Programs of others, started with lists of words and never a shell (edge).

What they print may hold addresses with passwords, so only a line of theirs without any is shown.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from postil.deploy.store import RefusedError

_SECRET = re.compile(
    r"(?<=//)[^/\s@]+@|(?i:token|key|secret|password|authorization|bearer)\w*[=:]\s*\S+"
)
_KEY = re.compile(
    r"SECRET|TOKEN|PASSW|PASSPHRASE|SSHPASS|CREDENTIAL|(?:ACCESS|API|PRIVATE)_?KEY"
    r"|(?:^|_)AUTH(?:$|_(?!SOCK))"
)
LONGEST = 600  # seconds until a program that says nothing is given up


def run(
    words: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    given: bytes = b"",
    fine: Sequence[int] = (0,),
) -> subprocess.CompletedProcess[bytes]:
    """Start a program and wait for it; RefusedError where it is missing, fails or hangs.

    Errors go to a file: an older ssh that stays behind keeps them open, and a pipe would wait.
    """
    try:
        with tempfile.TemporaryFile() as errors:
            done = subprocess.run(
                list(words),
                cwd=cwd,
                env=dict(os.environ if env is None else env),
                input=given,
                stdout=subprocess.PIPE,
                stderr=errors,
                check=False,
                timeout=LONGEST,
            )
            errors.seek(0)
            done.stderr = errors.read()
    except FileNotFoundError:
        raise RefusedError(f"this target needs the program {words[0]}") from None
    except subprocess.TimeoutExpired:
        raise RefusedError(f"{words[0]} did not end in {LONGEST} seconds") from None
    if done.returncode not in fine:
        raise RefusedError(f"{words[0]}: {told(done.stderr) or f'status {done.returncode}'}")
    return done


def without_keys(names: Mapping[str, str]) -> dict[str, str]:
    """An environment for a program that needs no key of ours: what looks like one is left out."""
    return {name: value for name, value in names.items() if not _KEY.search(name.upper())}


def told(stderr: bytes) -> str:
    """The line of an error that says most, without what may be a secret."""
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines()]
    lines = [line for line in lines if line]
    telling = [line for line in lines if re.match(r"fatal|error|rsync|ssh|.*denied|Host key", line)]
    line = (telling or lines or [""])[0]
    return _SECRET.sub("…", "".join(c for c in line if c.isprintable()))[:300]
