"""Start-up: commands that read something, each in turn with a bare Python that does nothing."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.figures import Figure, Line, median_ratio
from benchmarks.places import NOMOLOGI, ROOT, command, home, schedule

ROUNDS = 31
AUTOMATIONS = 50

COMMANDS = {
    "python -c pass": (sys.executable, "-c", "pass"),
    "nomologi --version": (*NOMOLOGI, "--version"),
    "nomologi list": (*NOMOLOGI, "list"),
    "nomologi status": (*NOMOLOGI, "status"),
    "nomologi when": (*NOMOLOGI, "when", "every day at 8"),
    "nomologi read": (*NOMOLOGI, "read", "every weekday at 8 check https://example.com and send me a telegram message"),
}
AIMS = {
    "nomologi --version": 3.0, "nomologi list": 10.0, "nomologi status": 10.0, "nomologi when": 12.0,
    "nomologi read": 20.0,
}  # fmt: skip


def measure() -> Iterator[Line]:
    """Milliseconds from start to end of each process; the .pyc files are warm."""
    with home() as here:
        here.add([(schedule(number), command("true")) for number in range(AUTOMATIONS)])
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for turn in range(ROUNDS + 1):
            for name, line in COMMANDS.items():
                taken = milliseconds(line, here.environ)
                if turn:  # the first one of each fills the caches
                    times[name].append(taken)
    yardstick = times["python -c pass"]
    yield Figure("python -c pass", statistics.median(yardstick))
    for name, most in AIMS.items():
        what = f"{name} ({AUTOMATIONS} automations)" if name.endswith("list") else name
        yield Figure(what, statistics.median(times[name]), ratio=median_ratio(times[name], yardstick), at_most=most)


def milliseconds(line: Sequence[str], environ: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(line, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - began) * 1_000
