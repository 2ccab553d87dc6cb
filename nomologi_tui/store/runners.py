"""Who runs, for people to read. Whether that runner still lives, only the runner lock says."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from nomologi_tui.model import EventType
from nomologi_tui.store import convert, logs, tables
from nomologi_tui.store.records import RunnerInfo

Tx = Connection
_RUNNER = tables.Runner.__table__


def started(tx: Tx, info: RunnerInfo) -> None:
    """Write down a new runner; a row that a killed one left is replaced."""
    tx.execute(delete(_RUNNER))
    tx.execute(insert(_RUNNER).values(
        id=1, pid=info.pid, host=info.host, token=info.token, kind=info.kind, version=info.version, since=info.since,
    ))  # fmt: skip
    logs.note(tx, EventType.RUNNER_STARTED, f"The runner started ({info.kind}, process {info.pid})", info.since)


def stopped(tx: Tx, token: str, now: datetime) -> None:
    """The runner with `token` ends; nothing happens when another one has taken over."""
    if tx.execute(delete(_RUNNER).where(_RUNNER.c.token == token)).rowcount:
        logs.note(tx, EventType.RUNNER_STOPPED, "The runner stopped", now)


def current(tx: Tx) -> RunnerInfo | None:
    row = tx.execute(select(_RUNNER)).mappings().first()
    return convert.runner(row) if row else None
