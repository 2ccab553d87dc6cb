"""What ctrl+p finds beside the commands: automations by goal, runs by number, connections, templates, settings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from textual.app import SystemCommand
from textual.command import Hit, Hits, Provider
from textual.content import Content

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.modes import MODE_KEYS, MODES
from nomologi_tui.screens.modes import SETTINGS as SETTINGS_MODE
from nomologi_tui.screens.page import Page
from nomologi_tui.settings import SETTINGS
from nomologi_tui.settings.keymap import key
from nomologi_tui.store.reading import Reader
from nomologi_tui.text import clean_line, shorten
from nomologi_tui.usecases.workspace import Workspace

MOST = 20  # hits of each kind that are shown
WIDEST = 70  # characters of one


@dataclass(frozen=True, slots=True)
class Place:
    """Something to go to: what is shown, what is searched, and how to get there."""

    words: str
    found_by: str
    go: Callable[[], Any]


class Places(Provider):
    """Looks once when the palette opens; each letter then searches what was found, ten thousand rows in some ms."""

    async def startup(self) -> None:
        page = self.screen
        self._known: list[Place] = []
        if isinstance(page, Page):
            self._known = [*await _automations(page), *await _others(page), *_settings(page)]

    async def search(self, query: str) -> Hits:
        words = query.casefold().split()
        if len(words) == 2 and words[0] == "run" and words[1].isdecimal() and isinstance(self.screen, Page):
            number = int(words[1][:15])
            yield Hit(1.0, f"Run {number}", partial(_open_run, self.screen, number), help="One run, step by step")
        for one in islice(_found(self._known, words), MOST):
            shown = Content(shorten(clean_line(one.words), WIDEST))
            yield Hit(0.9 if one.found_by.startswith(query.casefold()) else 0.6, shown, one.go, text=shown.plain)


def commands(page: Page[Any]) -> Iterator[SystemCommand]:
    """What can be done on this page, beside what its keys do."""

    def command(title: str, words: str, binding: str, action: str) -> SystemCommand:
        return SystemCommand(title, f"{words} ({key(binding)})", partial(page.app.run_action, action))

    yield command("Jump", "Letters over the parts of the screen", "app.jump", "app.jump")
    if MODE_KEYS[0] in page.BINDINGS:
        yield command("Tour", "Three short pages about the app", "home.tour", "app.tour")
        for mode in MODES:
            yield command(mode.name, f"Show {mode.words}", mode.id, f"app.mode('{mode.key}')")


def _found(known: list[Place], words: list[str]) -> Iterator[Place]:
    return (one for one in known if all(word in one.found_by for word in words))


async def _automations(page: Page[Any]) -> list[Place]:
    try:
        known = await page.desk.read(_goals)
    except NomologiError as error:
        page.trouble(error)
        return []
    return [Place(f"Open: {goal}", goal.casefold(), partial(_open, page, id_)) for id_, goal in known]


async def _others(page: Page[Any]) -> list[Place]:
    """Connections and templates; nothing before what is heavy was loaded."""
    if page.desk.opened is None or not page.desk.opened.done():
        return []
    try:
        labels, templates = await page.desk.call(_labels)
    except NomologiError as error:
        page.trouble(error)
        return []
    return [
        *(Place(f"Connection: {label}", label.casefold(), partial(_connection, page, id_)) for id_, label in labels),
        *(Place(f"Template: {name}", name.casefold(), partial(_template, page, slug)) for slug, name in templates),
    ]


def _settings(page: Page[Any]) -> list[Place]:
    """Each by its name and what it is for, where the modes are."""
    if MODE_KEYS[0] not in page.BINDINGS:
        return []
    return [
        Place(
            f"Setting: {one.title}", f"{one.title} {name} {one.section} {one.words}".casefold(),
            partial(page.app.run_action, f"app.mode('{SETTINGS_MODE.key}', '{name}')"),
        )
        for name, one in SETTINGS.items()
    ]  # fmt: skip


def _goals(reader: Reader, user_id: int) -> list[tuple[int, str]]:
    return [(one.id, one.goal) for one in reader.overview(user_id)]


def _labels(ws: Workspace) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    from nomologi_tui.usecases import connections, templates

    labels = [(one.connection.id, one.connection.label) for one in connections.listed(ws)]
    return labels, [(one.slug, f"{one.name} ({one.category})") for one in templates.listed(ws)]


def _open(page: Page[Any], automation_id: int, run_id: int | None = None) -> None:
    from nomologi_tui.screens.automation import AutomationScreen

    page.app.push_screen(AutomationScreen(page.desk, automation_id, run_id))


async def _open_run(page: Page[Any], run_id: int) -> None:
    try:
        found = await page.desk.read(lambda reader, user_id: reader.run(user_id, run_id))
    except NomologiError as error:
        page.trouble(error)
    else:
        _open(page, found.automation_id, run_id)


def _connection(page: Page[Any], connection_id: int) -> None:
    from nomologi_tui.screens.connection import ConnectionScreen

    page.app.push_screen(ConnectionScreen(page.desk, connection_id))


def _template(page: Page[Any], slug: str) -> None:
    from nomologi_tui.screens.home import HomeScreen

    page.app.post_message(HomeScreen.GoalWanted(template=slug))
