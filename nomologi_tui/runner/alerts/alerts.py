"""Tells people what is in the outbox, and looks for what did not happen. It waits for nobody and nobody for it."""

import asyncio
import itertools
import os
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.alerting import Drop, Hold, Send, budget_of, compose, decide
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Alert
from nomologi_tui.runner.alerts.channel import Channel, Kind, choose, of_others
from nomologi_tui.runner.alerts.delivery import deliver
from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.settings import Settings, own_values, personal
from nomologi_tui.store.alerts import looking, noting, telling
from nomologi_tui.store.alerts.looking import Leap
from nomologi_tui.store.alerts.telling import Held
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.recipients import Recipient

TURN = 5.0  # seconds between looks into the outbox
TURNS_A_LOOK = 12  # each twelfth one looks for what did not happen
LOOK = TURN * TURNS_A_LOOK
LEAP = 1.0  # seconds
LEAPS = 100  # that are remembered: a laptop's of some weeks
LAST_WORDS = 2.0  # seconds for a message that is on its way when the runner ends


class Alerts:
    """The runner's part that tells. What it does next stands in rows, so another runner goes on with it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._read = partial(until_it_works, tools, tools.store.aread)
        self._write = partial(until_it_works, tools, tools.store.awrite)
        self._looked_at, self._lived = tools.clock.now(), tools.clock.monotonic()
        self._leaps: list[Leap] = []

    async def run(self) -> None:
        """Tell what is due, until cancelled."""
        for turn in itertools.count(1):
            await self._tools.clock.sleep(TURN)
            if turn % TURNS_A_LOOK == 0:
                await self.look()
            await self.tell()

    async def look(self) -> None:
        """Write down what is late, slow or never started. Not just after the machine slept or its clock was set:
        triggers need a moment to put themselves right.
        """
        passed = self._passed()
        if 0 <= passed <= 2 * LOOK:
            now = self._looked_at
            for new in await self._read(looking.found, now, self._tools.timezone, tuple(self._leaps)):
                await self._write(noting.put, new, now)
        await self._end_what_is_over()

    def _passed(self) -> float:
        """Seconds by the wall since the last look; where they are not those that were lived through, that is kept."""
        now, lived = self._tools.clock.now(), self._tools.clock.monotonic()
        passed = (now - self._looked_at).total_seconds()
        leapt = passed - (lived - self._lived)
        if abs(leapt) > LEAP:
            self._leaps = [*self._leaps[1 - LEAPS :], Leap(now, timedelta(seconds=leapt))]
        self._looked_at, self._lived = now, lived
        return passed

    async def _end_what_is_over(self) -> None:
        over = await self._read(looking.over)
        if over:
            await self._write(looking.end, over, self._tools.clock.now())

    async def tell(self) -> None:
        """Tell what is due, in one message for each person."""
        now = self._tools.clock.now()
        if not await self._read(telling.held, now):
            return
        await self._end_what_is_over()
        for user_id, alerts in (await self._decide(await self._read(telling.held, now))).items():
            await self._message(user_id, alerts)

    async def _decide(self, held: Sequence[Held]) -> dict[int, list[Alert]]:
        """What is to be told now, by user; what is not is put off or dropped."""
        now, settings = self._tools.clock.now(), await self._settings({one.user_id for one in held})
        decided = [(one, decide(one.alert, one.told, budget_of(settings[one.user_id]), now)) for one in held]
        messages: dict[int, list[Alert]] = {one.user_id: [] for one, what in decided if isinstance(what, Send)}
        later, never = {}, {}
        for one, what in decided:
            if isinstance(what, Drop):
                never[one.alert.id] = what.reason
            elif one.user_id in messages and (isinstance(what, Send) or what.joins):
                messages[one.user_id].append(one.alert)
            elif isinstance(what, Hold) and what.until != one.alert.send_after:
                later[one.alert.id] = what.until
        if later:
            await self._write(telling.hold, later)
        if never:
            await self._write(telling.drop, never)
        return messages

    async def _message(self, user_id: int, alerts: list[Alert]) -> None:
        tools, channel = self._tools, await self._channel(user_id)
        if channel.kind is Kind.OFF:
            await self._write(telling.drop, {one.id: "Alerts are off." for one in alerts})
            return
        if channel.kind is Kind.TERMINAL:
            await self._write(telling.shown, alerts, tools.clock.now())
            return
        await self._write(telling.trying, alerts, tools.clock.now())
        zone = (await self._settings({user_id}))[user_id].zone
        sending = asyncio.create_task(self._send(channel, alerts, zone))
        try:
            await asyncio.shield(sending)
        except asyncio.CancelledError:  # the runner ends: what is on its way gets a moment, or it would be sent again
            await asyncio.wait({sending}, timeout=LAST_WORDS)
            sending.cancel()
            raise

    async def _send(self, channel: Channel, alerts: list[Alert], zone: ZoneInfo) -> None:
        tools = self._tools
        try:
            name = await deliver(channel, compose(alerts, zone, tools.clock.now()), tools.secrets)
        except NomologiError as error:
            if channel.kind is Kind.DESKTOP:  # nobody sits there
                await self._write(telling.shown, alerts, tools.clock.now())
            else:
                await self._write(telling.not_taken, alerts, str(error), tools.clock.now())
        else:
            await self._write(telling.told, alerts, name, tools.clock.now())

    async def _channel(self, user_id: int) -> Channel:
        own, recipient = await until_it_works(self._tools, asyncio.to_thread, self._known, user_id)
        return choose(own, recipient) if own else of_others(recipient)

    def _known(self, user_id: int) -> tuple[Settings | None, Recipient]:
        """The settings that name this user's channel, if any do, and where the user said to be told things."""
        settings = self._tools.settings
        with Reader.open(settings.places, self._tools.clock) as reader:
            owner = reader.user_by_login(settings.user)
            preferred = reader.preferences().get(user_id, {})
            theirs = (owner is not None and owner.id == user_id) or "alert_channel" in own_values(preferred, os.environ)
            return personal(settings, preferred) if theirs else None, reader.recipient(user_id)

    async def _settings(self, users: Collection[int]) -> dict[int, Settings]:
        """The settings as each of these users has them."""
        settings = self._tools.settings
        known = await until_it_works(self._tools, asyncio.to_thread, self._preferences)
        return {one: personal(settings, known[one]) if known.get(one) else settings for one in users}

    def _preferences(self) -> dict[int, dict[str, Any]]:
        with Reader.open(self._tools.settings.places, self._tools.clock) as reader:
            return reader.preferences()
