"""Statements and rows in databases: files of SQLite, and the real PostgreSQL and MariaDB."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.append_row import AppendRow, append_row
from nomologi_tui.blocks.actions.query_database import QueryDatabase, query_database
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.model import Effect
from nomologi_tui.providers.database import DatabaseConfig
from nomologi_tui.settings import APPLICATION_ID
from nomologi_tui.testing import FakeContext
from tests.blocks.mariadb import MariaDb
from tests.blocks.postgres import PASSWORD, Postgres

HOSTILE = "'; DROP TABLE t; --"
ENDLESS = {
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) AS much FROM n",
    "postgresql": "SELECT pg_sleep(600)",
    "mysql": "SELECT SLEEP(600)",
}


def context_of(url: str, password: str = "") -> FakeContext:
    context = FakeContext(clock=SystemClock())
    context.connections["Shop"] = Connected("Shop", "database", DatabaseConfig(url=url, password=password))
    return context


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FakeContext]:
    """A step's context with the connection “Shop”, in whose database there is a table t."""
    if request.param == "sqlite":
        sqlite3.connect(tmp_path / "shop.db").close()
        context = context_of(f"sqlite:///{tmp_path}/shop.db")
    else:
        found: Postgres | MariaDb = request.getfixturevalue(request.param.replace("postgresql", "postgres"))
        context = context_of(found.url, PASSWORD)
    asyncio.run(do(context, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price NUMERIC(8, 2))"))
    yield context
    asyncio.run(do(context, "DROP TABLE t"))


async def do(context: FakeContext, statement: str, **more: Any) -> dict[str, Any]:
    config = QueryDatabase(connection="Shop", statement=statement, **more)
    told: dict[str, Any] = await query_database.run(config, context)
    return told


async def filled(context: FakeContext) -> None:
    for number, name in enumerate(("a", HOSTILE, "ü"), 1):
        values = {"id": str(number), "name": name, "price": f"{number}.50"}
        assert (await do(context, "INSERT INTO t VALUES (:id, :name, :price)", values=values))["changed"] == 1


async def test_values_are_bound_and_rows_come_with_names(shop: FakeContext) -> None:
    await filled(shop)
    told = await do(shop, "SELECT id, name, id FROM t WHERE name = :n", values={"n": HOSTILE})
    assert told["columns"] == ["id", "name", "id_2"]
    assert (told["rows"], told["count"], told["cut"]) == ([{"id": 2, "name": HOSTILE, "id_2": 2}], 1, False)
    assert (await do(shop, "UPDATE t SET name = 'x' WHERE id > :id;", values={"id": "1"}))["changed"] == 2


async def test_only_so_many_rows_are_taken(shop: FakeContext) -> None:
    await filled(shop)
    told = await do(shop, "SELECT id FROM t ORDER BY id", limit=2)
    assert ([row["id"] for row in told["rows"]], told["cut"]) == ([1, 2], True)


async def test_what_begins_like_a_question_changes_nothing(shop: FakeContext) -> None:
    await filled(shop)
    with pytest.raises(BlockError, match="did not do it: "):
        await do(shop, "WITH x AS (SELECT 1) DELETE FROM t")
    if shop.connections["Shop"].config.database().kind == "postgresql":
        with pytest.raises(BlockError, match=r"cannot execute DELETE in a read-only transaction\. It begins like"):
            await do(shop, "EXPLAIN ANALYZE DELETE FROM t")
    assert (await do(shop, "SELECT count(*) AS n FROM t"))["rows"] == [{"n": 3}]


async def test_what_the_database_refuses_is_a_sentence_and_changes_nothing(shop: FakeContext) -> None:
    await filled(shop)
    for statement, words in (
        ("SELECT * FROM nowhere", "nowhere"), ("SELEKT 1", "syntax error|error in your SQL syntax"),
        ("INSERT INTO t VALUES (9), (1)", "."),
        ("INSERT INTO t VALUES (8, 'x', 1), (1, 'y', 2)", "(?i)unique|duplicate"),
    ):  # fmt: skip
        with pytest.raises(BlockError, match="did not do it: ") as failed:
            await do(shop, statement)
        assert re.search(words, failed.value.message)
        assert "\n" not in str(failed.value)
    assert (await do(shop, "SELECT max(id) AS m FROM t"))["rows"] == [{"m": 3}]


async def test_a_statement_that_takes_too_long_is_stopped(shop: FakeContext) -> None:
    kind = shop.connections["Shop"].config.database().kind
    with pytest.raises(StepTimeoutError, match="longer than 0.3 s"):
        await do(shop, ENDLESS[kind], timeout=0.3)


async def test_a_step_that_is_cancelled_stops_its_statement(shop: FakeContext) -> None:
    kind = shop.connections["Shop"].config.database().kind
    task = asyncio.create_task(do(shop, ENDLESS[kind]))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_row_is_added_to_a_table_that_is_there(shop: FakeContext) -> None:
    row = {"id": "7", "name": HOSTILE, "price": "1.25"}
    told = await append_row.run(AppendRow(connection="Shop", table="t", row=row), shop)
    assert told["added"]
    assert (await do(shop, "SELECT id, name FROM t"))["rows"] == [{"id": 7, "name": HOSTILE}]
    for table, row in ((HOSTILE, {"id": "8"}), ("t", {HOSTILE: "8"}), ("t", {"a:b": "8"}), ("t", {"id": "7"})):
        with pytest.raises(BlockError, match="did not do it"):
            await append_row.run(AppendRow(connection="Shop", table=table, row=row), shop)


async def test_values_of_all_kinds_become_json(postgres: Postgres) -> None:
    sql = """SELECT NULL::int AS a, 1.50::numeric AS b, '2026-01-02'::date AS c, '\\xff00'::bytea AS d, true AS e,
             'NaN'::float AS f, '{"g": [1]}'::json AS g, ARRAY[1, 2] AS h, 'x y'::text || :i AS i, '10:30'::time AS j"""
    told = await do(context_of(postgres.url, PASSWORD), sql, values={"i": "!"})
    assert told["rows"] == [
        {"a": None, "b": "1.50", "c": "2026-01-02", "d": "ff00", "e": True, "f": "nan", "g": {"g": [1]}, "h": [1, 2],
         "i": "x y!", "j": "10:30:00"},
    ]  # fmt: skip


async def test_values_of_mariadb_become_json_too(mariadb: MariaDb) -> None:
    sql = """SELECT NULL AS a, CAST(1.50 AS DECIMAL(4, 2)) AS b, DATE '2026-01-02' AS c, x'ff00' AS d, TRUE AS e,
             CONCAT('ü ', :i) AS f, TIME '10:30' AS g, TIMESTAMP '2026-01-02 03:04:05' AS h"""
    told = await do(context_of(mariadb.url, PASSWORD), sql, values={"i": "😀"})
    assert told["rows"] == [
        {"a": None, "b": "1.50", "c": "2026-01-02", "d": "ff00", "e": 1, "f": "ü 😀", "g": "10:30:00",
         "h": "2026-01-02T03:04:05"},
    ]  # fmt: skip


async def test_mariadb_stops_what_takes_too_long_and_keeps_nothing_of_it(mariadb: MariaDb) -> None:
    context = context_of(mariadb.url, PASSWORD)
    await do(context, "CREATE TABLE kept (id INTEGER)")
    with pytest.raises(StepTimeoutError):
        await do(context, "INSERT INTO kept SELECT SLEEP(600)", timeout=0.5)
    assert (await do(context, "SELECT count(*) AS n FROM kept"))["rows"] == [{"n": 0}]
    look = "SELECT info FROM information_schema.processlist WHERE info LIKE 'INSERT INTO kept%'"
    while (await do(context, look))["rows"]:  # it was told to end, and takes its time on a busy machine
        await asyncio.sleep(0)


async def test_no_other_file_is_attached_or_written(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "a.db").close()
    context = context_of(f"sqlite:///{tmp_path}/a.db")
    for statement in (f"ATTACH '{tmp_path}/b.db' AS b", f"VACUUM INTO '{tmp_path}/b.db'"):
        with pytest.raises(BlockError, match="did not do it"):
            await do(context, statement)
    assert not (tmp_path / "b.db").exists()


async def test_no_row_is_added_to_our_own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMOLOGI_HOME", str(tmp_path))
    with closing(sqlite3.connect(tmp_path / "nomologi.db")) as connection:
        connection.execute("CREATE TABLE log (a)")
    (tmp_path / "hard.db").hardlink_to(tmp_path / "nomologi.db")
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for name in ("nomologi.db", "hard.db", "old.db"):
        with pytest.raises(BlockError, match="of Nomologi itself|to Nomologi itself"):
            await append_row.run(AppendRow(path=f"{tmp_path}/{name}", row={"a": "1"}), FakeContext())


@pytest.mark.parametrize(
    ("config", "field"),
    [({"statement": ""}, "statement"), ({"statement": "SELECT 1; DELETE FROM t"}, "statement"),
     ({"statement": "SELECT {{ event.x }}"}, "statement"), ({"statement": "SELECT :a"}, ""),
     ({"statement": "SELECT 1", "limit": 0}, "limit")],
)  # fmt: skip
def test_a_wrong_field_is_named(config: dict[str, Any], field: str) -> None:
    assert field in check(QueryDatabase, {"connection": "Shop", **config})[1]


def test_signs_inside_quotes_and_casts_are_no_marks_and_no_second_statement() -> None:
    for statement in ("SELECT ';', x::int FROM t", "SELECT '12:30' -- a; b", "SELECT 1;", "/* ; */ SELECT '\\:a'"):
        assert check(QueryDatabase, {"connection": "Shop", "statement": statement})[1] == {}


def test_only_a_question_may_be_repeated() -> None:
    for statement, effect in (
        ("SELECT 1", Effect.READ), ("-- x\n (with a AS (SELECT 1) SELECT 1)", Effect.READ),
        ("INSERT INTO t VALUES (1)", Effect.ONCE), ("PRAGMA user_version=1", Effect.ONCE),
    ):  # fmt: skip
        assert query_database.effect_in({"statement": statement}) is effect
    assert append_row.effect_in({"connection": "Shop"}) is Effect.ONCE


def test_a_row_needs_one_place() -> None:
    for more in ({}, {"path": "~/a.db", "connection": "Shop"}):
        assert "give one of them" in check(AppendRow, {"row": {"a": "1"}, **more})[1][""]
