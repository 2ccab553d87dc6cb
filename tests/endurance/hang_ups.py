"""The terminal hangs up at random moments of editing, and is made larger and smaller as fast as it can.

Each time the draft is kept as far as it was shown, the process is gone within a second, the terminal is as it was.
"""

import os
import random
import resource
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import cpu_seconds
from nomologi_tui.settings import load_settings
from nomologi_tui.usecases.workspace import Workspace
from tests.endurance.figures import Figure, Line, Promise, none_of
from tests.screens.terminal import terminal

OPTIONS = {"times": 100, "seed": 1, "sizes": 300}
GOAL = "every 5 seconds run 'date'"
WORDS = ("", " -u", " and 3 more", " äöü")
KEYS = ("\t", "\x1b", "\x0e", "\x12", "\x1bOP", "\x1b[B", "j", "\x10", "\x1bOQ")
WITHIN = 1.0  # seconds until the process is gone


def prove(times: int, seed: int, sizes: int) -> Iterator[Line]:
    """`times` ends by SIGHUP at moments that `seed` gives; then a storm of `sizes` sizes."""
    lost, broken, slowest = [], [], 0.0
    for number in range(seed, seed + times):
        with tempfile.TemporaryDirectory(prefix="nomologi-hang-up-") as folder:
            end = hang_up_at(Path(folder), random.Random(number))  # noqa: S311 - moments, not secrets
        slowest = max(slowest, end.seconds)
        lost += [f"{number}: {end.wrong}"] if end.wrong else []
    with tempfile.TemporaryDirectory(prefix="nomologi-sizes-") as folder:
        broken += storm(Path(folder), random.Random(seed), sizes)  # noqa: S311
    yield Figure("hang-ups", times)
    yield Promise("the slowest end", round(slowest, 2), WITHIN, unit="s")
    yield none_of("drafts lost, terminals left as they were used", lost)
    yield none_of(f"{sizes} sizes: what broke", broken)


@dataclass(frozen=True, slots=True)
class HungUp:
    """How long the process lived on, how much processor time it took for that, and what is wrong, if anything."""

    seconds: float
    processor: float  # seconds
    wrong: str


def hang_up_at(home: Path, chance: random.Random) -> HungUp:
    """Edit for a while and hang up."""
    with terminal(home) as program:
        before = program.settings()
        program.sees("Nothing runs yet")
        program.send(f"{GOAL}\r")
        program.sees("STEP 2 of 3", "draft saved")
        for _ in range(chance.randrange(6)):
            program.send(chance.choice((*WORDS, *KEYS)))
            program.read(chance.random() * 0.3)
        before_it, began = cpu_seconds(program.pid) + _of_ended(), time.monotonic()
        os.kill(program.pid, signal.SIGHUP)
        code = program.code()
        seconds, processor = time.monotonic() - began, _of_ended() - before_it
        wrong = [f"exit code {code}"] if code != 128 + signal.SIGHUP else []
        wrong += ["the terminal stays in raw mode"] if program.settings() != before else []
        wrong += ["the screen is not given back"] if b"\x1b[?1049l" not in program.sent[-4_000:] else []
        wrong += ["a traceback"] if b"Traceback" in program.sent else []
    kept = goals_of(home)
    wrong += [] if len(kept) == 1 and kept[0].startswith(GOAL[:20]) else [f"kept are {kept}"]
    return HungUp(seconds, processor, ", ".join(wrong))


def _of_ended() -> float:
    """Seconds of processor that our ended children took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def goals_of(home: Path) -> list[str]:
    """The goals of the drafts in a home."""
    ws = Workspace(load_settings({"NOMOLOGI_HOME": str(home / "nomologi"), "TZ": "UTC"}))
    goals = [str(draft.answers["goal"]) for draft in ws.reader.drafts(ws.user_id)]
    ws.close()
    return goals


def storm(home: Path, chance: random.Random, sizes: int) -> list[str]:
    """Change the size again and again on several screens and in a dialog; what is wrong afterwards."""
    with terminal(home) as program:
        program.sees("runner ON (app)")
        for keys in ("", "\x1bl", "\x1b\x1b", f"{GOAL}\r", "\x1bOQ", "\x1b\x0e"):
            program.send(keys)
            for _ in range(sizes // 6):
                program.resize(chance.randrange(20, 301), chance.randrange(5, 101))
                program.read(0.005)
            program.resize(20, 5)
            program.until_quiet()
        program.resize(80, 24)
        program.sees("STEP", GOAL) if "STEP" in program.text else program.until_quiet()
        program.send("\x11")
        wrong = ["a traceback"] if b"Traceback" in program.sent else []
        code = program.code()
        return [*wrong, *([f"exit code {code}"] if code else [])]
