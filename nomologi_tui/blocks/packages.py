"""Blocks and kinds of connection in modules: ours by an explicit list, other people's by an entry point group."""

import importlib
import logging
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


def load_all(kind: type[T], built_in: Iterable[str], group: str) -> tuple[list[T], dict[str, str]]:
    """Everything of `kind` in the modules `built_in` and in installed packages; and which were broken, and how.

    What merely lies around broken is skipped with a warning.
    """
    found = [one for name in built_in for one in declared(kind, importlib.import_module(name))]
    broken: dict[str, str] = {}
    for point in entry_points(group=group):
        try:
            found += _load(kind, point)
        except Exception as error:  # noqa: BLE001 - a stranger's package may raise anything; it must not take ours down
            broken[point.name] = f"{type(error).__name__}: {error}"
            _log.warning("The package %s %s was skipped: %s", kind.__name__.lower(), point.name, error)
    return found, broken


def declared(kind: type[T], module: ModuleType) -> list[T]:
    """Everything of `kind` that a module declares."""
    return [value for value in vars(module).values() if isinstance(value, kind)]


def _load(kind: type[T], point: EntryPoint) -> list[T]:
    loaded = point.load()
    return [loaded] if isinstance(loaded, kind) else declared(kind, loaded)
