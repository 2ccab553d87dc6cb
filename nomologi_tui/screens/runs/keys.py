"""The keys that act on the chosen run: the same in the list of all runs and on an automation's own screen."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from nomologi_tui.model import Run
from nomologi_tui.screens.automations import deeds
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import Page, tells_trouble
from nomologi_tui.screens.runs.feed import RunFeed
from nomologi_tui.screens.runs.trace import run_trace, whole
from nomologi_tui.screens.terminal.copying import copied
from nomologi_tui.screens.words import clock_time
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunFilter
from nomologi_tui.text import clean
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.hanging import on_lines
from nomologi_tui.widgets.run_list import RunList

RUN_KEYS: list[BindingType] = [
    Binding("R", "repeat", "repeat", key_display="R", id="run.repeat",
            tooltip="Repeat this run: same or other data, from the failed step, as it is now"),
    Binding("s", "stop", "Stop run", show=False, id="run.stop", tooltip="Stop this run"),
    Binding("c", "days", "Per day", show=False, id="run.days", tooltip="How the runs of each day ended"),
    Binding("y", "copy", "Copy", show=False, id="run.copy", tooltip="Send its number, error, output or trace to the "
            "terminal's clipboard"),
]  # fmt: skip


ROW = frozenset({"open", "repeat", "stop", "copy", "find('fail', True)", "find('fail', False)"})  # what needs a run
LONGEST = 1_000_000  # characters of a line that are copied


class RunKeys(Page[None]):
    """A screen with a list of runs, one of them chosen, and its feed."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk, chosen: RunFilter | None = None, *, goals: bool) -> None:
        super().__init__(desk)
        self.runs = RunList(goals=goals, id="runs")
        self.feed = RunFeed(desk, self.runs, chosen)
        self._minute = ""

    @property
    def idle(self) -> frozenset[str]:
        return super().idle if self.runs.count else ROW

    @property
    def run_id(self) -> int:
        """The chosen run; 0 where there is none."""
        return self.runs.selected.id if self.runs.selected else 0

    @on(RunList.PageWanted)
    @work(group="page")
    @tells_trouble
    async def _page_wanted(self, message: RunList.PageWanted) -> None:
        await self.feed.answer(message)

    def tell_times(self) -> None:
        """Say times that are told from now anew, once a minute."""
        minute = clock_time(self.desk.ws.clock.now(), self.desk.ws.settings.zone)
        if minute != self._minute:
            self._minute = minute
            self._say_times()

    @work(exclusive=True, group="times")
    @tells_trouble
    async def _say_times(self) -> None:
        await self.feed.say_times()

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_repeat(self) -> None:
        if not self.run_id:
            self.say("There is no run to repeat.")
            return
        await self.desk.ready()
        from nomologi_tui.screens.runs.replay import repeat_run

        self.say(await repeat_run(self, self.run_id))

    @work(group="deeds")
    @tells_trouble
    async def action_stop(self) -> None:
        row = self.runs.selected
        if row is None or not row.going:
            self.say(f"Run {row.id} has ended already." if row else "There is no run to stop.")
            return
        self.say(await self.desk.call(deeds.stop_run, row.id))

    @property
    def about(self) -> tuple[int | None, str]:
        """The automation whose runs these are, None for all of them; and what to call them."""
        raise NotImplementedError

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_days(self) -> None:
        """Show how each day's runs ended, and go to the first run of the day that is chosen there."""
        from nomologi_tui.screens.runs.days import DaysScreen

        begins = await self.app.push_screen_wait(DaysScreen(self.desk, *self.about))
        if begins is None:
            return
        found = await self.feed.find(replace(self.feed.chosen, since=begins), 0, older=False)
        if found:
            await self.feed.restart(found)
            self.say("")
        else:
            self.say("No run of that day or a later one is shown here.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_copy(self) -> None:
        """Ask which text, and hand it to the terminal: whether that keeps it, nobody tells us."""
        if not self.run_id:
            self.say("There is no run to copy from.")
            return
        await self.desk.ready()
        from nomologi_tui.screens.dialogs.pick import Pick

        texts = await self.desk.read(copyable, self.desk.ws, self.run_id)
        rows = [(name, text) for name, text in texts.items()]
        name: str | None = await self.app.push_screen_wait(Pick(f"Copy from run {self.run_id}", list(texts), rows))
        if name is not None:
            what = f"{name[:1].upper()}{name[1:]} of run {self.run_id}:"
            self.say(copied(self.app, texts[name], what, f"In a shell: nomologi trace {self.run_id}"))


def copyable(reader: Reader, user_id: int, ws: Workspace, run_id: int) -> dict[str, str]:
    """The texts of a run that can be copied, without control characters: what is pasted into a shell is typed there."""
    run: Run = reader.run(user_id, run_id)
    texts = {
        "number": str(run.id), "error": run.error, "output": whole(run.output), "result": run.summary,
        "trace": on_lines(run_trace(reader, user_id, ws, run_id)),
    }  # fmt: skip
    return {name: clean(text, max_line=LONGEST) for name, text in texts.items() if text}
