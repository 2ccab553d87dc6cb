from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.goals.reading import Part, Reading, read_goal, steps
from nomologi_tui.model import StepType
from tests.goals.blocks import REGISTRY

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="Europe/Berlin", now=NOW)


def told(parts: tuple[Part, ...]) -> list[tuple[str, dict[str, Any]]]:
    return [(part.block, part.config) for part in parts]


def test_an_interval_and_a_quoted_command() -> None:
    reading = read("every 5 seconds run 'date +%s >> /tmp/beat' ")
    assert told(reading.when) == [("schedule", {"every": "5s"})]
    assert told(reading.what) == [("run_command", {"command": "date +%s >> /tmp/beat"})]
    assert (reading.missing, reading.not_understood, reading.confidence) == ((), (), 1.0)


TRIGGERS: list[tuple[str, str, dict[str, Any]]] = [
    ("run 'x'", "manual", {}),
    ("run 'x' by hand", "manual", {}),
    ("run 'x' every Monday at 8", "schedule", {"times": ["08:00"], "weekdays": ["mon"]}),
    ("0 9 * * 1 run 'x'", "schedule", {"cron": "0 9 * * 1"}),
    ("tomorrow at 7 pm run 'x'", "schedule", {"once": "2026-11-23 19:00"}),
    ("When a file appears in ~/Scans, run 'x'", "file", {"folder": "~/Scans", "event": "created"}),
    ("run 'x' whenever something changes in /srv/www", "file", {"folder": "/srv/www", "event": "changed"}),
    ("when a *.pdf lands in ~/In run 'x'", "file", {"folder": "~/In", "pattern": "*.pdf", "event": "created"}),
    ("as soon as a photo.jpg is deleted from ~/Pics run 'x'", "file",
     {"folder": "~/Pics", "pattern": "photo.jpg", "event": "deleted"}),
    ("when ~/notes/todo.txt changes run 'x'", "file", {"folder": "~/notes", "pattern": "todo.txt", "event": "changed"}),
    ("when a csv arrives in '/data/in box' run 'x'", "file",
     {"folder": "/data/in box", "pattern": "*.csv", "event": "created"}),
    ("when a webhook arrives, run 'x'", "webhook", {}),
    ("on POST run 'x'", "webhook", {}),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "block", "config"), TRIGGERS, ids=[goal for goal, _, _ in TRIGGERS])
def test_the_trigger_is_read(goal: str, block: str, config: dict[str, Any]) -> None:
    reading = read(goal)
    assert told(reading.when) == [(block, config)]
    assert told(reading.what) == [("run_command", {"command": "x"})]
    assert reading.missing == ()


ACTIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("run backup.sh --all every day at 3:00", "run_command", {"command": "backup.sh --all"}),
    ("run the script 'a b.sh' hourly", "run_command", {"command": "a b.sh"}),
    ("run 'make' in ~/site every hour", "run_command", {"command": "make", "folder": "~/site"}),
    ("run 'echo every 5 minutes' every hour", "run_command", {"command": "echo every 5 minutes"}),
    ("fetch https://a.example/x.json hourly", "http_request", {"url": "https://a.example/x.json"}),
    ("GET https://a.example every 5 min", "http_request", {"url": "https://a.example", "method": "GET"}),
    ("at noon post 'hi' to https://a.example", "http_request",
     {"url": "https://a.example", "method": "POST", "body": "hi"}),
    ("call https://a.example with body '{}' hourly", "http_request", {"url": "https://a.example", "body": "{}"}),
    ("append 'done' to ~/log.txt hourly", "write_file", {"path": "~/log.txt", "content": "done", "mode": "append"}),
    ("every hour tell me to drink water", "notify", {"message": "drink water"}),
    ("remind me tomorrow at 9 that the bins go out", "notify", {"message": "the bins go out"}),
    ("tell #ops 'up' hourly", "notify", {"message": "up"}),
    ("tell me 'b' with title 'a' hourly", "notify", {"message": "b", "title": "a"}),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "block", "config"), ACTIONS, ids=[goal for goal, _, _ in ACTIONS])
