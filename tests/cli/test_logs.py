"""logs."""

import re

import pytest

from tests.cli.conftest import Cli

UTC_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


def test_entries_have_the_shape_that_scripts_depend_on(cli: Cli, daily: str) -> None:
    entries = cli("logs", "--json").json
    assert list(entries[0]) == ["id", "automation", "run_id", "event_type", "level", "description", "timestamp"]
    assert [one["event_type"] for one in entries] == ["created", "switched_on"]
    assert {one["automation"] for one in entries} == {daily}
    assert all(UTC_TIME.match(one["timestamp"]) for one in entries)


def test_an_empty_log_is_an_empty_document(cli: Cli) -> None:
    assert cli("logs", "--json").json == []
    assert cli("logs").out == ""


def test_lines_are_in_words_oldest_first(cli: Cli, daily: str) -> None:
    cli("run", daily, "--wait")
    words = [line.split(f"{daily}  ")[1] for line in cli("logs", daily).lines]
    assert words == [
        "Created: every day at 08:00 run 'echo hello'",
        "Switched on",
        "Queued by hand",
        "Started by hand",
        "Run command started",
        "| hello",
        "Run command: run `echo hello`",
        "Done: run `echo hello`.",
    ]


def test_entries_are_chosen_by_text_level_time_and_number(cli: Cli, daily: str) -> None:
    cli("new", "every day at 09:00 run 'echo 100% wrong >&2; false'", "--off")
    cli("run", daily, "--wait")
    cli("run", "2", "--wait")
    errors = cli("logs", "--json", "--level", "error").json
    assert {one["automation"] for one in errors} == {cli("show", "2", "--json").json["slug"]}
    assert len(cli("logs", "--json", "--grep", "HELLO").json) == 4
    assert cli("logs", "--json", "--grep", "100%", daily).json == []
    assert cli("logs", "--json", "--grep", "' OR 1=1").json == []
    assert cli("logs", "--json", "--since", "2999-01-01").json == []
    assert len(cli("logs", "--json", "--limit", "3").json) == 3
    assert cli("logs", "--json", "--limit", "1").json[0]["event_type"] == "runner_stopped"


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--level", "loud"), "“loud” is no level. Levels are debug, info, warning and error.\n"),
        (("--since", "[/foo]"), "“[/foo]” is no time. Write for example 08:00,"),
        (("--since", ""), "“” is no time."),
        (("--since", "9" * 30 + "h"), "“9999"),
        (("--since", "999999w"), "“999999w” is no time."),
        (
            ("--limit", "-1"),
            "Invalid value for '--limit': -1 is not between 1 and 1000000. See: nomologi logs --help\n",
        ),
        (("--limit", "many"), "Invalid value for '--limit': 'many' is no whole number."),
    ],
)
def test_an_option_that_can_not_be_read_is_bad_input(
    cli: Cli, daily: str, option: tuple[str, str], sentence: str
) -> None:
    answer = cli("logs", *option)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(sentence)


@pytest.mark.parametrize("since", ["9999w", "2026-11-22", "2026-11-22T10:00+02:00", "0001-01-01"])
def test_any_time_that_can_be_read_chooses(cli: Cli, daily: str, since: str) -> None:
    assert cli("logs", "--since", since).code == 0


def test_one_run_and_every_entry_can_be_asked_for(cli: Cli, daily: str) -> None:
    assert cli("run", daily, "--wait").code == 0
    run = cli("runs", "--json").json[0]["id"]
    mine = cli("logs", "--json", "--run", str(run)).json
    assert {one["run_id"] for one in mine} == {run}
    assert cli("logs", "--all", "--json", "--limit", "1").json == cli("logs", "--json", "--limit", "100000").json
    unknown = cli("logs", "--run", "999")
    assert (unknown.code, unknown.err) == (3, "There is no run 999. `nomologi runs` lists them.\n")


@pytest.mark.parametrize("moment", ["2h", "2 h", "yesterday", "00:00:00", "2026-01-01", "2026-01-01T00:00:00Z"])
def test_since_when_is_said_as_moments_are(cli: Cli, daily: str, moment: str) -> None:
    assert len(cli("logs", "--json", "--since", moment).json) == 2
    assert cli("runs", "--json", "--since", moment).code == 0
