"""A process whose writes and syncs below one folder die or fail from the nth on; see shim.c, which does it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.endurance.needs import need

SOURCE = Path(__file__).with_name("shim.c")
NEVER = 10**9
ERRORS = {"the disk is full": 28, "the disk reports an error": 5, "the disk is read-only": 30}


def compiled(folder: Path) -> Path:
    """The shim as a library in `folder`. Raises Missing where there is no compiler."""
    need("gcc")
    library = folder / "shim.so"
    if not library.exists():
        subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
    return library


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens from point `at` on: `kill`, `torn`, `lie`, or the number of an error, until `over` exists."""

    library: Path
    folder: Path  # only files below it
    kind: str
    at: int
    over: Path | None = None
    count: Path | None = None  # is told how many points there were, when the process ends in order

    @property
    def environ(self) -> dict[str, str]:
        """What the process needs in its environment; it hands none of it to commands."""
        files = {"FAULT_OVER": self.over, "FAULT_COUNT": self.count}
        return {
            "LD_PRELOAD": str(self.library), "FAULT_FOLDER": str(self.folder), "FAULT_KIND": self.kind,
            "FAULT_AT": str(self.at), **{name: str(file) for name, file in files.items() if file},
        }  # fmt: skip
