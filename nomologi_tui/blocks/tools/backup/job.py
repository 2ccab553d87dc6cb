"""What a backup is asked to do, and what all the programs for it share: their environment, their end in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nomologi_tui.blocks.tools.backup.place import Place
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.expressions import expression
from nomologi_tui.text import clean_line, shorten

if TYPE_CHECKING:
    from nomologi_tui.blocks.tools.processes.process import Ended

MOST_PROBLEMS = 20  # that are told
_PASSWORD = expression(r"(//[^/@:\s]*):[^/@\s]*@")
_NO_KEY = expression(
    r"\(40[13]\)|Access Denied|AccessDenied|does not exist in our records|signature we calculated|bad_auth_token"
    r"|AuthenticationFailed|40[13] (Unauthorized|Forbidden)", re.IGNORECASE,
)  # fmt: skip
_AWAY = expression(
    r"Connection (refused|reset|timed out)|Could not resolve host|no such host|i/o timeout"
    r"|No route to host|Network is unreachable|\((429|50[0234])\)|SlowDown|Service Unavailable|Too Many Requests",
    re.IGNORECASE,
)  # fmt: skip
_ASKS = expression(r"Is there a repository|Repository .* does not exist|not a valid repository")
_NONE_THERE = expression(  # restic asks also where it could not look
    r"does not exist|no such file|not a valid repository|not found|NoSuch|\b404\b", re.IGNORECASE
)
_LOCKED = expression(r"already locked|acquire the lock")


@dataclass(frozen=True, slots=True)
class Job:
    """What is backed up where. `name` is the same for each try of a step: the second finds what the first made."""

    sources: tuple[Path, ...]
    place: Place
    exclude: tuple[str, ...]
    name: str
    ssh: tuple[str, ...] = ()  # how the program reaches the place's machine

    @property
    def excluded(self) -> list[str]:
        """The patterns as all four programs take them."""
        return [f"--exclude={one}" for one in self.exclude]

    @property
    def folders(self) -> list[str]:
        """The sources as arguments."""
        return [str(one) for one in self.sources]


@dataclass(frozen=True, slots=True)
class Tool:
    """One program: its arguments and environment, its answer as numbers, and which exit codes mean what.

    `partly`: the backup is there, but not all of it, in words; `harmless` of these: files that came and went meanwhile.
    """

    arguments: Callable[[Job], Sequence[str]]
    read: Callable[["Ended", Job], dict[str, Any]]
    environment: Callable[[Job], Mapping[str, str]] = lambda _: {}
    look: Callable[[Job], Sequence[str]] = lambda _: ()  # opens the repository, and changes nothing
    partly: Mapping[int, str] = field(default_factory=dict)
    harmless: tuple[int, ...] = ()
    refused: str = "(?!)"  # what it says where the password is wrong


def without_password(text: str) -> str:
    """`text` without passwords in addresses."""
    return _PASSWORD.sub(r"\1:…@", text)


def told(ended: "Ended", name: str, tool: Tool, job: Job, *, accepts_part: bool) -> dict[str, Any]:
    """The numbers. Raises BlockError where the program failed, and where it did a part and that is not enough."""
    words = tool.partly.get(ended.exit_code)
    if ended.exit_code and words is None:
        raise failed(ended, name, tool, job)
    problems = [without_password(one) for one in _complaints(ended)]
    if words and not accepts_part and ended.exit_code not in tool.harmless:
        shown = without_password(job.place.words)
        what = f": {'; '.join(problems[:3])}" if problems else ""
        raise BlockError(
            f"{name} backed up only a part to {shown}: {words}{what}.", "Let it read them, or exclude them."
        )
    part = {"partly": bool(words), "problems": problems if words else []}
    return {"seconds": ended.seconds, **tool.read(ended, job), **part}


def failed(ended: "Ended", name: str, tool: Tool, job: Job) -> BlockError:
    """What went wrong, in words."""
    said = f"{ended.stderr}\n{ended.stdout}"
    shown = without_password(job.place.words)
    if re.search(tool.refused, said):
        return CredentialError(f"{shown} has another password than the one that {name} got.", "Correct the password.")
    if job.place.key and _NO_KEY.search(said):
        return CredentialError(f"{shown} refused the key {job.place.key_id}.", "Is it the right one, and may it write?")
    away = bool(_AWAY.search(said))  # then restic asks too whether there is a repository
    if not away and _ASKS.search(said) and _NONE_THERE.search(said):
        return BlockError(f"There is no repository of {name} at {shown}.", f"Make one: {name} init")
    lines = _complaints(ended) or [f"it ended with exit code {ended.exit_code}"]
    words = shorten(without_password(lines[0] if name == "restic" else lines[-1]), 200).rstrip(".")
    return BlockError(f"{name} failed: {words}.", "Try it by hand.", passing=away or bool(_LOCKED.search(said)))


def _complaints(ended: "Ended") -> list[str]:
    lines = [clean_line(line) for line in ended.stderr.splitlines()]
    return [shorten(line.removeprefix("Fatal: "), 200) for line in lines if line][:MOST_PROBLEMS]
