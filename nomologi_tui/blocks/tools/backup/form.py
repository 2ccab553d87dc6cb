"""The fields of a backup, checked while they are typed."""

from typing import Any, Protocol, TypeVar

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.fields import has_template
from nomologi_tui.blocks.tools.backup.job import without_password


class Target(Protocol):
    """The fields that say where to."""

    tool: Any
    to: str
    repository: str
    password: str


class Selected(Target, Protocol):
    """Those that say what goes there as well."""

    sources: list[str]
    exclude: list[str]


T = TypeVar("T", bound=Target)


def check_lines(lines: list[str]) -> list[str]:
    """`lines`, if each says something in one line. Raises ValueError."""
    if not all(line.strip() for line in lines) or any("\0" in line or "\n" in line for line in lines):
        raise ValueError("each one is a path or a pattern, in a line of its own")
    return lines


def check_target(to: str) -> str:
    """`to`, if it can be told to a program. Raises ValueError."""
    if (to and not to.strip()) or to.startswith("-") or "\0" in to or "\n" in to:
        raise ValueError(f"“{to[:60]}” is no place for a backup; write a folder, or the address of a repository")
    if has_template(to) and not is_here(to):
        raise ValueError("an address takes no values; only a folder of this machine does")
    return to


def is_here(to: str) -> bool:
    """Whether it is a folder of this machine, not `host:folder` or an address."""
    return to.startswith(("/", "~", "{{")) or ":" not in to


def one_place(config: T) -> T:
    """`config`, if it says one place. Raises ValueError."""
    if bool(config.to) == bool(config.repository):
        raise ValueError("it needs a place to back up to, or a repository, one of them")
    if config.repository and config.password:
        raise ValueError("the repository's connection has the password, so leave it out here")
    return config


def said(config: Target) -> str:
    """Where to and by what."""
    if config.repository:
        return f"the repository “{config.repository}”"
    return f"{without_password(config.to)} with {config.tool}"


def target_touches(config: Target) -> list[Touch]:
    """What the backup writes to, and runs."""
    if config.repository:
        return [Touch("send", f"to {said(config)}"), Touch("run", "restic or borg, as it says")]
    return [Touch("write" if is_here(config.to) else "send", without_password(config.to)), Touch("run", config.tool)]
