"""when and read."""

import json

import pytest

from tests.cli.conftest import Cli

NOON = ("--tz", "Europe/Berlin", "--from", "2026-11-22T12:00")


def test_a_phrase_as_words_and_next_times_in_its_zone(cli: Cli) -> None:
    answer = cli("when", "every weekday at 7:30", "--count", "2", *NOON)
    assert answer.lines == [
        "every weekday at 07:30 (Europe/Berlin)",
        "  2026-11-23 07:30:00",
        "  2026-11-24 07:30:00",
    ]


def test_when_has_the_shape_that_scripts_depend_on(cli: Cli) -> None:
    document = cli("when", "0 0 1 * *", "--json", "--count", "1", *NOON).json
    assert list(document) == ["phrase", "words", "cron", "every_seconds", "timezone", "next", "remarks"]
    assert (document["cron"], document["next"]) == (["0 0 1 * *"], ["2026-11-30T23:00:00Z"])
    every = cli("when", "every 90 seconds", "--json").json
    assert (every["every_seconds"], every["cron"]) == (90, None)


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("0 0 30 2 *", "day 30 never comes"),
        ("61 * * * *", "“61” is no minute"),
        ("5-1 * * * *", ""),
        ("* * * *", ""),
        ("some day", ""),
        ("[/foo]", ""),
        ("\x1b[31mred", ""),
        ("a" * 100_000, ""),
    ],
)
def test_what_is_no_schedule_is_bad_input_with_the_reason(cli: Cli, phrase: str, reason: str) -> None:
    answer = cli("when", phrase)
    assert (answer.code, answer.out) == (2, "")
    assert "is not a schedule: " in answer.err
    assert reason in answer.err
    assert "\x1b" not in answer.err
    assert len(answer.err) < 1000


@pytest.mark.parametrize("command", ["when", "read"])
@pytest.mark.parametrize("wrong", [("--tz", "Mars/Base"), ("--tz", "../etc"), ("--from", "then"), ()])
def test_a_bad_zone_a_bad_time_or_nothing_is_bad_input(cli: Cli, command: str, wrong: tuple[str, ...]) -> None:
    answer = cli(command, *(["every hour run true", *wrong] if wrong else []))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1


def test_a_batch_answers_each_line_and_skips_blank_ones(cli: Cli) -> None:
    lines = [
        '{"id": 1, "text": "every hour"}',
        "",
        '{"id": 2, "text": "0 0 30 2 *"}',
        "not json",
        "[1]",
        '{"id": 3}',
        '{"id": 4, "text": "every day at 8", "tz": "Asia/Tokyo", "from": "2026-11-22T00:00Z", "count": 1}',
        '{"id": 5, "text": "every hour", "tz": "Nowhere"}',
        '{"id": 6, "text": "every hour", "count": "many"}',
        '{"id": 7, "text": "a\\u0000\\ud800\\u001b[31m"}',
    ]
    answer = cli("when", "--batch", stdin="\n".join(lines))
    answers = [json.loads(line) for line in answer.lines]
    assert (answer.code, len(answers)) == (0, 9)
    assert answers[0]["schedule"] == {"every_seconds": 3600}
    assert (answers[1]["id"], answers[1]["schedule"]) == (2, "ask")
    assert answers[5]["next"] == ["2026-11-22T23:00:00Z"]
    assert all(one["schedule"] == "ask" and one["reason"] for one in answers[1:5] + answers[6:])
    assert [one["id"] for one in answers[4:]] == [3, 4, 5, 6, 7]


def test_a_goal_is_read_without_saving_anything(cli: Cli) -> None:
    answer = cli("read", "every hour run ~/bin/sync")
    assert answer.lines == ["when: every hour  (schedule)", "what: run `~/bin/sync`  (run_command)"]
    assert cli("list", "--json").json == []


def test_read_has_the_shape_that_scripts_depend_on(cli: Cli) -> None:
    document = cli("read", "every hour run ~/bin/sync", "--json").json
    assert list(document) == [
        "goal", "when", "conditions", "what", "slots", "missing", "not_understood", "template", "confidence",
    ]  # fmt: skip
    assert document["when"] == [{"trigger": "schedule", "config": {"every": "1h"}, "words": "every hour"}]


def test_a_batch_of_goals(cli: Cli) -> None:
    lines = ['{"id": "a", "text": "every hour run true"}', "{", '{"id": "b", "text": 5}', '{"id": "c", "text": ""}']
    answers = [json.loads(line) for line in cli("read", "--batch", stdin="\n".join(lines)).lines]
    assert (answers[0]["id"], answers[0]["trigger"], answers[0]["what"]) == ("a", "interval", ["command"])
    assert [one.get("id") for one in answers] == ["a", None, "b", "c"]


@pytest.mark.parametrize("goal", ["[/foo] \x1b[31m every hour run 'x'", "\x00", "a" * 100_000, "“”‘’…"])
def test_a_strange_goal_is_read_without_a_control_byte(cli: Cli, goal: str) -> None:
    for answer in (cli("read", goal), cli("read", goal, "--json")):
        assert answer.code == 0
        assert not [char for char in answer.out + answer.err if not char.isprintable() and char != "\n"]


def test_words_left_as_plain_text_are_read_as_nothing_but_text(cli: Cli) -> None:
    document = cli("read", "every day at 8 remind me tomorrow to call", "--without", "Tomorrow", "--json", *NOON).json
    assert document["goal"] == "every day at 8 remind me tomorrow to call"
    assert [part["words"] for part in document["when"] + document["what"]] == [
        "every day at 08:00",
        "tell you “tomorrow to call” here",
    ]
    assert (document["missing"], document["not_understood"]) == ([], [])


def test_plain_text_that_is_not_in_the_goal_is_bad_input(cli: Cli) -> None:
    answer = cli("read", "every hour run 'true'", "--without", "at nine")
    assert answer.code == 2
    assert "“at nine” does not stand in the goal" in answer.err


def test_an_action_for_a_failure_is_said_to_be_one(cli: Cli) -> None:
    goal = "every day at 7 run 'backup' and if that fails run 'mend'"
    assert cli("read", goal).lines[1:] == [
        "what: run `backup`  (run_command)", "what: run `mend`  (run_command; instead, after a failure)",
    ]  # fmt: skip
    assert [one["instead"] for one in cli("read", goal, "--json").json["what"]] == [False, True]


def test_how_it_runs_and_what_is_assumed_is_said(cli: Cli) -> None:
    goal = "when a webhook comes and the stage is live, run ~/up.sh at most twice a day"
    answer, document = cli("read", goal), cli("read", goal, "--json").json
    assert "how: at most 2 runs in 1d" in answer.lines
    assert "Assumed: “stage” is taken from the JSON of the request." in answer.err
    assert (document["how"], len(document["remarks"])) == ({"at_most": 2, "period": 86400.0}, 1)
    made = cli("new", goal, "--yes")
    assert "  how: at most 2 runs in 1d" in made.lines
    assert "at_most: 2" in cli("export", "1").out
