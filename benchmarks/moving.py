"""Moving in and out: 10,000 automations exported, taken in by a fresh home, and declared by a folder."""

import re
import resource
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Line
from benchmarks.places import NOMOLOGI, Home, command, home, schedule
from benchmarks.starting import milliseconds

NUMBER = 10_000
MOST = 10_000  # milliseconds


def measure() -> Iterator[Line]:
    """Milliseconds of whole processes, each once: what they need grows with the number, not by chance."""
    with home() as here, home() as other, home() as third:
        first = here.add([(schedule(0), command("true"))])[0]
        here.copy(first, [(schedule(place), command(f"echo {place}")) for place in range(1, NUMBER)])
        file, folder = here.folder / "all.yaml", here.folder / "declared"
        yield _took("nomologi export -o DIR", here, "export", "-o", str(folder))
        yield _took("nomologi export", here, "export")
        _together(folder, file)
        yield _took("nomologi import", other, "import", str(file))
        yield _took("the same again: all are here", other, "import", str(file))
        yield _took("nomologi apply DIR", third, "apply", "--yes", str(folder))
        yield _took("the same again: nothing to do", third, "apply", "--yes", str(folder))


def _together(folder: Path, file: Path) -> None:
    """The files as one, each with a comment and a goal of its own."""
    texts = (
        f"# about {number}\n"
        + re.sub("^goal: .*", f"goal: number {number}", one.read_text("utf-8"), flags=re.MULTILINE)
        for number, one in enumerate(sorted(folder.iterdir()))
    )
    file.write_text("---\n".join(texts), encoding="utf-8")


def _took(what: str, here: Home, *arguments: str) -> Line:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = milliseconds((*NOMOLOGI, *arguments), here.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figure(f"{NUMBER:,} automations: {what} (processor {used:.1f} s)", wall, at_most=MOST)
