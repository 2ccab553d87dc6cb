"""An automation: its state in a word, when it ran and runs, its steps and what they would see now."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from nomologi_tui.store.records import Overview
from nomologi_tui.telling.times import near
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nomologi_tui.model import Automation, Step


def state(one: Overview) -> str:
    return "RUN" if one.running else str(one.health).upper()


def next_words(one: Overview, now: datetime, zone: tzinfo) -> str:
    if one.paused_until is None:
        return near(one.next_due, now, zone)
    return f"paused until {one.paused_until.astimezone(zone):%Y-%m-%d %H:%M}"


def last_words(one: Overview, now: datetime, zone: tzinfo) -> str:
    return f"{one.last_run.status} {near(one.last_run.finished_at, now, zone)}" if one.last_run else "-"


def step_lines(ws: Workspace, steps: "Sequence[Step]") -> "Iterator[str]":
    """`when: every day at 07:00` and so on, in their order."""
    from nomologi_tui.usecases.step_words import in_words

    return told_lines(steps, (in_words(ws.registry, step) for step in steps))


def told_lines(steps: "Sequence[Step]", words: "Iterable[str]") -> "Iterator[str]":
    """The same of steps whose words are known."""
    from nomologi_tui.telling.steps import noted
    from nomologi_tui.usecases.flow.checking import PLACES

    for step, one in zip(steps, words, strict=True):
        yield f"{PLACES[step.type]:>5}: {noted(step, one)}"


def preview_lines(ws: Workspace, trigger: "Step") -> "Iterator[str]":
    """What a trigger would see now: the next times, the files that match, the address and a line that tries it."""
    import asyncio

    from nomologi_tui.usecases.flow.previewing import preview
    from nomologi_tui.usecases.step_words import in_words

    words = in_words(ws.registry, trigger)
    for line in asyncio.run(preview(ws, trigger)).splitlines():
        if line != words:
            yield f"       {line}"


def automation_lines(ws: Workspace, automation: "Automation") -> "Iterator[str]":
    """Everything about one."""
    from nomologi_tui.model import StepType

    yield f"{automation.slug}  (id {automation.id}, {automation.status}, revision {automation.revision})"
    yield f"goal: {automation.goal}"
    for step in automation.steps:
        yield from step_lines(ws, [step])
        if step.type is StepType.TRIGGER:
            yield from preview_lines(ws, step)
    now, zone = ws.clock.now(), ws.settings.zone
    for held in ws.reader.collecting(ws.user_id, automation.id):
        values = counted(held.number, "value")
        yield f"digest: holds {values} since {near(held.since, now, zone)}, sent {near(held.due, now, zone)}"
