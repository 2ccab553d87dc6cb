"""Where a path with `{{ … }}` in it may lead: below the folder that the person typed, and nowhere else."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from nomologi_tui.blocks.problems import too_long
from nomologi_tui.blocks.tools.own_store import refuse_own
from nomologi_tui.errors import BlockError
from nomologi_tui.text import shorten

_PROCESS = re.compile(r"/proc/\d+/")  # its memory, its environment, what it has open; `self` is resolved by then
TEMPLATE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def fill_path(typed: str, render: Callable[[str], str], *, follow: bool = True) -> Path:
    """The absolute path that `typed` means, links resolved, in its last part only to `follow`. Raises BlockError.

    The folder as typed up to the first `{{` is the root; values behind it are names without “/”, and the path must
    stay below the root. When the path begins with a value, that value is the root: it is a whole path that the
    person pointed at. A relative path counts from the home folder. No path leads to a file of ours.
    """
    path = _filled_path(typed, render, follow=follow)
    refuse_own(path)
    if _PROCESS.match(str(path)):
        raise BlockError(f"{path} is a part of a running program, so no step uses it.", "Choose a file.")
    return path


def _filled_path(typed: str, render: Callable[[str], str], *, follow: bool) -> Path:
    first = TEMPLATE.search(typed)
    if first is None:
        return _resolved(folder_of(typed), follow)
    if first.start():
        root = folder_of(typed[: first.start()].rpartition("/")[0] or "/" * typed.startswith("/"))
        rest = typed
    else:
        root, rest = _pointed_at(render(first[0])), typed[first.end() :]
        if not rest:
            return _resolved(root, follow)
        rest = f"{root}{rest}"
    filled = folder_of(TEMPLATE.sub(lambda one: part_of_name(one[0], render(one[0])), rest))
    return _below(root, _resolved(filled, follow))


def check_folder(folder: Path, hint: str) -> None:
    """Raises BlockError where `folder` is none, or may not be entered; `hint` says what to do where it is missing."""
    try:
        if folder.is_dir():
            return
        is_other = folder.exists()
    except OSError as error:
        raise BlockError(
            f"The folder {folder} can't be used: {error.strerror}.", "Look at the permissions of its path."
        ) from None
    if is_other:
        raise BlockError(f"{folder} is no folder.", "Choose another one.")
    raise BlockError(f"The folder {folder} does not exist.", hint)


def is_folder(path: Path) -> bool:
    """Whether it is one; what can't be looked at is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether it is a regular file; what can't be looked at is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def fill_name(name: str) -> str:
    """`name`, if it is the name of a file and nothing that leads elsewhere. Raises BlockError."""
    if "/" in name or "\0" in name or name.strip() in ("", ".", "..") or too_long(name):
        raise BlockError(f"“{name[:80]}” can't be the name of a file.", "A name has no “/” and at most 255 bytes.")
    return name


def is_sample(typed: str, render: Callable[[str], str]) -> bool:
    """Whether a value in `typed` is still open: in a rehearsal without an event it shows as its own path."""
    return "‹" in render(typed)


def _resolved(path: Path, follow: bool) -> Path:
    if wrong := too_long(str(path)):
        raise BlockError(f"The path {shorten(str(path), 80)} {wrong}.", "Choose another path.")
    try:
        return path.resolve() if follow or path.name in ("", "..") else path.parent.resolve() / path.name
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        raise BlockError(f"{path} leads nowhere: {_reason(error)}.", "Look at the links on its way.") from error


def _reason(error: OSError | RuntimeError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "its links lead in a circle"


def home() -> str:
    """The folder that `~` stands for."""
    return os.path.expanduser("~")  # noqa: PTH111 - each command asks twice, and pathlib takes twenty times as long


def folder_of(text: str) -> Path:
    """The absolute path that a person typed: a relative one counts from the home folder, wherever a runner stands."""
    path = in_home(text)
    return path if path.is_absolute() else Path.home() / path


def in_home(text: str) -> Path:
    """`text` as a path, a leading `~` filled in. Raises BlockError where it names a user that there is not."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise BlockError(
            f"“{shorten(text, 80)}” begins with a user that there is not.", "Write ~/ for yours."
        ) from None


def _pointed_at(value: str) -> Path:
    path = Path(value)
    if "\0" in value or not path.is_absolute():
        raise BlockError(f"“{value[:80]}” is not a whole path.", "Begin the path with a folder, then use the value.")
    return path


def part_of_name(template: str, value: str) -> str:
    """`value`, if it leads nowhere else as a part of a name. Raises BlockError, naming the `template` it is of."""
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
