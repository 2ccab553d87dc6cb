"""runs, trace, cancel."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, OptionalRef, RunId, Since, automation_id, since, workspace
from nomologi_tui.cli.output import complain, print_json, print_table, say
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Run, RunStatus, StepRecord
from nomologi_tui.telling.runs import trace_lines
from nomologi_tui.telling.times import local
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.differences import Difference


def run_json(run: Run, names: dict[int, str]) -> dict[str, Any]:
    """A run in the contract's shape."""
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else None
    return {
        "id": run.id, "automation": names.get(run.automation_id), "status": run.status, "trigger": run.trigger,
        "started_at": run.started_at, "finished_at": run.finished_at, "duration_s": seconds,
        "summary": run.summary, "error": run.error,
    }  # fmt: skip


def list_runs(
    ref: OptionalRef = None,
    status: Annotated[str | None, typer.Option("--status", metavar="S", help="Only runs in this state.")] = None,
    newer: Since = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """List runs, newest first."""
    if status is not None and status not in list(RunStatus):
        raise BadInputError(f"“{status}” is no state of a run.", f"States are {', '.join(RunStatus)}.")
    with workspace() as ws:
        found = ws.reader.runs(
            ws.user_id,
            automation_id(ws, ref),
            status=RunStatus(status) if status else None,
            since=since(ws, newer),
            limit=limit,
        )
        names = ws.reader.names(ws.user_id)
        if as_json:
            print_json([run_json(one, names) for one in found])
        else:
            print_table(
                ("RUN", "AUTOMATION", "STATE", "STARTED", "SUMMARY"), [_run_row(one, names, ws) for one in found]
            )


def _run_row(one: Run, names: dict[int, str], ws: Workspace) -> tuple[str, ...]:
    started = local(one.started_at, ws.settings.zone)
    return str(one.id), names.get(one.automation_id, "-"), one.status, started, one.error or one.summary


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
        one = ws.reader.run(ws.user_id, run_id)
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
    from nomologi_tui.usecases import comparing

    if other is not None:
        return before, comparing.compare(ws, before, one.id)
    return before, comparing.against_original(ws, one)


def say_differences(before: int | None, found: "Sequence[Difference] | None") -> None:
    """What a run did otherwise than another; nothing where there is none to compare with."""
    from nomologi_tui.usecases.differences import difference_lines

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
        **run_json(one, ws.reader.names(ws.user_id)), "input": one.input, "output": one.output, "steps": steps,
    }  # fmt: skip


def _step_json(step: StepRecord) -> dict[str, Any]:
    return {
        "position": step.position, "item": step.item, "depth": step.depth,
        "step": step.name, "type": step.type, "block": step.block, "status": step.status,
        "attempt": step.attempt, "input": step.input, "output": step.output, "reason": step.reason, "error": step.error,
        "started_at": step.started_at, "finished_at": step.finished_at,
    }  # fmt: skip


def cancel(run_id: RunId) -> None:
    """Stop a run and every process it started.

    A run that has not begun yet, or waits, is cancelled at once; one that is under way is stopped by its runner.
    """
    from nomologi_tui.usecases import running

    with workspace() as ws:
        one = ws.reader.run(ws.user_id, run_id)
        if one.finished_at:
            complain(f"Run {run_id} has ended already: {one.status}.")
            raise typer.Exit(2)
        running.cancel(ws, run_id)
        say(f"Run {run_id} is {'told to stop' if one.status is RunStatus.RUNNING else 'cancelled'}.")
