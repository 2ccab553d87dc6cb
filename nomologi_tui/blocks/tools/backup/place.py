"""Where a repository is and what opens it: an address of a cloud with its key, a folder here or of another machine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from nomologi_tui.blocks.tools.ssh.login import Login

# The variables by which restic takes the name and the key of a storage; in a REST server's address it takes them too.
_VARIABLES = {
    "s3": ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    "b2": ("B2_ACCOUNT_ID", "B2_ACCOUNT_KEY"),
    "azure": ("AZURE_ACCOUNT_NAME", "AZURE_ACCOUNT_KEY"),
}
STORAGES = (*_VARIABLES, "rest")
_REST = re.compile(r"rest:(https?://)(.*)")


@dataclass(frozen=True, slots=True)
class Place:
    """`machine` is where it lies, else `to` says so; then `to` is a folder there."""

    tool: str
    to: str
    password: str = field(default="", repr=False)
    key_id: str = ""
    key: str = field(default="", repr=False)
    region: str = ""
    machine: Login | None = None

    @property
    def address(self) -> str:
        """As the program takes it. It holds the key where it is a REST server's: for the environment only."""
        if self.machine is not None:
            return self._on_machine(self.machine)
        found = _REST.fullmatch(self.to)
        if found and self.key:
            return f"rest:{found[1]}{quote(self.key_id, safe='')}:{quote(self.key, safe='')}@{found[2]}"
        return self.to

    @property
    def words(self) -> str:
        """For a person, without a secret."""
        return self.to if self.machine is None else f"{self.to} on {self.machine.host}"

    @property
    def environment(self) -> Mapping[str, str]:
        """What opens the storage, not the repository."""
        id_and_key = _VARIABLES.get(storage_of(self.to), ())
        pairs = dict(zip(id_and_key, (self.key_id, self.key), strict=False)) if self.key else {}
        return pairs | ({"AWS_DEFAULT_REGION": self.region} if self.region else {})

    def _on_machine(self, login: Login) -> str:
        host = f"[{login.host}]" if ":" in login.host else login.host
        if self.tool == "restic":
            return f"sftp:{host}:{self.to.removeprefix('~/')}"  # how it gets there says another argument
        path = self.to if self.to.startswith("/") else f"/{self.to if self.to.startswith('~') else f'./{self.to}'}"
        return f"ssh://{quote(login.user, safe='')}@{host}:{login.port}{path}"


def storage_of(to: str) -> str:
    """`s3`, `b2`, `azure` or `rest`; empty for any other address."""
    kind, mark, _ = to.partition(":")
    return kind if mark and kind in STORAGES else ""
