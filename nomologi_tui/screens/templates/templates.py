"""Templates: the gallery and your own, each with what it would do; Enter begins the guided flow with one."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll

from nomologi_tui.model import Automation, Template
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.inputs import Inputs
from nomologi_tui.screens.dialogs.pick import Pick
from nomologi_tui.screens.filtered import FilteredPage
from nomologi_tui.screens.modes import MODE_KEYS, TEMPLATES, mode_line
from nomologi_tui.screens.page import HELP, tells_trouble
from nomologi_tui.screens.templates.upgrade import upgraded
from nomologi_tui.screens.templates.words import preview_text
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.templates import files, own
from nomologi_tui.usecases.templates import templates as use
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.rows import Rows
from nomologi_tui.widgets.template_list import TemplateItem, TemplateList

CALLED, ASKED = "What it is called", "Fields that it asks for, by commas"
FILE = "File"


class TemplatesScreen(FilteredPage[str]):
    """The list beside what the chosen one would do; returns the slug of the one to begin with, or nothing."""

    NAME = "templates"
    BACK = "templates.back"
    CSS_PATH = "templates.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", key_display="/", id="templates.filter",
                tooltip="Show only those with these words"),
        Binding("s", "save", "save one", id="templates.save", tooltip="Save an automation as a template of your own"),
        Binding("d", "delete", "delete", id="templates.delete", tooltip="Remove one of your own; asks first"),
        Binding("u", "upgrade", "Upgrade", show=False, id="templates.upgrade",
                tooltip="Take an automation on to the newest version of this template"),
        Binding("x", "export", "Export", show=False, id="templates.export",
                tooltip="Write it as a file for others; no secrets are in it"),
        Binding("i", "import", "Import", show=False, id="templates.import",
                tooltip="Take a template from a file among your own; nothing of it runs"),
        Binding("J", "scroll(1)", "more below", key_display="J", id="templates.down",
                tooltip="Scroll the preview down"),
        Binding("K", "scroll(-1)", "Preview up", show=False, id="templates.up", tooltip="Scroll the preview up"),
        *MODE_KEYS,
        Binding("escape", "back", "Home", show=False, id="templates.back", tooltip="Back home"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk, on: str = "") -> None:
        """`on`: the slug of the template that the cursor begins at."""
        super().__init__(desk)
        self._on = on
        self.top = mode_line(TEMPLATES)
        self.list = TemplateList(id="list")
        self.preview = Line(id="preview")
        self.box = VerticalScroll(self.preview, id="preview_box", can_focus=False)
        self._all: list[Template] = []

    @property
    def idle(self) -> frozenset[str]:
        row = self.list.selected
        return super().idle | (frozenset() if row and row.own else {"delete"})

    def compose(self) -> ComposeResult:
        yield self.top
        with Container(id="body"):
            with Vertical(id="left"):
                yield self.list
                yield self.field
            yield self.box
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.list.focus()
        self._refresh(self._on)

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _refresh(self, wanted: str) -> None:
        self._all = await self.desk.call(use.listed)
        self.show_found(wanted)

    def show_found(self, wanted: str = "") -> None:
        found = use.search(self._all, self.field.value)
        count = f"{len(found)} of {len(self._all)}" if self.field.value else f"{len(found)} templates"
        self.top.say(right=count)
        self.list.show([_item(one) for one in found], wanted)
        if not found:
            self.preview.say(f"No template has these words. {key('templates.back')} shows all of them.")

    @on(Rows.Moved, "#list")
    def _moved(self) -> None:
        self.refresh_bindings()
        if self.list.selected:
            self._preview(self.list.selected.slug)

    @work(exclusive=True, group="preview")
    @tells_trouble
    async def _preview(self, slug: str) -> None:
        template = next(one for one in self._all if one.slug == slug)
        shown = await self.desk.look(lambda ws: use.preview(ws.registry, template))
        self.preview.say(preview_text(shown))
        self.box.scroll_home(animate=False)

    @on(Rows.Opened, "#list")
    def _use(self) -> None:
        if self.list.selected:
            self.dismiss(self.list.selected.slug)

    def action_back(self) -> None:
        if not self.shows_all_again():
            self.dismiss("")

    def action_scroll(self, direction: int) -> None:
        self.box.scroll_relative(y=direction * max(self.box.size.height - 1, 1), animate=False)

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_save(self) -> None:
        """Choose an automation, name it, and say which of its fields are asked for."""
        known = await self.desk.call(own.candidates)
        if not known:
            self.say("There is no automation yet that could become a template.")
            return
        rows = [(one.slug, one.goal) for one, _ in known]
        chosen = await self.app.push_screen_wait(Pick("Save as a template", known, rows))
        if chosen is None:
            return
        asked = {CALLED: chosen[0].goal[:40], ASKED: ", ".join(chosen[1])}
        answers = await self.app.push_screen_wait(Inputs(asked, "Save a template", "Save"))
        if answers is not None:
            saved = await self.desk.call(_save, chosen[0], answers)
            self._refresh(saved.slug)
            self.say(f"“{saved.name}” is kept, version {saved.version}. Secrets were left out.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_upgrade(self) -> None:
        if self.list.selected:
            self.say(await upgraded(self, self.list.selected.slug))

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_export(self) -> None:
        row = self.list.selected
        if row is None:
            return
        asked = {FILE: f"~/{row.slug}.yaml"}
        answers = await self.app.push_screen_wait(Inputs(asked, f"Export “{row.name}”", "Write"))
        if answers is not None:
            self.say(f"Written to {await self.desk.call(files.write, row.slug, answers[FILE])}.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_import(self) -> None:
        answers = await self.app.push_screen_wait(Inputs({FILE: ""}, "Import a template", "Import"))
        if answers is not None:
            kept = await self.desk.call(files.take, answers[FILE])
            self._refresh(kept.slug)
            self.say(f"“{kept.name}” is kept, version {kept.version}.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_delete(self) -> None:
        row = self.list.selected
        if row is None:
            return
        if not row.own:
            self.say(f"“{row.name}” came with Nomologi, and stays. Only your own can be removed.")
            return
        question = Question(
            f"Remove the template “{row.name}”?", "Automations made from it stay as they are.", "Remove"
        )
        if await self.app.push_screen_wait(Ask(question)):
            await self.desk.call(lambda ws: own.remove(ws, use.find(ws, row.slug)))
            self._refresh("")
            self.say(f"“{row.name}” is removed.")


def _item(one: Template) -> TemplateItem:
    return TemplateItem(one.slug, one.category, one.name, one.description, own=one.user_id is not None)


def _save(ws: Workspace, automation: Automation, answers: dict[str, str]) -> Template:
    keys = [key.strip() for key in answers[ASKED].split(",") if key.strip()]
    return own.save_as(ws, automation, own.About(answers[CALLED]), keys)
