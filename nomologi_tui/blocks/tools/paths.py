"""Where a path with `{{ … }}` in it may lead: below the folder that the person typed, and nowhere else."""

import re
from collections.abc import Callable
from pathlib import Path

from nomologi_tui.errors import BlockError

_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def fill_path(typed: str, render: Callable[[str], str]) -> Path:
    """The absolute path that `typed` means, links resolved. Raises BlockError.

    The folder as typed up to the first `{{` is the root; values behind it are names without “/”, and the path must
    stay below the root. When the path begins with a value, that value is the root: it is a whole path that the
    person pointed at. A relative path counts from the home folder.
    """
    first = _TEMPLATE.search(typed)
    if first is None:
        return _absolute(typed).resolve()
    if first.start():
        root = _absolute(typed[: first.start()].rpartition("/")[0] or "/" * typed.startswith("/"))
        rest = typed
    else:
        root, rest = _pointed_at(render(first[0])), typed[first.end() :]
        if not rest:
            return root.resolve()
        rest = f"{root}{rest}"
    filled = _absolute(_TEMPLATE.sub(lambda one: _name(one[0], render(one[0])), rest))
    return _below(root, filled.resolve())


def _absolute(text: str) -> Path:
    path = Path(text).expanduser()
    return path if path.is_absolute() else Path.home() / path


def _pointed_at(value: str) -> Path:
    path = Path(value)
    if "\0" in value or not path.is_absolute():
        raise BlockError(f"“{value[:80]}” is not a whole path.", "Begin the path with a folder, then use the value.")
    return path


def _name(template: str, value: str) -> str:
    if "/" in value or "\0" in value or value.strip() in (".", ".."):
        raise BlockError(
            f"The value of {template} is “{value[:80]}”, which leads to another folder.",
            "In a path a value can be a part of a name only.",
        )
    return value


def _below(root: Path, path: Path) -> Path:
    if not path.is_relative_to(root.resolve()) or path == root.resolve():
        raise BlockError(
            f"The path {path} is not inside {root}.", "A value in a path must stay in the folder before it."
        )
    return path
