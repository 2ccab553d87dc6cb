"""status: who runs, and how it fares."""

from datetime import datetime, tzinfo
from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json, workspace
from nomologi_tui.cli.output import complain, print_json, say
from nomologi_tui.model import NEEDS_LOGIN, ListenerState
from nomologi_tui.store.records import RunnerInfo, StoreStatus
from nomologi_tui.telling.times import local, near
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace


def status(
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 where no runner is on or a trigger does not listen.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show who runs, what listens, waits and is due next.

    Also what was missed in the last day or is still listed, what is wrong and not over, and the size of the store.
    """
    from nomologi_tui.usecases.alerts import channel

    with workspace() as ws:
        who, figures = ws.who_runs(), ws.reader.status(ws.user_id)
        names = ws.reader.names(ws.user_id)
        document = _document(figures, names, who)
        document["alerts"] = _alerts(figures, names, channel(ws).words)
        if as_json:
            print_json(document)
        else:
            _print(document, ws)
    wrong = _wrong(document) if check else ""
    if wrong:
        complain(wrong)
        raise typer.Exit(1)


def _wrong(document: dict[str, Any]) -> str:
    """What a health check is told; empty where all is well."""
    if document["runner"] is None:
        return "No runner is on: nomologi runner, or nomologi service install."
    lost = [f"{one['automation']} ({one['block']})" for one in document["listeners"] if one["state"].is_lost]
    return f"These triggers do not listen: {', '.join(lost)}. `nomologi why` tells more." if lost else ""


def _document(figures: StoreStatus, names: dict[int, str], who: RunnerInfo | None) -> dict[str, Any]:
    return {
        "runner": who and {"state": "on", "kind": who.kind, "pid": who.pid, "host": who.host, "since": who.since},
        "listeners": [
            {
                "automation": names.get(one.automation_id), "block": one.block,
                "state": one.state if who else ListenerState.OFF, "detail": one.detail, "last_alive": one.last_alive,
            }
            for one in figures.listeners
        ],
        "running": [
            {
                "run": one.id, "automation": names.get(one.automation_id), "since": one.started_at,
                "interrupted": who is None,
            }
            for one in figures.running
        ],
        "waiting": [
            {
                "run": one.id, "automation": names.get(one.automation_id), "waiting_for": one.waiting_for,
                "summary": one.summary, "question": one.question,
            }
            for one in figures.waiting
        ],
        "connections": [
            {"id": one.id, "label": one.label, "kind": one.provider, "status": one.status} for one in figures.unhealthy
        ],
        "paused": [{"automation": one.slug, "until": one.until} for one in figures.paused],
        "due_next": [{"automation": one.slug, "due": one.at} for one in figures.due_next],
        "digests": [
            {"automation": one.slug, "step": one.step, "count": one.number, "since": one.since, "due": one.due}
            for one in figures.collecting
        ],
        "missed": figures.missed,
        "store": {"path": str(figures.path), "bytes": figures.bytes},
    }  # fmt: skip


def _alerts(figures: StoreStatus, names: dict[int, str], channel: str) -> dict[str, Any]:
    return {
        "channel": channel, "held": figures.alerts.get("held", 0), "failed": figures.alerts.get("failed", 0),
        "open": [
            {
                "automation": names.get(one.automation_id), "kind": one.kind, "title": one.title,
                "since": one.created_at, "told": one.sent_at is not None, "error": one.error,
            }
            for one in figures.open_alerts
        ],
    }  # fmt: skip


def _print(document: dict[str, Any], ws: Workspace) -> None:
    now, zone, who = ws.clock.now(), ws.settings.zone, document["runner"]
    say(
        f"runner: on ({who['kind']}, pid {who['pid']} on {who['host']}, since {near(who['since'], now, zone)})"
        if who
        else "runner: off"
    )
    for one in document["listeners"]:
        detail = f": {one['detail']}" if one["detail"] else ""
        say(f"listener: {one['automation']} {one['block']} {one['state']}{detail}")
    for one in document["running"]:
        since = f"since {near(one['since'], now, zone)}"
        state, words = ("interrupted", "its runner is gone") if one["interrupted"] else ("running", since)
        say(f"{state}: run {one['run']} of {one['automation']}, {words}")
    for one in document["waiting"]:
        say(f"waiting: run {one['run']} of {one['automation']} for your {one['waiting_for']}: {one['question']}")
    for one in document["connections"]:
        needs = "needs login" if one["status"] == NEEDS_LOGIN else one["status"]
        remedy = "login" if one["status"] == NEEDS_LOGIN else "test"
        say(f"connection: “{one['label']}” {needs}: nomologi connections {remedy} {one['id']}")
    for one in document["paused"]:
        say(f"paused: {one['automation']} until {local(one['until'], zone) if one['until'] else 'you switch it on'}")
    for one in document["due_next"]:
        say(f"next: {one['automation']} {near(one['due'], now, zone)}")
    for one in document["digests"]:
        values = counted(one["count"], "value")
        since, due = near(one["since"], now, zone), near(one["due"], now, zone)
        say(f"digest: {one['automation']} holds {values} since {since}, sent {due}")
    say(f"missed: {document['missed']}")
    _print_alerts(document["alerts"], now, zone)
    say(f"store: {document['store']['path']}, {document['store']['bytes']:,} bytes")


def _print_alerts(found: dict[str, Any], now: datetime, zone: tzinfo) -> None:
    for one in found["open"]:
        error = f": not told yet, {one['error']}" if one["error"] and not one["told"] else ""
        say(f"open: {one['automation']} {one['title']} ({near(one['since'], now, zone)}){error}")
    given_up = f", {found['failed']} not told" if found["failed"] else ""
    say(f"alerts: {found['held']} held{given_up}, by {found['channel']}")
