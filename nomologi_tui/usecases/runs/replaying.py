"""Replay: a finished run again, whole or from a step on, with the same or other data, as it was or as it is now."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, cast

from nomologi_tui.errors import BadInputError, NomologiError, NotFoundError
from nomologi_tui.model import Automation, Effect, Event, Run, RunStatus, Step, StepRecord, StepStatus
from nomologi_tui.model.nesting import Order, holders_of, order_of
from nomologi_tui.policy import effective
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import Progress, StepStarted, execute
from nomologi_tui.runner.engine.past import past_of
from nomologi_tui.runner.engine.surroundings import Pretence, Surroundings
from nomologi_tui.runner.engine.taken_over import lost_value
from nomologi_tui.runner.lanes import lane_of
from nomologi_tui.store import automations, runs
from nomologi_tui.usecases.runs.differences import event_data
from nomologi_tui.usecases.workspace import Workspace

GONE_OVER = Pretence(dry=True, items=1_000_000)
WHOLE = "Leave the step out to repeat the whole run."


@dataclass(frozen=True, slots=True)
class Wish:
    """How a replay shall differ from its run. At most one of `start` and `from_failed` says where it begins."""

    start: str | None = None  # a step: its number as the trace shows it, or its name
    from_failed: bool = False
    newer: bool = False  # on the automation as it is now
    data: Mapping[str, Any] | None = None  # in place of the event's


@dataclass(frozen=True, slots=True)
class Plan:
    """What a replay would do; nothing has happened yet."""

    run: Run
    automation: Automation  # at the revision of the replay
    data: Mapping[str, Any]
    kept: tuple[StepRecord, ...]  # taken over, not carried out again
    twice: tuple[StepRecord, ...]  # *once* steps that happened and would happen again


async def plan(ws: Workspace, run_id: int, wish: Wish) -> Plan:
    """What the replay of a run would take over and do again.

    Raises NotFoundError when the run, its revision or its automation is gone, BadInputError with the reason when it
    can't be repeated in this way.
    """
    run, records = _finished_run(ws, run_id)
    automation = _automation(ws, run, newer=wish.newer)
    matched = _matched(records, automation, newer=wish.newer)
    kept: tuple[StepRecord, ...] = ()
    start = _start(wish, run, records, automation, matched)
    data = event_data(run) if wish.data is None else wish.data
    if start is not None:
        earlier = [
            replace(one, position=at) for (at, _), one in matched.items() if _is_before(automation, one, at, start)
        ]
        around = [one for (at, lap), one in matched.items() if _holds(automation, (at, lap), start)]
        kept = tuple(
            replace(one, step_id=automation.steps[one.position].id or None)
            for one in [*map(_reopened, around), *earlier]
        )
        await _check_start(ws, replace(run, input=dict(data)), automation, kept, start)
        _check_values(automation, kept, start)
    twice = _happen_twice(ws, automation, matched, {(one.position, one.lap) for one in kept})
    return Plan(run, automation, data, kept, twice)


def start(ws: Workspace, planned: Plan) -> int:
    """Queue the replay; the new run's id. Raises as `plan` does, should the run be gone by now."""
    lane = lane_of(planned.automation.configuration, Event("", dict(planned.data)), planned.run.trigger)
    again = runs.Again(planned.data, planned.automation.revision, lane.name, planned.kept, lane.unfilled)
    return ws.store.write(runs.replay, ws.user.id, planned.run.id, again, ws.clock.now())


def plan_words(planned: Plan) -> list[str]:
    """What will be done, a line each."""
    revision = planned.automation.revision
    other = "" if revision == planned.run.revision else f", which ran on revision {planned.run.revision},"
    lines = [f"Repeats run {planned.run.id}{other} on revision {revision} of {planned.automation.slug}."]
    lines += [f"Taken over, not done again: {step_words(one)}" for one in planned.kept]
    return lines + [f"Done again, though it happened already: {step_words(one)}" for one in planned.twice]


def step_words(record: StepRecord) -> str:
    """Which step, and what it did."""
    return f"{record.number} {record.name or record.block}" + (f" ({record.reason})" if record.reason else "")


