"""What follows an automation's run, or the runner's start: the form, the event, and where a chain must end."""

from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from nomologi_tui.model import Ending, Run, RunStatus

DEEPEST = 20  # runs in a row that each started the next one
CHAINS = ("after", "run_automation")  # what a run has as its trigger that another run started
RUNNER = "the runner starts"

_COUNTS = {
    "automation succeeds": (RunStatus.SUCCESS,),
    "automation fails": (RunStatus.FAILURE,),
    "automation ends": (RunStatus.SUCCESS, RunStatus.FAILURE),
    "automation is skipped": (RunStatus.SKIPPED,),
}
_WORDS = {
    "automation succeeds": "succeeds",
    "automation fails": "fails",
    "automation ends": "succeeds or fails",
    "automation is skipped": "is skipped",
}


class After(BaseModel, extra="forbid"):
    when: Literal[
        "automation succeeds", "automation fails", "automation ends", "automation is skipped", "the runner starts"
    ] = Field(title="When", description="What must happen to start.", examples=["automation fails"])
    automation: str = Field(
        "", title="Automation", description="The other automation's name, as in the list.", examples=["nightly-backup"],
        max_length=200, validate_default=True,
    )  # fmt: skip

    @field_validator("automation")
    @classmethod
    def _said(cls, automation: str, info: ValidationInfo) -> str:
        if info.data.get("when") != RUNNER and not automation.strip():
            raise ValueError("its name is needed, as `nomologi list` shows it")
        return automation.strip()


def counts(config: After, run: Run) -> bool:
    """Whether the run ended in a way that is followed."""
    return run.status in _COUNTS[config.when]


def depth_of(run: Run) -> int:
    """How many runs led to this one by starting each other, in whatever way an automation can."""
    depth = run.input.get("depth") if run.trigger in CHAINS else 0
    return depth if isinstance(depth, int) else 0


def ending_data(ending: Ending, automation: str) -> dict[str, Any]:
    """The event's data."""
    run = ending.run
    return {
        "automation": automation,
        "run": run.id,
        "status": run.status.value,
        "summary": run.summary,
        "error": run.error,
        "started": run.started_at.isoformat() if run.started_at else None,
        "finished": run.finished_at.isoformat() if run.finished_at else None,
        "depth": depth_of(run) + 1,
    }


def after_words(config: After) -> str:
    """`after nightly-backup fails`."""
    return f"when {RUNNER}" if config.when == RUNNER else f"after {config.automation} {_WORDS[config.when]}"
