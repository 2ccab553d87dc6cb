"""replay: a finished run again."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.by_hand import Values, Wait, ended, say_queued
from nomologi_tui.cli.editor import in_editor
from nomologi_tui.cli.options import Json, RunId, workspace
from nomologi_tui.cli.output import say, whoever_listens
from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.runs.replaying import Plan


def replay(  # noqa: PLR0913, PLR0917 - one for each way in which a replay differs
    run_id: RunId,
    step: Annotated[
        str | None,
        typer.Option("--from-step", metavar="N", help="Begin at a step: its number in `trace`, or its name."),
    ] = None,
    from_failed: Annotated[bool, typer.Option("--from-failed", help="Begin at the step that failed.")] = False,
    edited: Annotated[bool, typer.Option("--edited", help="Edit the event's data first, in $EDITOR.")] = False,
    values: Values = None,
    newer: Annotated[bool, typer.Option("--newer", help="On the automation as it is now.")] = False,
    wait: Wait = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do again what should happen once.")] = False,
    as_json: Json = False,
) -> None:
    """Repeat a finished run, as a new run.

    The same data on the same revision, unless you say otherwise. Steps before the one where it begins are not carried
    out again: their outputs are taken over. It asks before a step happens twice that should happen once.
    """
    import asyncio

    from nomologi_tui.usecases.runs import replaying

    if step is not None and from_failed:
        raise BadInputError("--from-step and --from-failed both say where to begin.", "Give one of them.")
    with whoever_listens(), workspace() as ws:
        _ = ws.user
        data = _data(ws, run_id, values or [], edited=edited)
        wish = replaying.Wish(start=step, from_failed=from_failed, newer=newer, data=data)
        plan = asyncio.run(replaying.plan(ws, run_id, wish))
        if not as_json:
            for line in replaying.plan_words(plan):
                say(line)
        if not _accepted(plan, yes=yes, ask=not as_json and sys.stdin.isatty()):
            say("Nothing was done.")
            return
        made = replaying.start(ws, plan)
        if wait:
            raise typer.Exit(ended(ws, made, as_json=as_json))
        say_queued(ws, made, plan.automation, _json(plan), as_json=as_json)


def _json(plan: "Plan") -> dict[str, Any]:
    return {
        "replay_of": plan.run.id, "revision": plan.automation.revision,
        "taken_over": [one.name or one.block for one in plan.kept],
        "twice": [one.name or one.block for one in plan.twice],
    }  # fmt: skip


def _accepted(plan: "Plan", *, yes: bool, ask: bool) -> bool:
    """Whether the user wants steps to happen twice. Raises NeedsPersonError where nobody can be asked."""
    from nomologi_tui.usecases.runs.replaying import step_words

    if yes or not plan.twice:
        return True
    if not ask:
        words = "; ".join(map(step_words, plan.twice))
        raise NeedsPersonError(
            f"What should happen once would happen again: {words}.", "Give --yes to do it again, or --from-step."
        )
    return typer.confirm("Do it again?", default=False, err=True)


def _data(ws: Workspace, run_id: int, values: list[str], *, edited: bool) -> dict[str, Any] | None:
    """The event's data as the user wants it; None: as it was."""
    from nomologi_tui.store import runs
    from nomologi_tui.usecases.runs import event_data
    from nomologi_tui.usecases.runs.differences import event_data as data_of

    if not edited and not values:
        return None
    run = ws.store.read(runs.get, ws.user.id, run_id)
    runs.need_finished(run)
    data = event_data.with_values(data_of(run), event_data.pairs_of(values))
    if not edited or (values and not sys.stdin.isatty()):
        return data
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return event_data.from_json(in_editor(text, "event.json", "Give --set KEY=VALUE, once for each value."))
