"""Hot statements: SQLAlchemy's SQL, run by the driver with the same values."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import OperationalError

from nomologi_tui.store import Store, tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.testing import START
from tests.store.making import World

_RUN = tables.ExecutionRun.__table__
ROW = {
    "status": "pending", "input": {"name": "a'b", "size": 1.0}, "revision": 1, "trigger": "manual", "created_at": START,
    "summary": "", "error": "", "attempt": 1, "cancel_requested": False, "worked": 0.0, "ignores_conditions": False,
}  # fmt: skip


@contextmanager
def skipped_without_statistics() -> Iterator[None]:
    """Debian's SQLite counts how often it compiled each statement anew; some others do not."""
    try:
        yield
    except OperationalError as error:
        if "sqlite_stmt" not in str(error):
            raise
        pytest.skip("this SQLite keeps no statistics of its statements")


def _inserted(store: Store, world: World) -> int:
    row = {**ROW, "automation_id": world.automation.id}
    rows = store.write(Hot(insert(_RUN).returning(_RUN.c.id), *row).rows, row)
    return int(rows[0][0])


def test_what_a_hot_insert_writes_reads_as_if_sqlalchemy_had_written_it(store: Store, world: World) -> None:
    run_id = _inserted(store, world)

    def columns(tx: Any) -> tuple[datetime, dict[str, Any]]:
        found = tx.execute(select(_RUN).where(_RUN.c.id == run_id)).one()
        return found.created_at, found.input

    assert store.read(columns) == (START, ROW["input"])


def test_a_change_says_how_many_rows_it_hit(store: Store, world: World) -> None:
    run_id = _inserted(store, world)
    close = Hot(update(_RUN).where(_RUN.c.id == bindparam("run"), _RUN.c.status == "pending"), "status")
    assert store.write(close.change, {"run": run_id, "status": "running"}) == 1
    assert store.write(close.change, {"run": run_id, "status": "running"}) == 0


def test_values_that_the_statement_names_itself_need_not_be_given(store: Store, world: World) -> None:
    run_id = _inserted(store, world)
    waiting = Hot(select(_RUN.c.id, _RUN.c.trigger).where(_RUN.c.status == "pending").order_by(_RUN.c.id))
    assert (run_id, "manual") in store.read(waiting.rows, {})


def test_a_statement_is_compiled_once_though_partial_indexes_name_its_constants(store: Store, world: World) -> None:
    _inserted(store, world)
    pending = Hot(select(_RUN.c.id).where(_RUN.c.status == "pending", _RUN.c.automation_id == bindparam("automation")))

    def anew(tx: Any) -> list[int]:
        for _ in range(3):
            pending.rows(tx, {"automation": world.automation.id})
        return [
            times for (times,) in tx.execute(text("SELECT reprep FROM sqlite_stmt WHERE sql LIKE '%_run.status =%'"))
        ]

    with skipped_without_statistics():
        assert set(store.read(anew)) == {0}


def test_constants_with_quotes_and_marks_stay_what_they_are(store: Store, world: World) -> None:
    _inserted(store, world)
    odd = "o'clock ? :x %s"
    found = Hot(select(_RUN.c.id).where(_RUN.c.trigger != odd, _RUN.c.automation_id == bindparam("automation")))
    assert len(store.read(found.rows, {"automation": world.automation.id})) == 1


def test_a_time_without_a_zone_is_refused(store: Store, world: World) -> None:
    run_id = _inserted(store, world)
    close = Hot(update(_RUN).where(_RUN.c.id == bindparam("run")), "finished_at")
    with pytest.raises(ValueError, match="timezone"):
        store.write(close.change, {"run": run_id, "finished_at": START.replace(tzinfo=None)})


def test_values_that_it_has_no_place_for_do_no_harm(store: Store, world: World) -> None:
    run_id = _inserted(store, world)
    one = Hot(select(_RUN.c.trigger).where(_RUN.c.id == bindparam("run")))
    assert store.read(one.rows, {"run": run_id, "color": "green"}) == [("manual",)]