def _finished_run(ws: Workspace, run_id: int) -> tuple[Run, list[StepRecord]]:
    """The run with the outcome of each of its steps, in order."""
    run = ws.store.read(runs.get, ws.user.id, run_id)
    runs.need_finished(run)
    ended = {one.place: one for one in ws.store.read(runs.steps, run_id) if one.status.ended}
    return run, sorted(ended.values(), key=lambda one: one.position)


def _automation(ws: Workspace, run: Run, *, newer: bool) -> Automation:
    if ws.store.read(automations.is_deleted, run.automation_id):
        raise NotFoundError(
            f"The automation of run {run.id} was deleted.", f"Bring it back: nomologi delete --undo {run.automation_id}"
        )
    if newer:
        newest = ws.store.read(automations.by_id, run.automation_id)
        if newest is not None:
            return newest
    try:
        return ws.store.read(automations.at_revision, run.automation_id, run.revision)
    except NotFoundError as error:
        raise NotFoundError(error.message, "--newer repeats the run on the newest revision.") from error


Spot = tuple[int, str]  # position and lap


def _matched(records: Iterable[StepRecord], automation: Automation, *, newer: bool) -> dict[Spot, StepRecord]:
    """The records by where their steps stand in `automation`; those of steps that are gone left out."""
    found = [(_position(one, automation) if newer else one.position, one) for one in records]
    return {(at, one.lap): one for at, one in found if at is not None}


def _position(record: StepRecord, automation: Automation) -> int | None:
    """Where the step of a record is now: by its name, without one by its place; inside as many others as it was."""
    steps = automation.steps
    same = [
        at
        for at, step in enumerate(steps)
        if (step.type, step.block) == (record.type, record.block) and len(holders_of(steps, at)) == record.depth
    ]
    if record.name:
        return next((at for at in same if steps[at].name == record.name), None)
    return record.position if record.position in same else None


Turn = tuple[bool, Order]


def _turn(automation: Automation, spot: Spot) -> Turn:
    """What steps are ordered by: those that run only after a failure come last."""
    return automation.steps[spot[0]].instead, order_of(automation.steps, *spot)


def _is_before(automation: Automation, record: StepRecord, at: int, start: Spot) -> bool:
    spot = (at, record.lap)
    return _turn(automation, spot) < _turn(automation, start) and not _holds(automation, spot, start)


def _holds(automation: Automation, spot: Spot, inner: Spot) -> bool:
    """Whether the step at `spot` was under way when the one at `inner` was."""
    around = holders_of(automation.steps, inner[0])
    return spot[0] in around and f"{inner[1]}.".startswith(f"{spot[1]}." if spot[1] else "")


def _reopened(holder: StepRecord) -> StepRecord:
    """A step as it was while those inside it were under way; a loop is asked anew what its items are."""
    once = isinstance(holder.output, dict) and "otherwise" in holder.output
    plan = {"items": None, "otherwise": holder.output["otherwise"], "goes_on": False} if once else None
    return replace(holder, status=StepStatus.OPEN, output=plan, error="", finished_at=None)


def _start(
    wish: Wish, run: Run, records: Sequence[StepRecord], automation: Automation, matched: Mapping[Spot, StepRecord]
) -> Spot | None:
    """Where the replay begins; None for the beginning."""
    if wish.from_failed:
        failed = [one for one in records if one.status is StepStatus.FAILURE]
        wanted = next((one for one in failed if not any(_is_inside(other, one) for other in failed)), None)
        if wanted is None:
            raise BadInputError(f"No step of run {run.id} failed.", WHOLE)
        return _now_at(wanted, automation, matched)
    if wish.start is None:
        return None
    recorded = _named(wish.start, [(one.number, one.name, one.block, one) for one in records])
    if recorded is not None:
        return _now_at(recorded, automation, matched)
    steps = [(str(at + 1), step.name, step.block, at) for at, step in enumerate(automation.steps) if not step.depth]
    position = _named(wish.start, steps)
    if position is None:
        raise BadInputError(f"Run {run.id} has no step “{wish.start}”.", f"`nomologi trace {run.id}` shows its steps.")
    return position, ""


def _is_inside(inner: StepRecord, outer: StepRecord) -> bool:
    """Whether a failed step is one of those because of which the other one failed."""
    return inner.depth > outer.depth and inner.position > outer.position and inner.lap.startswith(outer.lap)


