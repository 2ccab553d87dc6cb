"""run, runs, trace, cancel."""

from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json, OptionalRef, Ref, RunId, Since, automation_id, since, workspace
from nomologi_tui.cli.output import complain, local, print_json, print_table, say
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, Run, RunStatus, StepRecord
from nomologi_tui.text import shorten
from nomologi_tui.usecases.workspace import Workspace


def run(
    ref: Ref,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="An input of this run.")] = None,
    dry: Annotated[bool, typer.Option("--dry", help="Rehearse: say every effect, do none.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for its end; exit 1 if it fails.")] = False,
    as_json: Json = False,
) -> None:
    """Run an automation now."""
    import asyncio

    from nomologi_tui.usecases import automations, running

    with workspace() as ws:
        automation = automations.find(ws, ref)
        inputs = _pairs(values or [])
        if dry:
            raise typer.Exit(asyncio.run(_rehearse(ws, automation, inputs, as_json=as_json)))
        run_id = running.run_now(ws, automation, inputs)
        if wait:
            raise typer.Exit(_report(ws, asyncio.run(running.wait_for(ws, run_id)), as_json=as_json))
        if as_json:
            print_json({"run": run_id, "automation": automation.slug, "status": "pending"})
        else:
            say(f"Run {run_id} of {automation.slug} is queued.")
        if not running.runner_is_on(ws):
            complain("No runner is on: it runs once `nomologi` or `nomologi runner` does, or with --wait.")


def _pairs(values: list[str]) -> dict[str, str]:
    for pair in values:
        if "=" not in pair:
            raise BadInputError(f"“{pair}” sets nothing.", "Write --set KEY=VALUE.")
    return dict(pair.split("=", 1) for pair in values)


async def _rehearse(ws: Workspace, automation: Automation, inputs: dict[str, str], *, as_json: bool) -> int:
    from nomologi_tui.runner.ending import RunEnded
    from nomologi_tui.runner.engine import StepEnded
    from nomologi_tui.usecases import running

    steps: list[dict[str, Any]] = []
    failed = False
    async for progress in running.rehearse(ws, automation, running.manual_event(ws, automation, inputs)):
        if isinstance(progress, StepEnded):
            record = progress.record
            steps.append(
                {
                    "step": record.name or record.block,
                    "block": record.block,
                    "status": record.status,
                    "words": record.reason,
                    "error": record.error,
                }
            )
            if not as_json:
                say(f"{record.name or record.block}: {record.error or record.reason}")
        elif isinstance(progress, RunEnded):
            failed = progress.status == "failure"
    if as_json:
        print_json({"automation": automation.slug, "steps": steps})
    return 1 if failed else 0


def _report(ws: Workspace, run: Run, *, as_json: bool) -> int:
    """Print how a run ended; the exit code says it too: 0, 1 for failure, 4 when it waits for a person."""
    if as_json:
        print_json(run_json(run, ws.reader.names(ws.user_id)))
    else:
        say(f"Run {run.id}: {run.status}. {run.summary}")
        if run.error:
            complain(run.error)
    return {"failure": 1, "cancelled": 1, "waiting": 4}.get(run.status, 0)


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
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 50,
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


def trace(run_id: RunId, as_json: Json = False) -> None:
    """Show one run step by step, with its values."""
    with workspace() as ws:
        one = ws.reader.run(ws.user_id, run_id)
        steps = ws.reader.steps(ws.user_id, run_id)
        names = ws.reader.names(ws.user_id)
        if as_json:
            print_json(
                {
                    **run_json(one, names),
                    "input": one.input,
                    "output": one.output,
                    "steps": [_step_json(step) for step in steps],
                }
            )
            return
        say(f"Run {one.id} of {names.get(one.automation_id)}: {one.status}, by {one.trigger}. {one.summary}")
        for name, value in one.input.items():
            say(f"  event.{name}: {shorten(str(value), 100)}")
        for step in steps:
            _print_step(step)
        if one.error:
            say(f"error: {one.error}")


def _print_step(step: StepRecord) -> None:
    say(f"{step.position + 1}. {step.name or step.block}: {step.status}  {step.reason or step.error}")
    for kind, values in (("input", step.input), ("output", step.output)):
        for name, value in (values if isinstance(values, dict) else {}).items():
            if value not in (None, "", [], {}):
                say(f"     {kind}.{name}: {shorten(str(value), 200)}")


def _step_json(step: StepRecord) -> dict[str, Any]:
    return {
        "position": step.position, "step": step.name, "type": step.type, "block": step.block, "status": step.status,
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
