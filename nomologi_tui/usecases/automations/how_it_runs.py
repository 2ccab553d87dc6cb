"""How an automation runs: in a sentence, and what a form for it needs to know."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nomologi_tui.document.configuration import configuration_from, unchecked
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import CatchUp, Configuration, OnFailure, RunMode, Step
from nomologi_tui.policy import ConfigurationError, check_configuration, effective
from nomologi_tui.runner.engine.template import check_template, values_used
from nomologi_tui.settings import Settings
from nomologi_tui.text import show_duration
from nomologi_tui.usecases.flow.drafting import Flow

_AFTER = {
    OnFailure.STOP: "then it stops",
    OnFailure.CONTINUE: "then it goes on with the next step",
    OnFailure.INSTEAD: "then other steps run instead",
}
_OVERLAP = {
    RunMode.SINGLE: "one run at a time",
    RunMode.QUEUED: "one run at a time, the others queue",
    RunMode.RESTART: "a new run ends the one before",
}
_MISSED = {CatchUp.SKIP: "missed times are left out", CatchUp.EACH: "each missed time runs"}


def in_words(configuration: Configuration, settings: Settings) -> str:
    """Tries, what happens after a failure, overlap, and what else differs from the defaults."""
    own = effective(configuration, settings)
    tries = f"up to {own.retries + 1} tries" if own.retries else "one try"
    per = f" for each {own.per}" if own.per else ""
    parts = [
        f"{tries}, {_AFTER[own.on_failure or OnFailure.STOP]}",
        _OVERLAP.get(own.mode, f"up to {own.parallel} runs at once") + per,
        f"{show_duration(own.cooldown)} between two runs" if own.cooldown else "",
        f"at most {own.at_most} in {show_duration(own.period)}" if own.at_most else "",
        _MISSED.get(own.catch_up, ""),
        "" if own.alert_on_failure else "a failure tells nobody",
    ]
    return "; ".join(part for part in parts if part)


def check_how(configuration: Configuration, steps: Sequence[Step]) -> None:
    """Raises ConfigurationError for what can't be, contradicts itself or the steps, or is no template."""
    check_configuration(configuration, steps)
    if wrong := check_template(configuration.per):
        raise ConfigurationError(wrong, "", "per")
    if other := next((str(path[0]) for path in values_used(configuration.per) if path[0] != "event"), ""):
        raise ConfigurationError(
            f"“{other}” is not known when a run is queued.", "Use what the trigger saw: {{ event.… }}.", "per"
        )


def problems(values: Mapping[str, Any], steps: Sequence[Step]) -> dict[str, str]:
    """What can't be of values that can be read: a sentence under the field, or under "" for a contradiction."""
    try:
        check_how(configuration_from(values, steps), steps)
    except ConfigurationError as error:
        return {error.field: f"{error.problem} {error.hint}".rstrip() if error.field else error.problem}
    except BadInputError:  # one that can't be read: the form finds it by itself
        return {}
    return {}


def contradiction(flow: Flow) -> str:
    """What keeps the flow's configuration from being saved, in a sentence; empty when nothing does."""
    try:
        check_how(flow.configuration, flow.steps)
    except ConfigurationError as error:
        return error.message
    return ""


def with_values(flow: Flow, values: Mapping[str, Any]) -> Flow:
    """The flow with its configuration as typed. Contradictions stay until somebody solves them: nothing typed is lost.

    Raises BadInputError for a value that can't be read.
    """
    return replace(flow, configuration=unchecked(values))
