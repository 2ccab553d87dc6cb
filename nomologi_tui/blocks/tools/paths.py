"""Where a path with `{{ … }}` in it may lead: below the folder that the person typed, and nowhere else."""

import re
from collections.abc import Callable
from pathlib import Path

from nomologi_tui.errors import BlockError

LONGEST = 255  # bytes of a name, on nearly every file system
_TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def fill_path(typed: str, render: Callable[[str], str], *, follow: bool = True) -> Path:
    """The absolute path that `typed` means, links resolved, in its last part only to `follow`. Raises BlockError.

    The folder as typed up to the first `{{` is the root; values behind it are names without “/”, and the path must
    stay below the root. When the path begins with a value, that value is the root: it is a whole path that the
    person pointed at. A relative path counts from the home folder.
    """
    first = _TEMPLATE.search(typed)
    if first is None:
        return _resolved(_absolute(typed), follow)
    if first.start():
        root = _absolute(typed[: first.start()].rpartition("/")[0] or "/" * typed.startswith("/"))
        rest = typed
    else:
        root, rest = _pointed_at(render(first[0])), typed[first.end() :]
        if not rest:
            return _resolved(root, follow)
        rest = f"{root}{rest}"
    filled = _absolute(_TEMPLATE.sub(lambda one: _name(one[0], render(one[0])), rest))
    return _below(root, _resolved(filled, follow))


def fill_name(name: str) -> str:
    """`name`, if it is the name of a file and nothing that leads elsewhere. Raises BlockError."""
    if "/" in name or "\0" in name or name.strip() in ("", ".", "..") or len(name.encode("utf-8", "replace")) > LONGEST:
        raise BlockError(f"“{name[:80]}” can't be the name of a file.", "A name has no “/” and at most 255 bytes.")
    return name


def is_sample(typed: str, render: Callable[[str], str]) -> bool:
    """Whether a value in `typed` is still open: in a rehearsal without an event it shows as its own path."""
    return "‹" in render(typed)


def _resolved(path: Path, follow: bool) -> Path:
    return path.resolve() if follow or path.name in ("", "..") else path.parent.resolve() / path.name


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
