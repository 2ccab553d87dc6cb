"""The keys that act on one automation: the same on home and on the automation's own screen."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from nomologi_tui.model import AutomationStatus
from nomologi_tui.screens.automations import deeds, files
from nomologi_tui.screens.page import Page, tells_trouble
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.workspace import Workspace

AUTOMATION_KEYS: list[BindingType] = [
    Binding("r", "run", "run", id="automation.run", tooltip="Run it now"),
    Binding("o", "switch", "on/off", id="automation.switch", tooltip="Switch it on or off"),
    Binding("p", "pause", "Pause", show=False, id="automation.pause", tooltip="Pause it, or end its pause"),
    Binding("w", "why", "why", id="automation.why", tooltip="Why it did or did not run"),
    Binding("e", "edit", "Edit", show=False, id="automation.edit", tooltip="Change it in the three forms"),
    Binding("d", "delete", "Delete", show=False, id="automation.delete", tooltip="Delete it; it can be brought back"),
    Binding("u", "undo", "Undo", show=False, id="automation.undo",
            tooltip="Bring back what was deleted last; else show the trash"),
    Binding("h", "history", "History", show=False, id="automation.history", tooltip="What it was: its revisions"),
    Binding("b", "backtest", "Backtest", show=False, id="automation.backtest",
            tooltip="What it would have done in the last days"),
    Binding("E", "export", "Export", show=False, id="automation.export", tooltip="Save it as a YAML file"),
    Binding("a", "answer", "Answer", show=False, id="automation.answer", tooltip="Answer a run that waits for you"),
    Binding("l", "log", "Log", show=False, id="automation.log", tooltip="The log, full size"),
]  # fmt: skip

# Their actions that need a chosen automation.
NEED_ONE = frozenset({"run", "switch", "pause", "why", "edit", "delete", "history", "backtest", "export", "answer"})

Deed = Callable[[Workspace, int], str]


class AutomationKeys(Page[None]):
    """A screen with one chosen automation."""

    BINDINGS: ClassVar[list[BindingType]] = []

    _undo: Callable[[], Any] | None = None
    _deleted = 0  # the automation that it brings back
    _coming = 0  # an automation to put the cursor on once it is listed

    @property
    def chosen(self) -> int:
        """The id of the chosen automation; 0 where there is none."""
        raise NotImplementedError

    @property
    def asking(self) -> int:
        """The id of a run that waits for the user's word; 0 where there is none."""
        raise NotImplementedError

    @work(group="deeds")
    @tells_trouble
    async def do(self, deed: Deed, id_: int) -> None:
        """Carry out a deed on the desk's thread and say what came of it."""
        self.say(await self.desk.call(deed, id_))

    @property
    def can_undo(self) -> bool:
        """Whether something was deleted here that can be brought back."""
        return self._undo is not None

    def undo_with(self, deed: Deed, id_: int, *, automation_id: int = 0) -> None:
        """What `u` does next; it may bring an automation back."""
        self._undo, self._deleted = partial(self.do, deed, id_), automation_id

    def action_run(self) -> None:
        if self.chosen:
            self._run(self.chosen)

    @work(group="pick")
    @tells_trouble
    async def _run(self, id_: int) -> None:
        """Run it; what it needs to be told is asked for first."""
        found = await self.desk.call(deeds.wanted, id_)
        asked = found.inputs | found.told
        given: dict[str, str] | None = {}
        if asked:
            from nomologi_tui.screens.dialogs.inputs import Inputs

            given = await self.app.push_screen_wait(Inputs(asked, found.title()))
        if given is not None:
            self.say(await self.desk.call(deeds.run_now, id_, found.with_values(given)))

    def action_switch(self) -> None:
        if self.chosen:
            self.do(deeds.switch, self.chosen)

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_pause(self) -> None:
        """End the pause of a paused one; else ask how long."""
        from nomologi_tui.screens.automations.pick_pause import PickPause

        id_ = self.chosen
        if not id_:
            return
        found = await self.desk.read(lambda reader, user: reader.resolve(user, str(id_)))
        if found.status is AutomationStatus.PAUSED:
            self.do(deeds.resume, id_)
        elif found.status is not AutomationStatus.ACTIVE:
            self.say(f"It is not on, so there is nothing to pause. {key('automation.switch')} switches it on.")
        else:
            now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
            until = await self.app.push_screen_wait(PickPause(now, zone))
            if until is not None:
                self.do(partial(deeds.pause, until=until), id_)

    def action_why(self) -> None:
        from nomologi_tui.screens.automations.why import WhyScreen

        if self.chosen:
            self.app.push_screen(WhyScreen(self.desk, self.chosen))

    def action_delete(self) -> None:
        if self.chosen:
            one = deeds.Deletion()
            self.undo_with(one.undo, self.chosen, automation_id=self.chosen)
            self.do(one.do, self.chosen)

    def action_undo(self) -> None:
        if self._undo is None:
            self.action_trash()
            return
        self._coming = self._deleted
        self._undo()
        self._undo = None

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_trash(self) -> None:
        """Show what was deleted earlier, by this app or another one."""
        from nomologi_tui.screens.automations.trash import TrashScreen

        if await self.desk.call(deeds.has_trash):
            self.app.push_screen(TrashScreen(self.desk))
        else:
            self.say("There is nothing to bring back.")

    def action_history(self) -> None:
        from nomologi_tui.screens.automations.revisions import RevisionsScreen

        if self.chosen:
            self.app.push_screen(RevisionsScreen(self.desk, self.chosen))

    def action_export(self) -> None:
        if self.chosen:
            self.with_path(
                "Save it as YAML", "In which folder?", "~", "Save", partial(files.export, automation_id=self.chosen)
            )

    def action_backtest(self) -> None:
        from nomologi_tui.screens.automations.backtest import BacktestScreen

        if self.chosen:
            self.app.push_screen(BacktestScreen(self.desk, self.chosen))

    def action_log(self) -> None:
        from nomologi_tui.screens.log.log import LogScreen

        self.app.push_screen(LogScreen(self.desk))

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_answer(self) -> None:
        from nomologi_tui.screens.runs.decision import answer

        if self.asking:
            await answer(self, self.asking)
        else:
            self.say("Nothing here waits for your word.")

    def open_automation(self, automation_id: int, run_id: int | None = None) -> None:
        """Show one automation, and the run that is asked for."""
        from nomologi_tui.screens.automations.automation import AutomationScreen

        self.app.push_screen(AutomationScreen(self.desk, automation_id, run_id))
