"""Alerts about what did not happen, which nobody writes down: found by a look now and then; and what is over by now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update

from nomologi_tui.alerting import bodied, titled
from nomologi_tui.model import (
    REPLACED,
    AlertKind,
    AlertState,
    AutomationStatus,
    Configuration,
    ListenerState,
    RunStatus,
    times_words,
)
from nomologi_tui.store import convert, tables
from nomologi_tui.store.alerts import logins
from nomologi_tui.store.alerts.noting import New, is_known
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import span

OLDEST = 1_000  # queued runs that are looked at: the first ones wait for the longest
KEPT_DAYS = 30  # an alert that is told and over
NEWS = timedelta(days=1)  # an older entry of the inbox is told no more
JUST = timedelta(minutes=10)  # a run that ended within it may have been slow between two looks
NEWEST = 20  # ended runs of an automation that are looked at

_ALERT = tables.Alert.__table__
_RUN = tables.ExecutionRun.__table__
_STEP = tables.ExecutionStep.__table__
_AUTOMATION = tables.Automation.__table__
_LISTENER = tables.Listener.__table__
_MISSED = tables.Missed.__table__
_ENDED_ELSEWHERE = [AlertKind.FAILED.value, AlertKind.LOST.value, AlertKind.LOGIN.value]
_ON = (_AUTOMATION.c.status == AutomationStatus.ACTIVE.value, _AUTOMATION.c.deleted_at.is_(None))
_GOAL = (_AUTOMATION.c.goal, _AUTOMATION.c.configuration)
_newer = _RUN.alias("newer")
_LAST_RUN = (
    select(_newer.c.created_at)
    .where(_newer.c.automation_id == _AUTOMATION.c.id)
    .order_by(_newer.c.id.desc())
    .limit(1)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Leap:
    """The wall clock went further than time did, by `length`: the machine slept, or its clock was set."""

    at: datetime
    length: timedelta


def found(tx: Tx, now: datetime, zone: ZoneInfo, leaps: Sequence[Leap] = ()) -> list[New]:
    """What is late, never started, slow or missed and has no alert yet. Times in the texts are those of `zone`."""
    at = _Times(now, zone, leaps)
    news = [*_late(tx, at), *_not_due(tx, at), *_silent(tx, at), *_slow(tx, at), *_missed(tx, at)]
    return [new for new in news if not is_known(tx, new)]


class _Times:
    def __init__(self, now: datetime, zone: ZoneInfo, leaps: Sequence[Leap]) -> None:
        self.now, self._zone, self._leaps = now, zone, leaps

    def lived(self, since: datetime, until: datetime) -> timedelta:
        """How much time has passed between, without what the clock leapt over."""
        return until - since - sum((leap.length for leap in self._leaps if since < leap.at <= until), timedelta())

    def __call__(self, moment: datetime) -> str:
        """`08:00` on the same day, else with the date."""
        there, here = moment.astimezone(self._zone), self.now.astimezone(self._zone)
        return f"{there:%H:%M}" if there.date() == here.date() else f"{there:%Y-%m-%d %H:%M}"

    def over(self, since: datetime, seconds: float) -> bool:
        """Whether `seconds` have passed since then; never, where they are none."""
        return seconds > 0 and self.now - since >= timedelta(seconds=seconds)


def _late(tx: Tx, at: _Times) -> Iterator[New]:
    """The oldest run of each automation that was due and has not begun."""
    waits = (_RUN.c.status == RunStatus.PENDING.value, _RUN.c.finished_at.is_(None))
    first = select(_RUN).where(*waits).order_by(_RUN.c.id).limit(OLDEST).subquery()
    wanted = select(first, *_GOAL, _AUTOMATION.c.updated_at).join(
        _AUTOMATION, _AUTOMATION.c.id == first.c.automation_id
    )
    told = set(tx.execute(select(_ALERT.c.automation_id).where(*_open(AlertKind.LATE))).scalars())
    paused = _AUTOMATION.c.status == AutomationStatus.PAUSED.value  # its runs wait until the pause is over
    scheduled = (first.c.due.is_not(None), first.c.started_at.is_(None), ~paused)
    for row in tx.execute(wanted.where(*scheduled).order_by(first.c.id)).mappings():
        how, id_ = _how(row), row["automation_id"]
        if id_ in told or not how.alert_on_trouble:
            continue
        first = _first_in_line(tx, row)
        if not at.over(max(first["created_at"], row["updated_at"]), how.alert_late):
            continue
        told.add(id_)
        words = f"It was due at {at(first['due'])} and has not begun by {at(at.now)}."
        yield _new(row, AlertKind.LATE, f"run {row['id']}", words, "What runs: nomologi runs", run_id=row["id"])


def _first_in_line(tx: Tx, waits: Any) -> Any:
    """The run that first waited to begin: in mode single each newer one takes its place, and none is ever late.

    It is the one that waits now where the automation's own run holds it up.
    """
    mine = _RUN.c.automation_id == waits["automation_id"]
    begun = select(_RUN.c.id, _RUN.c.finished_at).where(mine, _RUN.c.started_at.is_not(None))
    last = tx.execute(begun.order_by(_RUN.c.id.desc()).limit(1)).mappings().first()
    if last is not None and last["finished_at"] is None:
        return waits
    replaced = (_RUN.c.due.is_not(None), _RUN.c.summary == REPLACED, _RUN.c.id > (last["id"] if last else 0))
    first = select(_RUN.c.created_at, _RUN.c.due).where(mine, *replaced).order_by(_RUN.c.id).limit(1)
    return tx.execute(first).mappings().first() or waits


def _not_due(tx: Tx, at: _Times) -> Iterator[New]:
    """Schedules whose time has come, and no run of it came."""
    lost = (ListenerState.RETRYING.value, ListenerState.STALE.value)  # told already
    wanted = select(_LISTENER, *_GOAL, _AUTOMATION.c.updated_at).join(
        _AUTOMATION, _AUTOMATION.c.id == _LISTENER.c.automation_id
    )
    overdue = (_LISTENER.c.next_due < at.now, _LISTENER.c.state.not_in(lost))
    for row in tx.execute(wanted.where(*_ON, *overdue)).mappings():
        how = _how(row)
        since = max(row["next_due"], row["updated_at"])  # what was just switched on needs a moment to count anew
        if how.alert_on_trouble and at.over(since, how.alert_late):
            words = f"It was due at {at(row['next_due'])}, and no run came of it."
            cause = f"step {row['step_id']} due {row['next_due'].isoformat()}"
            yield _new(row, AlertKind.NOT_STARTED, cause, words, _STATUS, step_id=row["step_id"])


def _silent(tx: Tx, at: _Times) -> Iterator[New]:
    """What others should start, and did not for too long."""
    wanted = select(_AUTOMATION.c.id, _AUTOMATION.c.updated_at, *_GOAL, _LAST_RUN.label("last"))
    asked = _AUTOMATION.c.configuration["alert_silent"].as_float() > 0
    for row in tx.execute(wanted.where(*_ON, asked)).mappings():
        since = max(row["last"] or row["updated_at"], row["updated_at"])
        how = _how(row)
        if at.over(since, how.alert_silent):
            words = f"No run began since {at(since)}; one each {span(how.alert_silent)} is expected."
            yield _new(row, AlertKind.NOT_STARTED, f"since {since.isoformat()}", words, _STATUS)


def _slow(tx: Tx, at: _Times) -> Iterator[New]:
    for row in [*_working(tx), *_just_ended(tx, at)]:
        # A run that waited began long ago; of its work now, only its last step's beginning is known.
        until = row["finished_at"] or at.now
        since = (row["step_began"] or until) if row["worked"] else row["started_at"]
        worked = timedelta(seconds=row["worked"]) + at.lived(since, until)
        if worked >= timedelta(seconds=_how(row).alert_slow):
            words, hint = f"Run {row['id']} worked for {span(worked)}.", f"Each step: nomologi trace {row['id']}"
            if row["finished_at"] is None:
                words = f"Run {row['id']} has worked for {span(worked)} by now."
                hint += f"   To stop it: nomologi cancel {row['id']}"
            yield _new(row, AlertKind.SLOW, f"run {row['id']}", words, hint, run_id=row["id"])


_ASKED = _AUTOMATION.c.configuration["alert_slow"].as_float() > 0
_STEP_BEGAN = select(func.max(_STEP.c.started_at)).where(_STEP.c.run_id == _RUN.c.id).scalar_subquery()


def _working(tx: Tx) -> Iterator[Any]:
    wanted = select(_RUN, *_GOAL, _STEP_BEGAN.label("step_began")).join(
        _AUTOMATION, _AUTOMATION.c.id == _RUN.c.automation_id
    )
    works = (_RUN.c.status == RunStatus.RUNNING.value, _RUN.c.finished_at.is_(None))
    yield from tx.execute(wanted.where(*works, _ASKED)).mappings()


def _just_ended(tx: Tx, at: _Times) -> Iterator[Any]:
    """What may have worked for too long and ended since the last look."""
    for one in tx.execute(select(_AUTOMATION.c.id, *_GOAL).where(*_ON, _ASKED)).mappings():
        mine = (_RUN.c.automation_id == one["id"], _RUN.c.started_at.is_not(None))
        newest = select(_RUN, _STEP_BEGAN.label("step_began")).where(*mine).order_by(_RUN.c.id.desc()).limit(NEWEST)
        for run in tx.execute(newest).mappings():
            if run["finished_at"] is not None and run["finished_at"] > at.now - JUST:
                yield {**run, "goal": one["goal"], "configuration": one["configuration"]}


def _missed(tx: Tx, at: _Times) -> Iterator[New]:
    """Times that nothing made up for: where a later one ran after the outage, all is well again."""
    later = select(_RUN.c.id).where(_RUN.c.trigger_step_id == _MISSED.c.step_id, _RUN.c.due > _MISSED.c.last_due)
    wanted = select(_MISSED, *_GOAL).join(_AUTOMATION, _AUTOMATION.c.id == _MISSED.c.automation_id)
    for row in tx.execute(wanted.where(_MISSED.c.noticed_at > at.now - NEWS, ~later.exists())).mappings():
        if _how(row).alert_on_trouble:
            times = f"{times_words(row['number'])}, the last one" if row["number"] > 1 else "The time"
            words = f"{times} due at {at(row['last_due'])} did not run. {row['reason']}"
            yield _new(row, AlertKind.MISSED, f"missed {row['id']}", words, "Run or dismiss it: nomologi missed")


_STATUS = "How each trigger fares: nomologi status"


def _new(row: Any, kind: AlertKind, cause: str, words: str, hint: str, **more: int) -> New:
    return New(_automation_of(row), kind, cause, titled(kind, row["goal"]), bodied(words, hint), **more)


def _automation_of(row: Any) -> int:
    id_: int = row["automation_id"] if "automation_id" in row else row["id"]
    return id_


def _how(row: Any) -> Configuration:
    return convert.configuration(row["configuration"])


def over(tx: Tx) -> list[int]:
    """The open alerts about what has begun, was answered or ended by now."""
    wanted = (
        select(
            _ALERT.c.id, _ALERT.c.kind, _ALERT.c.created_at, _ALERT.c.run_id, _RUN.c.status.label("run_status"),
            _RUN.c.started_at, _AUTOMATION.c.status, _AUTOMATION.c.updated_at, _LAST_RUN.label("last"),
        )
        .join(_AUTOMATION, _AUTOMATION.c.id == _ALERT.c.automation_id)
        .outerjoin(_RUN, _RUN.c.id == _ALERT.c.run_id)
        .where(_ALERT.c.over_at.is_(None), _ALERT.c.kind.not_in(_ENDED_ELSEWHERE))
    )  # fmt: skip
    return [*(row["id"] for row in tx.execute(wanted).mappings() if _is_over(row)), *logins.over(tx)]


def _is_over(row: Any) -> bool:
    match AlertKind(row["kind"]):
        case AlertKind.WAITING:
            return bool(row["run_status"] != RunStatus.WAITING)
        case AlertKind.LATE:
            return row["run_status"] != RunStatus.PENDING or row["started_at"] is not None
        case AlertKind.SLOW:
            return bool(row["run_status"] != RunStatus.RUNNING)
    changed = max(row["updated_at"], row["last"] or row["updated_at"])
    return bool(row["status"] != AutomationStatus.ACTIVE or changed > row["created_at"])


def end(tx: Tx, alert_ids: list[int], now: datetime) -> None:
    """What these alerts tell of is over."""
    tx.execute(update(_ALERT).where(_ALERT.c.id.in_(alert_ids), _ALERT.c.over_at.is_(None)).values(over_at=now))


def prune(tx: Tx, before: datetime) -> int:
    """Forget alerts of before then that nobody waits for; how many."""
    told = (_ALERT.c.state != AlertState.HELD.value, _ALERT.c.over_at.is_not(None))
    return tx.execute(delete(_ALERT).where(_ALERT.c.created_at < before, *told)).rowcount


def _open(kind: AlertKind) -> tuple[Any, ...]:
    return (_ALERT.c.kind == kind.value, _ALERT.c.over_at.is_(None))
