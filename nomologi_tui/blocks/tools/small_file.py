"""The bytes of a file that a person named, a certificate, a key, a calendar. What is no file can't hold us up."""

import errno
import os
import stat
from pathlib import Path


def bytes_of(path: Path, most: int = 2**20) -> bytes:
    """Up to `most` + 1 of them. Raises OSError, also for a folder, a device, and a pipe, which waits for a writer."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file", str(path))
        return file.read(most + 1)
