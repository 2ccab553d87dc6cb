"""Things that come and go: from looks at what is there to one event for each that came, or for each that is gone."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from nomologi_tui.blocks.tools.looking import Memory
from nomologi_tui.model import Event

Things = Mapping[str, dict[str, Any]]  # data of each by what tells it from all others


async def changes(memory: Memory, there: Things, *, comes: bool, at_once: bool) -> AsyncIterator[Event]:
    """Events of what `there` is and was not, or was and is not; their data are those of the last look at the thing.

    At the very first look all count as known; as just come where they shall be told `at_once`.
    """
    if memory.seen is None:
        await memory.keep({} if comes and at_once else dict(there))
    before = dict(memory.seen)
    for key in [key for key in there if key not in before]:
        before[key] = there[key]
        if comes:
            yield memory.event(dict(before), there[key])
    for key in [key for key in before if key not in there]:
        data = before.pop(key)
        if not comes:
            yield memory.event(dict(before), data)
    await memory.keep(dict(there))
