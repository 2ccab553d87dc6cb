"""The real PostgreSQL, from the binaries of Debian: 2 seconds to make, 35 MB of memory, gone at the end."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port
from tests.support import require, wait_until

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
PASSWORD = "geheim"
FAST = ["fsync=off", "synchronous_commit=off", "shared_buffers=16MB", "listen_addresses=127.0.0.1"]


@dataclass(frozen=True)
class Postgres:
    """A server whose user “ada” has a password."""

    url: str


@contextmanager
def serving(folder: Path) -> Iterator[Postgres]:
    """A new server until the `with` ends; as root it is the user postgres, because it refuses root."""
    require(BINARIES, "not installed: postgresql")
    mine, port = _user(folder), free_port()
    (folder / "password").write_text(PASSWORD)
    make = ["--username=ada", f"--pwfile={folder}/password", "--auth=scram-sha-256", "--no-sync", "--no-instructions"]
    subprocess.run(
        [*mine, BINARIES[-1] / "initdb", "--encoding=UTF8", "--locale=C", *make, folder / "data"],
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    settings = [part for one in (*FAST, f"port={port}", f"unix_socket_directories={folder}") for part in ("-c", one)]
    arguments: list[str | Path] = [*mine, BINARIES[-1] / "postgres", "-D", folder / "data", *settings]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/") as process:
        try:
            wait_until(lambda: _answers(port))
            yield Postgres(f"postgresql://ada@127.0.0.1:{port}/postgres")
        finally:
            process.send_signal(2)  # SIGINT: a fast shutdown


def _answers(port: int) -> bool:
    asked: list[str | Path] = [BINARIES[-1] / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"]
    return subprocess.run(asked, check=False).returncode == 0


def _user(folder: Path) -> list[str]:
    if os.geteuid():
        return []
    shutil.chown(folder, pwd.getpwnam("postgres").pw_uid)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
