"""What the disk says about one path, and the verdict that comes of it."""

import os
import stat
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from nomologi_tui.blocks.tools.files.sizes import parse_size, size_words
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Verdict
from nomologi_tui.text import clean_line, span

AGES = ("older than", "newer than")
SIZES = ("larger than", "smaller than")


@dataclass(frozen=True, slots=True)
class Limits:
    """What is asked: `age` in seconds, `size` in bytes and as typed, each where the state compares with it."""

    state: str
    age: float = 0.0
    size: int = 0
    typed: str = ""

    @classmethod
    def made(cls, state: str, age: float | None, size: str) -> "Limits":
        """From a form's fields. Raises ValueError with a sentence."""
        if state in AGES and age is None:
            raise ValueError(f"“{state}” needs an age")
        return cls(state, age or 0.0, parse_size(size) if state in SIZES or size else 0, size)


@dataclass(frozen=True, slots=True)
class Facts:
    """`path` for a person to read; `modified` in seconds since 1970, None where nothing is there. `size` in bytes."""

    path: str
    modified: float | None = None
    size: int = 0


def look_at(path: Path, pattern: str) -> Facts:
    """The facts of `path`, or of the newest file like `pattern` in that folder. Raises BlockError."""
    try:
        return _newest(path, pattern) if pattern else _facts(str(path), path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return Facts(clean_line(str(path / pattern if pattern else path)))
    except PermissionError as error:
        raise BlockError(f"{path} may not be looked at.", "Check the permissions of the folders above it.") from error
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BlockError(f"{clean_line(str(path))} can't be looked at: {words}.") from error


def _facts(path: str, found: os.stat_result) -> Facts:
    return Facts(clean_line(path), found.st_mtime, found.st_size)


def _newest(folder: Path, pattern: str) -> Facts:
    """Regular files only, hidden ones only where the pattern says so; a link is not followed."""
    newest = Facts(clean_line(str(folder / pattern)))
    with os.scandir(folder) as entries:
        for entry in entries:
            if not fnmatchcase(entry.name, pattern) or (entry.name.startswith(".") and not pattern.startswith(".")):
                continue
            found = _stat(entry)
            if found and (newest.modified is None or found.st_mtime > newest.modified):
                newest = _facts(entry.path, found)
    return newest


def _stat(entry: "os.DirEntry[str]") -> os.stat_result | None:
    """None for what is no file, and for one that vanished meanwhile."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def verdict_of(facts: Facts, limits: Limits, now: datetime) -> Verdict:
    """Whether `facts` are as asked, with the age in seconds or the size in bytes that was seen."""
    if limits.state == "does not exist":
        return Verdict(facts.modified is None, _presence(facts), facts.modified is not None)
    if limits.state == "exists" or facts.modified is None:
        return Verdict(facts.modified is not None, _presence(facts), facts.modified is not None)
    met, words, value = _measured(facts, limits, now.timestamp() - facts.modified)
    asked = state_words(limits).removeprefix("is ")
    return Verdict(met, f"{facts.path} is {words}, {'' if met else 'not '}{asked}", value)


def _measured(facts: Facts, limits: Limits, age: float) -> tuple[bool, str, Any]:
    if limits.state in AGES:
        met = age > limits.age if limits.state == "older than" else age < limits.age
        return met, f"{span(age)} old", round(age, 1)
    met = facts.size > limits.size if limits.state == "larger than" else facts.size < limits.size
    return met, f"{size_words(facts.size)} large", facts.size


def _presence(facts: Facts) -> str:
    return f"{facts.path} {'does not exist' if facts.modified is None else 'exists'}"


def state_words(limits: Limits) -> str:
    """`exists`, `is older than 1 d`."""
    if limits.state in AGES:
        return f"is {limits.state} {span(limits.age)}"
    return f"is {limits.state} {limits.typed}" if limits.state in SIZES else limits.state
