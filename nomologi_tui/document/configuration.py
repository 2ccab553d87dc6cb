"""How an automation runs, as a person writes it: form, `--set`, YAML and its schema read these fields."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Duration, Template
from nomologi_tui.blocks.fields import check
from nomologi_tui.document.unknown import no_field
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import CatchUp, Configuration, OnFailure, RunMode, Step
from nomologi_tui.policy import check_configuration

_DEFAULT = Configuration()


class HowItRuns(BaseModel, extra="forbid"):
    """The fields of `model.Configuration`; lengths of time also as `10 min`."""

    mode: Literal["single", "queued", "restart", "parallel"] = Field(
        "single",
        title="While one runs",
        examples=["queued"],
        description="The next one waits (single: the newest of a schedule; queued: each), restart stops this one, "
        "parallel runs both.",
    )
    parallel: int = Field(1, title="At once", description="Runs at once in mode parallel.", examples=["3"])
    per: Template = Field(
        "", title="For each", description="The mode counts for each value by itself.", examples=["{{ event.sender }}"]
    )
    step_timeout: Duration = Field(600.0, title="Step limit", description="A step that takes longer is stopped.")
    run_timeout: Duration = Field(21_600.0, title="Run limit", description="Of work; waiting does not count.")
    catch_up: Literal["skip", "once", "each"] = Field(
        "once",
        title="Missed times",
        description="Which run afterwards: skip none, once the latest, each all.",
        examples=["each"],
    )
    retries: int | None = Field(None, title="More tries", description="After a passing error; empty: as the settings.")
    on_failure: Literal["stop", "continue", "instead"] | None = Field(
        None, title="After a failure", description="Stop, go on, or do the steps under instead; empty: as the settings."
    )
    cooldown: Duration = Field(0.0, title="Pause", description="Between the beginnings of two runs.")
    at_most: int = Field(0, title="At most", description="Runs in each period; 0: any number.", examples=["5"])
    period: Duration = Field(3_600.0, title="Period", description="That at most counts in.")
    alert_on_failure: bool = Field(True, title="Tell me", description="When it fails, and when it works again.")
    alert_after: int = Field(1, title="Tell me after", description="Failures in a row.", examples=["3"])
    alert_on_trouble: bool = Field(
        True, title="Other trouble", description="Tell of lost triggers, of runs that need me, are late or missed."
    )
    alert_late: Duration = Field(600.0, title="Late after", description="For a run that was due; 0: never.")
    alert_slow: Duration = Field(0.0, title="Slow after", description="Of work; 0: never.", examples=["1 h"])
    alert_silent: Duration = Field(
        0.0, title="Silent for", description="Tell when no run began for so long; 0: never.", examples=["25 h"]
    )
    keep_days: int | None = Field(None, title="Days kept", description="Of history; empty: as the settings.")
    keep_runs: int | None = Field(None, title="Runs kept", description="Of each outcome; empty: as the settings.")


def configuration_from(values: Mapping[str, Any], steps: Sequence[Step]) -> Configuration:
    """The configuration that `values`, as typed, stand for. Raises BadInputError naming the field or contradiction.

    `steps` are those of the automation: some settings only make sense with some steps.
    """
    configuration = unchecked(values)
    check_configuration(configuration, steps)
    return configuration


def unchecked(values: Mapping[str, Any]) -> Configuration:
    """What `values` stand for; they may contradict each other. Raises BadInputError naming one that can't be read."""
    if unknown := sorted(str(name) for name in set(values) - set(HowItRuns.model_fields)):
        raise no_field("configuration", unknown[0], HowItRuns.model_fields)
    model, wrong = check(HowItRuns, dict(values))
    if model is None:
        name, problem = next(iter(wrong.items()))
        hint = "" if name in HowItRuns.model_fields else f"Known: {', '.join(HowItRuns.model_fields)}."
        raise BadInputError(f"configuration, {name}: {problem}", hint)
    given = model.model_dump()
    for name, kind in (("mode", RunMode), ("catch_up", CatchUp), ("on_failure", OnFailure)):
        given[name] = None if given[name] is None else kind(given[name])
    return Configuration(**given)


def changed_values(configuration: Configuration) -> dict[str, Any]:
    """What differs from the defaults, as plain JSON values."""
    defaults = asdict(_DEFAULT)
    return {
        name: value.value if isinstance(value, RunMode | CatchUp | OnFailure) else value
        for name, value in asdict(configuration).items()
        if value != defaults[name]
    }
