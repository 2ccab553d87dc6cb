"""One watch for all folders: each `awatch` costs a thread and an inotify instance, and there are few of both."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import Change, awatch

from nomologi_tui.blocks.contexts import FileChange
from nomologi_tui.blocks.tools.paths import is_folder
from nomologi_tui.clock import Clock

DEBOUNCE_MS = 400  # the longest time that changes are collected
STEP_MS = 20
LOOK_AGAIN = 1.0  # seconds between looks for a folder that is not there
LOOK_ANYWAY = 600.0  # seconds between rescans although nothing seems to be lost
QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
PART = 16  # so many changes of one batch, of those that the kernel keeps, may be more than it kept

_KINDS = {Change.added: "created", Change.modified: "changed", Change.deleted: "deleted"}


@dataclass(eq=False, slots=True)
class _Subscription:
    folder: Path
    recursive: bool
    tell: Callable[[bool], None]  # whether the folder is there, whenever that changes
    batches: asyncio.Queue[list[FileChange]] = field(default_factory=asyncio.Queue)
    there: bool = True

    def look(self) -> bool:
        """Whether the folder is there."""
        there = is_folder(self.folder)
        if there is not self.there:
            self.there = there
            self.tell(there)
        return there

    def wants(self, path: Path) -> bool:
        return self.folder in path.parents if self.recursive else path.parent == self.folder


class Watcher:
    """Hands each trigger the changes below its folder; an empty batch tells it to look for itself."""

    def __init__(self, clock: Clock, look_again: float = LOOK_AGAIN) -> None:
        self._clock = clock
        self._look_again = look_again
        self._subscriptions: list[_Subscription] = []
        self._many = _many()
        self._rearm = asyncio.Event()  # the set of folders changed, or one of them came or went

    async def changes(
        self, folder: Path, tell: Callable[[bool], None], *, recursive: bool
    ) -> AsyncGenerator[list[FileChange], None]:
        """Batches below `folder`; the first one is empty. `tell`: called when the folder goes, and when it is back."""
        subscription = _Subscription(folder, recursive, tell)
        self._subscriptions.append(subscription)
        self._rearm.set()
        try:
            while True:
                yield await subscription.batches.get()
        finally:
            self._subscriptions.remove(subscription)
            self._rearm.set()

    async def run(self) -> None:
        """Watch until cancelled; starts anew, with a rescan for everybody, when the folders change."""
        while True:
            self._rearm.clear()
            present = [one for one in self._subscriptions if one.look()]
            async with asyncio.TaskGroup() as group:
                watches = [
                    group.create_task(self._watch([one for one in present if one.recursive is recursive], recursive))
                    for recursive in (False, True)
                ]
                looks = [group.create_task(self._look_for_missing(present)), group.create_task(self._look_anyway())]
                await self._rearm.wait()
                for task in (*watches, *looks):
                    task.cancel()

    async def _watch(self, subscriptions: list[_Subscription], recursive: bool) -> None:
        if not subscriptions:
            return
        roots = {one.folder for one in subscriptions}
        changes = awatch(*roots, watch_filter=None, debounce=DEBOUNCE_MS, step=STEP_MS, recursive=recursive)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._hand_out(changes, subscriptions, roots))
                await asyncio.sleep(0)  # the watch is on before anybody looks, so that nothing falls between
                for one in subscriptions:
                    one.batches.put_nowait([])
        except* (OSError, RuntimeError):  # a folder vanished just now, or inotify is exhausted: look again in a moment
            await self._clock.sleep(self._look_again)
            self._rearm.set()

    async def _hand_out(
        self, changes: AsyncIterator[set[tuple[Change, str]]], subscriptions: list[_Subscription], roots: set[Path]
    ) -> None:
        async for batch in changes:
            found = [FileChange(_KINDS[kind], Path(name)) for kind, name in sorted(batch)]
            for one in subscriptions:
                wanted = [change for change in found if one.wants(change.path)]
                if wanted:
                    one.batches.put_nowait(wanted)
                if one.recursive and any(change.kind == "created" and change.path.is_dir() for change in wanted):
                    one.batches.put_nowait([])  # a folder that is moved in tells nothing of its files
            if (
                len(found) >= self._many
            ):  # what the kernel had no room for it does not tell, and watchfiles does not say
                self._ask_for_a_rescan(subscriptions)
            if any(change.path in roots for change in found):
                self._rearm.set()  # a root vanished: the kernel's watch on it is gone, without an error

    async def _look_for_missing(self, present: list[_Subscription]) -> None:
        """Rearm when a folder comes (back) or goes; polled, because there is nothing to watch yet."""
        while True:
            await self._clock.sleep(self._look_again)
            if [one for one in self._subscriptions if one.look()] != present:
                self._rearm.set()

    async def _look_anyway(self) -> None:
        """What was lost in the kernel's queue without a sign is found at the latest now."""
        while True:
            await self._clock.sleep(LOOK_ANYWAY)
            self._ask_for_a_rescan(self._subscriptions)

    def _ask_for_a_rescan(self, subscriptions: list[_Subscription]) -> None:
        for one in subscriptions:
            one.batches.put_nowait([])


def _many() -> int:
    """How many changes of one batch are a reason to look at everything."""
    try:
        return max(int(QUEUE.read_text(encoding="ascii")) // PART, 2)
    except (OSError, ValueError):  # another system
        return 1_000