def test_the_action_is_read(goal: str, block: str, config: dict[str, Any]) -> None:
    reading = read(goal)
    assert told(reading.what) == [(block, config)]
    assert (reading.missing, reading.when[0].block) == ((), "schedule")


@pytest.mark.parametrize("ending", ["on it", "with its name", "on the new file"])
def test_a_command_gets_the_file_where_the_sentence_says_so(ending: str) -> None:
    for command in ("'ocr'", "ocr"):
        reading = read(f"when a file appears in ~/Scans run {command} {ending}")
        assert reading.what[0].config["command"] == "ocr {{ event.path }}"
        assert reading.not_understood == ()


def test_without_a_file_there_is_no_path_to_give() -> None:
    reading = read("every hour run 'ocr' on the file")
    assert reading.what[0].config == {"command": "ocr"}
    assert reading.not_understood == ("file",)


def test_several_actions_keep_their_order() -> None:
    reading = read("Every Monday at 8 fetch https://a.example, run 'x' and then tell me 'done'.")
    assert [part.block for part in reading.what] == ["http_request", "run_command", "notify"]


@pytest.mark.parametrize("event", ["a pdf lands in ~/In", "a webhook arrives", "something changes in '/a b'"])
def test_an_event_needs_no_comma_before_its_actions(event: str) -> None:
    reading = read(f"when {event} run ocr and then tell me 'done'")
    assert told(reading.what) == [("run_command", {"command": "ocr"}), ("notify", {"message": "done"})]
    assert (reading.missing, reading.not_understood) == ((), ())


def test_hours_beside_an_event_are_a_condition() -> None:
    reading = read("when a file appears in ~/In run 'x' only between 9 and 17:30 on weekdays")
    assert told(reading.conditions) == [
        ("time_window", {"from_time": "09:00", "to_time": "17:30", "weekdays": ["mon", "tue", "wed", "thu", "fri"]})
    ]


def test_days_that_no_schedule_can_hold_are_a_condition() -> None:
    reading = read("every 7 seconds run 'x' on weekends")
    assert told(reading.when) == [("schedule", {"every": "7s"})]
    assert told(reading.conditions) == [("time_window", {"weekdays": ["sat", "sun"]})]


def test_a_comparison_of_a_named_value_is_a_condition() -> None:
    reading = read("when a webhook arrives, if {{ event.size }} is greater than 5 run 'x'")
    assert told(reading.conditions) == [
        ("compare", {"left": "{{ event.size }}", "operator": "greater than", "right": "5"})
    ]


def test_an_unknown_event_is_asked_for_and_named() -> None:
    reading = read("When the moon is full, run 'howl'")
    assert reading.when == ()
    assert [one.key for one in reading.missing] == ["when.1"]
    assert reading.not_understood == ("When the moon is full",)


@pytest.mark.parametrize("clause", ["if it is down", "unless it rains", "if it fails in 5 minutes"])
def test_a_condition_nobody_knows_is_asked_for_instead_of_left_out(clause: str) -> None:
    reading = read(f"every hour run 'x' {clause}")
    assert reading.missing[-1].key == "conditions.1"
    assert clause in reading.not_understood


def test_how_often_ends_an_unknown_condition() -> None:
    reading = read("run 'x' if it is down every 5 minutes")
    assert told(reading.when) == [("schedule", {"every": "5 min"})]
    assert [one.key for one in reading.missing] == ["conditions.1"]


@pytest.mark.parametrize("goal", ["run 'x' on the 5th floor", "run 'x' every 3rd file"])
def test_an_ordinal_of_something_else_is_no_day_of_the_month(goal: str) -> None:
    assert read(goal).schedule is None


