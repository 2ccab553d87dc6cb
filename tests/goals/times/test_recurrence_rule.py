from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.times.recurrence_rule import fields_of_recurrence

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=9", {"times": ["09:00"], "weekdays": ["mon", "wed"]}),
        ("FREQ=DAILY;BYHOUR=6,18;BYMINUTE=30;UNTIL=20261231T225959Z",
         {"times": ["06:30", "18:30"], "ends": "2026-12-31"}),
        ("FREQ=DAILY;INTERVAL=3", {"times": ["09:00"], "cycle": "3 days", "starts": "2026-11-22"}),
        ("FREQ=MINUTELY;INTERVAL=15", {"every": "15min"}),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", {"times": ["09:00"], "month_days": ["last", "1"]}),
        ("FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=17", {"times": ["17:00"], "nth": ["last"], "weekdays": ["fri"]}),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", {"times": ["09:00"], "business_days": ["1"]}),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", {"times": ["09:00"], "month_days": ["24"], "months": ["dec"]}),
        ("FREQ=DAILY;BYHOUR=9;COUNT=5", {"times": ["09:00"], "ends": "2026-11-27"}),
        ("DTSTART:20261130T090000 RRULE:FREQ=WEEKLY;COUNT=3",
         {"times": ["09:00"], "weekdays": ["mon"], "starts": "2026-11-30", "ends": "2026-12-14"}),
        ("FREQ=DAILY;BYHOUR=9;UNTIL=20261231T000000Z", {"times": ["09:00"], "ends": "2026-12-30"}),
        ("DTSTART;TZID=Asia/Tokyo:20261130T090000 RRULE:FREQ=DAILY",
         {"times": ["09:00"], "starts": "2026-11-30", "timezone": "Asia/Tokyo"}),
        ("DTSTART:20261130T090000Z RRULE:FREQ=DAILY",
         {"times": ["09:00"], "starts": "2026-11-30", "timezone": "UTC"}),
        ("DTSTART:20261201T083000 RRULE:FREQ=WEEKLY;INTERVAL=2",
         {"times": ["08:30"], "weekdays": ["tue"], "cycle": "2 weeks", "starts": "2026-12-01"}),
    ],
)  # fmt: skip
def test_a_rule_becomes_the_triggers_fields(rule: str, fields: dict[str, Any]) -> None:
    assert fields_of_recurrence(rule, "Europe/Berlin", NOW) == fields


@pytest.mark.parametrize(
    "rule",
    ["FREQ=OFTEN", "FREQ=DAILY;BYHOUR=8,9;COUNT=3", "FREQ=HOURLY;COUNT=3", "FREQ=DAILY;COUNT=1e9",
     "FREQ=DAILY;BYHOUR=8,20;UNTIL=20261231T120000",
     "DTSTART;TZID=Nowhere/City:20261130T090000 RRULE:FREQ=DAILY", "FREQ=DAILY;BYHOUR=25",
     "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYMONTHDAY=1",
     "FREQ=MONTHLY;BYDAY=1MO,2TU", "FREQ=HOURLY;BYDAY=MO", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;UNTIL=soon",
     "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=YEARLY;INTERVAL=2;BYMONTH=1", "DTSTART:20261301 FREQ=DAILY", "FREQ="],
)  # fmt: skip
def test_what_can_not_be_held_has_a_reason(rule: str) -> None:
    with pytest.raises(BadInputError, match=r"\w+ .*\."):
        fields_of_recurrence(rule, "Europe/Berlin", NOW)
