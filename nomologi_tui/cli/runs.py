"""runs, trace, cancel."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import (
    Json,
    OptionalRef,
    RunId,
    Since,
    automation_id,
    complete_automation,
    since,
    workspace,
)
from nomologi_tui.cli.output import complain, print_json, print_table, say
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Run, RunStatus, StepRecord
from nomologi_tui.store.records import DayCount, RunFilter, RunLine, RunSpan
from nomologi_tui.telling import charts
from nomologi_tui.telling.runs import trace_lines
from nomologi_tui.telling.times import local
from nomologi_tui.text import counted
from nomologi_tui.usecases.runs.interrupted import as_they_are, is_left
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.runs.differences import Difference

MOST_DAYS = 366
BAR = 40  # cells


def run_json(run: Run | RunLine, automation: str | None) -> dict[str, Any]:
    """A run in the contract's shape."""
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else None
    return {
        "id": run.id, "automation": automation, "status": run.status, "trigger": run.trigger,
        "started_at": run.started_at, "finished_at": run.finished_at, "duration_s": seconds,
        "summary": run.summary, "error": run.error,
        **({"interrupted": True} if is_left(run) else {}),
    }  # fmt: skip


def list_runs(
    ref: OptionalRef = None,
    status: Annotated[str | None, typer.Option("--status", metavar="S", help="Only runs in this state.")] = None,
    newer: Since = None,
    asks: Annotated[bool, typer.Option("--asks", help="Only runs that wait for your word.")] = False,
    grep: Annotated[
        str, typer.Option("--grep", metavar="TEXT", help="Only with this text in goal, result or error.")
    ] = "",
    per_day: Annotated[bool, typer.Option("--per-day", help="Count instead how the runs of each day ended.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """List runs, newest first."""
    if status is not None and status not in list(RunStatus):
        raise BadInputError(f"“{status}” is no state of a run.", f"States are {', '.join(RunStatus)}.")
    if per_day and (status or asks or grep):
        raise BadInputError("--per-day counts runs in every state.", "Leave --status, --asks and --grep out.")
    if status and asks:
        raise BadInputError("--asks are runs in state waiting.", "Leave --status out.")
    with workspace() as ws:
        if per_day:
            _say_days(_counted(ws, automation_id(ws, ref), since(ws, newer)), ws, as_json=as_json)
            return
        state = RunStatus(status) if status else None
        chosen = RunFilter(automation_id(ws, ref), state, asks=asks, since=since(ws, newer), words=grep)
        found = as_they_are(ws, ws.reader.run_pages.page(ws.user_id, chosen, RunSpan(limit=limit)))
        if as_json:
            print_json([run_json(one, one.slug) for one in found])
        else:
            print_table(("RUN", "AUTOMATION", "STATE", "STARTED", "SUMMARY"), [_run_row(one, ws) for one in found])


def _run_row(one: RunLine, ws: Workspace) -> tuple[str, ...]:
    state = "interrupted" if is_left(one) else one.status
    return str(one.id), one.slug, state, local(one.started_at, ws.settings.zone), one.error or one.summary


def _counted(ws: Workspace, automation: int | None, newer: datetime | None) -> list[DayCount]:
    """The days from that moment's on; else two weeks."""
    now, zone = ws.clock.now(), ws.settings.zone
    days = (now.astimezone(zone).date() - newer.astimezone(zone).date()).days + 1 if newer else charts.DAYS
    if days > MOST_DAYS:
        raise BadInputError("--per-day counts a year at most.", "Write for example --since 30d.")
    return ws.reader.charts.per_day(ws.user_id, automation, charts.days_until(now, zone, max(days, 1)))


def _say_days(days: list[DayCount], ws: Workspace, *, as_json: bool) -> None:
    zone = ws.settings.zone
    if as_json:
        ends = [status for status in RunStatus if status.finished]
        shape = [
            {"day": f"{one.begins.astimezone(zone):%Y-%m-%d}", "begins": one.begins}
            | {status: one.counts.get(status, 0) for status in ends}
            for one in days
        ]
        print_json(shape)
        return
    rows = charts.day_rows(days, zone, BAR)
    print_table(
        ("DAY", "OK", "FAILED", "OTHERS", ""),
        [(one.name, f"{one.well:,}", f"{one.failed:,}", f"{one.others:,}", one.bar) for one in rows],
    )


def trace(
    run_id: RunId,
    other: Annotated[int | None, typer.Argument(metavar="[OTHER]", help="A run to compare it with.")] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Only what differs from OTHER, or from what it repeats.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show one run step by step, with its values.

    Of a replay also what it did otherwise than the run that it repeats.
    """
    diff = diff or other is not None
    with workspace() as ws:
        [one] = as_they_are(ws, [ws.reader.run(ws.user_id, run_id)])
        before, found = _differences(ws, one, other, wanted=diff)
        if as_json:
            compared = {"replay_of": one.replay_of, "against": before, "diff": diff_json(found)}
            print_json({"run": run_id} | compared if diff else _trace_json(ws, one) | compared)
            return
        if not diff:
            say("\n".join(trace_lines(ws, one)))
        say_differences(before, found)


def _differences(
    ws: Workspace, one: Run, other: int | None, *, wanted: bool
) -> tuple[int | None, "list[Difference] | None"]:
    """The run to compare with, and what differs; (None, None) where there is none."""
    before = one.replay_of if other is None else other
    if before is None:
        if wanted:
            raise BadInputError(
                f"Run {one.id} repeats no other run.",
                f"Name one to compare it with: nomologi trace {one.id} RUN --diff",
            )
        return None, None
    from nomologi_tui.usecases.runs import comparing

    if other is not None:
        return before, comparing.compare(ws, before, one.id)
    return before, comparing.against_original(ws, one)


def say_differences(before: int | None, found: "Sequence[Difference] | None") -> None:
    """What a run did otherwise than another; nothing where there is none to compare with."""
    from nomologi_tui.usecases.runs.differences import difference_lines

    if before is None:
        return
    if found is None:
        say(f"Run {before} is not there any more to compare with.")
        return
    say(f"Against run {before}:{'' if found else ' nothing differs.'}")
    for line in difference_lines(found):
        say(f"  {line}")


def diff_json(found: "Sequence[Difference] | None") -> list[dict[str, Any]] | None:
    """Differences as scripts read them; None where there was nothing to compare with."""
    return None if found is None else [asdict(one) for one in found]


def _trace_json(ws: Workspace, one: Run) -> dict[str, Any]:
    steps = [
        _step_json(step) | ({"taken_over": True} if one.took_over(step) else {})
        for step in ws.reader.steps(ws.user_id, one.id)
    ]
    return {
        **run_json(one, ws.reader.names(ws.user_id).get(one.automation_id)),
        "input": one.input, "output": one.output, "steps": steps,
    }  # fmt: skip


def _step_json(step: StepRecord) -> dict[str, Any]:
    return {
        "position": step.position, "item": step.item, "depth": step.depth,
        "step": step.name, "type": step.type, "block": step.block, "status": step.status,
        "attempt": step.attempt, "input": step.input, "output": step.output, "reason": step.reason, "error": step.error,
        "started_at": step.started_at, "finished_at": step.finished_at,
    }  # fmt: skip


def cancel(
    run_id: Annotated[int | None, typer.Argument(metavar="[R]", help="A run's id.")] = None,
    queued: Annotated[
        str,
        typer.Option(
            "--queued",
            metavar="A",
            autocompletion=complete_automation,
            help="Instead of one run: all of this automation that have not begun.",
        ),
    ] = "",
) -> None:
    """Stop a run and every process it started.

    A run that has not begun yet, or waits, is cancelled at once; one that is under way is stopped by its runner.
    """
    if (run_id is None) == (not queued):
        raise BadInputError("Which run shall be cancelled?", "Give either a run's id, or --queued and an automation.")
    if run_id is None:
        _cancel_queued(queued)
    else:
        _cancel_one(run_id)


def _cancel_queued(ref: str) -> None:
    from nomologi_tui.usecases.automations.automations import find
    from nomologi_tui.usecases.runs import running

    with workspace() as ws:
        one = find(ws, ref)
        number = running.cancel_queued(ws, one.id)
        say(f"Cancelled: {counted(number, 'run')} of {one.slug} that had not begun.")


def _cancel_one(run_id: int) -> None:
    from nomologi_tui.usecases.runs import running

    with workspace() as ws:
        [one] = as_they_are(ws, [ws.reader.run(ws.user_id, run_id)])
        if one.finished_at:
            complain(f"Run {run_id} has ended already: {one.status}.")
            raise typer.Exit(2)
        running.cancel(ws, run_id)
        later = "; the next runner ends it" if is_left(one) else ""
        say(f"Run {run_id} is {f'told to stop{later}' if one.status is RunStatus.RUNNING else 'cancelled'}.")
