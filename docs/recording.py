"""The picture at the top of the README: `python -m docs.recording` plays the app and writes docs/recording.svg.

The app, the store, the runner and the command are the real ones, used by keys alone. Only the clock is moved by hand,
so that the picture is the same each time. With `--check` it is compared, not written: exit code 1 where it differs.
"""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.segment import Segment

from docs.animation import Frame, animation
from nomologi_tui.clock import SystemClock
from nomologi_tui.settings import Places, Settings
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.flow import drafting
from nomologi_tui.usecases.workspace import Workspace
from tests.screens.person import Person, at_terminal

PICTURE = Path(__file__).parent / "recording.svg"
SIZE = (80, 24)
ABOUT = (
    "A goal is typed and read, confirmed in three forms and turned on; at 8:30 it runs, and each step is in the log."
)
OTHERS = ("every 5 minutes run 'df -h'", "when a file appears in ~/Scans run 'ocrmypdf {{ event.path }}'")
GOAL = ("every", " weekday", " at 8:30", " run 'backup.sh photos'", ", tell me", " if it fails")
BACKUP = '#!/bin/sh\nread -r _ < "$HOME/go"\necho "312 $1 are safe on the NAS"\n'
BEFORE, TOOK = 3.0, 1.4  # seconds until 8:30, and that the command takes


class Hands(SystemClock):
    """A clock whose hands somebody moves. Who sleeps on it really sleeps."""

    def __init__(self, moment: datetime) -> None:
        self._moment, self._passed = moment, 0.0

    def now(self) -> datetime:
        return self._moment

    def monotonic(self) -> float:
        return self._passed

    def move(self, seconds: float) -> None:
        self._moment += timedelta(seconds=seconds)
        self._passed += seconds


class Camera:
    """Takes a frame once the person sees certain words and the app has come to rest."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.frames: list[Frame] = []

    async def take(self, seconds: float, *words: str) -> None:
        await self._person.sees(*words)
        await self._person.rest()
        self.frames.append(Frame([_still(line) for line in self._person.lines], seconds))


def _still(line: Sequence[Segment]) -> list[Segment]:
    """A line without what differs each time: the number of our process."""
    return [Segment(_numbered(one.text), one.style) for one in line]


def _numbered(text: str) -> str:
    return re.sub(r"process \d+\)", "process 4242)", text).ljust(len(text))[: len(text)]


async def play(home: Path, clock: Hands) -> list[Frame]:
    """From a home with two automations to the log of a run of the third."""
    data = home / "data"
    settings = Settings(Places(data, data, data), user="ada", timezone="Europe/Berlin", alert_channel="terminal")
    ws = Workspace(settings, clock)
    off, _ = (automations.save(ws, drafting.flow_from_goal(ws, goal)[0], turn_on=True) for goal in OTHERS)
    automations.switch_off(ws, off)
    async with at_terminal(ws, SIZE, runner=True) as person:
        camera = Camera(person)
        await camera.take(2.0, "~/Scans run", "runner ON", "Listening (file)")
        await make(person, camera)
        await watch(person, camera, clock, home / "go")
        return camera.frames


async def make(person: Person, camera: Camera) -> None:
    """The goal, and three times Enter."""
    await person.press("n")
    await camera.take(1.0, "STEP 1")
    for words in GOAL:
        await person.paste(words)
        await camera.take(0.5, words)
    await camera.take(2.5, "failure.error }}” here", "draft saved")
    await person.press("enter")
    await camera.take(2.5, "STEP 2", "Fri 27 Nov 2026")
    await person.press("enter")
    await camera.take(3.0, "STEP 3", "IT MAY")
    await person.press("enter")


async def watch(person: Person, camera: Camera, clock: Hands, go: Path) -> None:
    """At home until it is 8:30, then the run and its trace."""
    await camera.take(2.5, "WAIT", "in <1 min", "Listening (schedule)")
    clock.move(BEFORE)
    await camera.take(1.5, "RUN ", "Run command started", "Tue 08:30")
    clock.move(TOOK)
    await asyncio.to_thread(go.write_text, "\n")  # which waits until the command reads it
    await camera.take(3.0, "Done: run", "1 ok")
    await person.press("enter")
    await camera.take(2.0, "1.4 s Done", "WHEN")
    await person.press("enter")
    await camera.take(4.0, "Run 1 went well", "312 photos are safe")


def picture() -> str:
    """Play it in a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "bin").mkdir()
        (home / "Scans").mkdir()
        (home / "bin" / "backup.sh").write_text(BACKUP, encoding="utf-8")
        (home / "bin" / "backup.sh").chmod(0o755)
        os.mkfifo(home / "go")
        os.environ |= {"HOME": folder, "PATH": f"{home}/bin:{os.environ['PATH']}", "LANG": "C.UTF-8"}
        os.environ.pop("NO_COLOR", None)
        half_past_eight = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # in Berlin, a Monday
        frames = asyncio.run(play(home, Hands(half_past_eight - timedelta(seconds=BEFORE))))
    return animation(frames, SIZE, ABOUT)


if __name__ == "__main__":
    drawn = picture()
    if sys.argv[1:] != ["--check"]:
        PICTURE.write_text(drawn, encoding="utf-8")
    elif PICTURE.read_text(encoding="utf-8") != drawn:
        sys.exit("docs/recording.svg is stale: run `make recording`")
