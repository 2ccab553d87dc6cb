"""Run the benchmarks that are named, or all of them, and print what came out. It never judges by its exit code."""

import importlib
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Line, Skipped, table

NAMES = {  # what can be named, and the module that measures it
    "start": "starting",
    "paint": "painting",
    "ssh": "over_ssh",
    "keys": "keys",
    "hangups": "hang_ups",
    "idle": "idling",
    "runs": "durable_runs",
    "latency": "latency",
    "listen": "listening",
    "log": "log_view",
    "follow": "following",
    "runlist": "run_list",
    "due": "due",
    "queue": "queued",
    "many": "many",
    "hook": "hooks",
    "backlog": "backlog",
    "schedules": "schedule_rules",
    "phrases": "phrases",
    "moving": "moving",
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"There is no benchmark “{unknown[0]}”. Known are {', '.join(NAMES)}.\n")
        return 2
    machine, began = _machine(), time.perf_counter()
    lines = [line for name in names or NAMES for line in _measured(name)]
    print(table(lines))
    print(f"\n{machine}\n{time.perf_counter() - began:.0f} s in all")
    return 0


def _measured(name: str) -> Iterator[Line]:
    """The figures of one benchmark; one that breaks is told as a line, so that the others are still seen."""
    sys.stderr.write(f"measuring {name} …\n")
    try:
        yield from importlib.import_module(f"benchmarks.{NAMES[name]}").measure()
    except Exception as error:  # noqa: BLE001 - whatever broke, the other benchmarks go on
        yield Skipped(name, f"{type(error).__name__}: {error}")


def _machine() -> str:
    """What it ran on; `load` is what else the machine did in the minute before."""
    cores = f"{os.cpu_count()} × {_processor()}"
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{cores}, {versions}, {platform.system()} {platform.release()}, load {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
