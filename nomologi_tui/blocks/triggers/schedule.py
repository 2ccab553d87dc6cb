"""Due times: every so often, at times of day on days of the calendar, by the sun, by a cron line, or once."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, TriggerContext, trigger
from nomologi_tui.blocks.tools.schedules.due import shown_times
from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes
from nomologi_tui.schedules import in_words


@trigger(
    "schedule",
    title="At set times",
    says=("every", "daily", "hourly", "weekly", "each day", "at", "on weekdays", "cron", "once at"),
    example={"times": ["08:00"], "weekdays": ["mon", "tue", "wed", "thu", "fri"]},
    gives=("due",),
)
async def schedule(config: ScheduleTimes, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start at set times. Exactly one of every, at, sun, cron line and once says when; the others say on which days."""
    times = ctx.due_times(config.schedule(ctx.timezone.key))
    del config  # thousands of schedules wait here, and a form with all its fields is larger than a schedule
    async for due in times:
        yield Event(id=f"due:{due.isoformat()}", data={"due": due.isoformat()}, due=due)


@schedule.words
def _words(config: ScheduleTimes) -> str:
    return in_words(config.schedule(config.timezone or "UTC"), with_zone=bool(config.timezone))


@schedule.preview
async def _preview(config: ScheduleTimes, ctx: PreviewContext) -> str:
    return shown_times(config.schedule(ctx.timezone.key), ctx.clock.now(), ctx.timezone)
