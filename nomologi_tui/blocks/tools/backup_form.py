"""The fields of a backup, checked while they are typed."""

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.fields import has_template
from nomologi_tui.blocks.tools.backup_job import without_password


def check_lines(lines: list[str]) -> list[str]:
    """`lines`, if each says something in one line. Raises ValueError."""
    if not all(line.strip() for line in lines) or any("\0" in line or "\n" in line for line in lines):
        raise ValueError("each one is a path or a pattern, in a line of its own")
    return lines


def check_target(to: str) -> str:
    """`to`, if it can be told to a program. Raises ValueError."""
    if not to.strip() or to.startswith("-") or "\0" in to or "\n" in to:
        raise ValueError(f"“{to[:60]}” is no place for a backup; write a folder, or the address of a repository")
    if has_template(to) and not is_here(to):
        raise ValueError("an address takes no values; only a folder of this machine does")
    return to


def is_here(to: str) -> bool:
    """Whether it is a folder of this machine, not `host:folder` or an address."""
    return to.startswith(("/", "~", "{{")) or ":" not in to


def target_touch(to: str) -> Touch:
    """What the backup writes to."""
    return Touch("write" if is_here(to) else "send", without_password(to))
