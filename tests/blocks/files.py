"""What tests of file actions look at, and disks that can't take all."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import require, require_programs

LONG_NAMES = ("x" * 251 + ".txt", "字" * 83 + ".txt", "y" * 255)  # 255, 253 and 255 bytes
NOT_UNICODE = "caf\udce9.txt"  # the byte E9, as Python says it


def names_in(folder: Path) -> list[str]:
    """The names in `folder`, sorted."""
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Meanwhile the system writes no byte of a file behind `size`, but those before it, as a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def powerless(code: str, *args: object) -> str:
    """What a Python program prints that root runs without its power over files."""
    require_programs("setpriv")
    line = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", sys.executable, "-c", code]
    done = subprocess.run([*line, *map(str, args)], capture_output=True, text=True, timeout=60, check=False)
    require(done.returncode != 127, "may not give powers away here")
    return done.stdout + done.stderr[-400:]
