"""A keyring by hand, for tests that lock it; the real ones have tests of their own."""


class KeyringLocked(Exception):  # noqa: N818 - named as the keyring package names it
    """What a locked keyring raises."""


class MemoryKeyring:
    """Keeps what it is given, and refuses all while it is `locked`: so also after it `bears` so many changes."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.locked = False
        self.bears: int | None = None

    def _change(self) -> None:
        self._meet()
        if self.bears is not None:
            self.bears -= 1
            self.locked = not self.bears

    def _meet(self) -> None:
        if self.locked:
            raise KeyringLocked

    def get_password(self, service: str, username: str) -> str | None:
        self._meet()
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._change()
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._change()
        del self.kept[username]
