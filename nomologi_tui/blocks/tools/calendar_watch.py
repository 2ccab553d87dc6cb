"""From looks at a calendar to one event of ours for each event of it, at its moment."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

from nomologi_tui.blocks.contexts import PreviewContext, TriggerContext
from nomologi_tui.blocks.tools.calendar_form import Calendar
from nomologi_tui.blocks.tools.calendar_look import CalendarLook
from nomologi_tui.blocks.tools.polling import BEAT, briefly, gate, login_of, still_typing, unseen
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Event, Level
from nomologi_tui.text import clean_line, shorten

_SHOWN = 5
_AHEAD = timedelta(days=31)  # of the preview
_SLOW = timedelta(minutes=2)  # that a look may take, in which nothing is missed
_DUE = tuple[datetime, str, dict[str, Any]]  # its moment, its id, its data


class Told:
    """Which moments were told already, and since when they count; kept in the trigger's cursor."""

    def __init__(self, about: str, now: datetime, cursor: dict[str, Any] | None) -> None:
        known = cursor if cursor and cursor.get("about") == about else {}
        self.is_new = not known
        self._about = about
        self._since = datetime.fromisoformat(known.get("since", now.isoformat()))
        self._told: dict[str, str] = dict(known.get("told", {}))

    def misses(self, moment: datetime, name: str) -> bool:
        """Whether it still is to be told."""
        return moment > self._since and name not in self._told

    def cursor(self, moment: datetime, name: str, forget: datetime) -> dict[str, Any]:
        """With `name` told, and without what lies before `forget`: that can't come again."""
        kept = {name: at for name, at in self._told.items() if datetime.fromisoformat(at) > forget}
        self._told = {**kept, name: moment.astimezone(UTC).isoformat()}
        return self.as_cursor()

    def as_cursor(self) -> dict[str, Any]:
        """All of it, as JSON."""
        return {"about": self._about, "since": self._since.isoformat(), "told": self._told}


async def events_of_calendar(config: Calendar, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event at the moment of each wanted one. Raises BlockError when the calendar can't be had."""
    told = Told(config.about, ctx.clock.now(), ctx.cursor)
    if told.is_new:
        await ctx.remember(told.as_cursor())
    look = CalendarLook(config, ctx.clock, ctx.timezone, login_of(config, ctx))
    every, late, broken = timedelta(seconds=config.every), timedelta(seconds=config.late) + _SLOW, 0
    while True:
        async with gate():
            found = await look.look(every)
        if found["broken"] > broken:
            ctx.log(f"{found['broken']} events of {config.shown} can't be read; they are left out.", Level.WARNING)
        broken, until = found["broken"], ctx.clock.now() + every
        for moment, name, data in _due(config, found, ctx.clock.now() - late, until):
            if told.misses(moment, name):
                await _until(moment, ctx)
                if ctx.clock.now() - moment <= late:  # the machine may have slept meanwhile
                    yield Event(f"calendar:{name}", data, cursor=told.cursor(moment, name, moment - late - every))
        await _until(until, ctx)


def _due(config: Calendar, found: dict[str, Any], begin: datetime, end: datetime) -> list[_DUE]:
    """Those whose moment lies behind `begin` and not behind `end`, by their moment."""
    due = []
    for item in found["events"]:
        moment = config.moment(item)
        if begin < moment <= end and config.wants(item):
            name = hashlib.sha256(f"{item['uid']}\0{item['start']}\0{moment.astimezone(UTC)}".encode()).hexdigest()[:24]
            due.append((moment, name, {**item, "calendar": found["name"] or config.shown}))
    return sorted(due, key=lambda one: one[:2])


async def _until(moment: datetime, ctx: TriggerContext) -> None:
    """Wait for the moment on the wall clock, and say meanwhile that the trigger listens."""
    ctx.alive()
    while (left := (moment - ctx.clock.now()).total_seconds()) > 0:
        await ctx.clock.sleep(min(left, BEAT))
        ctx.alive()


async def shown_calendar(config: Calendar, ctx: PreviewContext) -> str:
    """The next events that count, in words."""
    if await still_typing():
        return ""
    if words := unseen(config):
        return words
    try:
        found = await CalendarLook(briefly(config), ctx.clock, ctx.timezone).look(_AHEAD)
    except BlockError as error:
        return str(error)
    now = ctx.clock.now()
    coming = _due(config, found, now, now + _AHEAD)
    lines = [
        f"  {moment:%a %d %b %H:%M}  {shorten(clean_line(one['title']), 60)}" for moment, _, one in coming[:_SHOWN]
    ]
    broken = [f"{found['broken']} events can't be read"] if found["broken"] else []
    count = f"{len(coming)} in the next {_AHEAD.days} days, it starts:" if coming else "Nothing in the next 31 days."
    return "\n".join([count, *lines, *broken])
