"""Blocks and kinds of connection in modules: ours by an explicit list, other people's where the user allows them.

Other people's come by entry point groups. Installing a package is not allowing it: an allowed one runs in this process
with all of the user's rights. So nothing of a package is imported before its name stands in `allowed_packages`.
"""

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")
GROUPS = ("nomologi.blocks", "nomologi.providers")
SEPARATOR = re.compile(r"[\s,]+")

_allowed = ""


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package that offers something; `problem` says why nothing of it is loaded, if so."""

    name: str
    version: str
    offers: tuple[str, ...]
    problem: str = ""


def allow(names: str) -> None:
    """Take `names` for allowed in this process, as the setting `allowed_packages` has them: `name` or `name==version`.

    Whoever read the settings calls it before anything is loaded.
    """
    global _allowed  # noqa: PLW0603 - a process serves one store, and fields of blocks look up blocks too
    _allowed = names


def allowed() -> str:
    """What is allowed now; whoever remembers what was loaded remembers it under this."""
    return _allowed


def packages() -> list[Package]:
    """Every installed package that offers blocks or kinds of connection; nothing of them is imported."""
    found: dict[tuple[str, str], list[str]] = {}
    for point in _points(*GROUPS):
        found.setdefault(_origin(point), []).append(point.name)
    return [Package(*origin, tuple(names), _problem(*origin)) for origin, names in sorted(found.items())]


def load_all(kind: type[T], built_in: Iterable[str], group: str) -> tuple[list[T], dict[str, str]]:
    """Everything of `kind` in the modules `built_in` and in allowed packages; which of those were broken, and how.

    What merely lies around broken is skipped with a warning. Where no package is allowed, none is looked for.
    """
    found = [one for name in built_in for one in declared(kind, importlib.import_module(name))]
    broken = dict[str, str]()
    for point in _points(group) if read_allowed(_allowed) else ():
        if _problem(*_origin(point)):
            continue
        try:
            found += _load(kind, point)
        except Exception as error:  # noqa: BLE001 - a stranger's package may raise anything; it must not take ours down
            broken[point.name] = f"{type(error).__name__}: {error}"
            _warn("The package %s %s was skipped: %s", kind.__name__.lower(), point.name, error)
    return found, broken


def _warn(words: str, *values: object) -> None:
    from logging import getLogger  # commands that only read load it for nothing else

    getLogger(__name__).warning(words, *values)


def left_out(group: str) -> dict[str, tuple[str, str]]:
    """What packages offer that are not allowed: by the name of the entry point a sentence and a hint."""
    found = {}
    for point in _points(group):
        name, version = _origin(point)
        if problem := _problem(name, version):
            found[point.name] = f"It is of the package {name} {version}, {problem}.", _hint(name)
    return found


def declared(kind: type[T], module: ModuleType) -> list[T]:
    """Everything of `kind` that a module declares."""
    return [value for value in vars(module).values() if isinstance(value, kind)]


def read_allowed(names: str) -> Mapping[str, str]:
    """`name` or `name==version`, with spaces or commas between: the version by name, empty for any."""
    parts = [one.partition("==") for one in SEPARATOR.split(names) if one]
    return {same_name(name): version for name, _, version in parts}


def same_name(name: str) -> str:
    """The one spelling of a package's name, as package indexes compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _problem(name: str, version: str) -> str:
    known = read_allowed(_allowed)
    if same_name(name) not in known:
        return "which is not allowed"
    wanted = known[same_name(name)]
    return f"of which only {wanted} is allowed" if wanted not in ("", version) else ""


def _hint(name: str) -> str:
    return f"If you trust it: `nomologi blocks --allow {name}`."


def _points(*groups: str) -> Iterator["EntryPoint"]:
    from importlib.metadata import entry_points  # looks into every installed package: few commands need it

    return (point for group in groups for point in entry_points(group=group))


def _origin(point: "EntryPoint") -> tuple[str, str]:
    """Its package and version; in words where its metadata is damaged, as a removal that broke off leaves it."""
    try:
        name, version = (point.dist.name, point.dist.version) if point.dist else ("", "")
    except (OSError, KeyError):
        name = version = ""
    return (name, version) if name and version else ("a damaged package", "of unknown version")


def _load(kind: type[T], point: "EntryPoint") -> list[T]:
    loaded = point.load()
    return [loaded] if isinstance(loaded, kind) else declared(kind, loaded)
