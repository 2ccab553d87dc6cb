"""Conditions that a sentence says by the phrases of our own blocks."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal

SAID = [
    ("every day at 8 run 'x' if the file ~/a.txt exists", "file_state", {"path": "~/a.txt", "state": "exists"}),
    (
        "if ~/b/*.tgz is older than 2 days, tell me 'late'",
        "file_state",
        {"path": "~/b", "pattern": "*.tgz", "state": "older than", "age": "2 days"},
    ),
    ("every hour run 'x' only if nas.local is online", "host_reachable", {"host": "nas.local"}),
    ("if 10.0.0.5 answers on port 22, tell me 'up'", "host_reachable", {"host": "10.0.0.5", "port": "22"}),
    ("every hour, if `mountpoint -q /mnt` succeeds, run 'x'", "command_succeeds", {"command": "mountpoint -q /mnt"}),
    ("when a webhook comes in, if {{ event.id }} is new, run 'x'", "only_new", {"value": "{{ event.id }}"}),
    ("every hour run 'x' if {{ event.a }} has changed", "only_changed", {"value": "{{ event.a }}"}),
    ("every hour run 'x' if {{ event.a }} is 5", "compare", {"left": "{{ event.a }}", "operator": "is", "right": "5"}),
    ("every day at 7 run 'x' if it is a workday", "workday", {"kind": "workday"}),
    ("every hour run 'x' if `event.size > 5` holds", "expression", {"expression": "event.size > 5"}),
    (
        "when a webhook comes in, if {{ event.load }} is above 90 for 10 min, run 'x'",
        "held",
        {"left": "{{ event.load }}", "operator": "greater than", "right": "90", "duration": "10 min"},
    ),
    ("every hour run 'x' if the last run failed", "last_result", {"state": "failed"}),
]  # fmt: skip


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="UTC", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize(("goal", "block", "config"), SAID, ids=[goal for goal, _, _ in SAID])
def test_a_condition_is_read_by_its_blocks_phrases(goal: str, block: str, config: dict[str, Any]) -> None:
    reading = read(goal)
    assert [(part.block, part.config) for part in reading.conditions] == [(block, config)]
    assert (reading.missing, reading.not_understood) == ((), ())
    assert len(reading.what) == 1


@pytest.mark.parametrize("said", ["if the moon exists", "if it is during working hours", "if rsync is running"])
def test_a_phrase_without_what_it_needs_is_asked_for(said: str) -> None:
    reading = read(f"every hour run 'x' {said}")
    assert reading.conditions == ()
    assert [missing.key for missing in reading.missing] == ["conditions.1"]


def test_an_unless_is_never_taken_for_an_if() -> None:
    assert read("every hour run 'x' unless nas.local is reachable").conditions == ()
