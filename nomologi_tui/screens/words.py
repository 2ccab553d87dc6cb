"""Rows of the store in words and columns: times near and far, states, log lines."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.model import MOST_COUNTED, Alert, AutomationStatus, Level, LogEntry, Missed, RunStatus, WaitingFor
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.store.records import Collecting, Overview, RunnerInfo, Waiting
from nomologi_tui.text import counted, shorten, span
from nomologi_tui.usecases.runs.interrupted import INTERRUPTED
from nomologi_tui.widgets.goal_list import GoalRow
from nomologi_tui.widgets.log_view import LogLine
from nomologi_tui.widgets.missed_list import MissedRow

STATES = {
    "OK": "it listens, and its last run went well",
    "FAIL": "its last run failed, or a trigger does not listen: it needs you",
    "RUN": "it is running now",
    "WAIT": "it waits for its first run, or a run waits for a time, for you or for a runner",
    "PAUSE": "paused until a time, or until you switch it on",
    "OFF": "switched off: nothing starts it",
    "DRAFT": "saved, never switched on",
}
RUN_WORDS = {
    RunStatus.PENDING: "WAIT", RunStatus.RUNNING: "RUN", RunStatus.WAITING: "WAIT", RunStatus.SUCCESS: "OK",
    RunStatus.FAILURE: "FAIL", RunStatus.SKIPPED: "SKIP", RunStatus.CANCELLED: "STOP",
}  # fmt: skip
RUN_STATES = {
    "OK": "it went well",
    "FAIL": "a step failed; the trace says why and what to do",
    "RUN": "it is being carried out now",
    "WAIT": "it waits for its turn, a time, a credential or a runner, and goes on by itself",
    "ASKS": "it waits for your word: {automation.answer} answers",
    "SKIP": "it did not act; the result says why",
    "STOP": "somebody stopped it",
}
THEN = {
    WaitingFor.RETRY: "next try", WaitingFor.TIME: "goes on", WaitingFor.CREDENTIALS: "looks again",
    WaitingFor.DECISION: "", WaitingFor.APPROVAL: "",
}  # fmt: skip
_AT_STEP = re.compile("^“[^”]*”: ")

LEVELS = {Level.DEBUG: "DEBUG", Level.INFO: "INFO", Level.WARNING: "WARN", Level.ERROR: "FAIL"}


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def moment(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """A past or later instant: `12:41` today, `Mon 08:00` within six days, else `12 Mar`, with the year if another."""
    if at is None:
        return "-"
    there, here = at.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return f"{there:%H:%M}"
    if abs(there - here) < timedelta(days=6):
        return f"{there:%a %H:%M}"
    return f"{there.day} {there:%b}" if there.year == here.year else f"{there.day} {there:%b %Y}"


NEAR = timedelta(hours=1)  # what is so near is told from now


def ago(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A past instant: `just now`, `19 min ago` within the hour, else as `moment` tells it."""
    if not timedelta(0) <= now - at < NEAR:
        return moment(at, now, zone)
    minutes = int((now - at).total_seconds() // 60)
    return f"{minutes} min ago" if minutes else "just now"


def to_the_second(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`12:41:05` today, `Mon 08:00` on another day."""
    there = at.astimezone(zone)
    return f"{there:%H:%M:%S}" if there.date() == now.astimezone(zone).date() else moment(at, now, zone)


def coming(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """When something is due: `in 19 min` where near, absolute where far."""
    if at is None:
        return "-"
    minutes = (at - now).total_seconds() / 60
    if minutes < 1:
        return "in <1 min"
    return f"in {int(minutes)} min" if minutes < 60 else moment(at, now, zone)


def held_words(held: Sequence[Collecting], now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """What digests hold and since when, and when the first of them is sent."""
    values = counted(sum(one.number for one in held), "value")
    since, due = min(one.since for one in held), min(one.due for one in held)
    return f"Collected: {values} since {moment(since, now, zone)}", f"sent {coming(due, now, zone)}"


def soon(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`coming` to the second within the last minute: `in 12 s`."""
    seconds = (at - now).total_seconds()
    if seconds <= 0:
        return "now"
    return f"in {math.ceil(seconds)} s" if seconds < 60 else coming(at, now, zone)


def lasted(begun: datetime | None, ended: datetime | None) -> str:
    """`0.4 s`, `12 s`, `3 min 5 s`, `1 h 20 min`; empty while it is not over."""
    if begun is None or ended is None:
        return ""
    seconds = max((ended - begun).total_seconds(), 0.0)
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    return span(seconds)


def lasted_about(begun: datetime | None, ended: datetime | None) -> str:
    """`lasted` for a narrow column: `3 min`, `1 h 6 min`, `12 h`."""
    minutes = int((ended - begun).total_seconds() // 60) if begun and ended else 0
    if minutes < 1:
        return lasted(begun, ended)
    hours, rest = divmod(minutes, 60)
    return f"{minutes} min" if not hours else f"{hours} h {rest} min" if hours < 10 else f"{hours} h"


def state_of(one: Overview) -> str:
    """The word that the list shows for an automation. What needs a person comes before everything else."""
    if one.waiting and one.waiting.needs_person:
        return "WAIT"
    if one.running:
        return "RUN"
    if one.status is AutomationStatus.DRAFT:
        return "DRAFT"
    if one.status is AutomationStatus.PAUSED:
        return "PAUSE"
    if one.status is not AutomationStatus.ACTIVE:
        return "OFF"
    if one.health == "wait" or (one.health == "ok" and one.last_run is None):
        return "WAIT"
    return "OK" if one.health == "ok" else "FAIL"


def goal_row(one: Overview, now: datetime, zone: ZoneInfo) -> GoalRow:
    """One automation as home lists it."""
    state = state_of(one)
    day = f"{one.failed_24h} fail" if one.failed_24h else f"{one.ok_24h} ok" if one.ok_24h else "-"
    last = moment(one.last_run.finished_at, now, zone) if one.last_run else "-"
    due = coming(one.paused_until or one.next_due, now, zone)  # of a paused one: when it goes on
    paused = f"{paused_words(one, now, zone)} {key('automation.pause')} ends that." if state == "PAUSE" else ""
    row = GoalRow(one.id, state, one.goal, last, due, day, paused or advice(one, state))
    return _waiting_row(row, one.waiting) if one.waiting else row


def _waiting_row(row: GoalRow, waiting: Waiting) -> GoalRow:
    """The row with what its run waits for."""
    words = waiting_words(waiting)
    if waiting.needs_person:
        return replace(row, advice=words, press=f"{key('automation.answer')} answers", asks=waiting.run_id)
    if row.state != "WAIT":
        return row
    return replace(row, advice=words, until=waiting.until, then=THEN[waiting.waiting_for])


def advice_now(row: GoalRow, now: datetime, zone: ZoneInfo) -> str:
    """What stands under the list about a row at this moment: a wait for a time counts down."""
    return f"{row.then} {soon(row.until, now, zone)}   {row.advice}" if row.until else row.advice


def waiting_words(waiting: Waiting) -> str:
    """What a run waits for: `Run 12 asks: Write it?`."""
    return f"Run {waiting.run_id} {waiting.summary[:1].lower()}{waiting.summary[1:]}"


def until_words(waiting: Waiting, now: datetime, zone: ZoneInfo) -> str:
    """Until when a run waits by itself: `next try in 12 s`; empty where it waits for a person."""
    return f"{THEN[waiting.waiting_for]} {soon(waiting.until, now, zone)}" if waiting.until else ""


def paused_words(one: Overview, now: datetime, zone: ZoneInfo) -> str:
    """Until when a paused automation is paused."""
    return f"Paused until {moment(one.paused_until, now, zone) if one.paused_until else 'you switch it on'}."


def lost_words(one: Overview) -> str:
    """Why a trigger does not listen; empty where all do."""
    return f"Not listening: {one.lost or 'nobody knows why'}" if one.health == "lost" else ""


def result_words(summary: str, error: str) -> str:
    """How a run ended, where there is one line for it: of a failed one why, without the step that its trace names."""
    return _AT_STEP.sub("", error) or summary


def advice(one: Overview, state: str) -> str:
    """What stands under the list about the chosen automation: what happened last, or what to do."""
    summary = result_words(one.last_run.summary, one.last_run.error) if one.last_run else ""
    if one.health == "lost":
        return lost_words(one)
    if one.interrupted and state == "WAIT":
        return INTERRUPTED
    hints = {
        "OFF": f"{key('automation.switch')} switches it on.",
        "DRAFT": keyed("{automation.switch} switches it on, {automation.edit} edits it."),
        "WAIT": f"It has not run yet; {key('automation.run')} runs it now.",
    }
    return " ".join(part for part in (summary, hints.get(state, "")) if part)


def missed_row(one: Missed, goal: str, now: datetime, zone: ZoneInfo) -> MissedRow:
    """One entry of the inbox of missed times."""
    first, last = (moment(at, now, zone) for at in (one.first_due, one.last_due))
    since = f"Due from {first} to {last}" if one.number > 1 else f"Due {last}"
    why = f"{since}. {one.reason[:1].upper()}{one.reason[1:]}"
    return MissedRow(one.id, one.automation_id, goal, many(one.number), last, why)


def many(number: int) -> str:
    """A count of missed times; the runner counts them up to a limit."""
    return f"{number:,}" if number < MOST_COUNTED else f"{MOST_COUNTED:,}+"


def missed_words(missed: Sequence[Missed], goals: Mapping[int, str], now: datetime, zone: ZoneInfo) -> str:
    """What the line on home says about the inbox; empty where it is."""
    if not missed:
        return ""
    latest = missed[0]
    others = len({one.automation_id for one in missed}) - 1
    more = f", and {others} more" if others else ""
    goal = shorten(goals.get(latest.automation_id, ""), 40)
    return f"{many(sum(one.number for one in missed))} missed: “{goal}” {moment(latest.last_due, now, zone)}{more}"


def log_line(entry: LogEntry, names: Mapping[int, str], now: datetime, zone: ZoneInfo) -> LogLine:
    """One log entry as the log pane shows it."""
    who = names.get(entry.automation_id, f"#{entry.automation_id}") if entry.automation_id else "runner"
    return LogLine(
        id=entry.id, time=to_the_second(entry.timestamp, now, zone) if entry.timestamp else "", who=who,
        level=LEVELS[entry.level], text=entry.description, run_id=entry.run_id, automation_id=entry.automation_id,
        when=_exactly(entry.timestamp, now, zone) if entry.timestamp else "",
    )  # fmt: skip


def _exactly(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`12:41:05` today, else with the day: `Sun 22 Nov 12:41:05`, and the year if another."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return f"{there:%H:%M:%S}"
    return (
        f"{there:%a} {there.day} {there:%b}{'' if there.year == here.year else there.strftime(' %Y')} {there:%H:%M:%S}"
    )


def alert_words(open_alerts: Sequence[Alert]) -> str:
    """What home says of trouble that is not over: how many alerts, and the newest one."""
    return f"{counted(len(open_alerts), 'alert')}: {open_alerts[-1].title}" if open_alerts else ""


def runner_words(runner: RunnerInfo | None) -> str:
    """The header's word about who runs."""
    return f"runner ON ({runner.kind})" if runner else "runner OFF"
