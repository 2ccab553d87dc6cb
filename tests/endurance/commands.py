"""Commands that will not go: they fork, leave the session, ignore TERM, close their outputs, flood, forget themselves.

Each is stopped by its time limit under the real runner: TERM, and KILL 5 s later. Then none of its processes may live.
"""

import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from nomologi_tui.model import Automation, Step, StepType
from tests.endurance.figures import Figure, Line, Promise, none_of
from tests.endurance.kills import until_it_serves
from tests.endurance.world import PARALLEL, World, end, pids_under
from tests.support import wait_until

OPTIONS = {"times": 3}
LIMIT = 1.0  # seconds that each command may run
GRACE = 5.0  # seconds after its limit at which nobody may be left
SHELL = {  # SLEEP is a sleep of ten minutes that can be told from any other
    "waits": "SLEEP",
    "ignores every signal that can be ignored": "trap '' TERM HUP INT QUIT; while :; do SLEEP; done",
    "closes its outputs": "exec >&- 2>&-; SLEEP",
    "floods": "yes SLEEP",
    "forks in the background": "SLEEP & SLEEP & wait",
    "leaves its session": "for i in 1 2 3; do setsid sh -c 'SLEEP & SLEEP' & done; wait",
    "leaves its session and ends itself": "setsid SLEEP & exit 0",
    "leaves twice and ignores TERM": "setsid sh -c 'trap \"\" TERM; setsid SLEEP & SLEEP' & SLEEP",
    "forks 200 times": "i=0; while [ $i -lt 200 ]; do SLEEP & i=$((i+1)); done; wait",
    "forks as fast as it is killed": "(while :; do setsid SLEEP & sleep 0.02; done) & wait",
    "stops itself": "kill -STOP $$",
    "forgets its environment": "env -i setsid SLEEP & SLEEP",
}
ORPHANED = "forgets its environment and ends itself"  # by itself: orphans are ended once no other command runs


def prove(times: int) -> Iterator[Line]:
    """All kinds of command, `times` times; the last kind by itself."""
    alive: dict[str, float] = dict.fromkeys(SHELL, 0.0)
    survivors: list[str] = []
    for _ in range(times):
        with tempfile.TemporaryDirectory(prefix="nomologi-commands-") as folder:
            lives, left = stop_all(World(Path(folder)), SHELL)
            alive |= {kind: max(alive[kind], seconds) for kind, seconds in lives.items()}
            survivors += left
    yield Figure("kinds of command, times", f"{len(SHELL)} × {times}")
    for kind, seconds in alive.items():
        yield Promise(f"{kind}: alive after its limit", round(seconds, 1), GRACE, unit="s")
    yield none_of("processes that were never ended", survivors)
    with tempfile.TemporaryDirectory(prefix="nomologi-commands-") as folder:
        _, left = stop_all(World(Path(folder)), {ORPHANED: "env -i PATH=$PATH setsid SLEEP & sleep 0.3; exit 0"})
    yield none_of(f"{ORPHANED}: still alive", left)


def stop_all(world: World, kinds: dict[str, str]) -> tuple[dict[str, float], list[str]]:
    """How long after its limit the last process of each kind lived, in seconds; and who was never ended."""
    marks = {kind: f"6{world.port}{number:02}" for number, kind in enumerate(kinds)}
    made = world.make(*(_automation(world, kind, script, marks[kind]) for kind, script in kinds.items()))
    names = {one.id: one.goal for one in made}
    seen: dict[str, datetime] = {}
    try:
        for one in made:
            world.run("run", one.slug)
        with world.runner() as runner:
            until_it_serves(runner)
            wait_until(lambda: _look(world, marks, seen), 60 + len(made) * (LIMIT + GRACE))
            end(runner, signal.SIGTERM)
        rows = world.rows("SELECT automation_id, started_at FROM execution_run")
        began = {names[row["automation_id"]]: row["started_at"] for row in rows}
        left = [kind for kind, mark in marks.items() if pids_under(mark)]
    finally:
        _end_all(marks)
    return {kind: (at - began[kind]).total_seconds() - LIMIT for kind, at in seen.items()}, left


def _automation(world: World, kind: str, script: str, mark: str) -> Automation:
    file = world.folder / f"{mark}.sh"
    file.write_text(f"#!/bin/sh\n{script.replace('SLEEP', f'sleep {mark}')}\n", encoding="utf-8")
    file.chmod(0o755)
    hand = Step(StepType.TRIGGER, "manual", {})
    do = Step(StepType.ACTION, "run_command", {"command": str(file), "timeout": LIMIT})
    return Automation(kind, (hand, do), configuration=PARALLEL)


def _look(world: World, marks: dict[str, str], seen: dict[str, datetime]) -> bool:
    """Note who is alive now; whether every run has ended, a moment after which nobody should be left."""
    over = not world.rows("SELECT 1 FROM execution_run WHERE finished_at IS NULL")
    for kind, mark in marks.items():
        if pids_under(mark):
            seen[kind] = datetime.now(UTC)  # noqa: TID251 - compared with what the runner wrote by the same clock
    return over


def _end_all(marks: dict[str, str]) -> None:
    """Whoever escaped is ours to end."""
    for mark in marks.values():
        for pid in pids_under(mark):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
