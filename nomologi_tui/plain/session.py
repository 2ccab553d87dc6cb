"""One person's session: what there is to do, until it is enough or nobody answers any more."""

import os
import signal
from collections.abc import Callable
from types import FrameType

from nomologi_tui.errors import NomologiError
from nomologi_tui.plain import automations, looking, making
from nomologi_tui.plain.talk import EndedError, Talk
from nomologi_tui.settings import Settings
from nomologi_tui.text import counted
from nomologi_tui.usecases.flow import keeping
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.runs.interrupted import overview
from nomologi_tui.usecases.workspace import Ask, Workspace

PATIENCE = 10.0  # seconds that running steps get at the end
HUNG_UP = 0.5  # likewise where the line is gone
Deed = Callable[[Talk, Workspace], None]


def run(settings: Settings, password_of: Ask, ask_passphrase: Callable[[], str]) -> int:
    """The session from its first line to its end; returns the exit code. A runner serves meanwhile.

    `password_of` asks a user who has one. Raises NomologiError where the store can't be used.
    """
    ws = Workspace(settings, password_of=password_of)
    ws.ask_passphrase = ask_passphrase
    ws.settle_secrets()
    _ = ws.user
    runner = running.start_runner(ws)
    code = 0
    try:
        with_signals(lambda: _session(Talk(), ws))
    except EndedError as ended:
        code = ended.code
    except KeyboardInterrupt:
        code = 130
    finally:
        runner.stop(HUNG_UP if code > 128 and code != 130 else PATIENCE)
        ws.close()
    return code


def with_signals(work: Callable[[], None]) -> None:
    """Do it; a line that drops and a wish that it ends stop it where it waits for an answer."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise EndedError(128 + number)

    before = {one: signal.signal(one, end) for one in (signal.SIGHUP, signal.SIGTERM)}
    try:
        work()
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _session(talk: Talk, ws: Workspace) -> None:
    talk.say("Nomologi. Say what you want to happen; it runs while this program or `nomologi runner` is on.")
    listed = True
    while True:
        talk.say(_how_it_is(ws))
        chosen = talk.pick("What do you want to do?", DEEDS, lambda one: one[0], listed=listed)
        listed = chosen is None  # else each answer would end in the same lines
        if chosen is None:
            continue
        if chosen[1] is _quit:
            talk.say("Good bye. What was said is kept.")
            return
        try:
            chosen[1](talk, ws)
        except NomologiError as error:
            talk.say(str(error))


def _drafts(talk: Talk, ws: Workspace) -> None:
    """Go on with what was begun."""
    found = ws.reader.drafts(ws.user_id)
    if not found:
        talk.say("No draft lies open.")
        return
    chosen = talk.pick("Which draft?", found, lambda one: str(one.answers.get("goal", "")) or "no goal yet")
    if chosen is not None:
        making.go_on(talk, ws, keeping.resume(ws, chosen.id))


def _how_it_is(ws: Workspace) -> str:
    known = overview(ws)
    failed = sum(one.health in ("fail", "lost") for one in known)
    drafts = counted(len(ws.reader.drafts(ws.user_id)), "draft")
    waits = sum(bool(one.waiting and one.waiting.needs_person) for one in known)
    runner = ws.who_runs()
    here = "not on yet" if runner is None else "on, here" if runner.pid == os.getpid() else f"on ({runner.kind})"
    return f"{counted(len(known), 'automation')}, {failed} failing, {waits} waiting for you, {drafts}. Runner {here}."


def _quit(_talk: Talk, _ws: Workspace) -> None:
    """Known by itself."""


DEEDS: tuple[tuple[str, Deed], ...] = (
    ("Make an automation", making.make),
    ("Automations: tell, run, pause, change, delete", automations.choose),
    ("Runs", looking.tell_runs),
    ("Log", looking.follow_log),
    ("Answer a run that waits for you", looking.answer),
    ("Missed times", looking.missed),
    ("Templates", looking.choose_template),
    ("Drafts: go on with one", _drafts),
    ("Connections", looking.tell_connections),
    ("Trash: bring back what was deleted", automations.bring_back),
    ("Quit", _quit),
)
