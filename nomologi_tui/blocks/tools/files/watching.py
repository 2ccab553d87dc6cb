"""From batches of changes in a folder to one event for each file version, once the file has come to rest."""

import asyncio
import os
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nomologi_tui.blocks.contexts import FileChange, TriggerContext
from nomologi_tui.blocks.tools.files.folder_scan import Scope
from nomologi_tui.blocks.tools.files.ledger import Ledger, Seen, Version, is_text
from nomologi_tui.blocks.tools.looking import BEAT, came
from nomologi_tui.blocks.tools.paths import is_folder
from nomologi_tui.model import Event, Level

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch for. `settle`: seconds without a change before a file counts as written."""

    scope: Scope
    kinds: Collection[str]
    settle: float
    everything_first: bool


async def watch(wanted: Watch, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each new version of a file, also of what changed while nobody watched."""
    watcher = _Watcher(wanted, ctx, await _first_ledger(wanted, ctx))
    batches = ctx.changes(wanted.scope.folder, recursive=wanted.scope.recursive)
    coming = asyncio.ensure_future(anext(batches))
    try:
        while True:
            ctx.alive()
            if await came(coming, ctx.clock, watcher.patience):
                await watcher.take(coming.result())
                coming = asyncio.ensure_future(anext(batches))
            for seen in watcher.ready():
                yield watcher.event(seen)
    except StopAsyncIteration:
        return
    finally:
        coming.cancel()
        with suppress(asyncio.CancelledError, StopAsyncIteration):
            await coming


async def _first_ledger(wanted: Watch, ctx: TriggerContext) -> Ledger:
    """The stored one; at the very first start what is there now, or nothing when all of it is to count."""
    if ctx.cursor is not None:
        return Ledger.from_cursor(ctx.cursor)
    ledger = Ledger({} if wanted.everything_first else await asyncio.to_thread(wanted.scope.scan))
    await ctx.remember(ledger.cursor())
    return ledger


class _Watcher:
    """Changed files wait here until they have come to rest."""

    def __init__(self, wanted: Watch, ctx: TriggerContext, ledger: Ledger) -> None:
        self._wanted = wanted
        self._scope = wanted.scope
        self._ctx = ctx
        self._ledger = ledger
        self._resting: dict[str, tuple[Version, float]] = {}  # path -> version and since when it is the same
        self._gone: dict[str, None] = {}  # paths, in order

    @property
    def patience(self) -> float:
        """Seconds until it is worth looking again without a new batch."""
        return min(max(self._wanted.settle / 4, 0.02), 1.0) if self._resting else BEAT

    async def take(self, batch: list[FileChange]) -> None:
        """Look at what changed; an empty batch or a folder in it asks for a look at everything."""
        if not batch or any(self._is_folder(change) for change in batch):
            await self._rescan()
        for change in batch:
            path = str(change.path)
            if self._scope.wants(path):
                if change.kind == "deleted":
                    self._gone[path] = None
                self._found(path, self._scope.version(path))

    def _is_folder(self, change: FileChange) -> bool:
        if not self._scope.recursive:
            return False
        return is_folder(change.path) or (change.kind == "deleted" and not self._ledger.knows(str(change.path)))

    async def _rescan(self) -> None:
        if not is_folder(self._scope.folder):
            return  # an unplugged disk has not lost its files
        for seen in self._ledger.compare_all(await asyncio.to_thread(self._scope.scan)):
            self._found(seen.path, None if seen.kind == "deleted" else seen.version)

    def _found(self, path: str, version: Version | None) -> None:
        if version is None:
            self._resting.pop(path, None)
            self._gone[path] = None
        elif path in self._gone or self._ledger.compare(path, version):
            self._resting.setdefault(path, (version, self._ctx.clock.monotonic()))

    def ready(self) -> Iterator[Seen]:
        """What can be told now. Each is noted when its turn comes, so that no cursor knows of one not yet told."""
        gone, self._gone = self._gone, {}
        for path in gone:
            yield from self._told(self._ledger.compare(path, None))
        now = self._ctx.clock.monotonic()
        for path, (version, since) in list(self._resting.items()):
            current = self._scope.version(path)
            if current is None:
                del self._resting[path]
            elif current != version:
                self._resting[path] = (current, now)
            elif now - since >= self._wanted.settle:
                del self._resting[path]
                yield from self._told(self._ledger.compare(path, version))

    def _told(self, seen: Seen | None) -> Iterator[Seen]:
        """Note it; tell it when its kind is wanted."""
        if seen:
            self._ledger.note(seen)
            if self._tellable(seen):
                yield seen

    def _tellable(self, seen: Seen) -> bool:
        if seen.kind not in self._wanted.kinds:
            return False
        if not is_text(seen.path):
            self._ctx.log(f"The file {seen.path!a} has a name that is not text; it is left out.", Level.WARNING)
            return False
        return True

    def event(self, seen: Seen) -> Event:
        """The event that tells of `seen`."""
        path, (size, mtime, _) = Path(seen.path), seen.version
        data = {
            "path": seen.path,
            "name": path.name,
            "stem": path.stem,
            "suffix": path.suffix,
            "folder": str(path.parent),
            "size": size,
            "kind": seen.kind,
            "modified": (_EPOCH + timedelta(microseconds=mtime // 1000)).isoformat(),
        }
        return Event(seen.id, data, cursor=self._ledger.cursor_if_due())


async def shown_matches(scope: Scope) -> str:
    """The files that match now, or what to do when the folder is not there."""
    return await asyncio.to_thread(_shown_matches, scope)


def _shown_matches(scope: Scope) -> str:
    if not is_folder(scope.folder):
        return f"The folder {scope.folder} does not exist. Create it: mkdir -p '{scope.folder}'"
    if not os.access(scope.folder, os.R_OK | os.X_OK):
        return f"The folder {scope.folder} can't be read. Run: chmod u+rx '{scope.folder}'"
    found = sorted(os.path.relpath(path, scope.folder) for path in scope.scan())
    more = [f"  … and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    matches = "1 file matches" if len(found) == 1 else f"{len(found) or 'No'} files match"
    return "\n".join([f"{matches} now in {scope.folder}", *(f"  {name}" for name in found[:_SHOWN]), *more])
