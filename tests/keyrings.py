"""A keyring by hand, for tests that lock it; the real ones have tests of their own."""


class KeyringLocked(Exception):  # noqa: N818 - named as the keyring package names it
    """What a locked keyring raises."""


class MemoryKeyring:
    """Keeps what it is given, and refuses everything while it is `locked`."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.locked = False

    def _meet(self) -> None:
        if self.locked:
            raise KeyringLocked

    def get_password(self, service: str, username: str) -> str | None:
        self._meet()
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._meet()
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._meet()
        del self.kept[username]
