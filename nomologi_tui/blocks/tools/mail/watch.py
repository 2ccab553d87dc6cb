"""One folder of a mailbox, watched by one connection for all triggers that want it: IDLE, and no thread meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from nomologi_tui.blocks.tools.mail.imap import Chosen, Imap
from nomologi_tui.blocks.tools.mail.line import Login
from nomologi_tui.blocks.tools.mail.mailbox import Session, reading
from nomologi_tui.blocks.tools.mail.read import Mail, read_mails, read_text
from nomologi_tui.clock import Clock
from nomologi_tui.errors import CredentialError

BEAT = 20.0  # seconds between signs of life
REFRESH = 240.0  # seconds until the server is asked whether it is there, though it is to speak by itself
POLL = 60.0  # seconds between looks where the server can't speak by itself
PAUSE = 1.0  # seconds of rest after a look that found nothing: some servers speak about everything
REFUSED = 900.0  # seconds for which a refused password is not tried again: servers lock people out
AT_ONCE = 16  # connections that are made in the same moment
MOST = 50  # mails that are asked for at once
_KEPT = 200  # mails that are remembered for the other triggers of the folder
T = TypeVar("T")


class Watch:
    """Whoever uses it comes by `watching`."""

    def __init__(self, login: Login, folder: str, clock: Clock) -> None:
        self.chosen = Chosen(0, 0)
        self._login = login
        self._folder = folder
        self._clock = clock
        self._session: Session
        self._lock = asyncio.Lock()  # who has it may ask; the line is watched while nobody has it
        self._reads = asyncio.Lock()
        self._stir = asyncio.Event()
        self._mails: dict[int, Mail] = {}
        self._newest = -1
        self._calls: set[asyncio.Task[Any]] = set()
        self._turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.users = 0
        self.task = asyncio.create_task(self._watch(), name="mail folder")

    async def turns(self, alive: Callable[[], None]) -> AsyncIterator[None]:
        """A turn to look at once, and then one each time that something came. Raises what ended the connection."""
        seen = -1
        while True:
            if seen != self._newest:
                seen = self._newest
                yield
                alive()
            await asyncio.wait([self._turn, self.task], return_when=asyncio.FIRST_COMPLETED)
            if self.task.done():
                self.task.result()
            alive()

    async def after(self, uid: int) -> list[int]:
        """The first numbers above `uid`, as many as are read at once."""
        return (await self.call(lambda imap: imap.after(uid)))[:MOST] if uid < self._newest else []

    async def all(self) -> list[int]:
        """The numbers of all mails."""
        return await self.call(lambda imap: imap.after(0))

    async def mails(self, uids: Sequence[int]) -> list[Mail]:
        """Those of them that are still there. What one trigger read another one gets as well."""
        async with self._reads:
            if missing := [uid for uid in uids if uid not in self._mails]:
                found = await self.call(lambda imap: read_mails(imap, missing))
                self._mails |= {mail.uid: mail for mail in found}
            mails = [self._mails[uid] for uid in uids if uid in self._mails]
            for uid in list(self._mails)[:-_KEPT]:
                del self._mails[uid]
        return mails

    async def text(self, mail: Mail) -> str:
        """What a person would read of it, bounded."""
        async with self._reads:
            if mail.text is None:
                mail.text = await self.call(lambda imap: read_text(imap, mail))
        return mail.text

    async def call(self, work: Callable[[Imap], T]) -> T:
        """What `work` returns of the server; afterwards it speaks by itself again. Raises what ended the connection.

        A caller that is stopped does not take the connection from the others.
        """
        task = asyncio.ensure_future(self._in_turn(work))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return await asyncio.shield(task)

    async def _in_turn(self, work: Callable[[Imap], T]) -> T:
        async with self._lock:
            if self.task.done():
                self.task.result()
            return await self._asked(work)

    async def _asked(self, work: Callable[[Imap], T]) -> T:
        def at_work(imap: Imap) -> tuple[T, bool]:
            imap.wake()
            found = work(imap)
            imap.rest()
            return found, imap.stirred or imap.unread

        loop, line = asyncio.get_running_loop(), self._session.line
        loop.remove_reader(line.sock)
        try:
            found, stirred = await self._session.ask(at_work)
        except BaseException:
            self._stir.set()  # whoever watches finds out whether the connection is still of use
            raise
        loop.add_reader(line.sock, self._heard)
        if stirred:
            self._stir.set()
        return found

    async def end(self) -> None:
        """Nobody uses it any more: stop what is under way, then the rest."""
        for task in [*self._calls, self.task]:
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled():
                task.exception()  # its users have heard of it

    def _heard(self) -> None:
        asyncio.get_running_loop().remove_reader(self._session.line.sock)
        self._stir.set()

    async def _watch(self) -> None:
        gate = _rooms().gate
        async with contextlib.AsyncExitStack() as opened:
            async with gate:
                self._session = await opened.enter_async_context(reading(self._login))
                chosen: Chosen = await self._session.ask(lambda imap: imap.choose(self._folder, readonly=True))
            self.chosen, newest = chosen, chosen.next - 1
            opened.callback(lambda: asyncio.get_running_loop().remove_reader(self._session.line.sock))
            while True:
                found, looked = await self._look(newest), self._clock.monotonic()
                is_new = found > newest
                if is_new or self._newest < 0:
                    self._newest = newest = found
                self._tell()
                await self._rest(REFRESH if self._session.client.idling else POLL)
                if not is_new and self._clock.monotonic() < looked + PAUSE:
                    await self._clock.sleep(PAUSE)

    async def _look(self, newest: int) -> int:
        def look(imap: Imap) -> int:
            imap.stirred = False
            return max(imap.after(newest), default=newest)

        self._stir.clear()
        async with self._lock:
            return await self._asked(look)

    async def _rest(self, seconds: float) -> None:
        """Until something stirs, or it is time to look; with signs of life."""
        until = self._clock.monotonic() + seconds
        while not self._stir.is_set() and (left := until - self._clock.monotonic()) > 0:
            await _first(self._stir.wait(), self._clock.sleep(min(left, BEAT)))
            self._tell()

    def _tell(self) -> None:
        turn, self._turn = self._turn, asyncio.get_running_loop().create_future()
        turn.set_result(None)


async def _first(*work: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


@dataclass(slots=True)
class _Rooms:
    """What the triggers of one loop share."""

    gate: asyncio.Semaphore
    watches: dict[tuple[Login, str], Watch]
    refused: dict[Login, tuple[float, CredentialError]]


_all_rooms: "WeakKeyDictionary[asyncio.AbstractEventLoop, _Rooms]" = WeakKeyDictionary()


def _rooms() -> _Rooms:
    return _all_rooms.setdefault(asyncio.get_running_loop(), _Rooms(asyncio.Semaphore(AT_ONCE), {}, {}))


@contextlib.asynccontextmanager
async def watching(login: Login, folder: str, clock: Clock) -> AsyncIterator[Watch]:
    """The one watch of the folder, connected; it ends with the last who uses it. Raises BlockError, CredentialError."""
    rooms, place = _rooms(), (login, folder)
    until, refusal = rooms.refused.get(login, (0.0, None))
    if refusal and clock.monotonic() < until:
        raise CredentialError(refusal.message, f"It is tried again in a while. {refusal.hint}")
    watch = rooms.watches.get(place)
    if watch is None or watch.task.done():
        watch = rooms.watches[place] = Watch(login, folder, clock)
    watch.users += 1
    try:
        yield watch
    except CredentialError as error:
        rooms.refused[login] = clock.monotonic() + REFUSED, error
        raise
    finally:
        watch.users -= 1
        if not watch.users:
            await watch.end()
            if rooms.watches.get(place) is watch:
                del rooms.watches[place]
