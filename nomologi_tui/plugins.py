"""Pydantic's plugins: none. It would look for them in every installed package, and run code that nobody allowed."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_FINDER = "pydantic.plugin._loader"


def keep_out() -> None:
    """From now on pydantic finds none. What else of its own finder another version asks for comes from that."""
    stand_in = ModuleType(_FINDER)
    vars(stand_in).update(get_plugins=tuple, __getattr__=_of_the_finder)
    sys.modules[_FINDER] = stand_in


def _of_the_finder(name: str) -> Any:
    if name.startswith("__"):  # Python itself asks whether it is a package
        raise AttributeError(name)
    del sys.modules[_FINDER]
    return getattr(import_module(_FINDER), name)
