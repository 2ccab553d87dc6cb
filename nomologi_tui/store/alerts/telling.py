"""Telling what is in the outbox: what is due, and what became of it.

A try is on disk before the message leaves, its success after it. A crash between the two tells a person twice, after a
minute; nothing is ever told not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, or_, select, update

from nomologi_tui.alerting import DELAYS, GIVE_UP, LONGEST_HOLD, Told, try_again_at
from nomologi_tui.clock import SLACK
from nomologi_tui.model import Alert, AlertState, EventType, Level, LogEntry
from nomologi_tui.store import convert, logs, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import clean_line

AT_ONCE = 5_000  # alerts that are looked at together

_ALERT = tables.Alert.__table__
_AUTOMATION = tables.Automation.__table__
V = TypeVar("V")
_HELD = _ALERT.c.state == AlertState.HELD.value


@dataclass(frozen=True, slots=True)
class Held:
    """An alert that was not told yet, whose it is, and when that person was last told."""

    alert: Alert
    user_id: int
    told: Told


def held(tx: Tx, now: datetime) -> list[Held]:
    """All that is not told yet, the oldest first, as soon as one of them may be told."""
    if tx.execute(select(_ALERT.c.id).where(_HELD, _may_be_told(now)).limit(1)).first() is None:
        return []
    wanted = select(_ALERT, _AUTOMATION.c.user_id).join(_AUTOMATION, _AUTOMATION.c.id == _ALERT.c.automation_id)
    rows = tx.execute(wanted.where(_HELD).order_by(_ALERT.c.id).limit(AT_ONCE)).mappings().all()
    same, anything = _last_told(tx, {row["automation_id"] for row in rows}, now), _last_message(tx, now)
    return [
        Held(
            convert.alert(row), row["user_id"],
            Told(same.get((row["automation_id"], row["kind"])), anything.get(row["user_id"])),
        )
        for row in rows
    ]  # fmt: skip


def _may_be_told(now: datetime) -> ColumnElement[bool]:
    """Its time has come, or was set by a clock that was far ahead."""
    far = now + timedelta(seconds=DELAYS[-1])
    return or_(_ALERT.c.send_after <= now, _ALERT.c.created_at > far, _ALERT.c.send_after > now + LONGEST_HOLD)


def _last_told(tx: Tx, automation_ids: set[int], now: datetime) -> dict[tuple[int, str], datetime]:
    kind = (_ALERT.c.automation_id, _ALERT.c.kind)
    told = select(*kind, func.max(_ALERT.c.sent_at)).where(_ALERT.c.automation_id.in_(automation_ids), _sent(now))
    return {(row[0], row[1]): row[2] for row in tx.execute(told.group_by(*kind))}


def _last_message(tx: Tx, now: datetime) -> dict[int, datetime]:
    told = select(_AUTOMATION.c.user_id, func.max(_ALERT.c.sent_at)).where(_sent(now))
    joined = told.join(_AUTOMATION, _AUTOMATION.c.id == _ALERT.c.automation_id).group_by(_AUTOMATION.c.user_id)
    return {row[0]: row[1] for row in tx.execute(joined)}


def _sent(now: datetime) -> ColumnElement[bool]:
    """It was told; what a clock that was ahead wrote counts as told at no known time."""
    return _ALERT.c.sent_at <= now + SLACK


def hold(tx: Tx, until: Mapping[int, datetime]) -> None:
    """Tell these alerts later, each at its time."""
    for moment, ids in _by_value(until).items():
        _change(tx, ids, send_after=moment)


def drop(tx: Tx, reasons: Mapping[int, str]) -> None:
    """Never tell these alerts, each for its reason."""
    for reason, ids in _by_value(reasons).items():
        _change(tx, ids, state=AlertState.DROPPED.value, error=reason)


def trying(tx: Tx, alerts: Sequence[Alert], now: datetime) -> None:
    """A message of these alerts is about to leave; unless somebody says what came of it, it is tried again."""
    for tries, ids in _by_value({one.id: one.tries + 1 for one in alerts}).items():
        _change(tx, ids, tries=tries, send_after=try_again_at(tries, now))


def told(tx: Tx, alerts: Sequence[Alert], channel: str, now: datetime) -> None:
    """The message arrived; the log of each automation says so."""
    ids = [one.id for one in alerts]
    _change(tx, ids, state=AlertState.TOLD.value, sent_at=now, channel=channel, error="")
    logs.add(tx, [_entry(one, f"Told you by {channel}. {one.title}", Level.INFO) for one in alerts], now)


def shown(tx: Tx, alerts: Sequence[Alert], now: datetime) -> None:
    """There is no channel but this program: the log tells, and home and `status` show what is open."""
    ids = [one.id for one in alerts]
    _change(tx, ids, state=AlertState.TOLD.value, sent_at=now, channel="terminal", error="")
    entries = [_entry(one, f"{one.title}. {one.body}", Level.WARNING) for one in alerts]
    logs.add(tx, entries, now)


def not_taken(tx: Tx, alerts: Sequence[Alert], error: str, now: datetime) -> None:
    """No channel took the message. The log says so at the first try and when it is given up, never as an alert."""
    error = clean_line(error)
    _change(tx, [one.id for one in alerts], error=error)
    # A clock that leapt makes an alert old that was hardly tried.
    given_up = [one for one in alerts if one.tries >= len(DELAYS) and now - one.created_at >= GIVE_UP]
    _change(tx, [one.id for one in given_up], state=AlertState.FAILED.value)
    first = [one for one in alerts if not one.tries and one not in given_up]
    again = [_entry(one, f"Not told yet: {one.title}. {error}", Level.WARNING) for one in first]
    never = [_entry(one, f"Given up to tell you: {one.title}. {error}", Level.ERROR) for one in given_up]
    logs.add(tx, [*again, *never], now)


def _by_value(values: Mapping[int, V]) -> dict[V, list[int]]:
    """The ids by what they get: a flood of alerts is a few statements."""
    ids: dict[V, list[int]] = {}
    for id_, value in values.items():
        ids.setdefault(value, []).append(id_)
    return ids


def _entry(alert: Alert, words: str, level: Level) -> LogEntry:
    return LogEntry(EventType.ALERTED, words, level, automation_id=alert.automation_id)


def _change(tx: Tx, ids: Sequence[int], **values: Any) -> None:
    if ids:
        tx.execute(update(_ALERT).where(_ALERT.c.id.in_(ids), _HELD).values(**values))
