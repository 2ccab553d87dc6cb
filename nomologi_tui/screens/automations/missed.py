"""What was due and did not run: each entry runs now or is taken off the list."""

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.screens.words import missed_row
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.store.reading import Reader
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.missed_list import MissedList, MissedRow, missed_heading
from nomologi_tui.widgets.rows import Rows

NOTHING = (
    "Nothing is missed. Times that pass while no runner is on, or the machine sleeps, stand here. "
    "{missed.back} goes back."
)


class MissedScreen(Page[None]):
    """The inbox. An entry holds the times that one schedule missed at a stretch."""

    NAME = "missed times"
    CSS_PATH = "missed.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "run", "run latest", id="missed.run", tooltip="Run the latest of these times now"),
        Binding("d", "dismiss_it", "dismiss", id="missed.dismiss", tooltip="Take it off the list; none of them runs"),
        Binding(
            "R", "run_all", "Run all", show=False, id="missed.run_all", tooltip="Run the latest time of each entry"
        ),
        Binding("D", "dismiss_all", "Dismiss all", show=False, id="missed.dismiss_all", tooltip="Empty the list"),
        Binding("escape", "app.pop_screen", "back", key_display="Esc", id="missed.back", tooltip="Back"),
        HELP,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.top = Ends("Missed times", id="top")
        self.heading = Line(id="heading")
        self.list = MissedList(id="list")
        self.why = Line(id="why")

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.heading
        yield self.list
        yield self.why
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.list.focus()
        self._refresh()

    def on_resize(self) -> None:
        self.heading.say(missed_heading(self.size.width - 2))

    @on(Page.StoreChanged)
    def _store_changed(self) -> None:
        self._refresh()

    def on_screen_resume(self) -> None:
        self._refresh()

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _refresh(self) -> None:
        rows = await self.desk.read(_look, self.desk.ws)
        self.top.say("Missed times", f"{len(rows):,} on the list" if rows else "")
        self.heading.display = bool(rows)
        self.list.show(rows)

    @on(Rows.Moved, "#list")
    def _show_why(self) -> None:
        row = self.list.selected
        self.why.say(row.why if row else keyed(NOTHING))

    @on(Rows.Opened, "#list")
    def _open_automation(self) -> None:
        from nomologi_tui.screens.automations.automation import AutomationScreen

        if self.list.selected:
            self.app.push_screen(AutomationScreen(self.desk, self.list.selected.automation_id))

    def action_run(self) -> None:
        if self.list.selected:
            self._deal_with(self.list.selected, run=True)

    def action_dismiss_it(self) -> None:
        if self.list.selected:
            self._deal_with(self.list.selected, run=False)

    def action_run_all(self) -> None:
        self._deal_with_all(_run_question(self.list.count), _run_all)

    def action_dismiss_all(self) -> None:
        self._deal_with_all(_dismiss_question(self.list.count), _dismiss_all)

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def _deal_with_all(self, question: Question, deed: Callable[[Workspace], str]) -> None:
        if not self.list.count:
            return
        if await self.app.push_screen_wait(Ask(question)):
            self.say(await self.desk.call(deed))
            self._refresh()

    @work(group="deeds")
    @tells_trouble
    async def _deal_with(self, row: MissedRow, *, run: bool) -> None:
        """Carry it out on the desk's thread; somebody else may have been faster, which is said."""
        self.say(await self.desk.call(_run if run else _dismiss, row))
        self._refresh()


def _look(reader: Reader, user_id: int, ws: Workspace) -> list[MissedRow]:
    goals = {one.id: one.goal for one in reader.overview(user_id)}
    now, zone = ws.clock.now(), ws.settings.zone
    return [missed_row(one, goals.get(one.automation_id, ""), now, zone) for one in reader.missed(user_id)]


def _run_question(number: int) -> Question:
    entries = "the entry" if number == 1 else f"each of the {number:,} entries"
    return Question(f"Run the latest time of {entries} now?", "The others of these times do not run.", "Run")


def _dismiss_question(number: int) -> Question:
    entries = "the entry" if number == 1 else f"all {number:,} entries"
    return Question(
        f"Take {entries} off the list?", "None of these times runs any more. The log keeps them.", "Dismiss"
    )


def _run(ws: Workspace, row: MissedRow) -> str:
    from nomologi_tui.usecases.runs import deciding, running

    run_id = deciding.run_missed(ws, row.id)
    needed = "" if running.runner_is_on(ws) else "; it starts as soon as a runner is on"
    return f"Run {run_id} is queued{needed}: {row.goal}"


def _run_all(ws: Workspace) -> str:
    from nomologi_tui.usecases.runs import deciding, running

    needed = "" if running.runner_is_on(ws) else "; they start as soon as a runner is on"
    return f"Queued: {counted(len(deciding.run_all_missed(ws)), 'run')}{needed}"


def _dismiss(ws: Workspace, row: MissedRow) -> str:
    from nomologi_tui.usecases.runs import deciding

    deciding.dismiss_missed(ws, row.id)
    return f"Off the list, the log keeps it: {row.goal}"


def _dismiss_all(ws: Workspace) -> str:
    from nomologi_tui.usecases.runs import deciding

    return f"Off the list, the log keeps them: {deciding.dismiss_all(ws)}"
