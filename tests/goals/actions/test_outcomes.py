from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal, steps
from nomologi_tui.model import StepType

REGISTRY = load_registry()
OUTPUT = "{{ steps.run_command.stdout }}"


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="Europe/Berlin", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


def compared(reading: Reading) -> list[dict[str, Any]]:
    """What the branches of the reading compare."""
    return [part.config["conditions"][0]["config"] for part in reading.what if part.block == "branch"]


def shape(reading: Reading) -> list[tuple[str, int, bool]]:
    return [(step.block, step.depth, step.otherwise) for step in steps(reading) if step.type is StepType.ACTION]


ASKED = [
    ("""run 'df' hourly and alert me if the output contains "100%" """, "contains", "100%"),
    ("""run 'df' hourly, and if it does not print "ok" tell me""", "does not contain", "ok"),
    ("""run "smartctl -H /dev/sda" daily at 5 and alert me unless it prints PASSED""", "does not contain", "PASSED"),
    ("run 'x' hourly, tell me if it prints anything", "is not empty", ""),
    ("""führe jede Stunde 'df' aus und wenn die Ausgabe "100%" enthält, benachrichtige mich""", "contains", "100%"),
    ("""toutes les heures lance 'df' et si la sortie contient "100%" préviens-moi""", "contains", "100%"),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "operator", "right"), ASKED, ids=[goal for goal, _, _ in ASKED])
def test_what_is_told_hangs_on_the_output(goal: str, operator: str, right: str) -> None:
    reading = read(goal)
    assert [part.block for part in reading.when] == ["schedule"]
    assert compared(reading) == [{"left": OUTPUT, "operator": operator, "right": right}]
    assert shape(reading) == [("run_command", 0, False), ("branch", 0, False), ("notify", 1, False)]
    assert OUTPUT in reading.what[-1].config["message"]
    assert (reading.missing, reading.not_understood) == ((), ())


def test_what_changed_is_asked_of_the_action_that_says_so() -> None:
    reading = read("git pull in ~/site every 15 min and if something changed run ./build.sh and tell me")
    assert compared(reading) == [{"left": "{{ steps.git.changed }}", "operator": "is", "right": "true"}]
    assert shape(reading)[1:] == [("branch", 0, False), ("run_command", 1, False), ("notify", 1, False)]


def test_otherwise_stands_in_the_second_list() -> None:
    reading = read("""every hour run 'x' and if the output contains "a" tell me 'bad', otherwise run 'y'""")
    assert shape(reading)[1:] == [("branch", 0, False), ("notify", 1, False), ("run_command", 1, True)]


def test_a_command_that_nobody_runs_is_watched() -> None:
    reading = read("""if the output of 'df' contains "100%" tell me""")
    assert [part.block for part in reading.when] == ["command"]
    assert compared(reading) == []


def test_words_that_are_not_clear_are_asked_about() -> None:
    reading = read("run backup.sh nightly, and if it looks odd, tell me")
    assert compared(reading) == []
    assert "if it looks odd" in reading.not_understood


def test_the_answer_of_a_model_is_what_is_told_and_kept() -> None:
    answer = "{{ steps.ask_model.answer }}"
    told = read("when a mail comes, summarise it with the model and notify me")
    assert told.what[0].config == {"task": "Summarise it", "text": "{{ event.text }}"}
    assert told.what[1].config == {"message": answer}
    kept = read("fetch https://a.example hourly, summarise it and write it to ~/x.md")
    assert kept.what[1].config["text"] == "{{ steps.http_request.body }}"
    assert kept.what[2].config == {"path": "~/x.md", "content": answer}


@pytest.mark.parametrize("words", ["when it is done", "once it's finished", "if it worked"])
def test_what_only_says_that_it_is_done_goes_on(words: str) -> None:
    reading = read(f"every 15 minutes run fetch.sh and {words} tell me 'done'")
    assert [part.block for part in (*reading.when, *reading.what)] == ["schedule", "run_command", "notify"]
    assert (reading.missing, reading.not_understood) == ((), ())


@pytest.mark.parametrize(
    ("said", "expect"),
    [
        ("fetch https://a.example/h and tell me if the status is not ok", None),
        ("fetch https://a.example/h, if it does not return 200 tell me", "200"),
        ("curl https://a.example/h and if it returns anything but 200 tell me", "200"),
        ("https://a.example/h abrufen und wenn der Status nicht 200 ist, sag mir Bescheid", "200"),
    ],
)
def test_a_status_that_is_not_good_is_a_failure_of_the_request(said: str, expect: str | None) -> None:
    reading = read(f"every 10 min {said}")
    assert [part.block for part in (*reading.when, *reading.what)] == ["schedule", "http_request", "notify"]
    assert (reading.what[0].config.get("expect"), reading.what[1].instead) == (expect, True)
    assert reading.not_understood == ()


@pytest.mark.parametrize(
    ("said", "operator", "right"),
    [
        ("if it returns 404", "is", "404"),
        ("if the status is not 503", "is not", "503"),
        ("unless it is 204", "is not", "204"),
    ],
)
def test_any_other_status_is_compared_and_no_failure(said: str, operator: str, right: str) -> None:
    reading = read(f"every hour fetch https://a.example/h and {said} tell me")
    assert compared(reading) == [{"left": "{{ steps.http_request.status }}", "operator": operator, "right": right}]
    assert reading.what[0].config["expect"] == "100-599"


def test_the_text_of_an_answer_is_compared() -> None:
    reading = read("""every hour fetch https://a.example/h and if the answer contains "down" tell me""")
    assert compared(reading)[0]["left"] == "{{ steps.http_request.body }}"


def test_what_is_named_of_a_result_is_told() -> None:
    reading = read("every hour fetch https://a.example/h and tell me the status")
    assert reading.what[1].config["message"] == "{{ steps.http_request.status }}"
