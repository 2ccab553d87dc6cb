"""Calendar expressions against systemd itself: `systemd-analyze calendar` says when each one elapses."""

import random
import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache

import pytest

from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes
from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.times.on_calendar import as_fields, read_calendar
from nomologi_tui.schedules import upcoming

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
WRITTEN = [
    "minutely", "hourly", "daily", "weekly", "monthly", "yearly", "quarterly", "semiannually", "Mon", "Mon..Fri 08:30",
    "Sat,Sun *-*-* 10:00", "*-*-* 0/6:00:00", "*:0/15", "*-*-1..7 18:00:00", "Mon *-*-1..7 03:00", "*-*~1 23:30",
    "*-02~03 12:00", "*-*~07/1 00:05", "*-*~3,1 01:00", "2027..2028-*-01 09:00", "2027-*-1 00:00", "*-5~07/1 00:00",
    "Thu,Fri 2027-*-1,5 11:12:13", "*:*:0/10", "*-*-* 06:40:30", "03-05 08:05:40", "08:05:40", "05:40",
    "12,14,13,12:20",
    "*-*-* 1,2,3:0/20", "Mon,Sun 2028-*-* 2,1:23", "Wednesday 17:48", "Fri *-*~07/1 17:00", "hourly UTC",
    "*-02-29 07:00",
    "08:00 America/New_York", "5:00 CET", "Sun 5:00 Etc/GMT-3", "5:00 EST5EDT", "anually",
    "semi-annually", "bi-annually",
]  # fmt: skip


def _part(some: random.Random, low: int, high: int, alone: float) -> str:
    if some.random() < alone:
        return "*"
    first = some.randint(low, high)
    last = some.randint(first, high)
    return some.choice([
        f"{first:02}", f"{first}..{last}", f"{first}/{some.randint(1, 9)}", f"{first:02},{last:02}",
        f"{first}..{last}/{some.randint(1, 5)}",
    ])  # fmt: skip


def _made(number: int) -> list[str]:
    some = random.Random(number)  # noqa: S311 - the same ones each time
    made = []
    for _ in range(number):
        days = some.choice(["", "", "", "Mon..Thu ", "Tue,Sat ", "Sun "])
        mark = "~" if some.random() < 0.15 else "-"
        date = f"*-{_part(some, 1, 12, 0.8)}{mark}{_part(some, 1, 28, 0.5 if mark == '-' else 0)}"
        second = f":{some.randint(1, 59):02}" if some.random() < 0.15 else ""
        hour, minute = _part(some, 0, 23, 0 if second else 0.1), some.choice(["00", "15", "0/20", "5"])
        made.append(f"{days}{date} {hour}:{minute}{second}")
    return made


EXPRESSIONS = WRITTEN + _made(300)
BASE, COUNT = "2027-01-15 10:00:00", 6


@cache
def _said() -> dict[str, list[str]]:
    """When each elapses by one call of the real program, in UTC."""
    line = ["systemd-analyze", "calendar", f"--base-time={BASE} UTC", f"--iterations={COUNT}", *EXPRESSIONS]
    done = subprocess.run(line, capture_output=True, text=True, env={"TZ": "UTC", "LC_ALL": "C.UTF-8"}, check=False)
    blocks = done.stdout.strip().split("\n\n")
    return {_form(block): _moments(block) for block in blocks}


def _form(block: str) -> str:
    """The expression as it was given; where that is normal already, it is told as the normalized one only."""
    told = dict(line.strip().split(": ", 1) for line in block.splitlines() if ": " in line)
    return told.get("Original form") or told.get("Normalized form", "")


def _moments(block: str) -> list[str]:
    told = [line.split(": ", 1) for line in block.splitlines() if ": " in line]
    return [f"{value[4:23]}" for name, value in told if name.strip() == "Next elapse" or "Iter" in name]


def test_it_is_due_when_systemd_says() -> None:
    start = datetime.fromisoformat(BASE).replace(tzinfo=UTC)
    said, compared = _said(), 0
    for text in EXPRESSIONS:
        fields = _fields(text)
        if fields is not None and text in said:
            schedule = ScheduleTimes.model_validate(fields).schedule("UTC")
            due = [f"{one:%Y-%m-%d %H:%M:%S}" for one in upcoming(schedule, start, COUNT)]
            assert due == said[text], text
            compared += 1
    assert compared > 300


def _fields(text: str) -> dict[str, object] | None:
    """What the expression becomes; None where a schedule can't say it."""
    try:
        return as_fields(read_calendar(text))
    except BadInputError:
        return None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "never",
        "Fri..Mon 08:00",
        "*-13-01",
        "25:00",
        "*-*-* *:*:0.5",
        "@1700000000",
        "*-*-*/0",
        "08:00 Nowhere/Else",
        "08:00 soon",
        "*/2:00",
        "*-*-* 8:*/30",
    ],
)
def test_what_is_none_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(BadInputError):
        read_calendar(text)
