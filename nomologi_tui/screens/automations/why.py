"""Why one automation did or did not run: the answer, what would make it run, and the evidence below."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nomologi_tui.model import Automation
from nomologi_tui.screens.automations.keys import AUTOMATION_KEYS, AutomationKeys
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.screens.words import coming, moment
from nomologi_tui.settings.keymap import key
from nomologi_tui.store.reading import Reader
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.why import Answer, why
from nomologi_tui.usecases.why import Line as Evidence
from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.hanging import Hanging, Told
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line

TIME = 10  # cells of the column with the times
SLOW = 0.5  # seconds after which a look that takes long says so
ELSEWHERE = ("automation.why", "automation.edit")  # keys of an automation that mean nothing here


class WhyScreen(AutomationKeys):
    """Looks again whenever somebody writes; the keys of the automation work here too."""

    NAME = "why it did or did not run"
    CSS_PATH = "why.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in AUTOMATION_KEYS if isinstance(one, Binding) and one.id not in ELSEWHERE),
        Binding("escape", "app.pop_screen", "back", key_display="Esc", id="why.back", tooltip="Back"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk, automation_id: int) -> None:
        super().__init__(desk)
        self._automation = automation_id
        self.top = Ends("WHY", id="top")
        self.answer = Line(id="answer")
        self.remedy = Line(id="remedy")
        self.evidence = Hanging(id="evidence")

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.answer
        yield self.remedy
        with VerticalScroll(id="box"):
            yield self.evidence
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.query_one("#box").focus()
        self.set_timer(SLOW, self._say_looking)
        self._look()

    def _say_looking(self) -> None:
        if not self.answer.text:
            self.answer.say("Looking …")

    @property
    def chosen(self) -> int:
        return self._automation

    @on(Page.StoreChanged)
    def _store_changed(self) -> None:
        self._look()

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _look(self) -> None:
        automation, answer = await self.desk.read(self._ask)
        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        due = f"next {coming(answer.next_due, now, zone)}" if answer.next_due and answer.next_due > now else ""
        self.top.say(f"WHY  {clean_line(automation.goal)}", due)
        self.answer.say(answer.sentence)
        self.remedy.say(remedy_words(answer))
        self.evidence.tell([self._told(line) for line in answer.lines])

    def _ask(self, reader: Reader, user_id: int) -> tuple[Automation, Answer]:
        automation = reader.resolve(user_id, str(self._automation))
        return automation, why(self.desk.ws, automation)

    def _told(self, line: Evidence) -> Told:
        """The time, and the text beside it."""
        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        return Told(fit(moment(line.at, now, zone) if line.at else "now", TIME) + " ", clean_line(line.text))


def remedy_words(answer: Answer) -> str:
    """What would make it run, with the key for it; the command where no key does it."""
    remedy = answer.remedy
    if remedy is None:
        return ""
    how = f": press {key(remedy.key)}" if remedy.key else f": {remedy.command}" if remedy.command else ""
    return f"{remedy.words}{how}."
