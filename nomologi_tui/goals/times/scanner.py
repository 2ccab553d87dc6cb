"""Takes a text apart from left to right, and the patterns that all its readers share."""

import re
from datetime import time

CLOCK = r"(\d\d:\d\d(?::\d\d)?)"


class Scanner:
    """A text, and how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def take(self, pattern: str) -> re.Match[str] | None:
        """What matches here; then it is behind. Nothing is read where nothing matches."""
        found = re.compile(pattern).match(self.text, self.place)
        if found:
            self.place = found.end()
        return found

    def ahead(self, pattern: str) -> bool:
        return re.compile(pattern).match(self.text, self.place) is not None

    def at_end(self) -> bool:
        return self.place == len(self.text)


def listed(pattern: str) -> str:
    """One, or several as in `a, b and c`; without groups."""
    one = re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)
    return f"{one}(?:(?:, {one})* and {one})?"


def split(text: str) -> list[str]:
    """The parts of `a, b and c`."""
    return re.split(", | and ", text)


def clocks_of(text: str) -> tuple[time, ...]:
    return tuple(time.fromisoformat(one) for one in split(text))
