"""What people look for in the log is found, indexed or not, as if each entry had been looked at."""

import random
from pathlib import Path

import pytest

from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, logs, sqlite
from nomologi_tui.store.log_pages import MANY
from nomologi_tui.store.log_words import pieces
from nomologi_tui.store.reading import Reader
from tests.store.making import NOW, World

TEXTS = [
    "Copied 3 files to NAS2", "the nas is full", "ÄRGER mit dem Gerät", "50% done", "500 done", 'say "hi"', "a_b",
    "aXb", "back\\slash", "日本語のログ", "x", "Straße", "🎉🎉🎉 party",
]  # fmt: skip
ASKED = [
    "nas", "NAS2", "ärger", "ÄRGER", "0% d", 'y "H', "a_b", "k\\s", "本語の", "X", "STRASSE", "straße", "🎉🎉🎉",
    "nowhere", "s",
]  # fmt: skip


@pytest.fixture
def mixed(world: World) -> World:
    """Half of the entries are in the index."""
    _write(world.store, TEXTS)
    world.store.write(logs.index, 100)
    _write(world.store, TEXTS)
    return world


def _write(store: Store, texts: list[str]) -> None:
    store.write(logs.add, [LogEntry(EventType.OUTPUT, one) for one in texts], NOW)


def _found(reader: Reader, text: str, **more: int) -> list[str]:
    return [entry.description for entry in reader.logs(1, grep=text, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ASKED)
def test_the_index_changes_no_answer(mixed: World, reader: Reader, text: str) -> None:
    wanted = [one for one in TEXTS * 2 if text.lower() in one.lower()]
    assert [one for one in _found(reader, text) if one in TEXTS] == wanted


def test_pages_cross_the_border_of_the_index_both_ways(mixed: World, reader: Reader) -> None:
    down = _page_down(reader, "done")
    assert [one.description for one in down] == ["50% done", "500 done"] * 2
    up: list[LogEntry] = []
    before = None
    while page := reader.logs(1, grep="done", before_id=before, limit=1):
        up, before = [*page, *up], page[0].id
    assert up == down


def _page_down(reader: Reader, text: str) -> list[LogEntry]:
    found: list[LogEntry] = []
    while page := reader.logs(1, grep=text, after_id=found[-1].id if found else 0, limit=1):
        found += page
    return found


def test_what_is_gone_from_the_log_is_not_found(mixed: World, reader: Reader) -> None:
    mixed.store.write(lambda tx: tx.exec_driver_sql("DELETE FROM execution_log WHERE description LIKE '%nas%'"))
    assert _found(reader, "nas") == []


def test_where_the_index_proposes_too_much_the_log_is_looked_through(world: World, reader: Reader) -> None:
    _write(world.store, ["often"] * (MANY + 1))
    world.store.write(logs.index, MANY * 2)
    assert _ways(reader, "often", limit=3) == []
    assert _found(reader, "often", limit=3) == ["often"] * 3


def test_a_search_reads_the_index_and_then_only_what_it_proposes(mixed: World, reader: Reader) -> None:
    (way,) = _ways(reader, "nas2")
    plan = [row["detail"] for row in reader._rows(f"EXPLAIN QUERY PLAN {way}")]
    assert plan[0].startswith("SCAN log_words VIRTUAL TABLE INDEX")
    assert "SEARCH l USING INTEGER PRIMARY KEY (rowid=?)" in plan
    assert not any("TEMP B-TREE" in line for line in plan)


def _ways(reader: Reader, text: str, **more: int) -> list[str]:
    """What was asked of the index and the log together."""
    asked: list[str] = []
    reader.last_log_id()
    assert reader._connection is not None
    reader._connection.set_trace_callback(asked.append)
    _found(reader, text, **more)
    return [one for one in asked if "CROSS JOIN" in one]


def test_any_text_at_all_is_only_text_to_the_index(mixed: World, reader: Reader) -> None:
    chance = random.Random(1)  # noqa: S311 - texts, not secrets
    for _ in range(200):
        text = "".join(chance.choice("\"'*()^-:{}ANDORNT \0%\\é🎉") for _ in range(chance.randrange(1, 9)))
        assert not set(_found(reader, text)) - set(TEXTS) - {"Created: Every 5 seconds run true"}


def test_a_long_text_is_asked_for_by_some_of_its_pieces() -> None:
    assert pieces("abcd") == '"abc" AND "bcd"'
    assert pieces("ab") is None
    assert len((pieces("".join(map(chr, range(1_000, 9_000)))) or "").split(" AND ")) == 40


def test_a_home_without_a_database_finds_nothing(tmp_path: Path) -> None:
    with Reader.open(Places(tmp_path, tmp_path, tmp_path)) as reader:
        assert reader.logs(1, grep="anything") == []
    assert not sqlite.is_there(tmp_path / "nomologi.db")
