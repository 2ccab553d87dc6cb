"""How soon the app is gone after its terminal hung up, at random moments of editing."""

import random
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Line
from tests.endurance.hang_ups import hang_up_at

TIMES = 100


def measure() -> Iterator[Line]:
    """Milliseconds from SIGHUP until the process is gone; and of how many drafts were lost or terminals left raw."""
    ended = []
    for number in range(1, TIMES + 1):
        with tempfile.TemporaryDirectory(prefix="nomologi-hang-up-") as folder:
            ended.append(hang_up_at(Path(folder), random.Random(number)))  # noqa: S311 - moments, not secrets
    seconds = [one for one, _ in ended]
    yield Figure(f"{TIMES} hang-ups while editing: gone after, p50", statistics.median(seconds) * 1_000)
    yield Figure(f"{TIMES} hang-ups while editing: gone after, slowest", max(seconds) * 1_000, at_most=1_000)
    wrong = sum(bool(complaint) for _, complaint in ended)
    yield Figure(f"{TIMES} hang-ups: drafts lost, terminals left raw", wrong, "", at_most=0)
