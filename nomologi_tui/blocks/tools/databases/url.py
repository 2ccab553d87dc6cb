"""A database's address: which kind, which driver, and what may stand in it."""

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

from nomologi_tui.blocks.tools.paths import in_home
from nomologi_tui.errors import BlockError, install

_URL = re.compile(r"(sqlite|postgresql|mysql|mariadb)(?:\+(\w+))?://([^/?#]*)/([^?#]*)(?:\?([^#]*))?")
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB"}
_DRIVERS: Mapping[str, tuple[str, ...]] = {  # each is also the name of its module, in the order of our liking
    "sqlite": ("pysqlite",), "postgresql": ("psycopg", "psycopg2"), "mysql": ("pymysql",), "mariadb": ("pymysql",),
}  # fmt: skip
_PACKAGES = {"postgresql": "psycopg[binary]", "mysql": "pymysql", "mariadb": "pymysql"}
_OPTIONS = frozenset(["sslmode", "sslrootcert", "sslcert", "sslkey", "ssl_ca", "charset", "application_name", "host"])


@dataclass(frozen=True, slots=True)
class Database:
    """Where it is and the password that belongs to the name in its address."""

    url: str
    password: str = field(default="", repr=False)

    @property
    def kind(self) -> str:
        """sqlite, postgresql, mysql, mariadb."""
        return self._read()[1]

    @property
    def name(self) -> str:
        """For a sentence: its file, or its host and its name there."""
        found = self._read()
        return str(self.file) if self.kind == "sqlite" else f"{found[3].rpartition('@')[2]}/{found[4]}"

    @property
    def file(self) -> Path:
        """The file of SQLite; a relative one counts from the home folder."""
        return Path.home() / in_home(self._read()[4])

    def with_driver(self) -> str:
        """The address with a driver that is installed. Raises BlockError where there is none."""
        found = self._read()
        wanted = (found[2],) if found[2] else _DRIVERS[self.kind]
        there = [one for one in wanted if one == "pysqlite" or importlib.util.find_spec(one)]
        if not there:
            raise BlockError(
                f"No driver for {_NAMES[self.kind]} is installed here ({' or '.join(wanted)}).",
                f"Install it beside Nomologi: {install(_PACKAGES[self.kind])}",
            )
        return f"{self.kind}+{there[0]}://{self.url.partition('://')[2]}"

    def _read(self) -> re.Match[str]:
        found = _URL.fullmatch(self.url)
        if found is None:
            raise ValueError(self.url)
        return found


def check_url(url: str) -> str:
    """`url`, if it is a database's, without a password in it. Raises ValueError, which does not tell the address."""
    found = _URL.fullmatch(url)
    if found is None:
        raise ValueError(
            "write sqlite:////path/to/file.db, postgresql://name@host/database or mysql://name@host/database"
        )
    kind, driver, host, path, options = found.groups()
    if ":" in host.rpartition("@")[0]:
        raise ValueError("leave the password out of the address, and give it as the password")
    if driver and driver not in _DRIVERS[kind]:
        raise ValueError(f"the driver {driver} is not known; take {' or '.join(_DRIVERS[kind])}, or leave it out")
    if kind == "sqlite" and (host or options or not path.strip("/") or "\0" in path):
        raise ValueError("of SQLite only a file is told: sqlite:////path/to/file.db")
    if kind != "sqlite":
        _check_place(host, path, dict(parse_qsl(options or "", keep_blank_values=True)))
    return url


def _check_place(host: str, path: str, options: Mapping[str, str]) -> None:
    unknown = sorted(set(options) - _OPTIONS)
    if unknown:
        raise ValueError(f"the option {unknown[0]} is not taken; there are {', '.join(sorted(_OPTIONS))}")
    if not options.get("host", "/").startswith("/"):
        raise ValueError("the option host is for the folder of a socket; another host stands in the address itself")
    if not host.rpartition("@")[2] and "host" not in options:
        raise ValueError("the address names no host")
    if not path:
        raise ValueError("the address names no database: postgresql://name@host/database")
