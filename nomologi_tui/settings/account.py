"""The account of the operating system, which in a container may have neither a name nor a home."""

import getpass
import os


def account() -> str:
    """Its login name, or what its number makes of it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"


def ensure_home() -> None:
    """Where there is no home, HOME is the root, as container engines set it."""
    if os.path.expanduser("~") == "~":  # noqa: PTH111 - pathlib raises instead
        os.environ["HOME"] = "/"
