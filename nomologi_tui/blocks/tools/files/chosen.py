"""The files that an action acts on: one, or with `*` in the name that was typed all that match in its folder."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from pydantic import Field

from nomologi_tui.blocks.fields import Duration
from nomologi_tui.blocks.tools.files.folder_scan import Scope
from nomologi_tui.blocks.tools.own_store import refuse_own
from nomologi_tui.blocks.tools.paths import TEMPLATE, check_folder, fill_path, part_of_name
from nomologi_tui.text import counted, shorten, show_duration

NAMED = 1_000  # names that later steps get
_DAY = 86_400  # seconds
_SHOWN = 3  # names in a preview
_MARKS = "*?"  # a name holds `[` more often than a pattern does


Older = Duration
OLDER = Field(
    0.0, title="Older than", description="Only files that nobody changed for this long; 0s: all.",
    examples=["30 d"], ge=0,
)  # fmt: skip


def check_older(typed: str, older: float) -> None:
    """Raises ValueError where an age is asked of a single file."""
    if older and not is_several(typed):
        raise ValueError("Older than chooses among files: write a * for their names, such as ~/Downloads/*")


def older_words(older: float) -> str:
    days, rest = divmod(older, _DAY)
    return f" older than {show_duration(older) if rest else counted(int(days), 'day')}" if older else ""


def is_several(typed: str) -> bool:
    """Whether the path means all files with a name like that; a value in it never makes it so."""
    return any(mark in TEMPLATE.sub("", _split(typed)[1]) for mark in _MARKS)


def files_of(typed: str, render: Callable[[str], str], older: float, now: datetime) -> list[Path]:
    """The regular files of one folder that match, in order; `older`: seconds without a change.

    Links, hidden and half-written files do not count. Raises BlockError where there is no such folder, or where one of
    the files is ours.
    """
    folder_typed, name = _split(typed)
    folder = fill_path(folder_typed, render)
    check_folder(folder, "Create it, or choose another one.")
    pattern = TEMPLATE.sub(lambda one: _literal(part_of_name(one[0], render(one[0]))), name.replace("[", "[[]"))
    last = now.timestamp() - older
    found = Scope(folder, pattern).scan()
    paths = sorted(Path(path) for path, (_, changed, _) in found.items() if not older or changed / 1e9 <= last)
    for path in paths:
        refuse_own(path)
    return paths


def each_told(paths: Iterable[Path]) -> dict[str, object]:
    """What later steps get of several files."""
    names = [path.name for path in paths]
    return {"files": len(names), "names": names[:NAMED]}


def in_words(paths: list[Path]) -> str:
    """`12 files (a.jpg, b.jpg, c.jpg, …)`."""
    names = ", ".join(shorten(path.name, 40) for path in paths[:_SHOWN])
    more = ", …" if len(paths) > _SHOWN else ""
    return counted(len(paths), "file") + (f" ({names}{more})" if names else "")


def _split(typed: str) -> tuple[str, str]:
    """The folder and the name, at the last “/” that belongs to no value."""
    masked = TEMPLATE.sub(lambda one: "x" * len(one[0]), typed)
    at = masked.rfind("/") + 1
    return typed[:at] if at > 1 else typed[:at] or "~", typed[at:]


def _literal(value: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in value)
