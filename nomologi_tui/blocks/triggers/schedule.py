"""Due times: every so often, at times of day, by a cron line, or once."""

from collections.abc import AsyncIterator
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import Duration, Event, PreviewContext, TimeOfDay, TriggerContext, Zone, trigger
from nomologi_tui.blocks.tools.due import as_schedule, shown_times
from nomologi_tui.schedules import Schedule, in_words


class ScheduleTimes(BaseModel, extra="forbid"):
    every: Duration | None = Field(None, title="Every", description="Again after this long.", examples=["15 min"])
    times: list[TimeOfDay] = Field([], title="At", description="Times of day.", examples=["08:00, 18:30"])
    weekdays: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(
        [], title="On", description="Only on these weekdays; none means every day.", examples=["mon, wed"]
    )
    cron: str = Field(
        "", title="Cron line", description="Five fields as in a crontab.", examples=["*/10 8-18 * * mon-fri"]
    )
    once: str = Field(
        "", title="Once at", description="A day and time: YYYY-MM-DD HH:MM.", examples=["2027-01-31 09:00"]
    )
    timezone: Zone = Field("", title="Time zone", description="Empty: your own.", examples=["Europe/Berlin"])

    @model_validator(mode="after")
    def _is_a_schedule(self) -> "ScheduleTimes":
        self.schedule("UTC")
        return self

    def schedule(self, default_zone: str) -> Schedule:
        """The schedule; where no zone is set, in `default_zone`."""
        return as_schedule(self, self.timezone or default_zone)


@trigger(
    "schedule",
    title="At set times",
    says=("every", "daily", "hourly", "weekly", "each day", "at", "on weekdays", "cron", "once at"),
    example={"times": ["08:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]},
    gives=("due",),
)
async def schedule(config: ScheduleTimes, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start at set times. Exactly one of every, at, cron line and once says when."""
    async for due in ctx.due_times(config.schedule(ctx.timezone.key)):
        yield Event(id=f"due:{due.isoformat()}", data={"due": due.isoformat()}, due=due)


@schedule.words
def _words(config: ScheduleTimes) -> str:
    return in_words(config.schedule(config.timezone or "UTC"), with_zone=bool(config.timezone))


@schedule.preview
async def _preview(config: ScheduleTimes, ctx: PreviewContext) -> str:
    return shown_times(config.schedule(ctx.timezone.key), ctx.clock.now(), ctx.timezone)
