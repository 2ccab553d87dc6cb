"""How an automation ran last."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Duration, Touch, Verdict, condition
from nomologi_tui.blocks.tools.past_runs import asked_words, verdict_of


class LastResult(BaseModel, extra="forbid"):
    automation: str = Field(
        "", title="Automation", description="Its name, as in the list; empty: this one.", examples=["nightly-backup"]
    )
    state: Literal["succeeded", "failed", "ended", "is running"] = Field(
        "succeeded", title="What is asked", description="What must be so of its last run.", examples=["failed"]
    )
    within: Duration | None = Field(
        None, title="Within", description="Only if it ended within this time; empty: ever.", examples=["1d"], gt=0
    )


@condition(
    "last_result",
    title="How an automation ran last",
    says=("last run succeeded", "last run failed", "ran well last"),
    example={"automation": "nightly-backup", "state": "succeeded", "within": "1d"},
)
async def last_result(config: LastResult, ctx: ConditionContext) -> Verdict:
    """True when the last run that ended was as asked, or when one is running or waiting now.

    Skipped runs do not count, nor does the run that asks.
    """
    return verdict_of(await ctx.last_run(config.automation), config.state, config.within, ctx.clock.now())


@last_result.words
def _words(config: LastResult) -> str:
    return asked_words(config.automation or "this automation", config.state, config.within)


@last_result.touches
def _touches(config: LastResult) -> list[Touch]:
    return [Touch("read", f"how {config.automation or 'it'} ran last")]
