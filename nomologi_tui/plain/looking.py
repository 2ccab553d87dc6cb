"""Looking: runs and one run's steps, the log as it comes, connections, templates, and what waits for a word."""

from collections.abc import Callable
from typing import Any

from nomologi_tui.model import LogEntry, Missed, Run, Template
from nomologi_tui.plain.making import from_template
from nomologi_tui.plain.talk import Talk
from nomologi_tui.store.records import Overview
from nomologi_tui.telling.decisions import choices, decided
from nomologi_tui.telling.runs import trace_lines
from nomologi_tui.telling.times import local
from nomologi_tui.text import shorten
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.logged import log_text
from nomologi_tui.usecases.runs import deciding
from nomologi_tui.usecases.runs.interrupted import as_they_are
from nomologi_tui.usecases.templates import templates
from nomologi_tui.usecases.workspace import Workspace

LOOK = 0.25  # seconds between looks at the log
BEFORE = 20  # entries that are told before what comes


def tell_runs(talk: Talk, ws: Workspace, automation_id: int | None = None) -> None:
    """List the newest runs; of one that is chosen each step with its values."""
    names, zone = ws.reader.names(ws.user_id), ws.settings.zone
    found = as_they_are(ws, ws.reader.runs(ws.user_id, automation_id, limit=100))
    if not found:
        talk.say("Nothing ran yet.")
        return

    def words(one: Run) -> str:
        of = names.get(one.automation_id, "-")
        return f"Run {one.id} of {of}, {one.status}, {local(one.started_at, zone)}. {one.error or one.summary}"

    chosen = talk.pick("Which run?", found, words)
    if chosen is not None:
        talk.say_all(trace_lines(ws, chosen))


def follow_log(talk: Talk, ws: Workspace) -> None:
    """The last entries and what comes, until Enter."""
    found = ws.reader.logs(ws.user_id, limit=BEFORE)
    _tell_entries(talk, ws, found)
    last = found[-1].id if found else ws.reader.last_log_id()
    talk.say("New entries follow; Enter stops.")
    _follow(talk, ws, last, lambda: False)


def watch(talk: Talk, ws: Workspace, run_id: int) -> None:
    """One run's entries until it ended or waits, or until Enter."""

    def over() -> bool:
        run = ws.reader.run(ws.user_id, run_id)
        return run.status.finished or run.waiting_for is not None

    _follow(talk, ws, 0, over, run_id=run_id)
    run = ws.reader.run(ws.user_id, run_id)
    talk.say(f"Run {run_id}: {run.status}. {run.error or run.summary}")
    if run.status.value == "pending" and ws.who_runs() is None:
        talk.say("No runner is on: it runs once one is.")


def _follow(talk: Talk, ws: Workspace, last: int, over: Callable[[], bool], **query: Any) -> None:
    while True:
        ended = over()  # asked before the look, so that the last entries are told too
        while found := ws.reader.logs(ws.user_id, **query, after_id=last, limit=500):
            _tell_entries(talk, ws, found)
            last = found[-1].id
        if ended or talk.line(LOOK) is not None:
            return


def _tell_entries(talk: Talk, ws: Workspace, found: list[LogEntry]) -> None:
    names = ws.reader.names(ws.user_id) if found else {}
    talk.say_all(log_text(ws, one, names) for one in found)


def tell_connections(talk: Talk, ws: Workspace) -> None:
    """Each connection with its health and its users; adding one asks for secrets, which the command line does."""
    found = connections.listed(ws)
    for one in found:
        used = f", used by {', '.join(one.used_by)}" if one.used_by else ""
        talk.say(f"{one.connection.label}: {one.connection.provider}, {one.health}{used}.")
    if not found:
        talk.say("There is no connection yet.")
    talk.say("`nomologi connections add` makes one; `test`, `login` and `remove` stand beside it.")


def choose_template(talk: Talk, ws: Workspace) -> None:
    """Automations that are thought out already; one that is chosen is made."""

    def words(one: Template) -> str:
        return f"{one.category}: {one.name}. {one.description}"

    chosen = talk.pick("Which template?", templates.listed(ws), words)
    if chosen is not None:
        from_template(talk, ws, chosen.slug)


def answer(talk: Talk, ws: Workspace) -> None:
    """The question of a run that waits for the person's word."""
    asking = [one for one in ws.reader.overview(ws.user_id) if one.waiting and one.waiting.needs_person]

    def words(one: Overview) -> str:
        return f"{one.goal}: {one.waiting.summary if one.waiting else ''}"

    chosen = talk.pick("Which one?", asking, words) if asking else None
    if chosen is None or chosen.waiting is None:
        talk.say("Nothing waits for your word." if not asking else "It goes on waiting.")
        return
    asked = deciding.asked(ws, chosen.waiting.run_id)
    talk.say(f"Run {asked.run_id} waits for your word: {asked.question}")
    if asked.does:
        talk.say(f"The step: {shorten(asked.does, 400)}")
    choice = talk.pick("Your answer?", choices(asked), lambda one: f"{one.verb}. {one.consequence}")
    talk.say("It goes on waiting." if choice is None else decided(ws, asked.run_id, choice.answer))


def missed(talk: Talk, ws: Workspace) -> None:
    """The times that were due and did not run."""
    names, zone = ws.reader.names(ws.user_id), ws.settings.zone
    found = deciding.missed_times(ws)
    if not found:
        talk.say("Nothing was missed.")
        return

    def words(one: Missed) -> str:
        return (
            f"{names.get(one.automation_id, '-')}: {one.number} times until {local(one.last_due, zone)}. {one.reason}"
        )

    chosen = talk.pick("Which one?", found, words)
    if chosen is None:
        return
    do = talk.pick("What with it?", ("Run the latest time now", "Take it off the list"))
    if do is None:
        return
    if do.startswith("Run"):
        talk.say(f"Run {deciding.run_missed(ws, chosen.id)} is queued.")
    else:
        deciding.dismiss_missed(ws, chosen.id)
        talk.say("It is off the list.")
