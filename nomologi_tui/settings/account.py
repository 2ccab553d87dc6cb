"""The account of the operating system, which in a container may have neither a name nor a home."""

import getpass
import os

_NO_HOME = ("~", "/nonexistent")  # no account of that number; Debian's own word for accounts that shall have none


def account() -> str:
    """Its login name, or what its number makes of it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"


def ensure_home() -> None:
    """Where there is no home, HOME is the root, as container engines set it."""
    if os.path.expanduser("~") in _NO_HOME:  # noqa: PTH111 - pathlib raises instead
        os.environ["HOME"] = "/"
