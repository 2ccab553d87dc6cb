"""Other machines, databases and backups from the command line: connected, set by `--set`, carried out for real."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.blocks.conftest import postgres, sshd
from tests.blocks.postgres import PASSWORD, Postgres
from tests.blocks.sshd import Sshd
from tests.cli.conftest import Cli
from tests.support import require_programs

__all__ = ["postgres", "sshd"]  # fixtures


def connect(cli: Cli, sshd: Sshd, **more: str) -> Any:
    values = {name: str(sshd.values()[name]) for name in ("host", "port", "user", "key_file")} | more
    return cli("connections", "add", "ssh", "NAS", *[f"--set={name}={value}" for name, value in values.items()])


def ran(cli: Cli, goal: str, *pairs: str) -> dict[str, Any]:
    """How the last step of a new automation went."""
    made = cli("new", goal, "--yes", *[f"--set={pair}" for pair in pairs])
    assert made.code == 0, made.err
    run = cli("run", cli("list", "--json").json[-1]["slug"], "--wait", "--json").json
    found: dict[str, Any] = cli("trace", str(run["id"]), "--json").json["steps"][-1]
    return found


def test_a_machine_is_connected_by_the_key_that_it_shows(cli: Cli, sshd: Sshd) -> None:
    added = connect(cli, sshd)
    assert (added.code, f"host_key: {sshd.fingerprint}" in added.err) == (0, True), added.err
    assert "took it (SSH-2.0-OpenSSH" in cli("connections", "test", "NAS").out
    [shown] = cli("connections", "list", "--json").json
    assert shown["config"]["host_key"] == sshd.fingerprint


def test_a_machine_with_another_key_than_the_one_that_was_given_is_refused(cli: Cli, sshd: Sshd) -> None:
    assert connect(cli, sshd, host_key="SHA256:" + "A" * 43).code == 0
    refused = cli("connections", "test", "NAS")
    assert (refused.code, "shows another host key" in refused.err) == (1, True)


def test_a_machine_that_is_not_there_is_not_kept(cli: Cli) -> None:
    refused = cli("connections", "add", "ssh", "NAS", "--set=host=127.0.0.1", "--set=port=9", "--set=user=ada")
    assert (refused.code, "could not be reached" in refused.err) == (1, True)
    assert cli("connections", "list", "--json").json == []


def test_a_key_from_the_environment_is_in_no_output_and_on_no_disk(
    cli: Cli, sshd: Sshd, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAS_KEY", key := (sshd.folder / "login").read_text())
    assert connect(cli, sshd, key="env:NAS_KEY", key_file="").code == 0
    step = ran(cli, f"when I run it, ssh 'cat {sshd.folder}/login'", "what.connection=NAS")
    assert (step["status"], "[hidden]" in step["output"]["stdout"]) == ("success", True)
    stored = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert [line for line in key.splitlines() if line in str(step) or line.encode() in stored] == []


def test_a_command_and_a_copy_are_carried_out_there(cli: Cli, sshd: Sshd, tmp_path: Path) -> None:
    connect(cli, sshd)
    goal = "when I run it, ssh 'printf %s {{ automation.goal }}'"
    step = ran(cli, goal, "what.connection=NAS")
    assert (step["status"], step["output"]["stdout"]) == ("success", goal)
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a.txt").write_text("a")
    step = ran(
        cli, "when I run it, sftp", "what.connection=NAS", f"what.path={tmp_path}/from", f"what.to={tmp_path}/home"
    )
    assert (tmp_path / "home" / "from" / "a.txt").read_text() == "a"
    assert step["output"]["files"] == 1


def test_a_backup_is_made_by_a_goal(cli: Cli, tmp_path: Path) -> None:
    for name in ("docs", "to"):
        (tmp_path / name).mkdir()
    (tmp_path / "docs" / "a.txt").write_text("a")
    require_programs("rsync")
    step = ran(cli, f"when I run it, back up {tmp_path}/docs to {tmp_path}/to with rsync")
    assert (step["output"]["files_new"], step["output"]["partly"]) == (1, False)
    assert (tmp_path / "to" / "docs" / "a.txt").read_text() == "a"


def test_a_service_without_systemd_fails_in_words(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    step = ran(cli, "when I run it, restart the service 'web.service'")
    assert (step["status"], "There is no systemctl on this machine" in step["error"]) == ("failure", True)


def test_a_database_is_filled_and_asked(cli: Cli, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB", PASSWORD)
    added = cli("connections", "add", "database", "Shop", f"--set=url={postgres.url}", "--set=password=env:DB")
    assert added.code == 0, added.err
    make = "CREATE TABLE cli (name text, size int)"
    assert (
        ran(cli, "when I run it, run the sql", "what.connection=Shop", f"what.statement={make}")["status"] == "success"
    )
    row = ("what.connection=Shop", "what.table=cli", "what.row=name: x\nsize: 2")
    assert ran(cli, "when I run it, add a row", *row)["output"]["added"]
    asked = "SELECT * FROM cli WHERE size = :s"
    step = ran(
        cli, "when I run it, query the database", "what.connection=Shop", f"what.statement={asked}", "what.values=s: 2"
    )
    assert step["output"]["rows"] == [{"name": "x", "size": 2}]


def test_the_kind_of_a_connection_must_fit(cli: Cli, tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "a.db").close()
    cli("connections", "add", "database", "Notes", f"--set=url=sqlite:///{tmp_path}/a.db")
    made = cli("new", "when I run it, ssh 'ls'", "--yes", "--set=what.connection=Notes")
    assert (made.code, "can't be used for this" in made.err) == (4, True)
