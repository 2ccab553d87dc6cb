"""alerts: what you were told, what is held, and by which channel."""

import asyncio
from datetime import datetime, tzinfo
from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json, workspace
from nomologi_tui.cli.output import print_json, print_table, say
from nomologi_tui.model import Alert, AlertState
from nomologi_tui.telling.times import local, near
from nomologi_tui.usecases.workspace import Workspace


def alerts(
    test: Annotated[bool, typer.Option("--test", help="Send a message by the channel in use, now.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many.")] = 50,
    as_json: Json = False,
) -> None:
    """List what you were told or will be, the newest first.

    Failures, recoveries, lost triggers, runs that need you or are late. Names the channel that is in use.
    """
    from nomologi_tui.usecases import alerts as use

    with workspace() as ws:
        used = use.channel(ws)
        if test:
            took = asyncio.run(use.send_test(ws))
            print_json({"sent": True, "channel": took}) if as_json else say(f"Sent by {took}.")
            return
        found, names = use.recent(ws, limit), ws.reader.names(ws.user_id)
        if as_json:
            shown = [_document(one, names.get(one.automation_id)) for one in found]
            print_json({"channel": {"kind": used.kind, "words": used.words}, "alerts": shown})
            return
        say(f"channel: {used.words}")
        _print(ws, found, names)


def _document(one: Alert, name: str | None) -> dict[str, Any]:
    return {
        "id": one.id, "automation": name, "run_id": one.run_id, "kind": one.kind, "title": one.title,
        "body": one.body, "state": one.state, "created_at": one.created_at, "send_after": one.send_after,
        "sent_at": one.sent_at, "over_at": one.over_at, "channel": one.channel, "tries": one.tries,
        "error": one.error,
    }  # fmt: skip


def _print(ws: Workspace, found: list[Alert], names: dict[int, str]) -> None:
    now, zone = ws.clock.now(), ws.settings.zone
    rows = [
        (
            local(one.created_at, zone), names.get(one.automation_id, "-"), one.kind.value.replace("_", " "),
            _state(one, now, zone), f"{one.title}. {one.error or one.body}",
        )
        for one in found
    ]  # fmt: skip
    print_table(("TIME", "AUTOMATION", "KIND", "STATE", "WHAT"), rows)


def _state(one: Alert, now: datetime, zone: tzinfo) -> str:
    if one.state is AlertState.TOLD:
        return f"told by {one.channel}"
    if one.state is AlertState.HELD:
        return f"held, {near(one.send_after, now, zone)}" if one.send_after > now else "held, due now"
    return one.state.value
