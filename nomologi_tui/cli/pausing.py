"""pause: off until a time."""

from typing import Annotated

import typer

from nomologi_tui.cli.options import Json, Ref, workspace
from nomologi_tui.cli.output import print_json, say
from nomologi_tui.telling.times import local


def pause(
    ref: Ref,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="18:00, tomorrow 8:00, 2026-12-01, 2 h, 3 days.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Pause an automation until a time.

    Without --until until it is switched on. Its triggers do not listen; what runs goes on, what has not begun waits.
    """
    from nomologi_tui.usecases.automations import automations, pausing
    from nomologi_tui.usecases.moments import read_moment

    with workspace() as ws:
        moment = read_moment(until, ws.clock.now(), ws.settings.zone, ahead=True) if until is not None else None
        paused = pausing.pause(ws, automations.find(ws, ref), moment)
        if as_json:
            print_json({"automation": paused.slug, "status": paused.status, "paused_until": paused.paused_until})
            return
        end = local(moment, ws.settings.zone) if moment else f"you switch it on: nomologi on {paused.slug}"
        say(f"{paused.slug} is paused until {end}.")
