import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.report import goal_form, reading_json
from nomologi_tui.goals.times.phrases import read_schedule
from nomologi_tui.goals.times.report import schedule_form, when_json
from nomologi_tui.schedules import AnyOf, Cron, Every, NthWeekdays, OnDays, Schedule, Sun
from tests.goals.blocks import REGISTRY

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ZONE = "Europe/Berlin"


def goal(text: str) -> Any:
    return read_goal(text, registry=REGISTRY, timezone=ZONE, now=NOW)


def test_a_reading_as_json_has_the_contracts_keys() -> None:
    document = reading_json(goal("every 5 min run 'x' and tell me"))
    assert list(document) == [
        "goal", "when", "conditions", "what", "slots", "missing", "not_understood", "template", "confidence",
    ]  # fmt: skip
    assert document["when"] == [{"trigger": "schedule", "config": {"every": "5 min"}, "words": "at set times"}]
    assert document["what"][0] == {
        "action": "run_command",
        "config": {"command": "x"},
        "words": "run x",
        "instead": False,
    }
    assert document["missing"] == [{"key": "what.2.message", "question": "Message? What you are told."}]
    assert json.loads(json.dumps(document)) == document


def test_a_schedule_as_json_has_words_times_and_remarks() -> None:
    reading = read_schedule("every day at 2:30", timezone=ZONE, now=NOW)
    document = when_json("every day at 2:30", reading, now=NOW, count=2)
    assert len(document.pop("remarks")) == 2
    assert document == {
        "phrase": "every day at 2:30",
        "words": "every day at 02:30 (Europe/Berlin)",
        "cron": ["30 2 * * *"],
        "every_seconds": None,
        "timezone": ZONE,
        "next": ["2026-11-23T01:30:00Z", "2026-11-24T01:30:00Z"],
    }


def test_what_is_taken_for_granted_comes_before_the_clock_changes() -> None:
    reading = read_schedule("nightly at 2:30", timezone=ZONE, now=NOW)
    assert when_json("", reading, now=NOW, count=0)["next"] == []
    reading = read_schedule("daily", timezone=ZONE, now=NOW)
    assert when_json("", reading, now=NOW, count=0)["remarks"] == ["No time of day is said: 09:00 is taken."]


def test_a_phrase_without_a_schedule_has_no_document() -> None:
    with pytest.raises(ValueError, match="no schedule"):
        when_json("soon", read_schedule("soon", timezone=ZONE, now=NOW), now=NOW, count=5)


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("every 15 min", {"every_seconds": 900}),
        ("tomorrow at 9", {"at": "2026-11-23T09:00"}),
        ("daily at 7 and 8:30", [{"cron": "0 7 * * *", "tz": ZONE}, {"cron": "30 8 * * *", "tz": ZONE}]),
        ("@monthly", [{"cron": "0 0 1 * *", "tz": ZONE}]),
        ("soon", "ask"),
        ("daily at 7:00:30", "ask"),
    ],
)
def test_a_schedule_in_the_scorers_forms(phrase: str, form: Any) -> None:
    assert schedule_form(read_schedule(phrase, timezone=ZONE, now=NOW).schedule) == form


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("every 5 min run 'x'", "interval"),
        ("every day at 7 run 'x'", "schedule"),
        ("0 7 * * * run 'x'", "schedule"),
        ("tomorrow at 7 run 'x'", "once"),
        ("when a file appears in ~/x run 'x'", "file"),
        ("run 'x'", "manual"),
        ("when it rains run 'x'", "other"),
    ],
)
def test_a_goal_in_the_scorers_words(text: str, trigger: str | None) -> None:
    form = goal_form(goal(text))
    assert (form["trigger"], form["what"]) == (trigger, ["command"])
    assert set(form["slots"]) == {"paths", "urls", "times", "hosts", "recipients"}


FORMS: list[tuple[Schedule, Any]] = [
    (Schedule(Sun("sunset", 52.5, 13.4, -1800)), {"sun": "sunset", "offset_minutes": -30}),
    (Schedule(AnyOf((Schedule(Every(60)), Schedule(Cron("@daily"))))),
     [{"every_seconds": 60}, [{"cron": "0 0 * * *", "tz": "UTC"}]]),
    (Schedule(OnDays(NthWeekdays(frozenset({-1}), frozenset({4})), (time(18),)), ZONE, ends=date(2026, 12, 31)),
     {"fire_times": ["2026-11-27T18:00:00+01:00", "2026-12-25T18:00:00+01:00"]}),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "form"), FORMS, ids=str)
def test_each_rule_has_a_form_that_can_be_compared(schedule: Schedule, form: Any) -> None:
    assert schedule_form(schedule, NOW) == form


def test_without_a_moment_to_count_from_times_are_not_told() -> None:
    daily = Schedule(Every(60), jitter=5)
    assert schedule_form(daily) == "ask"
    assert schedule_form(Schedule(AnyOf((daily,)))) == "ask"
    assert len(schedule_form(daily, NOW)["fire_times"]) == 60
