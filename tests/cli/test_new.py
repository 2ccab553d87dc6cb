"""new: the guided flow without a screen."""

import pytest

from tests.cli.conftest import Cli

GOAL = "every day at 08:00 run 'echo hello'"


def test_it_says_how_the_goal_is_read_and_what_turning_on_allows(cli: Cli) -> None:
    made = cli("new", GOAL, "--yes")
    assert made.code == 0
    assert [line for line in made.lines if not line.endswith("08:00 UTC")] == [
        " when: every day at 08:00",
        " what: run `echo hello`",
        "It may:",
        "  run echo hello",
        "Saved as every-day-at-08-00-run-echo-hello, on.",
    ]
    assert len([line for line in made.lines if line.endswith("08:00 UTC")]) == 5
    assert made.err.startswith("No runner is on")


def test_json_is_the_document_of_show_with_plan_and_what_was_not_understood(cli: Cli) -> None:
    made = cli("new", GOAL, "--yes", "--json").json
    assert {"id", "slug", "goal", "status", "steps", "plan", "not_understood", "next_due"} <= set(made)
    assert (made["status"], made["plan"], made["not_understood"]) == ("active", ["run echo hello"], [])


def test_off_saves_without_asking_anybody(cli: Cli) -> None:
    made = cli("new", GOAL, "--off")
    assert made.code == 0
    assert made.lines[-1] == "Saved as every-day-at-08-00-run-echo-hello, off."
    assert cli("list", "--json").json[0]["status"] == "draft"


def test_nobody_there_to_accept_the_plan_needs_a_person(cli: Cli) -> None:
    made = cli("new", GOAL)
    assert made.code == 4
    assert "--yes" in made.err
    assert cli("list", "--json").json == []


def test_a_missing_answer_is_named_with_the_set_that_gives_it(cli: Cli) -> None:
    made = cli("new", "tell me", "--yes")
    assert made.code == 4
    assert made.err == "what.message: This is needed. Give it with --set what.message=…\n"
    assert cli("new", "tell me", "--yes", "--set", "what.message=Hello").code == 0


def test_a_goal_without_an_action_says_so(cli: Cli) -> None:
    made = cli("new", "do something nice", "--yes")
    assert made.code == 4
    assert "Not understood" in made.err
    assert "What should be done?" in made.err


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("nonsense", "“nonsense” sets nothing. Write --set KEY=VALUE."),
        ("what.nonsense=1", "“what.nonsense” is no field of this automation. Its keys are: when.every"),
        ("every=1x", "every: “x” is not a unit of time"),
        ("weekdays=someday", "weekdays: "),
        ("what.timeout=-5", "what.timeout: "),
        ("command={{ event.", "command: {{ is not closed"),
    ],
)
def test_a_set_that_can_not_be_taken_is_bad_input(cli: Cli, pair: str, sentence: str) -> None:
    made = cli("new", GOAL, "--yes", "--set", pair)
    assert made.code == 2
    assert made.err.startswith(sentence)
    assert cli("list", "--json").json == []


def test_a_set_takes_lists_with_commas(cli: Cli) -> None:
    made = cli("new", GOAL, "--yes", "--json", "--set", "when.weekdays=mon, wed").json
    assert made["steps"][0]["config"]["weekdays"] == ["mon", "wed"]


def test_a_key_that_fits_several_steps_names_them(cli: Cli) -> None:
    made = cli("new", "every day at 08:00 run 'true' and then run 'false'", "--yes", "--set", "command=id")
    assert made.code == 2
    assert "what.1.command, what.2.command" in made.err


def test_a_secret_is_not_taken_from_the_command_line(cli: Cli) -> None:
    goal = "when a webhook arrives run 'true'"
    refused = cli("new", goal, "--yes", "--set", "when.secret=hunter22")
    assert refused.code == 2
    assert "hunter22" not in refused.err
    made = cli("new", goal, "--yes", "--json", "--set", "when.scheme=github", "--set", "when.secret=env:HOOK")
    assert made.json["steps"][0]["config"]["secret"] == "(set)"


def test_what_concerns_a_whole_step_is_said_with_the_place_of_its_fields(cli: Cli) -> None:
    made = cli("new", "when a webhook arrives run 'true'", "--yes", "--set", "when.scheme=github")
    assert made.code == 4
    assert "A signature needs the secret" in made.err
    assert "--set when.FIELD=…" in made.err


@pytest.mark.parametrize("goal", ["", "   ", "[/foo]", "!!!", "a" * 100_000, "run \x1b[31m", "\u202e\x00"])
def test_no_goal_ever_ends_in_a_traceback_or_a_control_byte(cli: Cli, goal: str) -> None:
    made = cli("new", goal, "--yes")
    assert made.code == 2 if not goal.strip() else made.code in (0, 4)
    assert "unforeseen" not in made.err
    assert not [char for char in made.out + made.err if not char.isprintable() and char != "\n"]


def test_a_goal_of_100_kb_is_read_and_kept_as_far_as_2000_characters_and_says_so(cli: Cli) -> None:
    goal = f"every day at 08:00 run 'echo x' {'x' * 100_000}"
    made = cli("new", goal, "--yes")
    assert (made.code, "what comes after 2000 characters" in made.err) == (0, True)
    (row,) = cli("list", "--json").json
    assert row["goal"] == goal[:2000] + "…"
    assert all(len(line) < 300 for line in cli("list").lines)


def test_a_condition_of_the_goal_takes_sets_too(cli: Cli) -> None:
    goal = "every hour run 'true' if ~/backup is older than 2 days"
    made = cli("new", goal, "--yes", "--json", "--set", "if.pattern=*.tgz", "--set", "if.age=1 week").json
    assert [(step["block"], step["config"]) for step in made["steps"] if step["type"] == "condition"] == [
        ("file_state", {"path": "~/backup", "state": "older than", "age": "1 week", "pattern": "*.tgz"})
    ]
    assert made["plan"] == ["read ~/backup", "run true"]


def test_a_web_check_is_made_with_its_fields_set(cli: Cli) -> None:
    goal = "when https://example.com is down or slow, tell me 'look'"
    made = cli("new", goal, "--set", "when.slow=500ms", "--set", "when.misses=1", "--yes", "--json").json
    trigger = made["steps"][0]
    assert (trigger["block"], trigger["config"]["events"]) == ("web_check", ["down", "slow"])
    assert trigger["words"] == "when https://example.com is down or is slow"
    assert "reach example.com" in made["plan"]


def test_words_left_as_plain_text_make_no_step(cli: Cli) -> None:
    made = cli("new", "every day at 8 remind me tomorrow to call", "--without", "tomorrow", "--yes", "--json").json
    assert [step["words"] for step in made["steps"]] == ["every day at 08:00", "tell you “tomorrow to call” here"]


def test_several_goals_in_one_sentence_are_named(cli: Cli) -> None:
    made = cli("new", "every day at 8 run 'a' and every friday at 9 run 'b'", "--off")
    assert "This may be 2 goals: “every day at 8 run 'a'”; “every friday at 9 run 'b'”." in made.err
