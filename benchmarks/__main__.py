"""Run the benchmarks that are named, or all of them, and print what came out. It never judges by its exit code."""

import importlib
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Line, Skipped, table

NAMES = {  # what can be named, and the module that measures it
    "start": "starting",
    "paint": "painting",
    "idle": "idling",
    "runs": "durable_runs",
    "latency": "latency",
    "log": "log_view",
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"There is no benchmark “{unknown[0]}”. Known are {', '.join(NAMES)}.\n")
        return 2
    began = time.perf_counter()
    lines = [line for name in names or NAMES for line in _measured(name)]
    print(table(lines))
    print(f"\n{_machine()}\n{time.perf_counter() - began:.0f} s in all")
    return 0


def _measured(name: str) -> Iterator[Line]:
    """The figures of one benchmark; one that breaks is told as a line, so that the others are still seen."""
    sys.stderr.write(f"measuring {name} …\n")
    try:
        yield from importlib.import_module(f"benchmarks.{NAMES[name]}").measure()
    except Exception as error:  # noqa: BLE001 - whatever broke, the other benchmarks go on
        yield Skipped(name, f"{type(error).__name__}: {error}")


def _machine() -> str:
    import os
    import sqlite3

    known = Path("/proc/cpuinfo")
    models = [line for line in known.read_text().splitlines() if line.startswith("model name")] if known.exists() else []
    cpu = models[0].partition(": ")[2] if models else platform.processor()
    return f"{os.cpu_count()} × {cpu}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.release()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
