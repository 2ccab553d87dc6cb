"""How often what failed is tried again is a part of how the automation runs; how long to wait before is named."""

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.events.rates import how_words
from nomologi_tui.goals.reading import Reading, read_goal
from nomologi_tui.testing import START

REGISTRY = load_registry()


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="Europe/Berlin", now=START)


@pytest.mark.parametrize(("said", "count"), [
    ("at 4 run ~/a.sh, retry 3 times if it fails", 3), ("run ~/a.sh hourly and try it again twice on failure", 2),
    ("at 4 download https://a.example/x.iso to ~/isos with two retries", 2),
    ("hourly run ~/a.sh, if it fails try again up to 5 times", 5), ("run ~/a.sh every hour with at most 4 tries", 3),
    ("run ~/a.sh every hour, retries: 0", 0),
])  # fmt: skip
def test_a_number_of_tries_is_how_it_runs(said: str, count: int) -> None:
    reading = read(said)
    assert (reading.how, len(reading.what), reading.not_understood) == ({"retries": count}, 1, ())


def test_what_is_done_after_the_last_try_still_hangs_on_the_failure() -> None:
    reading = read("run ~/a.sh hourly; if it fails retry twice, then tell me")
    assert [(part.block, part.instead) for part in reading.what] == [("run_command", False), ("notify", True)]
    assert how_words(reading.how) == "2 more tries after an error that passes"


def test_how_long_to_wait_is_named_and_no_schedule() -> None:
    reading = read("run ~/a.sh at 7 daily, retry every 5 minutes until it works")
    assert (reading.when[0].config, reading.not_understood) == (
        {"times": ["07:00"]},
        ("every 5 minutes", "until it works"),
    )


def test_a_command_is_said_not_to_be_tried_again_once_it_began() -> None:
    assert any("act twice" in one for one in read("at 4 run ~/a.sh, retry 3 times").remarks)
    assert not any("act twice" in one for one in read("at 4 fetch https://a.example, retry 3 times").remarks)


@pytest.mark.parametrize("goal", [
    "every hour retry the upload", "remind me at 9 to retry the upload 3 times",
    "run 'curl --retry 3 https://a.example' hourly",
])  # fmt: skip
def test_what_is_to_be_done_or_told_is_no_retry(goal: str) -> None:
    assert read(goal).how == {}
