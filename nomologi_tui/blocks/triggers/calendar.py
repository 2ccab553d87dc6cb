"""An event of a calendar starts or ends, or will soon."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.calendar_form import Calendar, calendar_words
from nomologi_tui.blocks.tools.calendar_watch import events_of_calendar, shown_calendar
from nomologi_tui.blocks.tools.request_form import touches_of


@trigger(
    "calendar",
    title="When an event of a calendar starts",
    says=("calendar", "event starts", "meeting starts", "before a meeting", "before an event", "calendar event",
          "appointment", "before the event", "before the meeting"),
    example={"url": "http://localhost:5232/ada/bins.ics", "before": "6h", "has": ["trash"]},
    gives=("title", "start", "end", "all_day", "location", "text", "uid", "calendar"),
)  # fmt: skip
async def calendar(config: Calendar, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each event of a calendar when it starts or ends, or so long before. Repeated ones count each time.

    Later steps get title, start and end (in your time zone), all_day, location, text, uid and calendar. What changes
    in the calendar is known at the next look; one that was moved counts again, one that was called off does not.
    """
    async for event in events_of_calendar(config, ctx):
        yield event


@calendar.words
def _words(config: Calendar) -> str:
    return calendar_words(config)


@calendar.preview
async def _preview(config: Calendar, ctx: PreviewContext) -> str:
    return await shown_calendar(config, ctx)


@calendar.touches
def _touches(config: Calendar) -> list[Touch]:
    return [Touch("read", config.url)] if config.is_file else touches_of(config.url, config.connection)
