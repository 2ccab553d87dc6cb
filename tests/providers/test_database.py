"""A database as a connection: files of SQLite, and the real PostgreSQL and MariaDB."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.databases.url import Database
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.database import DatabaseConfig, database
from nomologi_tui.settings import find_places
from nomologi_tui.store import Store
from nomologi_tui.testing import FakeClock
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.blocks.mariadb import MariaDb
from tests.blocks.postgres import PASSWORD, Postgres


async def tried(url: str, password: str = "") -> str:
    return await database.test(DatabaseConfig(url=url, password=password), SystemClock())


async def test_a_file_of_sqlite_is_opened_and_none_is_made(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("CREATE TABLE t (x)")
    assert (await tried(f"sqlite:///{tmp_path}/a.db")).startswith(f"{tmp_path}/a.db took it (sqlite 3.")
    with pytest.raises(BlockError, match=r"no\.db can't be opened: unable to open"):
        await tried(f"sqlite:///{tmp_path}/no.db")
    (tmp_path / "text.db").write_text("no database at all" * 100)
    with pytest.raises(BlockError, match="not a database"):
        await tried(f"sqlite:///{tmp_path}/text.db")
    assert not (tmp_path / "no.db").exists()


async def test_postgresql_takes_the_password_and_refuses_another_one(postgres: Postgres) -> None:
    assert "127.0.0.1" in (said := await tried(postgres.url, PASSWORD))
    assert "took it (postgresql " in said
    with pytest.raises(CredentialError, match="refused the login") as refused:
        await tried(postgres.url, "hunter2")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("kind", ["mysql", "mariadb"])
async def test_mariadb_takes_the_password_by_either_name_and_refuses_another_one(mariadb: MariaDb, kind: str) -> None:
    url = mariadb.url.replace("mysql", kind)
    assert re.search(r"127\.0\.0\.1:\d+/shop took it \((mysql|mariadb) \d+\.", await tried(url, PASSWORD))
    with pytest.raises(CredentialError, match="refused the login") as refused:
        await tried(url, "hunter2")
    assert "hunter2" not in str(refused.value)
    with pytest.raises(BlockError, match=r"127\.0\.0\.1:9/x can't be opened") as failed:
        await tried(f"{kind}://ada@127.0.0.1:9/x")
    assert failed.value.passing


async def test_nobody_there_is_a_sentence_that_passes() -> None:
    with pytest.raises(BlockError, match=r"127\.0\.0\.1:9/x can't be opened") as failed:
        await tried("postgresql://ada@127.0.0.1:9/x")
    assert failed.value.passing


async def test_a_missing_driver_is_named_with_the_line_that_installs_it() -> None:
    with pytest.raises(BlockError, match=r"No driver for PostgreSQL is installed here \(psycopg2\)") as failed:
        await tried("postgresql+psycopg2://ada@db/x")
    assert failed.value.hint == "Install it beside Nomologi: pip install 'psycopg[binary]'"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own database, open as the runner has it."""
    monkeypatch.setenv("NOMOLOGI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NOMOLOGI_DATABASE_URL", raising=False)
    places = find_places({"NOMOLOGI_HOME": str(tmp_path / "home")})
    Store.open(places, FakeClock()).close()
    return places.database


async def test_our_own_database_is_refused_by_any_name(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soft.db").symlink_to(own)
    (tmp_path / "hard.db").hardlink_to(own)
    (tmp_path / "copy.db").write_bytes(own.read_bytes())
    for path in (own, tmp_path / "soft.db", tmp_path / "hard.db", tmp_path / "copy.db"):
        with pytest.raises(BlockError, match="of Nomologi itself|to Nomologi itself"):
            await tried(f"sqlite:///{path}")
    monkeypatch.setenv("NOMOLOGI_HOME", str(tmp_path / "another"))
    with pytest.raises(BlockError, match="is a database of Nomologi itself"):
        await tried(f"sqlite:///{own}")


@pytest.mark.parametrize(
    ("url", "words"),
    [("postgresql://ada:hunter2@db/x", "leave the password out"), ("oracle://db/x", "write sqlite:"),
     ("", "write sqlite:"),
     ("postgresql+evil://db/x", "driver evil is not known"), ("postgresql:///x", "names no host"),
     ("postgresql://db/", "names no database"), ("postgresql://db/x?options=-c", "option options is not taken"),
     ("postgresql://db/x?host=evil.example", "option host is for the folder"),
     ("mysql://db/x?local_infile=1", "not taken"),
     ("sqlite:///:memory:?cache=shared", "only a file"), ("sqlite://", "write sqlite:"),
     ("sqlite:///a.db?mode=memory", "only a file")],
)  # fmt: skip
def test_a_wrong_address_is_said_while_typing_without_telling_it(url: str, words: str) -> None:
    problem = check(DatabaseConfig, {"url": url})[1]["url"]
    assert words.lower() in problem.lower()
    assert "hunter2" not in problem


def test_an_account_is_told_without_names_of_people() -> None:
    assert database.account_of(DatabaseConfig(url="postgresql://ada@db:5433/shop?sslmode=require")) == "db:5433/shop"
    assert Database("sqlite:////srv/a.db").name == "/srv/a.db"


@pytest.mark.parametrize("place", ["a..b", "a" * 300, "[::1", "h:port", "h:99999999"])
@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_a_place_that_there_can_not_be_is_a_sentence(kind: str, place: str) -> None:
    with pytest.raises(BlockError) as failed:
        await tried(f"{kind}://ada@{place}/shop", PASSWORD)
    assert fault_of_failure(failed.value) == ""
    assert PASSWORD not in str(failed.value)
