"""when and read: what a schedule or a goal means, without saving anything."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Without, workspace
from nomologi_tui.cli.output import complain, print_json, print_json_line, say
from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules import check_zone
from nomologi_tui.telling.times import local
from nomologi_tui.text import shorten, shorten_words
from nomologi_tui.usecases.workspace import Workspace

Zone = Annotated[str | None, typer.Option("--tz", metavar="Z", help="The time zone that times are meant in.")]
From = Annotated[str | None, typer.Option("--from", metavar="TIME", help="Count from this time instead of now.")]
Batch = Annotated[bool, typer.Option("--batch", help="JSONL on stdin, one JSON a line out.")]


def when(
    phrase: Annotated[str | None, typer.Argument(metavar="PHRASE", help="Words or a cron line.")] = None,
    zone: Zone = None,
    count: Annotated[int, typer.Option("--count", min=1, max=1000, help="How many next times.")] = 5,
    start: From = None,
    batch: Batch = False,
    as_json: Json = False,
) -> None:
    """Read a schedule: what it means, the next times.

    Says it in words and as cron lines, with remarks about clock changes; saves nothing.
    """
    from nomologi_tui.usecases.when import when_batch, when_document

    with workspace() as ws:
        timezone, now = _zone(ws, zone), _start(ws, start, zone)
        if batch:
            _answer_lines(lambda line: when_batch(line, timezone, now, count))
            return
        if not phrase:
            raise BadInputError("There is no phrase.", 'Write for example: nomologi when "weekdays at 7:30"')
        document, reason = when_document(phrase, timezone, now, count)
        if document is None:
            raise BadInputError(f"“{shorten(phrase, 60)}” is not a schedule: {shorten(reason, 400)}")
        if as_json:
            print_json(document)
            return
        say(document["words"])
        for moment in document["next"]:
            say(f"  {local(datetime.fromisoformat(moment), check_zone(document['timezone']))}")
        for remark in document["remarks"]:
            complain(remark)


def read(
    goal: Annotated[str | None, typer.Argument(metavar="GOAL", help="What you want to happen.")] = None,
    zone: Zone = None,
    start: From = None,
    without: Without = None,
    batch: Batch = False,
    as_json: Json = False,
) -> None:
    """Read a goal without saving anything.

    Prints trigger, conditions and actions, what is missing and what was not understood.
    """
    from nomologi_tui.goals.events.rates import how_words
    from nomologi_tui.telling.notes import INSTEAD
    from nomologi_tui.usecases.reading import read_batch, read_document

    with workspace() as ws:
        timezone, now = _zone(ws, zone), _start(ws, start, zone)
        if batch:
            _answer_lines(lambda line: read_batch(ws, line, timezone, now))
            return
        if not goal:
            raise BadInputError("There is no goal.", 'Write for example: nomologi read "every hour run ~/bin/sync"')
        document = read_document(ws, goal, timezone, now, without or [])
        if as_json:
            print_json(document)
            return
        for place, kind in (("when", "trigger"), ("conditions", "condition"), ("what", "action")):
            for part in document[place]:
                behind = f"; {INSTEAD}" if part.get("instead") else ""
                say(f"{place}: {'  ' * part.get('depth', 0)}{part['words']}  ({part[kind]}{behind})")
        if how := document.get("how"):
            say(f"how: {how_words(how)}")
        for remark in document.get("remarks", ()):
            complain(f"Assumed: {remark}")
        for missing in document["missing"]:
            complain(f"Missing: {missing if isinstance(missing, str) else missing.get('question', missing)}")
        if document["not_understood"]:
            complain(shorten_words(f"Not understood: {', '.join(document['not_understood'])}"))


def _zone(ws: Workspace, zone: str | None) -> str:
    return check_zone(zone).key if zone else ws.machine.timezone  # nobody's own


def _start(ws: Workspace, text: str | None, zone: str | None) -> datetime:
    if text is None:
        return ws.clock.now()
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInputError(f"“{text}” is no time.", "Write for example 2026-11-22T10:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(_zone(ws, zone)))


def _answer_lines(answer: Callable[[str], dict[str, Any]]) -> None:
    for line in _lines():
        print_json_line(answer(line))


def _lines() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace").strip()
        if line:
            yield line
