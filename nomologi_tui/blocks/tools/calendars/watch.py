"""From looks at a calendar to one event of ours for each event of it, at its moment."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from nomologi_tui.blocks.contexts import PreviewContext, TriggerContext
from nomologi_tui.blocks.tools.calendars.form import Calendar
from nomologi_tui.blocks.tools.calendars.look import CalendarLook
from nomologi_tui.blocks.tools.web.polling import BEAT, briefly, gate, login_of, still_typing, unseen
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Event, Level
from nomologi_tui.text import clean_line, counted, shorten

_SHOWN = 5
_AHEAD = timedelta(days=31)  # of the preview
_SLOW = timedelta(minutes=2)  # that a look may take, in which nothing is missed
_DUE = tuple[datetime, str, dict[str, Any]]  # its moment, its id, its data


class Told:
    """Which moments were told already, and since when they count; kept in the trigger's cursor.

    `is_first`: what is under way at the very first look is still to be told; nothing told is forgotten until then.
    """

    def __init__(self, about: str, now: datetime, cursor: dict[str, Any] | None, *, at_once: bool) -> None:
        known = cursor if cursor and cursor.get("about") == about else {}
        self.is_new = not known
        self.is_first = bool(known.get("first", at_once and self.is_new))
        self._about = about
        self._since = datetime.fromisoformat(known.get("since", now.isoformat()))
        self._told: dict[str, str] = dict(known.get("told", {}))

    def misses(self, moment: datetime, name: str) -> bool:
        """Whether it still is to be told."""
        return (moment > self._since or self.is_first) and name not in self._told

    def cursor(self, moment: datetime, name: str, forget: datetime) -> dict[str, Any]:
        """With `name` told, and without what lies before `forget`: that can't come again."""
        still = self.is_first
        kept = {name: at for name, at in self._told.items() if still or datetime.fromisoformat(at) > forget}
        self._told = {**kept, name: moment.astimezone(UTC).isoformat()}
        return self.as_cursor()

    def as_cursor(self) -> dict[str, Any]:
        """All of it, as JSON."""
        first = {"first": True} if self.is_first else {}
        return {"about": self._about, "since": self._since.isoformat(), "told": self._told, **first}


async def events_of_calendar(config: Calendar, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event at the moment of each wanted one. Raises BlockError when the calendar can't be had."""
    told = Told(config.about, ctx.clock.now(), ctx.cursor, at_once=config.first == "at once")
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
        if told.is_first:
            for moment, name, data in _under_way(config, found, ctx.clock.now()):
                if told.misses(moment, name):
                    yield Event(f"calendar:{name}", data, cursor=told.cursor(moment, name, moment))
            told.is_first = False
            await ctx.remember(told.as_cursor())
        for moment, name, data in _due(config, found, ctx.clock.now() - late, until):
            if told.misses(moment, name):
                await _until(moment, ctx)
                if ctx.clock.now() - moment <= late:  # the machine may have slept meanwhile
                    yield Event(f"calendar:{name}", data, cursor=told.cursor(moment, name, moment - late - every))
        await _until(until, ctx)


def _due(config: Calendar, found: dict[str, Any], begin: datetime, end: datetime) -> list[_DUE]:
    """Those whose moment lies behind `begin` and not behind `end`, by their moment."""
    return sorted((one for one in _wanted(config, found) if begin < one[0] <= end), key=_order)


def _under_way(config: Calendar, found: dict[str, Any], now: datetime) -> list[_DUE]:
    """Those whose moment has passed, while the events are not over, by their moment."""
    return sorted((one for one in _wanted(config, found) if config.is_under_way(one[2], now)), key=_order)


def _wanted(config: Calendar, found: dict[str, Any]) -> Iterator[_DUE]:
    for item in found["events"]:
        if config.wants(item):
            moment = config.moment(item)
            name = hashlib.sha256(f"{item['uid']}\0{item['start']}\0{moment.astimezone(UTC)}".encode()).hexdigest()[:24]
            yield moment, name, {**item, "calendar": found["name"] or config.shown}


def _order(due: _DUE) -> tuple[datetime, str]:
    return due[:2]


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
    due = len(_under_way(config, found, now)) if config.first == "at once" else 0
    already = [f"and at once for {counted(due, 'event')} under way"] if due else []
    return "\n".join([count, *lines, *already, *broken])
