"""The automations: which there are, and what can be done with one."""

import asyncio
from collections.abc import Callable

from nomologi_tui.model import Automation, AutomationStatus
from nomologi_tui.plain.looking import tell_runs, watch
from nomologi_tui.plain.making import go_on
from nomologi_tui.plain.talk import SHOWN, Talk
from nomologi_tui.store.records import Deleted, Overview
from nomologi_tui.telling.automations import automation_lines, last_words, next_words, preview_lines, state
from nomologi_tui.telling.backtest import summary_lines
from nomologi_tui.telling.times import local
from nomologi_tui.telling.why import answer_lines
from nomologi_tui.usecases.automations import automations, pausing, trash
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.moments import read_moment, read_past
from nomologi_tui.usecases.runs import by_hand, running
from nomologi_tui.usecases.runs.backtest import backtest
from nomologi_tui.usecases.runs.interrupted import overview
from nomologi_tui.usecases.why import why
from nomologi_tui.usecases.workspace import Workspace

Deed = Callable[[Talk, Workspace, Automation], None]
DAYS = 7  # of a backtest


def choose(talk: Talk, ws: Workspace) -> None:
    """List them; one that is chosen can be told of, run, paused and so on."""
    known = overview(ws)
    if not known:
        talk.say("Nothing runs yet. Make an automation first.")
        return
    now, zone = ws.clock.now(), ws.settings.zone

    def words(one: Overview) -> str:
        return f"{state(one)}: {one.goal}. Last: {last_words(one, now, zone)}. Next: {next_words(one, now, zone)}."

    chosen = talk.pick("Which automation?", known, words)
    if chosen is not None:
        _deal_with(talk, ws, chosen.id)


def bring_back(talk: Talk, ws: Workspace) -> None:
    """What was deleted, the latest first; one that is chosen comes back, switched off."""
    found, zone = trash.listed(ws), ws.settings.zone
    if not found:
        talk.say("The trash is empty. What is deleted lies in it for 30 days.")
        return

    def words(one: Deleted) -> str:
        return f"{one.goal}. Deleted {local(one.at, zone)}, kept until {local(trash.until(one), zone)}."

    chosen = talk.pick("Which one is to come back?", found, words)
    if chosen is not None:
        automations.restore(ws, chosen.id)
        talk.say(f"It is back, switched off: {chosen.goal}")


def _deal_with(talk: Talk, ws: Workspace, automation_id: int) -> None:
    while True:
        automation = automations.find(ws, str(automation_id))
        talk.say(f"{automation.goal}: {automation.status}.")
        deed = talk.pick("What with it?", _deeds(automation), lambda one: one[0])
        if deed is None:
            return
        deed[1](talk, ws, automation)
        if deed[1] is _delete:
            return


def _deeds(automation: Automation) -> list[tuple[str, Deed]]:
    is_on = automation.status is AutomationStatus.ACTIVE
    paused = automation.status is AutomationStatus.PAUSED
    pauses: list[tuple[str, Deed]] = [("Pause it", _pause)] if is_on else [("End its pause", _resume)] if paused else []
    return [
        ("Tell of it", _tell), ("Run it now", _run), *pauses,
        ("Switch it off", _off) if is_on or paused else ("Turn it on", _on),
        ("Why did it or did it not run", _why), ("Its runs", _runs), ("Change it", _change),
        ("What it would have done in the last 7 days", _backtest), ("Delete it", _delete),
    ]  # fmt: skip


def _tell(talk: Talk, ws: Workspace, automation: Automation) -> None:
    talk.say_all(automation_lines(ws, automation))


def _run(talk: Talk, ws: Workspace, automation: Automation) -> None:
    found = by_hand.wanted(ws, automation)
    if found.told:
        talk.say(f"{found.title()}:")
    given = {name: talk.ask(name, default) for name, default in (found.inputs | found.told).items()}
    run_id = running.run_now(ws, automation, found.with_values(given))
    talk.say(f"Run {run_id} is queued. Its log follows; Enter stops following.")
    watch(talk, ws, run_id)


def _pause(talk: Talk, ws: Workspace, automation: Automation) -> None:
    typed = talk.ask("Until when? For example 18:00, tomorrow 8:00, 2 h, 3 days; Enter: until you end it")
    now, zone = ws.clock.now(), ws.settings.zone
    until = read_moment(typed, now, zone, ahead=True) if typed else None
    pausing.pause(ws, automation, until)
    talk.say(f"Paused until {until.astimezone(zone):%Y-%m-%d %H:%M}." if until else "Paused until you end it.")


def _resume(talk: Talk, ws: Workspace, automation: Automation) -> None:
    pausing.resume(ws, automation)
    talk.say("It goes on.")


def _off(talk: Talk, ws: Workspace, automation: Automation) -> None:
    automations.switch_off(ws, automation)
    talk.say("It is off.")


def _on(talk: Talk, ws: Workspace, automation: Automation) -> None:
    if missing := automations.missing(ws, automation):
        talk.say(f"It can't be turned on yet: {missing} Change it first.")
        return
    talk.say("It may:")
    for line in automations.activation_plan(ws.registry, automation.steps) or ["do nothing outside"]:
        talk.say(f"  {line}")
    if talk.yes("Turn it on?"):
        automations.switch_on(ws, automation)
        talk.say("It is on.")
        for step in automation.triggers:
            talk.say_all(preview_lines(ws, step))


def _why(talk: Talk, ws: Workspace, automation: Automation) -> None:
    typed = talk.ask("About which time? For example yesterday 8:00; Enter: lately")
    now, zone = ws.clock.now(), ws.settings.zone
    at = read_past(typed, now, zone) if typed else None
    talk.say_all(answer_lines(ws, why(ws, automation, at)))


def _backtest(talk: Talk, ws: Workspace, automation: Automation) -> None:
    found = asyncio.run(backtest(ws, automation, DAYS))
    talk.say("Had it been on as it is now:")
    talk.say_all(f"  {line}" for line in summary_lines(found))
    zone = ws.settings.zone
    for case in found.cases[-SHOWN:]:
        really = f" Really: run {case.really.id}, {case.really.status}." if case.really else ""
        talk.say(f"{local(case.at, zone)}: {case.would}. {case.words}{really}")


def _runs(talk: Talk, ws: Workspace, automation: Automation) -> None:
    tell_runs(talk, ws, automation.id)


def _change(talk: Talk, ws: Workspace, automation: Automation) -> None:
    go_on(talk, ws, keeping.keep(ws, drafting.flow_from_automation(automation)))


def _delete(talk: Talk, ws: Workspace, automation: Automation) -> None:
    automations.delete(ws, automation)
    talk.say("It is deleted; for 30 days it is in the trash.")
    if talk.yes("Bring it back?"):
        automations.restore(ws, automation.id)
        talk.say("It is back, switched off.")
