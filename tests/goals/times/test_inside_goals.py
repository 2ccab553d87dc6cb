"""A phrase of time means the same within a goal, before and behind what is done."""

import json
from pathlib import Path

import pytest

from nomologi_tui.goals.times.phrases import read_schedule
from tests.goals.test_acting import NOW, read

PHRASES = [
    json.loads(line)["text"] for line in (Path(__file__).parents[1] / "phrases.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("goal", ["{} run '~/bin/x'", "run '~/bin/x' {}", "{}, tell me 'hello'"])
def test_a_phrase_is_read_as_by_itself_or_asked_about(goal: str) -> None:
    by_itself = {text: read_schedule(text, timezone="UTC", now=NOW).schedule for text in PHRASES}
    read_here = {text: read(goal.format(text)).schedule for text, schedule in by_itself.items() if schedule}
    others = [text for text, found in read_here.items() if found not in (None, by_itself[text])]
    asked = [text for text, found in read_here.items() if found is None]
    assert (others, len(asked) <= len(read_here) / 30) == ([], True), asked


@pytest.mark.parametrize("goal", [
    "hourly between 9 and 5 on workdays run '~/bin/x'",
    "remind me every 2 hours between 9am and 5pm on weekdays to rest",
    "run '~/bin/x' weekdays at 7 and weekends at 9", "run '~/bin/x' every wensday at 10am",
    "*/10 9-17 * * 1-5, tell me 'hello'",
])  # fmt: skip
def test_several_pieces_of_time_are_one_schedule(goal: str) -> None:
    assert (read(goal).when[0].block, read(goal).missing) == ("schedule", ())
