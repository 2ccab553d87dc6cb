"""People of one store on the command line: sign-in, and nothing of one to be seen or changed by another."""

from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Cli
from tests.support import nomologi

PASSWORD = "a long password"


@pytest.fixture
def bob(cli: Cli, daily: str, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Commands of somebody else than the one who made `daily`."""
    assert cli("users", "add", "bob", stdin=f"{PASSWORD}\n").code == 0

    def as_bob(*arguments: str, stdin: str = "") -> Answer:
        with monkeypatch.context() as environment:
            environment.setenv("NOMOLOGI_USER", "bob")
            environment.setenv("NOMOLOGI_PASSWORD", PASSWORD)
            return cli(*arguments, stdin=stdin)

    return as_bob


def test_the_people_are_listed(cli: Cli, bob: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, other = cli("users", "list", "--json").json
    assert (owner["owner"], owner["auth"], owner["automations"]) == (True, "os", 1)
    assert (other["login"], other["owner"], other["auth"], other["automations"]) == ("bob", False, "password", 0)
    assert "password_hash" not in other


def test_connections_and_templates_of_another_are_not_there(
    cli: Cli, bob: Cli, daily: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "0123456789")
    kind = ("connections", "add", "bearer", "NAS", "--set", "token=env:TOKEN")
    assert cli(*kind, "--set", "hosts=nas.local").code == 0
    assert cli("templates", "save", daily, "--name", "Ours").code == 0
    for arguments in (("connections", "test", "NAS"), ("connections", "login", "1"), ("connections", "remove", "1"),
                      ("templates", "show", "ours"), ("templates", "remove", "ours"), ("templates", "export", "ours"),
                      ("templates", "save", daily, "--name", "Mine")):  # fmt: skip
        assert (bob(*arguments).code, bob(*arguments).out) == (3, "")
    assert bob(*kind, "--set", "hosts=evil.example", "--replace").code == 0  # one of his own
    assert cli("connections", "list", "--json").json[0]["config"]["hosts"] == ["nas.local"]


def test_runs_and_log_lines_of_another_are_not_there(cli: Cli, bob: Cli, daily: str) -> None:
    assert cli("run", daily, "--wait").code == 0
    for command in ("trace", "cancel", "approve", "deny", "replay"):
        assert bob(command, "1").code == 3
    assert bob("runs", "--json").json == []
    assert bob("list", "--json").json == []
    assert bob("missed", "--json").json == []
    assert bob("connections", "list", "--json").json == []
    assert "hello" not in bob("logs", "--json").out
    assert "hello" not in bob("status", "--json").out


def test_without_the_password_every_command_needs_a_person(home: Path, bob: Cli) -> None:
    for arguments in (["list"], ["logs"], ["status"], ["new", "every day at 8 run 'true'", "--yes"]):
        done = nomologi(home, *arguments, environ={"NOMOLOGI_USER": "bob"})
        assert (done.returncode, done.stdout) == (4, "")
        assert "“bob” signs in with a password." in done.stderr


def test_a_wrong_password_is_one_sentence(home: Path, bob: Cli) -> None:
    done = nomologi(home, "list", environ={"NOMOLOGI_USER": "bob", "NOMOLOGI_PASSWORD": "something else"})
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    assert "is wrong" in done.stderr


def test_the_owner_removes_somebody(cli: Cli, bob: Cli, daily: str) -> None:
    assert bob("new", "every day at 09:00 run 'true'", "--yes").code == 0
    assert cli("users", "remove", "bob").code == 4
    assert cli("users", "remove", "bob", "--force").code == 0
    assert [one["owner"] for one in cli("users", "list", "--json").json] == [True]
    assert len(cli("list", "--json").json) == 1


def test_people_change_their_own_password(cli: Cli, bob: Cli) -> None:
    assert bob("users", "password", stdin="another long one\n").code == 0
    assert bob("list").code == 4
    assert cli("users", "password", "bob", stdin=f"{PASSWORD}\n").code == 0
    assert bob("list").code == 0


def test_a_short_password_lets_nobody_in(cli: Cli) -> None:
    answer = cli("users", "add", "bob", stdin="short\n")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert len(cli("users", "list", "--json").json) == 1


def test_the_owner_alone_may_be_without_a_password_again(cli: Cli, bob: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("users", "password", stdin=f"{PASSWORD}\n").code == 0
    assert cli("list").code == 4
    monkeypatch.setenv("NOMOLOGI_PASSWORD", PASSWORD)
    assert cli("users", "password", "bob", "--remove").code == 2
    assert bob("users", "password", "--remove").code == 4
    assert cli("users", "password", "--remove").code == 0
    monkeypatch.delenv("NOMOLOGI_PASSWORD")
    assert cli("list").code == 0
