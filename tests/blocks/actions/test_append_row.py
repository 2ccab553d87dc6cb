import csv
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.append_row import AppendRow, append_row
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.databases.table_sqlite import add_row
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Effect
from nomologi_tui.testing import FakeContext
from nomologi_tui.testing.bad_input import fault_of
from tests.blocks.files import no_file_above


async def add(path: Path, row: dict[str, str], key: str = "1", **more: Any) -> bool:
    context = FakeContext()
    context.idempotency_key = key
    told: dict[str, Any] = await append_row.run(AppendRow(path=str(path), row=row, **more), context)
    return bool(told["added"])


def rows(path: Path, sql: str = "SELECT * FROM log") -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


async def test_the_first_row_makes_the_table_and_a_retry_adds_none(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert await add(path, {"name": "x", "size": "7"}, "run-1")
    assert not await add(path, {"name": "x", "size": "7"}, "run-1")
    assert await add(path, {"size": "8"}, "run-2")
    assert rows(path) == [("x", 7), (None, 8)]


async def test_names_and_values_are_never_sql(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    bad = """x"); DROP TABLE log; --'"""
    await add(path, {bad: bad}, table=bad)
    assert rows(path, f'SELECT * FROM "{bad.replace(chr(34), chr(34) * 2)}"') == [(bad,)]


async def test_only_a_plain_number_becomes_one(tmp_path: Path) -> None:
    values = {
        "7": 7,
        "-1.5": -1.5,
        "007": "007",
        "1.50": "1.50",
        "+49": "+49",
        "1" * 30: "1" * 30,
        "nan": "nan",
        "": "",
    }
    for place, value in enumerate(values):
        await add(tmp_path / "a.db", {"v": value}, str(place))
    assert [value for (value,) in rows(tmp_path / "a.db")] == list(values.values())


async def test_a_table_of_the_person_keeps_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, Name TEXT NOT NULL)")
    await add(path, {"name": "x"})
    with pytest.raises(BlockError, match="no column size"):
        await add(path, {"name": "y", "size": "1"}, "2")
    assert await add(path, {"name": "y"}, "2")  # what failed left no key behind
    assert rows(path) == [(1, "x"), (2, "y")]


def test_a_held_database_is_tried_again_later(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BlockError, match="locked") as failed:
            add_row(tmp_path / "a.db", "log", {"a": "1"}, "1", patience=0.05)
    assert failed.value.passing


def test_only_sqlite_may_be_repeated() -> None:
    assert append_row.effect_in({"path": "~/a.sqlite"}) is Effect.REPEATABLE
    assert append_row.effect_in({"path": "~/a.csv"}) is Effect.ONCE
    assert append_row.effect_in({"path": "{{ event.path }}"}) is Effect.ONCE


async def test_csv_has_a_header_once_and_cells_of_any_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    said = ["plain", 'a,"b"\nc', "ü;\t", ""]
    for text in said:
        await add(path, {"name": "n", "said": text})
    with path.open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["name", "said"], *(["n", text] for text in said)]


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"), ("@SUM(1)", "'@SUM(1)"), ("+1+cmd", "'+1+cmd"), ("\tx", "'\tx"),
     ("-", "'-"), ("-5", "-5"), ("+49", "+49"), ("-1,5", "-1,5")],
)  # fmt: skip
async def test_no_cell_is_a_formula(tmp_path: Path, text: str, cell: str) -> None:
    await add(tmp_path / "a.csv", {"=a": text})
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["'=a"], [cell]]


async def test_a_header_that_is_there_says_order_and_signs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffname;size\r\nx;1".encode())
    await add(path, {"size": "2", "name": "y"})
    await add(path, {"name": "z"})
    assert path.read_bytes().decode() == "\ufeffname;size\r\nx;1\r\ny;2\r\nz;\r\n"
    with pytest.raises(BlockError, match="no column other"):
        await add(path, {"other": "1"})


async def test_markdown_gets_a_table_at_its_end_and_cells_are_only_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Log\nText")
    await add(path, {"name": "a|b", "said": "<b>[x](y)\n# no*"})
    await add(path, {"said": "2"})
    assert path.read_text().splitlines() == [
        "# Log", "Text", "", "| name | said |", "| --- | --- |",
        r"| a\|b | \<b\>\[x\](y) # no\* |", "|  | 2 |",
    ]  # fmt: skip
    with pytest.raises(BlockError, match="no column other"):
        await add(path, {"other": "1"})


@pytest.mark.parametrize("name", ["a.db", "a.csv", "a.md"])
async def test_what_is_no_file_for_a_row_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(BlockError, match="is a folder"):
        await add(tmp_path / name, {"a": "1"})
    with pytest.raises(BlockError, match="does not exist"):
        await add(tmp_path / "no" / name, {"a": "1"})
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / name)
    with pytest.raises(BlockError, match="not a regular"):
        await add(tmp_path / "pipe" / name, {"a": "1"})


async def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("important notes, no database" * 50)
    with pytest.raises(BlockError, match="not a database"):
        await add(tmp_path / "a.db", {"a": "1"})
    assert (tmp_path / "a.db").read_text().startswith("important")


@pytest.mark.parametrize(
    ("config", "field"),
    [({"path": "~/a.xls", "row": {"a": "1"}}, "path"), ({"path": "~/a.csv", "row": {}}, "row"),
     ({"path": "~/a.csv", "row": {"a": "1", "A ": "2"}}, "row"), ({"path": "~/a.csv", "row": {" ": "1"}}, "row")],
)  # fmt: skip
def test_a_wrong_field_is_named(config: dict[str, Any], field: str) -> None:
    assert field in check(append_row.config, config)[1]


async def test_the_preview_tells_the_row_and_adds_none(tmp_path: Path) -> None:
    config = AppendRow(path=f"{tmp_path}/{{{{ v }}}}.csv", row={"a": "1"})
    assert await append_row.previewed(config, FakeContext({"v": "x"})) == f"would add to {tmp_path}/x.csv: a: 1"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("head", ["\0" * 100_000, "a" * 3000, ",".join(f"column {number}" for number in range(900))])
async def test_whatever_the_header_holds_what_is_missing_in_it_is_one_short_sentence(head: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(head + "\n")
    with pytest.raises(BlockError) as failed:
        await append_row.run(AppendRow(path=f"{tmp_path}/a.csv", row={"other": "1"}), FakeContext())
    assert fault_of(str(failed.value)) == ""


@pytest.mark.parametrize("name", ["t.csv", "t.md"])
async def test_a_row_that_a_full_disk_takes_half_of_is_a_failure_and_not_there(tmp_path: Path, name: str) -> None:
    await add(tmp_path / name, {"a": "1"})
    before = (tmp_path / name).read_bytes()
    with no_file_above(1000), pytest.raises(BlockError, match="No row can be added"):
        await add(tmp_path / name, {"a": "x" * 5000})
    assert (tmp_path / name).read_bytes() == before
