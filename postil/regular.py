"""The bytes of a file, if it is one: a pipe or a device would be read for ever (edge)."""

import os
import stat
from errno import EFBIG, EINVAL
from pathlib import Path

# None of these is on every system. A pipe that is not waited for can be opened, and looked at.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_BINARY", 0)


def content(path: Path, limit: int | None = None) -> bytes:
    """A file's bytes, through links; OSError for anything else, and for more than `limit` bytes."""
    handle = os.open(path, _FLAGS)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(EINVAL, "this is not a regular file", str(path))
        if limit is not None and about.st_size > limit:
            raise OSError(EFBIG, f"this is larger than {limit // 1024 // 1024} MB", str(path))
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)
