"""What counts as right, and that the held half stays hidden."""

from typing import Any

import pytest

from benchmarks.goals.__main__ import main, misses
from benchmarks.goals.labels import Goal
from benchmarks.goals.scoring import count, judge

AT_NINE = {"kind": "exact", "schedule": "0 9 * * *", "alt": [], "ask_ok": False}


def goal(**more: Any) -> Goal:
    said: dict[str, Any] = {
        "triggers": ("schedule", "interval"), "actions": (frozenset({"email"}), frozenset({"email", "command"})),
        "timing": AT_NINE, "slots": {"recipients": ["ann@club.example"], "times": ["9 am"]},
    }  # fmt: skip
    return Goal(id="g-1", text="at 9 am mail ann@club.example", language="en", difficulty="easy", **said | more)


def read(**more: Any) -> dict[str, Any]:
    said = {"trigger": "schedule", "schedule": "0 9 * * *", "what": ["email"]}
    return said | {"slots": {"recipients": ["ann@club.example"], "times": ["09:00"], "hosts": ["club.example"]}} | more


def test_a_reading_as_labelled_is_all_right() -> None:
    assert judge(goal(), read()).whole


def test_what_the_label_calls_as_good_is_right() -> None:
    assert judge(goal(), read(trigger="interval", what=["command", "email"])).core


@pytest.mark.parametrize("wrong", [{"trigger": "file"}, {"what": ["notify"]}, {"what": []}, {"schedule": "0 8 * * *"}])
def test_one_wrong_part_makes_the_core_wrong(wrong: dict[str, Any]) -> None:
    assert not judge(goal(), read(**wrong)).core


def test_a_schedule_that_nobody_said_is_invented() -> None:
    score = count([judge(goal(timing=None), read()), judge(goal(timing=None), read(schedule=None))])
    assert (score.timed["invented"], score.right["schedule"]) == (1, 1)


def test_slots_are_counted_found_too_many_and_not_found() -> None:
    verdict = judge(goal(), read(slots={"recipients": ["bob@club.example"], "times": ["9:00"]}))
    assert verdict.counts == (1, 1, 1)
    assert count([verdict]).slots_f1 == 0.5


def test_an_optional_value_may_be_given_or_left_out() -> None:
    optional = goal(optional={"paths": ["Documents"]})
    assert judge(optional, read()).slots
    assert judge(optional, read(slots=read()["slots"] | {"paths": ["documents/"]})).slots


def test_a_miss_names_what_was_wanted_and_what_was_read() -> None:
    shown = misses([judge(goal(), read(trigger=None))], 5)
    assert shown == ["", "g-1 at 9 am mail ann@club.example", "    trigger: wanted schedule or interval, read None"]


def test_what_is_wrong_in_the_held_half_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--half", "held", "--misses", "3"])
    assert "not shown" in capsys.readouterr().err
