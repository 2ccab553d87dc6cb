"""Wait a while, or until a time. The run is set aside meanwhile: a restart changes nothing."""

from datetime import datetime

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import ActionContext, Duration, Effect, HoldError, TimeOfDay, action
from nomologi_tui.blocks.tools.waiting import end_of_wait, moment_in_words
from nomologi_tui.text import span


class Wait(BaseModel, extra="forbid"):
    time: Duration | None = Field(None, title="For", description="How long to wait.", examples=["10 min"], gt=0)
    until: TimeOfDay | None = Field(
        None, title="Until", description="Wait for the next such time of day.", examples=["18:00"]
    )

    @model_validator(mode="after")
    def _one_of_them(self) -> "Wait":
        if (self.time is None) == (self.until is None):
            raise ValueError("set one of for and until")
        return self


@action(
    "wait",
    title="Wait",
    effect=Effect.READ,
    says=(
        "wait|pause|sleep|delay|hold|warte~|attend~|espera~|aspetta~|wacht … <number>",
        "wait_for|wait_until|wait|pause_for|sleep",
        "mach|mache … pause",
        "hold … minute|minutes|second|seconds",
    ),
    example={"time": "10 min"},
    gives=("began", "ended"),
)
async def wait(config: Wait, ctx: ActionContext) -> dict[str, str]:
    """Go on after a length of time, or at the next such time of day in the user's zone."""
    end, now = _end(config, ctx), ctx.clock.now()
    if now < end:
        raise HoldError(f"Waits until {moment_in_words(end, ctx.timezone)}", until=end)
    return {"began": ctx.began.isoformat(), "ended": now.isoformat()}


def _end(config: Wait, ctx: ActionContext) -> datetime:
    return end_of_wait(ctx.began, config.time, config.until, ctx.timezone)


@wait.words
def _words(config: Wait) -> str:
    return f"wait {span(config.time)}" if config.time else f"wait until {config.until}"
