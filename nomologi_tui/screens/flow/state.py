"""A guided flow under way: the state that the three forms share, saved while it changes."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from nomologi_tui.errors import ChangedMeanwhileError, NomologiError
from nomologi_tui.model import Step, StepType
from nomologi_tui.screens.desk import Desk
from nomologi_tui.usecases.flow import keeping
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.workspace import Workspace

PAUSE = 0.5  # seconds between two saves
AGAIN = 2.0  # seconds until a save is tried again that failed


class FlowState:
    """`flow` is what the forms show; each change is stored as a draft soon after, the latest state only."""

    def __init__(self, desk: Desk, flow: Flow) -> None:
        self.desk = desk
        self.flow = self._begun = flow
        self.saved_at: datetime | None = None
        self.trouble: NomologiError | None = None  # why the last save failed: what is typed stands only here
        self.on_saved: Callable[[], None] = lambda: None
        self.on_trouble: Callable[[NomologiError], None] = lambda _error: None
        self.left: asyncio.Future[int] = asyncio.get_running_loop().create_future()  # the automation made, or 0
        self.parted = False  # another app changed the draft: ours is one of its own now
        self.on_parted: Callable[[], None] = lambda: None
        self._draft_id, self._draft_at = flow.draft_id, flow.draft_at
        self._unsaved = False
        self._ended = False  # saved as an automation: there is no draft any more
        self._saving: asyncio.Task[None] | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing worth a draft: nothing was said yet, or an automation was only looked at."""
        if self._draft_id:
            return False
        looked = replace(self.flow, current_step=self._begun.current_step) == self._begun
        return (looked and bool(self.flow.automation_id)) or not (self.flow.goal.strip() or self.flow.steps)

    def change(self, flow: Flow) -> None:
        """Take a new state and save it soon."""
        if flow == self.flow:
            return
        self.flow = flow
        self._unsaved = True
        if not self.empty and (self._saving is None or self._saving.done()):
            self._saving = asyncio.create_task(self._save_soon())

    def set_step(self, index: int, step: Step) -> None:
        """Replace one step, found by its place in the flow."""
        steps = self.flow.steps
        self.change(replace(self.flow, steps=(*steps[:index], step, *steps[index + 1 :])))

    def set_steps(self, kind: StepType, steps: list[Step]) -> None:
        """Replace the steps of one type."""
        self.change(self.flow.with_steps(kind, steps))

    async def _save_soon(self) -> None:
        while self._unsaved and not self._ended:
            await self.save()
            await asyncio.sleep(AGAIN if self.trouble else PAUSE)

    async def save(self) -> None:
        """Store the draft now."""
        if self.empty or self._ended:
            return
        before = self._draft_id
        try:
            await self.desk.call(self._keep)
        except NomologiError as error:
            self.trouble = error
            self.on_trouble(error)
            return
        self.trouble = None
        self.saved_at = self.desk.ws.clock.now()
        self.on_saved()
        if before not in (0, self._draft_id):
            self.parted = True
            self.on_parted()

    def save_without_waiting(self) -> None:
        """Queue the last save: the app ends, and waits for what is queued."""
        if self._unsaved and not self.empty and not self._ended:
            self.desk.call_soon(self._keep)

    def _keep(self, ws: Workspace) -> None:
        """Runs on the desk's thread, where saves come one after the other: a draft gets its id only once."""
        self._unsaved = False
        try:
            kept = keeping.keep(ws, replace(self.flow, draft_id=self._draft_id, draft_at=self._draft_at))
            self._draft_id, self._draft_at = kept.draft_id, kept.draft_at
        except BaseException:
            self._unsaved = True
            raise

    async def finish(self, *, turn_on: bool) -> int:
        """Make the automation; returns its id. Raises NeedsPersonError naming what is missing."""
        from nomologi_tui.usecases.automations import automations
        from nomologi_tui.usecases.templates import templates

        flow = replace(self.flow, draft_id=self._draft_id)
        self._ended = True
        try:
            made = await self.desk.call(
                lambda ws: automations.save(
                    ws, replace(flow, draft_id=self._draft_id, goal=templates.goal_told(ws, flow)), turn_on=turn_on
                )
            )
        except NomologiError as error:
            self._ended = False
            if isinstance(error, ChangedMeanwhileError):  # who says so once more means it
                self.flow = replace(self.flow, revision=error.revision)
                self._unsaved = True
            raise
        return made.id
