"""The keys that act on one automation: the same on home and on the automation's own screen."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from nomologi_tui.screens import deeds
from nomologi_tui.screens.page import Page, tells_trouble
from nomologi_tui.usecases.workspace import Workspace

AUTOMATION_KEYS: list[BindingType] = [
    Binding("r", "run", "run", id="automation.run", tooltip="Run it now"),
    Binding("o,p", "switch", "on/off", key_display="o", id="automation.switch", tooltip="Switch it on or off"),
    Binding("e", "edit", "Edit", show=False, id="automation.edit", tooltip="Change it in the three forms"),
    Binding("d", "delete", "Delete", show=False, id="automation.delete", tooltip="Delete it; u brings it back"),
    Binding("u", "undo", "Undo", show=False, id="automation.undo", tooltip="Bring back what was deleted last"),
    Binding("a", "answer", "Answer", show=False, id="automation.answer", tooltip="Answer a run that waits for you"),
    Binding("l", "log", "Log", show=False, id="automation.log", tooltip="The log, full size"),
]  # fmt: skip

Deed = Callable[[Workspace, int], str]


class AutomationKeys(Page[None]):
    """A screen with one chosen automation."""

    BINDINGS: ClassVar[list[BindingType]] = []

    _undo: Callable[[], Any] | None = None

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

    def undo_with(self, deed: Deed, id_: int) -> None:
        """What `u` does next."""
        self._undo = partial(self.do, deed, id_)

    def action_run(self) -> None:
        if self.chosen:
            self.do(deeds.run_now, self.chosen)

    def action_switch(self) -> None:
        if self.chosen:
            self.do(deeds.switch, self.chosen)

    def action_delete(self) -> None:
        if self.chosen:
            self.undo_with(deeds.restore, self.chosen)
            self.do(deeds.delete, self.chosen)

    def action_undo(self) -> None:
        if self._undo is None:
            self.say("Nothing to undo.")
            return
        self._undo()
        self._undo = None

    def action_log(self) -> None:
        from nomologi_tui.screens.log import LogScreen

        self.app.push_screen(LogScreen(self.desk))

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_answer(self) -> None:
        from nomologi_tui.screens.decision import answer

        if self.asking:
            await answer(self, self.asking)
        else:
            self.say("Nothing here waits for your word.")

    def open_automation(self, automation_id: int, run_id: int | None = None) -> None:
        """Show one automation, and the run that is asked for."""
        from nomologi_tui.screens.automation import AutomationScreen

        self.app.push_screen(AutomationScreen(self.desk, automation_id, run_id))
