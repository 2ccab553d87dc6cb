"""Keeps every active automation's triggers listening, and turns what they see into runs."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from nomologi_tui.errors import CredentialError
from nomologi_tui.model import Automation, Configuration, Listener, ListenerState, Step
from nomologi_tui.runner.connections.resolving import Connections
from nomologi_tui.runner.engine.config import build_config, connections_in
from nomologi_tui.runner.failures import in_a_sentence, is_our_end
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.runner.triggers.listening import Listening, Sources
from nomologi_tui.runner.triggers.liveness import Liveness
from nomologi_tui.secrecy import secrets_of
from nomologi_tui.store import listeners

RETRY_AFTER = (1.0, 5.0, 15.0, 60.0)  # seconds between tries to listen again; the last one goes on
AT_ONCE = 250  # triggers of which one write says that they listen
STEADY = 60.0  # seconds of listening after which a failure counts as the first one again


@dataclass(frozen=True, slots=True)
class _Kept:
    """A trigger, and the task that keeps it listening."""

    automation_id: int
    step: Step
    task: "asyncio.Task[None]"


class Listeners:
    """One task a trigger; started and stopped as automations are switched on, edited and switched off."""

    def __init__(self, tools: Tools, sources: Sources, on_event: Callable[[], None]) -> None:
        self._tools = tools
        self._sources = sources
        self._on_event = on_event
        self._kept: dict[tuple[int, int], list[_Kept]] = {}  # (automation, revision) -> its triggers
        self._listening: dict[int, Listening] = {}  # by step
        self._alive: list[Listening] = []  # of whom the store is about to be told that they listen

    async def follow(self, active: Iterable[Automation]) -> None:
        """Listen for exactly these automations."""
        wanted = {(automation.id, automation.revision): automation for automation in active}
        for one in await self._stop([key for key in self._kept if key not in wanted]):
            await self._report(one.automation_id, one.step, ListenerState.OFF, "")
        new = {key: automation for key, automation in wanted.items() if key not in self._kept}
        known = {one.step_id: one for one in await self._tools.store.aread(listeners.all)} if new else {}
        for key, automation in new.items():
            self._kept[key] = [self._keep(automation, step, known.get(step.id)) for step in automation.triggers]

    def _keep(self, automation: Automation, step: Step, known: Listener | None) -> _Kept:
        work = self._keep_listening(automation.id, automation.user_id, automation.configuration, step, known)
        return _Kept(automation.id, step, asyncio.create_task(work, name=f"trigger {step.id}"))

    async def stop(self) -> None:
        """Listen to nothing any more."""
        await self._stop(list(self._kept))

    async def _stop(self, keys: list[tuple[int, int]]) -> "list[_Kept]":
        stopped = [one for key in keys for one in self._kept.pop(key)]
        for one in stopped:
            one.task.cancel()
        if stopped:
            await asyncio.wait([one.task for one in stopped])
        return stopped

    async def beat(self) -> None:
        """Write down which triggers are alive, and which have been silent for too long. Call it now and then.

        Raises what ended a trigger's task: that was not the trigger's error, which is a state, but ours or the store's.
        """
        for one in (one for group in self._kept.values() for one in group if one.task.done()):
            one.task.result()
        now, healthy = self._tools.clock.now(), []
        for listening in list(self._listening.values()):
            if listening.unreported:
                listening.alive()
            if listening.is_silent and listening.state is not ListenerState.STALE:
                listening.state = ListenerState.STALE
                words = listening.liveness.words()
                await self._report(listening.automation_id, listening.step, ListenerState.STALE, words)
            elif listening.state is ListenerState.OK:
                healthy.append(listening.step.id)
        if healthy:
            await until_it_works(self._tools, self._tools.store.awrite, listeners.heartbeat, healthy, now)

    def _say_alive(self, listening: Listening) -> None:
        """Together with all who begin in the same turn of the loop: after a start these are thousands."""
        if not self._alive:
            asyncio.get_running_loop().call_soon(self._write_alive)
        self._alive.append(listening)

    def _write_alive(self) -> None:
        """Write down who listens, but for those who said something else since."""
        alive = [one for one in self._alive if self._listening.get(one.step.id) is one]
        alive, self._alive = [one for one in alive if one.state is ListenerState.OK], []
        now = self._tools.clock.now()
        for begin in range(0, len(alive), AT_ONCE):
            some = alive[begin : begin + AT_ONCE]
            written = self._tools.store.soon(listeners.listen, [one.step.id for one in some], now)
            written.add_done_callback(partial(_reported, some))

    async def _keep_listening(
        self, automation_id: int, user_id: int, configuration: Configuration, step: Step, known: Listener | None
    ) -> None:
        """Listen, and after a failure listen again; the state is a row that everybody sees."""
        clock, failures, redactor = self._tools.clock, 0, self._tools.redactors.of(automation_id)
        liveness = Liveness(clock)
        try:
            while True:
                began = clock.monotonic()
                listening = self._listening[step.id] = Listening(
                    self._tools, self._sources, automation_id, configuration, step, self._on_event, self._say_alive,
                    liveness,
                    cursor=known.cursor if known else None, last_due=known.last_due if known else None,
                    last_alive=known.last_alive if known else None, next_due=known.next_due if known else None,
                    redact=redactor,
                )  # fmt: skip
                known = None  # thousands wait, and `listening` has it
                try:
                    await self._listen(listening, user_id, redactor)
                except BaseException as error:
                    if is_our_end(error):
                        raise
                    await self._report(automation_id, step, *listening.failed(redactor(in_a_sentence(error))))
                else:
                    del self._listening[step.id]
                    await self._report(automation_id, step, ListenerState.OFF, "nothing more to wait for")
                    return
                failures = 0 if clock.monotonic() - began > STEADY else failures
                await clock.sleep(RETRY_AFTER[min(failures, len(RETRY_AFTER) - 1)])
                failures += 1
                known = await until_it_works(self._tools, self._tools.store.aread, listeners.get, step.id)
        finally:
            self._listening.pop(step.id, None)

    async def _listen(self, listening: Listening, user_id: int, redactor: Redactor) -> None:
        step = listening.step
        block = self._tools.registry.get(step.type, step.block)

        def secret(reference: str) -> str:
            return redactor.add(self._tools.secrets.get(reference))

        for one in secrets_of([*step.config.values()]):  # typed where no secret belongs
            redactor.add(one)
        config = await build_config(block, step.config, str, secret)
        known = Connections(self._tools, user_id, redactor.add)
        listening.connections = await connections_in(block, config, known.get)
        events = block.run(config, listening)
        del config  # thousands listen, and the block keeps what it needs of it
        try:
            async for event in events:
                await listening.accept(event)
                await known.heard(listening.connections.values(), None)
        except CredentialError as error:
            await known.heard(listening.connections.values(), error)
            raise
        finally:
            listening.give_up()
            await events.aclose()

    async def _report(self, automation_id: int, step: Step, state: ListenerState, detail: str) -> None:
        tools = self._tools
        await until_it_works(
            tools, tools.store.awrite, listeners.report,
            step.id, automation_id, step.block, state, detail, tools.clock.now(),
        )  # fmt: skip


def _reported(alive: list[Listening], written: "asyncio.Future[None]") -> None:
    """What the store could not take is reported again at the next sign of life."""
    if written.cancelled() or written.exception() is not None:
        for one in alive:
            if one.state is ListenerState.OK:
                one.state = ListenerState.OFF
