"""What happens after a failure, as pure functions: a decision is a value, acting on it happens at the edge."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nomologi_tui.errors import BadInputError, BlockError, NomologiError, StepTimeoutError
from nomologi_tui.model import CatchUp, Configuration, Effect, OnFailure, RunMode, Step, StepType
from nomologi_tui.settings import Settings
from nomologi_tui.text import show_duration

DELAYS = (2.0, 15.0, 60.0)  # seconds before the second, third and fourth try; the last one goes on
SPREAD = 0.2  # of the delay, at random either way: what failed together shall not come back together
MOST_MISSED = 100  # missed times that run one after the other, where each shall
LONGEST_DELAY = 86_400.0  # a server that asks for more patience than a day is not waited for


def effective(configuration: Configuration, settings: Settings) -> Configuration:
    """The configuration with the settings' values where it has none of its own."""
    own = configuration
    return replace(
        own,
        retries=settings.retries if own.retries is None else own.retries,
        on_failure=own.on_failure or OnFailure(settings.on_failure),
        keep_days=settings.keep_days if own.keep_days is None else own.keep_days,
        keep_runs=settings.keep_runs if own.keep_runs is None else own.keep_runs,
    )


@dataclass(frozen=True, slots=True)
class Failed:
    """A step that failed: `tries` is how often by now, `chance` a random number from 0 to 1."""

    error: BaseException
    effect: Effect
    tries: int
    at: datetime
    chance: float


def retry_at(failed: Failed, retries: int) -> datetime | None:
    """When the step is tried again; None when it is not.

    Only errors that pass. A block calls an error passing where another try does no harm: a *once* step only where
    nothing ever left (name, connection, TLS); one that was stopped by its deadline may have acted, so it is not tried
    again.
    """
    if failed.tries > retries or not _passes(failed):
        return None
    wanted = failed.error.retry_after if isinstance(failed.error, BlockError) else None
    if wanted is not None:
        return failed.at + timedelta(seconds=wanted) if wanted <= LONGEST_DELAY else None
    delay = DELAYS[min(failed.tries, len(DELAYS)) - 1]
    return failed.at + timedelta(seconds=delay * (1 - SPREAD + 2 * SPREAD * failed.chance))


def _passes(failed: Failed) -> bool:
    if isinstance(failed.error, StepTimeoutError):
        return failed.effect is not Effect.ONCE
    return isinstance(failed.error, NomologiError) and failed.error.passing


class ConfigurationError(BadInputError):
    """A configuration can't be. `field` is the one that it is about, "" where several contradict each other."""

    def __init__(self, problem: str, hint: str, field: str = "") -> None:
        super().__init__(f"configuration, {field}: {problem}" if field else problem, hint)
        self.problem = problem
        self.field = field


def check_configuration(configuration: Configuration, steps: Sequence[Step]) -> None:
    """Raises ConfigurationError with one sentence for values that can't be, or contradict each other or the steps."""
    own = configuration
    for name in ("step_timeout", "run_timeout", "period"):
        if not 0 < getattr(own, name) <= 400 * 86_400:
            raise _wrong(name, show_duration(getattr(own, name)), "Give a length of time up to 400 days.")
    if not 0 <= own.cooldown <= 400 * 86_400:
        raise _wrong("cooldown", show_duration(own.cooldown), "Give a length of time up to 400 days, or 0 for none.")
    for name in ("alert_late", "alert_slow", "alert_silent"):
        if not 0 <= getattr(own, name) <= 400 * 86_400:
            raise _wrong(name, show_duration(getattr(own, name)), "Give a length up to 400 days, or 0 for never.")
    for name, most in (("alert_after", 1_000), ("parallel", 1_000), ("at_most", 1_000_000), ("retries", 100)):
        value, least = getattr(own, name), 1 if name in ("parallel", "alert_after") else 0
        if value is not None and not least <= value <= most:
            raise _wrong(name, value, f"Give a number from {least} to {most:,}.")
    for name, most in (("keep_days", 36_500), ("keep_runs", 1_000_000)):
        value = getattr(own, name)
        if value is not None and not 1 <= value <= most:
            raise _wrong(name, value, f"Give a number from 1 to {most:,}.")
    _check_contradictions(own, steps)


def _wrong(name: str, value: object, hint: str) -> ConfigurationError:
    return ConfigurationError(f"{value} can't be.", hint, name)


def _check_contradictions(own: Configuration, steps: Sequence[Step]) -> None:
    instead = [step for step in steps if step.instead]
    if any(step.type is not StepType.ACTION for step in instead):
        raise ConfigurationError("Only actions can stand under “instead”.", "Move the others to when or if.")
    if own.on_failure is OnFailure.INSTEAD and not instead:
        raise ConfigurationError(
            "After a failure other steps shall run instead, but there are none.", "Add them under instead."
        )
    if instead and own.on_failure is not OnFailure.INSTEAD:
        raise ConfigurationError(
            "There are steps under “instead”, but after a failure they would not run.", "Set on_failure: instead."
        )
    if own.parallel > 1 and own.mode is not RunMode.PARALLEL:
        raise ConfigurationError(
            f"{own.parallel} runs at once contradict mode {own.mode}.", "Set mode: parallel, or parallel: 1."
        )
    if own.parallel == 1 and own.mode is RunMode.PARALLEL:
        raise ConfigurationError("One run at once contradicts mode parallel.", "Set parallel: 2 or more.")
    if own.run_timeout < own.step_timeout and own.step_timeout != Configuration().step_timeout:
        raise ConfigurationError("A step may take longer than its whole run.", "Make step_timeout the shorter one.")
    if own.catch_up is CatchUp.EACH:
        _check_each(own)


def _check_each(own: Configuration) -> None:
    """What would skip most of up to 100 missed times that run together."""
    if own.cooldown:
        raise ConfigurationError(
            "Each missed time shall run, but the cooldown would skip them.", "Set catch_up: once, or no cooldown."
        )
    if 0 < own.at_most < MOST_MISSED:
        raise ConfigurationError(
            f"Each missed time shall run, up to {MOST_MISSED} of them, but at most {own.at_most} in a period may.",
            f"Set catch_up: once, or at_most: {MOST_MISSED} or more.",
        )
    if own.mode is RunMode.RESTART:
        raise ConfigurationError(
            "Each missed time shall run, but in mode restart each would end the one before.",
            "Set catch_up: once, or another mode.",
        )
