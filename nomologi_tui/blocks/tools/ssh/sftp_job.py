"""What is copied between here and another machine, what was copied so far, and how much of it may be."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nomologi_tui.blocks.tools.files.unpacking import GIGABYTE
from nomologi_tui.errors import BlockError

Direction = Literal["get", "put"]
MOST_FILES = 100_000
DEEPEST = 64  # folders in folders: a server may make up as many as it likes


@dataclass(frozen=True, slots=True)
class Job:
    """`there` is copied into the folder `here` (get), or `here` into the folder `there` (put).

    `mark` is the same for each try: by it a try knows the half file that the one before it left there.
    """

    direction: Direction
    here: Path
    there: str
    replace: bool
    most: int  # bytes
    mark: str


@dataclass(slots=True)
class Copied:
    """What was done so far; `left` is half a file there that could not be taken away."""

    most: int
    files: int = 0
    unchanged: int = 0
    skipped: int = 0
    bytes: int = 0
    left: str = ""

    def count(self, size: int) -> None:
        """One more file, of `size` bytes. Raises BlockError where it is too much."""
        self.files += 1
        self.bytes += size
        if self.bytes > self.most:
            raise BlockError(f"It is more than {self.most / GIGABYTE:g} GB.", "Allow more, if you trust it.")

    def enter(self, depth: int) -> None:
        """One more thing at `depth`. Raises BlockError where it is too much."""
        if depth > DEEPEST or self.files + self.unchanged + self.skipped > MOST_FILES:
            raise BlockError(
                f"There are more than {MOST_FILES:,} files, or {DEEPEST} folders in each other.", "Copy less at once."
            )
