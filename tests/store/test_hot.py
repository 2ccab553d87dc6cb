"""Hot statements: SQLAlchemy's SQL, run by the driver with the same values."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from nomologi_tui.store import Store, tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.testing import START
from tests.store.making import World

_RUN = tables.ExecutionRun.__table__
ROW = {
    "status": "pending", "input": {"name": "a'b", "size": 1.0}, "revision": 1, "trigger": "manual", "created_at": START,
    "summary": "", "error": "", "attempt": 1, "cancel_requested": False, "worked": 0.0, "ignores_conditions": False,
}  # fmt: skip


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


def test_values_that_it_has_no_place_for_do_no_harm(store: Store, world: World) -> None:
    run_id = _inserted(store, world)
    one = Hot(select(_RUN.c.trigger).where(_RUN.c.id == bindparam("run")))
    assert store.read(one.rows, {"run": run_id, "color": "green"}) == [("manual",)]
