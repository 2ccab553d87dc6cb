import json
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given

from nomologi_tui.schedules import (
    AtTimes,
    BadScheduleError,
    Dates,
    Every,
    Once,
    OnDays,
    Schedule,
    schedule_json,
    schedule_of,
)
from nomologi_tui.schedules.as_json import _KINDS
from tests.schedules.strategies import any_schedules, examples

DAILY = {"kind": "at_times", "times": ["08:00"]}


@examples(150)
@given(schedule=any_schedules)
def test_a_schedule_comes_back_from_json_as_it_was(schedule: Schedule) -> None:
    text = json.dumps(schedule_json(schedule), allow_nan=False)
    try:
        assert schedule_of(json.loads(text)) == schedule
    except BadScheduleError:  # one at random may never come; reading refuses it then
        with pytest.raises(BadScheduleError):
            schedule_of(schedule_json(schedule))


def test_what_is_usual_is_not_written() -> None:
    assert schedule_json(Schedule(Every(5))) == {"kind": "schedule", "rule": {"kind": "every", "seconds": 5}}


def test_moments_and_days_are_written_as_iso_says() -> None:
    document = schedule_json(Schedule(OnDays(Dates((date(2026, 12, 24),)), (time(9, 30),))))
    assert document["rule"]["days"]["dates"] == ["2026-12-24"]
    assert schedule_json(Schedule(Once(datetime(2027, 1, 31, 9))))["rule"]["at"] == "2027-01-31T09:00:00"


def test_a_document_may_be_written_by_hand() -> None:
    assert schedule_of({"kind": "schedule", "rule": DAILY}) == Schedule(AtTimes((time(8),)))


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len(_KINDS) == len(set(_KINDS.values())) == 20


BAD: list[tuple[Any, str]] = [
    (None, "kind"),
    ([], "kind"),
    ({}, "kind"),
    ({"kind": "every", "seconds": 5}, "kind"),
    ({"kind": "schedule"}, "“rule” is missing"),
    ({"kind": "schedule", "rule": {"kind": "fortnightly"}}, "kind"),
    ({"kind": "schedule", "rule": {"kind": ["every"]}}, "kind"),
    ({"kind": "schedule", "rule": {"kind": "every", "seconds": "5"}}, "a number"),
    ({"kind": "schedule", "rule": {"kind": "every", "seconds": True}}, "a number"),
    ({"kind": "schedule", "rule": {"kind": "every", "seconds": 10**400}}, "a number"),
    ({"kind": "schedule", "rule": {"kind": "every", "seconds": float("nan")}}, "too often"),
    ({"kind": "schedule", "rule": {"kind": "every", "seconds": -5}}, "too often"),
    ({"kind": "schedule", "rule": {"kind": "every", "seconds": 5, "anchor": "2026-01-01T00:00:00"}}, "no time zone"),
    ({"kind": "schedule", "rule": {**DAILY, "weekdays": "mon"}}, "a list"),
    ({"kind": "schedule", "rule": {**DAILY, "weekdays": [1.5]}}, "a whole number"),
    ({"kind": "schedule", "rule": {**DAILY, "weekdays": [[1]]}}, "a whole number"),
    ({"kind": "schedule", "rule": {**DAILY, "times": ["25:00"]}}, "can't be “times”"),
    ({"kind": "schedule", "rule": {**DAILY, "hours": [1]}}, "“hours” is no part of at_times"),
    ({"kind": "schedule", "rule": DAILY, "timezone": 7}, "text"),
    ({"kind": "schedule", "rule": DAILY, "timezone": "Mars"}, "not a time zone"),
    ({"kind": "schedule", "rule": DAILY, "starts": "0000-01-01"}, "like 2027-01-31"),
    ({"kind": "schedule", "rule": DAILY, "starts": "10000-01-01"}, "like 2027-01-31"),
    ({"kind": "schedule", "rule": DAILY, "ends": 5}, "like 2027-01-31"),
    ({"kind": "schedule", "rule": DAILY, "skips": [{"kind": "year_days", "days": [[2, 29, 1]]}]}, "a list of 2"),
    ({"kind": "schedule", "rule": DAILY, "skips": [{"kind": "year_days", "days": [[2, 30]]}]}, "no day of any year"),
    ({"kind": "schedule", "rule": {"kind": "sun", "event": "noon", "latitude": 1, "longitude": 1}}, "one of dawn"),
]


@pytest.mark.parametrize(("document", "reason"), BAD, ids=[str(document)[:90] for document, _ in BAD])
def test_what_is_no_schedule_is_refused_with_a_sentence(document: Any, reason: str) -> None:
    with pytest.raises(BadScheduleError) as caught:
        schedule_of(document)
    assert reason in f"{caught.value.message} {caught.value.hint}"
    assert caught.value.message.endswith(".")


def test_a_tower_of_schedules_is_refused() -> None:
    tower: Any = {"kind": "schedule", "rule": DAILY}
    for _ in range(3000):
        tower = {"kind": "schedule", "rule": {"kind": "any_of", "schedules": [tower]}}
    with pytest.raises(BadScheduleError, match="too deep"):
        schedule_of(tower)