def _named(wanted: str, steps: Sequence[tuple[str, str, str, Any]]) -> Any:
    """What stands last in the one step with that number (`3`, `3[2]`), name or block; None where there is none."""
    found = (
        [one for one in steps if one[0] == wanted.lstrip("0")]
        or [one for one in steps if (one[1] or one[2]) == wanted]
        or [one for one in steps if one[0].partition("[")[0] == wanted]
    )
    if len(found) > 1:
        numbers = " and ".join(one[0] for one in found[:5])
        raise BadInputError(f"“{wanted}” could be several steps.", f"Give a number: {numbers}.")
    return found[0][3] if found else None


def _now_at(record: StepRecord, automation: Automation, matched: Mapping[Spot, StepRecord]) -> Spot:
    spot = next((at for at, one in matched.items() if one is record), None)
    if spot is None:
        raise BadInputError(
            f"The step “{record.name or record.block}” is not there any more in revision {automation.revision}.", WHOLE
        )
    return spot


async def _check_start(ws: Workspace, run: Run, automation: Automation, kept: Sequence[StepRecord], at: Spot) -> None:
    """Let the engine go over what is taken over: it must come to the wanted step. Raises BadInputError."""
    ready = replace(automation, configuration=effective(automation.configuration, ws.settings))
    around = Surroundings(
        ws.registry, ws.clock, ws.machine.schedule_zone, secret=lambda _reference: "(secret)", pretence=GONE_OVER
    )
    again = replace(run, status=RunStatus.RUNNING)
    steps = execute(ready, again, Event("replay", run.input), around, past_of(replace(run, approved=None), kept))
    first = await _first_to_do(ws, automation, steps)
    wanted = _name(automation, at[0])
    if isinstance(first, RunEnded):
        raise BadInputError(f"Run {run.id} can't go on from “{wanted}”: it ends before. {first.summary}", WHOLE)
    if isinstance(first, StepStarted) and (first.record.position, first.record.lap) != at:
        other = _name(automation, first.record.position)
        raise BadInputError(
            f"Run {run.id} can't go on from “{wanted}”: next is “{other}”, which it did not carry out.",
            f"Begin there: --from-step {first.record.number}",
        )


async def _first_to_do(ws: Workspace, automation: Automation, steps: AsyncIterator[Progress]) -> Progress:
    """The first step that would be carried out, but for those that only hold others; or the end of the run."""
    async with aclosing(cast("AsyncGenerator[Progress]", steps)) as going:
        async for one in going:
            starts = isinstance(one, StepStarted) and not ws.registry.holds(automation.steps[one.record.position])
            if starts or isinstance(one, RunEnded):
                return one
    raise AssertionError("a run ends with its end")


def _check_values(automation: Automation, kept: Sequence[StepRecord], start: Spot) -> None:
    """Raises BadInputError where a step to be carried out needs a value that was not kept whole."""
    values = {_value_name(automation, one.position): one for one in kept}
    first = _turn(automation, ([*holders_of(automation.steps, start[0]), start[0]][0], ""))
    for position, step in enumerate(automation.steps):
        lost = lost_value(step, values) if step.enabled and _turn(automation, (position, "")) >= first else None
        if lost:
            raise BadInputError(
                f"“{_name(automation, position)}” needs {lost[0]}, which can't be taken over: {lost[1]}.",
                "Begin with the step that makes it, or repeat the whole run.",
            )


def _value_name(automation: Automation, position: int) -> str:
    step = automation.steps[position]
    return step.name or f"{step.block}_{position}"


def _name(automation: Automation, position: int) -> str:
    return automation.steps[position].name or automation.steps[position].block


def _happen_twice(
    ws: Workspace, automation: Automation, matched: Mapping[Spot, StepRecord], taken: set[Spot]
) -> tuple[StepRecord, ...]:
    """The *once* steps that happened and may be carried out again."""
    return tuple(
        replace(one, position=spot[0])
        for spot, one in matched.items()
        if spot not in taken and one.status is StepStatus.SUCCESS and _is_once(ws, automation.steps[spot[0]])
    )


def _is_once(ws: Workspace, step: Step) -> bool:
    try:
        return step.enabled and ws.registry.get(step.type, step.block).effect_in(step.config) is Effect.ONCE
    except NomologiError:  # its package is gone: it can't run
        return False
