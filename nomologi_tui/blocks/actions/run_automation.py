"""Start another automation, and wait for its end where that is wanted."""

from datetime import timedelta

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, BlockError, Effect, HoldError, Template, Touch, action
from nomologi_tui.blocks.tools import foretelling

SOON, LATE = 2.0, 300.0  # seconds until the first look whether it has ended, and between looks at last


class RunAutomation(BaseModel, extra="forbid"):
    automation: str = Field(
        title="Automation", description="The automation's name, as in the list.", examples=["nightly-backup"],
        min_length=1,
    )  # fmt: skip
    inputs: dict[str, Template] = Field(
        {}, title="Inputs", description="The inputs it is given.", examples=["title: x"]
    )
    wait: bool = Field(
        False, title="Wait for its end", description="Go on after it has ended, and fail if it failed.",
        examples=["yes"],
    )  # fmt: skip


@action(
    "run_automation",
    title="Run another automation",
    effect=Effect.REPEATABLE,  # the same step of the same run starts one run, however often it is tried
    says=(
        ("run|start|trigger|call|launch|starte|lance|ejecuta … automation|other_automation|workflow|automatisierung"),
    ),
    example={"automation": "nightly-backup"},
    gives=("run", "automation", "status", "summary", "output"),
)
async def run_automation(config: RunAutomation, ctx: ActionContext) -> dict[str, object]:
    """Queue a run of another automation of yours, also a paused one's, which begins later; loops are refused."""
    run = await ctx.start_run(config.automation.strip(), config.inputs)
    if config.wait and not run.status.finished:
        passed = (ctx.clock.now() - ctx.began).total_seconds()
        until = ctx.clock.now() + timedelta(seconds=min(max(passed / 2, SOON), LATE))
        raise HoldError(f"Waits for run {run.id} of {config.automation}", until=until)
    if config.wait and run.status in ("failure", "cancelled"):
        raise BlockError(f"Run {run.id} of {config.automation} ended as {run.status}: {run.summary}")
    output = run.output if config.wait else None
    return {
        "run": run.id, "automation": config.automation, "status": run.status.value, "summary": run.summary,
        "output": output,
    }  # fmt: skip


@run_automation.words
def _words(config: RunAutomation) -> str:
    given = f" with {' '.join(', '.join(config.inputs).split())}" if config.inputs else ""
    return f"run the automation {' '.join(config.automation.split())}{given}" + " and wait for it" * config.wait


@run_automation.preview
async def _preview(config: RunAutomation, ctx: ActionContext) -> str:
    return foretelling.with_values(f"would {_words(config)}", config.inputs, "with the inputs")


@run_automation.touches
def _touches(config: RunAutomation) -> list[Touch]:
    return [Touch("run", f"the automation {config.automation}, and all that it may do")]
