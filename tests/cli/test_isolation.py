"""Each command, given everything that is another's: nothing of it is told, and nothing of it changes.

The commands come from the list of commands, so a new one is tried as soon as it is there.
"""

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer

from nomologi_tui.cli import COMMANDS
from tests.cli.conftest import Cli

MARK = "petunia"  # in all that is Ada's
APART = {
    "runner",
    "serve",
    "mcp",
    "demo",
    "completion",
    "service",
    "adopt",
    "restore",
    "backup",  # of no user
    "new",
    "read",
    "when",
    "blocks",
    "config",
    "users",
}  # take or tell what is nobody's
SEARCH = ("templates", "list")  # finds nothing, and that is no error


def commands() -> Iterator[tuple[str, ...]]:
    """Every command, in words."""
    for name, place in COMMANDS.items():
        module, _, function = place.partition(".")
        made = getattr(importlib.import_module(f"nomologi_tui.cli.{module}"), function)
        group = made.registered_commands if isinstance(made, typer.Typer) else []
        if name not in APART:
            yield from ((name, str(one.name)) for one in group if one.name) if group else ((name,),)


@pytest.fixture
def adas(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What names the things of Ada: the owner makes them, for it is he who needs no password, and hands them over."""
    monkeypatch.setenv("TOKEN", MARK)
    slug = cli("new", f"every day at 8 run 'echo {MARK}; exit 3'", "--yes", "--json").json["slug"]
    gone = cli("new", f"every day at 9 run 'echo {MARK}'", "--yes", "--json").json["slug"]
    for made in (("run", slug, "--wait"), ("templates", "save", slug, "--name", f"The {MARK}"), ("delete", gone),
                 ("connections", "add", "bearer", f"{MARK} box", "--set", "token=env:TOKEN", "--set", "hosts=a.local"),
                 ("users", "add", "ada")):  # fmt: skip
        assert cli(*made, stdin="a long password\n").code in (0, 1)
    told = (("runs",), ("logs",), ("trash",), ("templates", "list"), ("connections", "list"), ("list",))
    assert all(MARK in cli(*one).out for one in told)
    for table, columns in tables(home):
        if "user_id" in columns:
            rows(home, f"UPDATE {table} SET user_id = 2")
    return [slug, gone, "1", f"The {MARK}", f"{MARK} box"]


def rows(home: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / "nomologi.db")) as database, database:
        return database.execute(statement).fetchall()


def tables(home: Path) -> list[tuple[str, set[str]]]:
    """Each table with its columns."""
    names = [name for (name,) in rows(home, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [(name, {one[1] for one in rows(home, f"PRAGMA table_info({name})")}) for name in names]


def kept(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that is Ada's."""
    of_hers = "automation_id IN (SELECT id FROM automation WHERE user_id = 2)"
    which = {table: "user_id = 2" if "user_id" in columns else of_hers for table, columns in tables(home)
             if columns & {"user_id", "automation_id"}}  # fmt: skip
    return {table: rows(home, f"SELECT * FROM {table} WHERE {where}") for table, where in which.items()}


def test_no_command_tells_or_changes_anything_of_another(home: Path, cli: Cli, adas: list[str]) -> None:
    before, told = kept(home), {}
    assert sum(map(bool, before.values())) >= 8
    for command in commands():
        for name in ("", *adas):
            answer = cli(*command, *filter(None, [name]))
            said = (answer.out + answer.err).replace(name or MARK * 2, "")
            if MARK in said or (name and answer.code == 0 and command != SEARCH):
                told[*command, name] = answer
    assert told == {}
    assert kept(home) == before
