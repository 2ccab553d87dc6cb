"""What would it have done in the last days? Its events of then, through the engine of now, without effects."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import FixedClock
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Automation, Configuration, Run, RunStatus, StepRecord, StepStatus, StepType
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import StepEnded
from nomologi_tui.text import span
from nomologi_tui.usecases.runs.past_events import Happened, past_events
from nomologi_tui.usecases.runs.running import rehearse
from nomologi_tui.usecases.workspace import Workspace

SECONDS = 20.0  # in which what was not looked at is left out
RUN, SKIP, FAIL, NOTHING = "run", "skip", "fail", "nothing"
GoesOn = Callable[[int, int], bool]  # is told how many events were looked at, of how many
_ACTED = {RunStatus.SUCCESS, RunStatus.FAILURE}


@dataclass(frozen=True, slots=True)
class Case:
    """One event, and what would come of it: run, skip, fail, or nothing where no trigger would see it any more."""

    at: datetime
    trigger: str
    really: Run | None  # what came of it then
    would: str
    words: str
    step: str = ""  # that decided it, with skip and fail
    existed: bool = True  # the automation was there already

    @property
    def differs(self) -> bool:
        """Whether it would do something else than it did.

        A run that is not over or was stopped can't tell, nor a time at which there was no such automation yet.
        """
        acts = self.would in (RUN, FAIL)
        if self.really is None and not self.existed:
            return False
        if self.really is None or self.really.status in _ACTED:
            return acts is not bool(self.really)
        return acts and self.really.status is RunStatus.SKIPPED


@dataclass(frozen=True, slots=True)
class Backtest:
    """The cases, oldest first. `cut` says in words what was left out, `looks` which conditions looked at today."""

    since: datetime
    until: datetime
    cases: tuple[Case, ...]
    cut: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    elsewhere: int = 0  # runs of that time that no trigger of it started: by hand, replays

    def number(self, would: str) -> int:
        return sum(case.would == would for case in self.cases)


def _always(_looked: int, _of: int) -> bool:
    return True


async def backtest(ws: Workspace, automation: Automation, days: float, goes_on: GoesOn = _always) -> Backtest:
    """What `automation`, as it is now, would have done with the events of the last `days`.

    Schedules are due as they would have been; other events are those of its recorded runs. It counts as having been on
    all the time. Conditions see the event's moment as now. Nothing is carried out. The newest are looked at first;
    `goes_on` is asked before each one; where it says no, the older ones are left out, but never the first.
    """
    until = ws.clock.now()
    since = until - timedelta(days=days)
    past = await past_events(ws, automation, since, until)
    looked: list[Case] = []
    try:
        async with asyncio.timeout(SECONDS):
            for one in sorted(past.events, key=lambda one: one.at, reverse=True):
                if not goes_on(len(looked), len(past.events)) and looked:
                    past.cut.append(f"You stopped it: {len(past.events) - len(looked):,} older events were left out.")
                    break
                looked.append(await _looked_at(ws, automation, one))
                await asyncio.sleep(0)  # or the time would never be up
    except TimeoutError:
        past.cut.append(f"After {span(SECONDS)} {len(past.events) - len(looked):,} older events were left out.")
    gone = [Case(one.at, one.trigger, one.run, NOTHING, "Nothing is due then any more.") for one in past.gone]
    cases = sorted([*_limited(automation.configuration, looked[::-1]), *gone], key=lambda case: case.at)
    return Backtest(since, until, tuple(cases), tuple(past.cut), tuple(_looks(ws, automation)), past.elsewhere)


async def _looked_at(ws: Workspace, automation: Automation, one: Happened) -> Case:
    """What would come of an event."""
    data = {"id": one.event.id, "trigger": one.trigger, **one.event.data}
    records: list[StepRecord] = []
    ended = RunEnded(RunStatus.SKIPPED, "It does not end.")
    async for progress in rehearse(ws, automation, data, clock=FixedClock(one.at), real_event=True):
        if isinstance(progress, StepEnded):
            records.append(progress.record)
        elif isinstance(progress, RunEnded):
            ended = progress
    would, words, step = _outcome(records, ended)
    existed = automation.created_at is None or automation.created_at <= one.at
    return Case(one.at, one.trigger, one.run, would, words, step, existed)


def _outcome(records: Sequence[StepRecord], ended: RunEnded) -> tuple[str, str, str]:
    """What would come of it, in words, and the step that decided it."""
    wanted = {RunStatus.SKIPPED: StepStatus.SKIPPED, RunStatus.FAILURE: StepStatus.FAILURE}.get(ended.status)
    if wanted is None:
        acts = [one for one in records if one.type is StepType.ACTION and one.status is not StepStatus.OPEN]
        did = [one.reason.splitlines()[0] for one in acts if one.reason]
        return RUN, "; ".join(did) or ended.summary, ""
    kind = SKIP if wanted is StepStatus.SKIPPED else FAIL
    decided = next((one for one in records if one.status is wanted), None)
    if decided is None:
        return kind, ended.summary, ""
    return kind, decided.error or decided.reason, decided.name or decided.block


def _limited(own: Configuration, cases: Sequence[Case]) -> Iterator[Case]:
    """The cases, oldest first, without those that the cooldown or the limit of runs in a period would skip.

    Where `per` makes lanes, each lane would count by itself: then nothing is skipped here.
    """
    begun: list[datetime] = []
    for case in cases:
        acts = case.would in (RUN, FAIL) and not own.per
        if acts and own.cooldown and begun and (case.at - begun[-1]).total_seconds() < own.cooldown:
            yield replace(case, would=SKIP, words=f"{span(case.at - begun[-1])} after the last run", step="cooldown")
        elif acts and own.at_most and _since(begun, case.at, own.period) >= own.at_most:
            yield replace(case, would=SKIP, words=f"{own.at_most} runs in {span(own.period)}", step="limit")
        else:
            begun += [case.at] if acts else []
            yield case


def _since(begun: Sequence[datetime], at: datetime, seconds: float) -> int:
    return sum((at - one).total_seconds() < seconds for one in begun)


def _looks(ws: Workspace, automation: Automation) -> Iterator[str]:
    """The conditions that look at something outside, which is only there as it is now."""
    for step in automation.conditions:
        if _looks_outside(ws, step.block, step.config):
            yield step.name or step.block


def _looks_outside(ws: Workspace, block: str, config: Any) -> bool:
    try:
        found = ws.registry.get(StepType.CONDITION, block)
    except NomologiError:
        return False
    model, _ = check(found.config, config)
    members = config.get("conditions") if isinstance(config, dict) else None
    inside = [one for one in members if isinstance(one, dict)] if isinstance(members, list) else []
    return (model is not None and bool(found.plan(model))) or any(
        _looks_outside(ws, str(one.get("block")), one.get("config") or {}) for one in inside
    )
