"""How often an event may start something is a part of how the automation runs; of a schedule it is not taken."""

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.events.rates import how_words
from nomologi_tui.goals.reading import Reading, read_goal
from nomologi_tui.testing import START

REGISTRY = load_registry()


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="Europe/Berlin", now=START)


@pytest.mark.parametrize(("goal", "words"), [
    ("when https://shop.example is down tell me at most once an hour", "1h between two runs"),
    ("when ~/x.log changes tell me, no more often than every 30 minutes", "30 min between two runs"),
    ("when a file lands in ~/Drop run ~/x.sh but not more than 3 times a day", "at most 3 runs in 1d"),
    ("wenn sich ~/x.log ändert, sag mir Bescheid, aber höchstens einmal pro Stunde", "1h between two runs"),
    ("préviens-moi au plus une fois par jour quand ~/x.log change", "1d between two runs"),
    ("avísame como máximo 2 veces al día cuando cambie ~/x.log", "at most 2 runs in 1d"),
])  # fmt: skip
def test_a_rate_of_an_event_is_how_it_runs(goal: str, words: str) -> None:
    reading = read(goal)
    assert (how_words(reading.how), reading.not_understood, reading.missing) == (words, (), ())
    assert "every" not in reading.when[0].config  # how often it looks is something else


def test_without_an_event_a_rate_does_not_say_when() -> None:
    reading = read("at most once an hour run ~/x.sh")
    assert (reading.how, [one.key for one in reading.missing]) == ({}, ["when.1"])


@pytest.mark.parametrize("goal", ["every day at 9 run ~/x.sh at most 3 times a day", "at most 9 times run ~/x.sh"])
def test_beside_a_schedule_or_without_a_period_none_is_taken(goal: str) -> None:
    assert read(goal).how == {}
