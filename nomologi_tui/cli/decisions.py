"""approve, deny: the user's word to a run that waits for it. missed: the inbox of times that did not run."""

from typing import Annotated

import typer

from nomologi_tui.cli.options import Json, RunId, workspace
from nomologi_tui.cli.output import print_json, print_table, say
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Answer, times_words
from nomologi_tui.telling.times import local
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace


def approve(
    run_id: RunId,
    happened: Annotated[
        bool, typer.Option("--happened", help="The step in doubt did happen: go on behind it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Let a run that waits for your word go on.

    It carries out the step that it asks about: for a step in doubt after a crash, once more, unless it happened.
    """
    _decide(run_id, Answer.HAPPENED if happened else Answer.RUN, as_json=as_json)


def deny(run_id: RunId, as_json: Json = False) -> None:
    """End a run that waits for your word, without its step."""
    _decide(run_id, Answer.STOP, as_json=as_json)


def _decide(run_id: int, answer: Answer, *, as_json: bool) -> None:
    from nomologi_tui.usecases.runs import deciding, running

    with workspace() as ws:
        deciding.decide(ws, run_id, answer)
        one = ws.reader.run(ws.user_id, run_id)
        if as_json:
            print_json({"run": run_id, "status": one.status})
            return
        say(f"Run {run_id} {'is stopped' if answer is Answer.STOP else 'goes on'}.")
        if answer is not Answer.STOP and not running.runner_is_on(ws):
            say("No runner is on: it goes on once `nomologi` or `nomologi runner` does.")


def missed(
    run: Annotated[int | None, typer.Option("--run", metavar="N", help="Run the latest time of entry N now.")] = None,
    run_all: Annotated[bool, typer.Option("--run-all", help="Run the latest time of each entry now.")] = False,
    dismiss: Annotated[int | None, typer.Option("--dismiss", metavar="N", help="Take entry N off the list.")] = None,
    everything: Annotated[bool, typer.Option("--dismiss-all", help="Empty the list.")] = False,
    as_json: Json = False,
) -> None:
    """List what was due but did not run, and deal with it."""
    from nomologi_tui.usecases.runs import deciding

    if sum((run is not None, run_all, dismiss is not None, everything)) > 1:
        hint = "Choose --run, --run-all, --dismiss or --dismiss-all."
        raise BadInputError("More than one thing to do is given.", hint)
    with workspace() as ws:
        if run is not None:
            run_id = deciding.run_missed(ws, run)
            print_json({"run": run_id}) if as_json else say(f"Run {run_id} is queued.")
            return
        if run_all:
            queued = deciding.run_all_missed(ws)
            print_json({"runs": queued}) if as_json else say(f"Queued: {counted(len(queued), 'run')}.")
            return
        if everything:
            deciding.dismiss_all(ws)
        elif dismiss is not None:
            deciding.dismiss_missed(ws, dismiss)
        _show(ws, as_json=as_json)


def _show(ws: Workspace, *, as_json: bool) -> None:
    found, names, zone = ws.reader.missed(ws.user_id), ws.reader.names(ws.user_id), ws.settings.zone
    if as_json:
        print_json(
            [
                {
                    "id": one.id, "automation": names.get(one.automation_id), "first_due": one.first_due,
                    "last_due": one.last_due, "number": one.number, "reason": one.reason,
                }
                for one in found
            ]
        )  # fmt: skip
        return
    rows = [
        (str(one.id), names.get(one.automation_id, "-"), local(one.first_due, zone), local(one.last_due, zone),
         times_words(one.number).split(" time")[0], one.reason)
        for one in found
    ]  # fmt: skip
    print_table(("ID", "AUTOMATION", "FIRST", "LAST", "TIMES", "WHY"), rows)
