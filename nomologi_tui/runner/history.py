"""What a condition may ask of the store (`known.Known`): how automations ran, what a
step remembers.
"""

from typing import Any

from nomologi_tui.blocks.contexts import PastRun
from nomologi_tui.errors import BlockError, NomologiError
from nomologi_tui.store import Store, Tx, automations, memories, runs


class History:
    """As a run of one user's automation sees it; a rehearsal, which is no run, has the id 0."""

    def __init__(self, store: Store, user_id: int, automation_id: int, run_id: int = 0) -> None:
        self._store, self._user_id, self._automation_id, self._run_id = store, user_id, automation_id, run_id

    async def last_run(self, automation: str) -> PastRun:
        try:
            return await self._store.aread(self._last_run, automation)
        except NomologiError as error:
            raise BlockError(error.message, error.hint, passing=error.passing) from error

    async def recall(self, step_id: int, name: str) -> Any:
        return await self._store.aread(memories.recall, step_id, name) if step_id else None

    def _last_run(self, tx: Tx, name: str) -> PastRun:
        found = automations.get(tx, self._user_id, name).id if name else self._automation_id
        return PastRun(name or "this automation", *runs.result(tx, found, self._run_id))
