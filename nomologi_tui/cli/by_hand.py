"""run: an automation now, by hand."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Ref, workspace
from nomologi_tui.cli.output import complain, print_json, print_json_line, say, whoever_listens
from nomologi_tui.cli.runs import diff_json, run_json, say_differences
from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import Automation, Run
from nomologi_tui.settings.typed_path import typed_path
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.runs.by_hand import Wanted

LOOK = 0.2  # seconds between looks at the log
Values = Annotated[list[str] | None, typer.Option("--set", metavar="K=V", help="A value of the event.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait for its end; exit 1 if it fails.")]


def run(  # noqa: PLR0913, PLR0917 - one for each way in which a run by hand differs
    ref: Ref,
    values: Values = None,
    event: Annotated[
        str | None, typer.Option("--event", metavar="FILE", help="A sample event as JSON; - reads stdin.")
    ] = None,
    like: Annotated[int | None, typer.Option("--like", metavar="R", help="The data of an earlier run.")] = None,
    no_conditions: Annotated[bool, typer.Option("--no-conditions", help="Act whatever the conditions say.")] = False,
    dry: Annotated[bool, typer.Option("--dry", help="Rehearse: say every effect, do none.")] = False,
    wait: Wait = False,
    follow: Annotated[bool, typer.Option("--follow", help="Print its log until it ends; exit as --wait.")] = False,
    as_json: Json = False,
) -> None:
    """Run an automation now.

    On a terminal it asks for the inputs that a manual trigger wants; elsewhere they have their defaults. What its
    steps take from an event that only another trigger tells is asked for too; elsewhere --set, --like or --event
    gives it.
    """
    import asyncio

    from nomologi_tui.usecases.automations import automations
    from nomologi_tui.usecases.runs import by_hand, event_data, running

    with whoever_listens(), workspace() as ws:
        automation = automations.find(ws, ref)
        pairs, sample = event_data.pairs_of(values or []), _sample(ws, event, like)
        if sample is None:
            found = by_hand.wanted(ws, automation, ignores_conditions=no_conditions)
            found = by_hand.only_inputs(found) if dry else found
            data = found.with_values(pairs | (_asked(found, pairs) if not as_json and sys.stdin.isatty() else {}))
        else:
            data = event_data.with_values(sample, pairs)
        if dry:
            real = sample is not None
            steps = running.rehearse(ws, automation, data, ignores_conditions=no_conditions, real_event=real)
            raise typer.Exit(asyncio.run(_rehearse(automation, steps, as_json=as_json)))
        run_id = running.run_now(ws, automation, data, ignores_conditions=no_conditions)
        if wait or follow:
            raise typer.Exit(ended(ws, run_id, follow=follow, as_json=as_json))
        say_queued(ws, run_id, automation, {}, as_json=as_json)


def _sample(ws: Workspace, event: str | None, like: int | None) -> dict[str, Any] | None:
    """A sample event, or that of an earlier run; None where neither is asked for."""
    from nomologi_tui.usecases.runs import event_data

    if event is not None and like is not None:
        raise BadInputError("--event and --like both say what the event is.", "Give one of them.")
    if event is not None:
        return event_data.from_json(_text(event))
    return None if like is None else ws.reader.run(ws.user_id, like).input


def _asked(found: "Wanted", given: Mapping[str, str]) -> dict[str, str]:
    """What a person answers to what was not given."""
    defaults = {name: default for name, default in (found.inputs | found.told).items() if name not in given}
    if any(name in found.told for name in defaults):
        complain(f"{found.title()}:")
    return {
        name: typer.prompt(name, default=default, show_default=bool(default), err=True)
        for name, default in defaults.items()
    }


def _text(place: str) -> str:
    """What stands in a file, or on stdin."""
    from nomologi_tui.usecases.runs.event_data import MOST

    try:
        if place == "-":
            return sys.stdin.read(MOST + 1)
        with typed_path(place).open(encoding="utf-8") as file:
            return file.read(MOST + 1)
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {place}.", "Give the path of a JSON file, or -.") from None
    except (OSError, ValueError) as error:  # ValueError: not UTF-8
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise BadInputError(f"The file {place} can't be read: {reason}.", "Give a file of JSON, or -.") from None


async def _rehearse(automation: Automation, steps: Any, *, as_json: bool) -> int:
    from nomologi_tui.runner.engine.ending import RunEnded
    from nomologi_tui.runner.engine.execute import StepEnded

    told: list[dict[str, Any]] = []
    failed = False
    async for progress in steps:
        if isinstance(progress, StepEnded) and not (progress.closes and progress.record.status == "success"):
            record = progress.record
            told.append({
                "step": record.name or record.block, "block": record.block, "status": record.status,
                "words": record.reason, "error": record.error, "item": record.item, "depth": record.depth,
            })  # fmt: skip
            if not as_json:
                name = (record.name or record.block) + (f" [{record.item}]" if record.item else "")
                say(f"{'  ' * record.depth}{name}: {record.error or record.reason}")
        elif isinstance(progress, RunEnded):
            failed = progress.status == "failure"
    if as_json:
        print_json({"automation": automation.slug, "steps": told})
    return 1 if failed else 0


def say_queued(ws: Workspace, run_id: int, automation: Automation, more: Mapping[str, Any], *, as_json: bool) -> None:
    """Say that a run waits for its turn, and what is needed where nobody will take it."""
    from nomologi_tui.usecases.runs import running

    if as_json:
        print_json({"run": run_id, "automation": automation.slug, "status": "pending", **more})
    else:
        say(f"Run {run_id} of {automation.slug} is queued.")
    if not running.runner_is_on(ws):
        complain("No runner is on: it runs once `nomologi` or `nomologi runner` does, or with --wait.")


def ended(ws: Workspace, run_id: int, *, follow: bool = False, as_json: bool = False) -> int:
    """Wait for a run, print how it ended; the exit code says it too: 0, 1 for failure, 4 when it waits for a person."""
    import asyncio

    from nomologi_tui.usecases.runs import comparing, running

    waiting = _followed(ws, run_id, as_json=as_json) if follow else running.wait_for(ws, run_id)
    run = asyncio.run(waiting)
    found = comparing.against_original(ws, run)
    if as_json:
        document = run_json(run, ws.reader.names(ws.user_id).get(run.automation_id))
        if run.replay_of is not None:
            document |= {"replay_of": run.replay_of, "diff": diff_json(found)}
        (print_json_line if follow else print_json)(document)
    else:
        say(f"Run {run.id}: {run.status}. {run.summary}")
        say_differences(run.replay_of, found)
        if run.error:
            complain(run.error)
    return {"failure": 1, "cancelled": 1, "waiting": 4}.get(run.status, 0)


async def _followed(ws: Workspace, run_id: int, *, as_json: bool) -> Run:
    """The ended run; until then its log is printed as it comes."""
    import asyncio

    from nomologi_tui.cli.logs import print_entry
    from nomologi_tui.usecases.runs import running

    waiting = asyncio.create_task(running.wait_for(ws, run_id))
    names, last = ws.reader.names(ws.user_id), 0
    while True:
        over = waiting.done()
        while found := ws.reader.logs(ws.user_id, run_id=run_id, after_id=last, limit=500):
            for one in found:
                print_entry(ws, one, names, as_json=as_json)
            last = found[-1].id
        if over:
            return await waiting
        await asyncio.wait({waiting}, timeout=LOOK)
