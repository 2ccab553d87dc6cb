"""What happens after a failure is a pure function of the error, the step's kind and the tries so far."""

from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.errors import BadInputError, BlockError, StepTimeoutError
from nomologi_tui.model import CatchUp, Configuration, Effect, OnFailure, RunMode, Step, StepType
from nomologi_tui.policy import Failed, check_configuration, effective, retry_at
from nomologi_tui.settings import Places, load_settings
from nomologi_tui.testing import START

PASSING = BlockError("The server is busy.", passing=True)
INSTEAD = Step(StepType.ACTION, "notify", instead=True)


def seconds(error: BaseException, tries: int = 1, chance: float = 0.5, effect: Effect = Effect.ONCE) -> float | None:
    """How long until the next of at most three more tries."""
    moment = retry_at(Failed(error, effect, tries, START, chance), retries=3)
    return None if moment is None else (moment - START).total_seconds()


def test_a_passing_error_is_tried_again_three_times_with_more_and_more_patience() -> None:
    assert [seconds(PASSING, tries) for tries in (1, 2, 3, 4)] == [2, 15, 60, None]


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 48), (0.5, 60), (1.0, 72)])
def test_tries_are_spread_by_a_fifth_either_way(chance: float, expected: float) -> None:
    assert seconds(PASSING, 3, chance) == pytest.approx(expected)


def test_an_error_that_stays_is_not_tried_again() -> None:
    assert seconds(BlockError("There is no such file.")) is None
    assert seconds(ValueError("a bug")) is None


def test_the_patience_that_a_server_asks_for_is_given_but_not_without_end() -> None:
    assert seconds(BlockError("Busy.", passing=True, retry_after=120)) == 120
    assert seconds(BlockError("Busy.", passing=True, retry_after=86_400)) == 86_400
    assert seconds(BlockError("Busy.", passing=True, retry_after=3 * 86_400)) is None


@pytest.mark.parametrize(("effect", "expected"), [(Effect.READ, 2), (Effect.REPEATABLE, 2), (Effect.ONCE, None)])
def test_a_step_stopped_by_its_deadline_is_tried_again_only_where_twice_does_no_harm(
    effect: Effect, expected: float | None
) -> None:
    assert seconds(StepTimeoutError("Too slow."), effect=effect) == expected


def test_what_an_automation_leaves_open_the_settings_say() -> None:
    settings = load_settings({"NOMOLOGI_HOME": "/nowhere", "NOMOLOGI_RETRIES": "5", "NOMOLOGI_KEEP_DAYS": "7"})
    filled = effective(Configuration(keep_runs=10), settings)
    assert (filled.retries, filled.on_failure, filled.keep_days, filled.keep_runs) == (5, OnFailure.STOP, 7, 10)
    own = effective(Configuration(retries=0, on_failure=OnFailure.CONTINUE), settings)
    assert (own.retries, own.on_failure) == (0, OnFailure.CONTINUE)
    assert settings.places == Places(*(settings.places.data,) * 3)


@pytest.mark.parametrize(
    ("values", "steps", "sentence"),
    [
        ({"step_timeout": 401 * 86_400.0}, (), "step_timeout: 401d can't be"),
        ({"step_timeout": 0}, (), "step_timeout: 0s can't be"),
        ({"step_timeout": float("nan")}, (), "step_timeout: nans can't be"),
        ({"run_timeout": -1}, (), "run_timeout: -1s can't be"),
        ({"cooldown": -5}, (), "cooldown: -5s can't be"),
        ({"parallel": 0}, (), "parallel: 0 can't be"),
        ({"alert_after": 0}, (), "alert_after: 0 can't be"),
        ({"alert_late": -1.0}, (), "alert_late: -1s can't be"),
        ({"alert_silent": float("inf")}, (), "alert_silent: infs can't be"),
        ({"retries": 1_000}, (), "retries: 1000 can't be"),
        ({"keep_runs": 0}, (), "keep_runs: 0 can't be"),
        ({"keep_runs": 10**30}, (), f"keep_runs: {10**30} can't be"),
        ({"keep_days": 10**14}, (), f"keep_days: {10**14} can't be"),
        ({"on_failure": OnFailure.INSTEAD}, (), "there are none"),
        ({}, (INSTEAD,), "would not run"),
        ({"on_failure": OnFailure.INSTEAD}, (Step(StepType.TRIGGER, "manual", instead=True),), "Only actions"),
        ({"parallel": 3}, (), "3 runs at once contradict mode single"),
        ({"step_timeout": 50.0, "run_timeout": 10.0}, (), "longer than its whole run"),
        ({"mode": RunMode.PARALLEL}, (), "One run at once contradicts mode parallel"),
        ({"catch_up": CatchUp.EACH, "cooldown": 60.0}, (), "the cooldown would skip them"),
        ({"catch_up": CatchUp.EACH, "at_most": 5}, (), "up to 100 of them, but at most 5 in a period may"),
        ({"catch_up": CatchUp.EACH, "mode": RunMode.RESTART}, (), "in mode restart each would end the one before"),
    ],
)
def test_what_can_not_be_or_contradicts_itself_is_refused(
    values: dict[str, Any], steps: tuple[Step, ...], sentence: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        check_configuration(Configuration(**values), steps)
    assert sentence in caught.value.message


def test_defaults_and_what_fits_together_are_accepted() -> None:
    check_configuration(Configuration(), ())
    check_configuration(Configuration(mode=RunMode.PARALLEL, parallel=3, per="{{ event.sender }}"), ())
    check_configuration(Configuration(on_failure=OnFailure.INSTEAD), (INSTEAD,))
    check_configuration(Configuration(catch_up=CatchUp.EACH, at_most=100), ())
    check_configuration(Configuration(run_timeout=10.0), ())  # who shortens a run need not shorten its steps too
    assert timedelta(seconds=Configuration().run_timeout) == timedelta(hours=6)
