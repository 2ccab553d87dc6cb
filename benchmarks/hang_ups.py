"""How soon the app is gone after its terminal hung up, at random moments of editing."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Line
from tests.endurance.hang_ups import HungUp, hang_up_at

MOST = 100
LONGEST = 90.0  # seconds after which no other one begins: most of them are the start and the editing
ENOUGH = 10


def measure() -> Iterator[Line]:
    """Milliseconds from SIGHUP until the process is gone, and of its processor meanwhile, which tells more on a busy
    machine; of how many drafts were lost or terminals left raw."""
    ended: list[HungUp] = []
    end = time.monotonic() + LONGEST
    while len(ended) < ENOUGH or (len(ended) < MOST and time.monotonic() < end):
        with tempfile.TemporaryDirectory(prefix="nomologi-hang-up-") as folder:
            ended.append(hang_up_at(Path(folder), random.Random(len(ended) + 1)))  # noqa: S311 - moments, not secrets
    what = f"{len(ended)} hang-ups while editing"
    seconds, processor = [one.seconds for one in ended], [one.processor for one in ended]
    yield Figure(f"{what}: gone after, p50", statistics.median(seconds) * 1_000)
    yield Figure(f"{what}: gone after, slowest", max(seconds) * 1_000, at_most=1_000)
    yield Figure(f"{what}: processor for it, p50", statistics.median(processor) * 1_000)
    wrong = sum(bool(one.wrong) for one in ended)
    yield Figure(f"{len(ended)} hang-ups: drafts lost, terminals left raw", wrong, "", at_most=0)
