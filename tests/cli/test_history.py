import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def changed(cli: Cli, daily: str) -> str:
    """An automation with three revisions: made, its command changed, how it runs changed."""
    text = cli("show", daily, "--yaml").out.replace("command: echo hello", "command: echo goodbye")
    assert cli("edit", daily, "--file", "-", stdin=text).code == 0
    assert cli("configure", daily, "--set", "retries=5").code == 0
    return daily


def test_each_revision_says_what_it_changed(cli: Cli, changed: str) -> None:
    found = cli("history", changed, "--json").json
    assert [(one["revision"], one["changed"]) for one in found] == [
        (3, ["retries"]), (2, ["run_command changed"]), (1, ["made"]),
    ]  # fmt: skip
    assert cli("history", changed).lines[0].split() == ["REVISION", "MADE", "CHANGED"]


def test_a_change_is_shown_as_a_diff_of_documents(cli: Cli, changed: str) -> None:
    lines = cli("history", changed, "--diff", "2").lines
    assert lines[:2] == ["--- revision 1", "+++ revision 2"]
    assert [line.split()[-1] for line in lines if line.startswith(("-  ", "+  "))] == ["hello", "goodbye"]


def test_two_revisions_can_be_compared(cli: Cli, changed: str) -> None:
    lines = cli("history", changed, "--diff", "1..3").lines
    assert any(line.startswith("+") and "retries: 5" in line for line in lines)


def test_restored_it_is_as_it_was_in_a_revision_of_its_own(cli: Cli, changed: str) -> None:
    before = cli("show", changed, "--json").json
    assert cli("history", changed, "--restore", "1").lines == [f"{changed} is as it was, now revision 4."]
    after = cli("show", changed, "--json").json
    assert (before["status"], after["status"]) == ("active", "active")
    assert "echo hello" in str(after)
    assert cli("history", changed, "--restore", "1").lines == [f"{changed} is as it was then."]
    assert len(cli("history", changed, "--json").json) == 4


def test_a_restored_one_runs(cli: Cli, changed: str) -> None:
    cli("history", changed, "--restore", "1")
    assert cli("run", changed, "--wait").code == 0
    assert "hello" in cli("trace", "1").out


@pytest.mark.parametrize(("option", "value", "code"), [("--restore", "9", 3), ("--diff", "9", 3), ("--diff", "x", 2)])
def test_a_revision_that_is_none_changes_nothing(cli: Cli, changed: str, option: str, value: str, code: int) -> None:
    assert cli("history", changed, option, value).code == code
    assert len(cli("history", changed, "--json").json) == 3