def test_a_missing_field_is_a_question_with_its_field() -> None:
    (missing,) = read("notify me every day at 9").missing
    assert (missing.key, missing.question) == ("what.1.message", "Message? What you are told.")
    assert missing.field is not None
    assert missing.field.kind == "multiline"


def test_a_goal_without_a_known_action_asks_what_to_do() -> None:
    reading = read("water the plants every day at 9")
    assert [one.key for one in reading.missing] == ["what.1"]
    assert reading.not_understood == ("water", "plants")


@pytest.mark.parametrize("more", ["except in school holidays", "until June", "every X", "at sunset"])
def test_a_word_about_time_that_is_not_understood_asks_instead_of_guessing(more: str) -> None:
    reading = read(f"every day at 7 {more}, tell me 'now'")
    assert reading.when == ()
    assert reading.missing[0].key == "when.1"


def test_a_schedule_beside_an_event_is_not_dropped_in_silence() -> None:
    assert read("every 10 minutes when a file appears in ~/x run 'a'").not_understood == ("every 10 minutes",)


def test_a_weekday_in_a_name_is_no_schedule() -> None:
    reading = read("run 'x' with the Monday report")
    assert [part.block for part in reading.when] == ["manual"]


def test_quotes_protect_their_text() -> None:
    reading = read("tell me 'every day at 7 run x'")
    assert told(reading.what) == [("notify", {"message": "every day at 7 run x"})]
    assert reading.when[0].block == "manual"


def test_the_understood_places_are_marked() -> None:
    goal = "every hour run 'x'"
    assert [goal[start:end] for start, end in read(goal).spans] == ["every hour", "run 'x'"]


def test_taken_for_granted_lowers_the_confidence() -> None:
    reading = read("tell me 'hi' daily")
    assert reading.remarks == ("No time of day is said: 09:00 is taken.",)
    assert reading.confidence < 1


def test_a_reading_becomes_steps_in_order() -> None:
    made = steps(read("when a file appears in ~/x on weekdays run 'a'"))
    assert [step.type for step in made] == [StepType.TRIGGER, StepType.CONDITION, StepType.ACTION]
    assert made[2].config == {"command": "a"}


def test_a_very_long_goal_says_that_its_end_was_not_read() -> None:
    assert read("run 'x' " + "very " * 1000).not_understood[0] == "what comes after 2000 characters"


pieces = st.sampled_from([
    "every", "at", "on", "5", "7:30", "monday", "hour", "if", "when", "a", "file", "appears", "in", "~/x", "webhook",
    "run", "tell", "me", "append", "to", "'", '"', "https://a.example", ",", "and", "then", "{{", "}}", "{{x}}", "is",
    "*",
    "@daily", "until", "between", "9", "17", "#c", "the", "POST", "GET", "with", "its", "name", "tomorrow", "\0",
    "\u202e", "²", "31.02.2026", "greater", "than",
])  # fmt: skip


@given(st.lists(pieces, max_size=12).map(" ".join) | st.text(max_size=80))
def test_no_text_breaks_it(goal: str) -> None:
    reading = read(goal)
    assert 0 <= reading.confidence <= 1
    assert all(0 <= start <= end <= len(goal) for start, end in reading.spans)
    steps(reading)


@given(st.text(alphabet="bcfgjkqvxzßéж!?%$()[]<>#/. ", max_size=60))
def test_letters_and_marks_at_random_never_become_a_schedule(noise: str) -> None:
    assert read(noise).schedule is None


@pytest.mark.parametrize(
    ("goal", "command"),
    [
        ("every hour run printf '%s' hello", "printf '%s' hello"),
        ("run the command 'ls -l' every hour", "ls -l"),
        ("every hour run echo 'hi' and tell me 'done'", "echo 'hi'"),
    ],
)
def test_a_quote_inside_a_typed_command_belongs_to_it(goal: str, command: str) -> None:
    assert read(goal).what[0].config == {"command": command}
    assert read(goal).not_understood == ()
