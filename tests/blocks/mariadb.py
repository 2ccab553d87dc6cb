"""The real MariaDB, from the binaries of Debian: some seconds to make, gone at the end."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port
from tests.support import require_programs, wait_until

SERVER, INSTALL = "/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db"
PASSWORD = "geheim"
FAST = [
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=16M",
    "--skip-log-bin",
    "--innodb-doublewrite=0",
]
_BEGIN = f"""\
CREATE DATABASE shop;
CREATE USER ada@127.0.0.1 IDENTIFIED BY '{PASSWORD}';
GRANT ALL ON shop.* TO ada@127.0.0.1;
"""


@dataclass(frozen=True)
class MariaDb:
    """A server whose user “ada” has a password, and the database `shop`."""

    url: str


@contextmanager
def serving(folder: Path) -> Iterator[MariaDb]:
    """A new server until the `with` ends; as root it is the user mysql."""
    require_programs(SERVER, INSTALL)
    user, port = _user(folder), free_port()
    data, socket = folder / "data", folder / "socket"
    make = [INSTALL, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", *user]
    mine = {name: value for name, value in os.environ.items() if name != "TMPDIR"}  # which may be closed to its user
    subprocess.run([*make, "--skip-test-db"], check=True, capture_output=True, env=mine)
    (folder / "begin.sql").write_text(_BEGIN)
    (folder / "begin.sql").chmod(0o644)
    line = [
        SERVER, "--no-defaults", f"--datadir={data}", f"--socket={socket}", f"--port={port}",
        "--bind-address=127.0.0.1", f"--pid-file={folder}/pid",
        f"--init-file={folder}/begin.sql", "--skip-name-resolve", *user, *FAST,
    ]  # fmt: skip
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=mine) as process:
        try:
            wait_until(lambda: _answers(port))
            yield MariaDb(f"mysql://ada@127.0.0.1:{port}/shop")
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    line = ["mariadb-admin", "--no-defaults", "--host=127.0.0.1", f"--port={port}", "--user=ada", "status"]
    environ = {**os.environ, "MYSQL_PWD": PASSWORD}
    return subprocess.run(line, env=environ, check=False, capture_output=True).returncode == 0


def _user(folder: Path) -> list[str]:
    if os.geteuid():
        return []
    shutil.chown(folder, pwd.getpwnam("mysql").pw_uid)
    return ["--user=mysql"]
