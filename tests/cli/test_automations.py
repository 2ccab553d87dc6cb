"""list, show, on, off, delete."""

import re

import pytest

from tests.cli.conftest import Cli

UTC_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


def test_an_empty_list_says_how_to_begin_and_is_an_empty_document(cli: Cli) -> None:
    assert cli("list").err.endswith('nomologi new "GOAL"\n')
    assert cli("list").out == ""
    assert cli("list", "--json").json == []


def test_list_has_the_shape_that_scripts_depend_on(cli: Cli, daily: str) -> None:
    (row,) = cli("list", "--json").json
    assert list(row) == ["id", "slug", "goal", "status", "next_due", "last_run", "health"]
    assert (row["slug"], row["status"], row["health"], row["last_run"]) == (daily, "active", "ok", None)
    assert UTC_TIME.match(row["next_due"])
    cli("run", daily, "--wait")
    last = cli("list", "--json").json[0]["last_run"]
    assert list(last) == ["id", "status", "summary", "finished_at"]
    assert (last["id"], last["status"]) == (1, "success")
    assert UTC_TIME.match(last["finished_at"])


def test_the_table_keeps_slugs_whole(cli: Cli, daily: str) -> None:
    heading, row = cli("list").lines
    assert heading.split() == ["AUTOMATION", "STATE", "LAST", "NEXT", "GOAL"]
    assert row.split()[:2] == [daily, "OK"]
    assert row == row.rstrip()


def test_show_tells_goal_steps_and_next_times(cli: Cli, daily: str) -> None:
    shown = cli("show", daily)
    assert shown.lines[:3] == [
        f"{daily}  (id 1, active, revision 1)",
        "goal: every day at 08:00 run 'echo hello'",
        " when: every day at 08:00",
    ]
    assert shown.lines[-1] == " what: run `echo hello`"
    assert len([line for line in shown.lines if "08:00 UTC" in line]) == 5


def test_show_json_has_each_step_with_its_config(cli: Cli, daily: str) -> None:
    shown = cli("show", daily, "--json").json
    assert [step["block"] for step in shown["steps"]] == ["schedule", "run_command"]
    assert shown["steps"][1]["config"] == {"command": "echo hello"}
    assert all(UTC_TIME.match(shown[name]) for name in ("created_at", "updated_at", "next_due"))


def test_show_yaml_prints_a_document(cli: Cli, daily: str) -> None:
    shown = cli("show", daily, "--yaml")
    assert shown.lines[0] == "version: 1"
    assert "  - block: run_command" in shown.out or "- block: run_command" in shown.out


@pytest.mark.parametrize("command", ["show", "on", "off", "delete", "run", "runs", "logs"])
def test_an_unknown_automation_gets_the_nearest_names(cli: Cli, daily: str, command: str) -> None:
    for number in range(4):
        cli("new", f"every day at 09:0{number} run 'echo x'", "--off")
    answer = cli(command, "evry-day-at-08-00-run-echo-helo")
    assert (answer.code, answer.out) == (3, "")
    assert daily in answer.err
    assert answer.err.count("every-day-at") == 3


@pytest.mark.parametrize("command", ["show", "off", "runs", "logs", "run"])
def test_an_ambiguous_beginning_names_those_it_fits(cli: Cli, daily: str, command: str) -> None:
    cli("new", "every day at 09:00 run 'echo other'", "--off")
    answer = cli(command, "every")
    assert answer.code == 2
    assert daily in answer.err
    assert "echo-other" in answer.err


@pytest.mark.parametrize("ref", ["1", "every-day", "every-day-at-08-00-run-echo-hello"])
def test_an_automation_is_named_by_id_slug_or_beginning(cli: Cli, daily: str, ref: str) -> None:
    assert cli("show", ref, "--json").json["slug"] == daily


@pytest.mark.parametrize("ref", ["", "0", "-1x", "[/foo]", "\x1b[31m", "9" * 40, "'; DROP TABLE automation"])
def test_a_strange_name_is_not_found_in_one_clean_line(cli: Cli, daily: str, ref: str) -> None:
    answer = cli("show", "--", ref)
    assert answer.code == 3
    assert answer.err.count("\n") == 1
    assert "\x1b" not in answer.err


def test_switching_off_and_on_again(cli: Cli, daily: str) -> None:
    assert cli("off", daily).out == f"{daily} is off.\n"
    assert cli("list", "--json").json[0]["status"] == "inactive"
    assert cli("on", daily).code == 4
    again = cli("on", daily, "--yes")
    assert again.lines == ["It may:", "  run echo hello", f"{daily} is on."]
    assert cli("list", "--json").json[0]["status"] == "active"


def test_deleting_takes_it_from_the_list(cli: Cli, daily: str) -> None:
    assert cli("delete", daily).code == 0
    assert cli("list", "--json").json == []
    assert cli("show", daily).code == 3


def test_what_was_deleted_comes_back_by_its_number(cli: Cli, daily: str) -> None:
    assert cli("delete", daily).out.endswith("Back again: nomologi delete --undo 1\n")
    assert cli("delete", "--undo", "1").out == f"{daily} is back, switched off.\n"
    assert cli("list", "--json").json[0]["slug"] == daily
    assert [cli("delete", "--undo", one).code for one in ("77", "x")] == [3, 3]
