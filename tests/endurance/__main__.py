"""`python -m tests.endurance NAME [--option N]`: attack, print what was found, exit 1 when a promise broke."""

import argparse
import importlib
import os
import platform
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence

from tests.endurance.figures import Line, broken, table
from tests.endurance.needs import Missing

NAMES = {  # what can be named, and the module that attacks
    "kills": "kills",
    "sweep": "sweep",
    "power-cut": "power_cut",
    "faults": "faults",
    "rivals": "rivals",
    "outages": "outages",
    "commands": "commands",
    "history": "history",
    "handover": "handover",
    "flood": "flood",
    "storm": "storm",
    "hang-ups": "hang_ups",
    "upgrade": "upgrade",
    "hung": "hung",
}


def main(arguments: Sequence[str]) -> int:
    """Run one harness; 2 where its name is unknown or the machine lacks what it needs."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    name = parser.parse_args(arguments[:1]).name
    module = importlib.import_module(f"tests.endurance.{NAMES[name]}")
    for option, default in module.OPTIONS.items():
        parser.add_argument(f"--{option}", type=type(default), default=default)
    options = vars(parser.parse_args(arguments))
    del options["name"]
    began = time.perf_counter()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that disks and processes of ours go with us
    lines: list[Line] = []
    try:
        lines.extend(module.prove(**options))
    except KeyboardInterrupt:
        sys.stderr.write("Ended early; so far:\n")
    except Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    sys.stdout.write(f"{table(lines)}\n\n{_machine()}\n{time.perf_counter() - began:.0f} s in all\n")
    return 1 if broken(lines) else 0


def _machine() -> str:
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores, {versions}, {platform.system()} {platform.release()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
