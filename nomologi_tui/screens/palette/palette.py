"""What ctrl+p finds: what the keys do, automations by goal, runs by number, connections, templates, settings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import nlargest
from operator import itemgetter
from typing import Any

from textual.app import App
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.help import bindings_of
from nomologi_tui.screens.modes import MODE_KEYS, MODES
from nomologi_tui.screens.modes import SETTINGS as SETTINGS_MODE
from nomologi_tui.screens.page import Page
from nomologi_tui.screens.palette.finding import fits
from nomologi_tui.settings import SETTINGS
from nomologi_tui.settings.keymap import key
from nomologi_tui.store.reading import Reader
from nomologi_tui.text import clean_line, shorten
from nomologi_tui.usecases.workspace import Workspace

MOST = 20  # hits of each kind that are shown
WIDEST = 70  # characters of one
CLOSED = 0.1  # seconds until the palette is away
MOVES = ("rows.", "mode.", "app.")  # ids of keys that are no commands here, or stand below


@dataclass(frozen=True, slots=True)
class Place:
    """Something to do or to go to: what is shown, what is searched, and how it is done."""

    words: str
    found_by: str
    go: Callable[[], Any]
    help: str = ""
    weight: float = 1.0  # of two that fit as well the heavier one comes first


class Commands(Provider):
    """What the keys of this screen do, then what can be done anywhere: shown before anything is typed."""

    async def startup(self) -> None:
        self._known = [*_of_keys(self.screen), *_anywhere(self.app, self.screen)]

    async def discover(self) -> Hits:
        for one in self._known:
            yield DiscoveryHit(one.words, one.go, help=one.help)

    async def search(self, query: str) -> Hits:
        wanted = query.casefold().strip()
        for one in self._known:
            if score := fits(wanted, one.found_by):
                yield Hit(score, one.words, one.go, help=one.help)


class Places(Provider):
    """Looks once when the palette opens; each letter then searches what was found, ten thousand rows in some ms."""

    async def startup(self) -> None:
        page = self.screen
        self._known: list[Place] = []
        if isinstance(page, Page):
            self._known = [*await _automations(page), *await _others(page), *_settings(page)]

    async def search(self, query: str) -> Hits:
        wanted = query.casefold().strip()
        words = wanted.split()
        if len(words) == 2 and words[0] == "run" and words[1].isdecimal() and isinstance(self.screen, Page):
            number = int(words[1][:15])
            yield Hit(1.0, f"Run {number}", partial(_open_run, self.screen, number), help="One run, step by step")
        scored = ((fits(wanted, one.found_by) * one.weight, one) for one in self._known)
        for score, one in nlargest(MOST, (hit for hit in scored if hit[0]), key=itemgetter(0)):
            shown = Content(shorten(clean_line(one.words), WIDEST))
            yield Hit(score, shown, one.go, text=shown.plain)


def _of_keys(screen: Screen[Any]) -> Iterator[Place]:
    """Each key that works now, the screen's own first, but for those that move about or lead to another mode."""
    known = sorted(bindings_of(screen).values(), key=lambda one: one[2] is not screen)
    for keys, binding, node in known:
        if str(binding.id).startswith(MOVES):
            continue
        name = binding.description[:1].upper() + binding.description[1:]
        go = partial(screen.app.run_action, binding.action, node)
        yield _command(name, binding.tooltip, " ".join(keys), go, str(binding.id))


def _anywhere(app: App[Any], screen: Screen[Any]) -> Iterator[Place]:
    """The modes where they are, the tour, jumping, a picture of the screen, the end."""

    def command(name: str, words: str, id_: str, action: str) -> Place:
        return _command(name, words, key(id_), partial(app.run_action, action), id_)

    if isinstance(screen, Page) and MODE_KEYS[0] in screen.BINDINGS:
        for mode in MODES:
            yield command(mode.name, f"Show {mode.words}", mode.id, f"app.mode('{mode.key}')")
        yield Place(
            "Checks", "checks doctor status health what could keep automations from running service install",
            partial(_checks, screen), "What could keep automations from running; the service",
        )  # fmt: skip
        yield Place(
            "Back up", "back up backup everything into one file", partial(_back_up, screen), "Everything into one file",
        )  # fmt: skip
        yield command("Tour", "Three short pages about the app", "home.tour", "app.tour")
    yield command("Jump", "Letters over the parts of the screen", "app.jump", "app.jump")
    yield Place(
        "Screenshot",
        "screenshot picture svg",
        partial(app.set_timer, CLOSED, app.deliver_screenshot),
        "Save this screen as an SVG picture",
    )
    yield command("Quit", "Quit; says what happens to the runner", "app.quit", "app.leave")


def _command(name: str, words: str, keys: str, go: Callable[[], Any], id_: str) -> Place:
    return Place(name, f"{name} {words} {id_.replace('.', ' ').replace('_', ' ')}".casefold(), go, f"{words} ({keys})")


async def _automations(page: Page[Any]) -> list[Place]:
    try:
        known = await page.desk.read(_goals)
    except NomologiError as error:
        page.trouble(error)
        return []
    return [Place(f"Open: {goal}", goal.casefold(), partial(_open, page, id_), weight=0.95) for id_, goal in known]


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
        *(
            Place(f"Connection: {label}", label.casefold(), partial(_connection, page, id_), weight=0.9)
            for id_, label in labels
        ),
        *(
            Place(f"Template: {name}", name.casefold(), partial(_template, page, slug), weight=0.85)
            for slug, name in templates
        ),
    ]


def _settings(page: Page[Any]) -> list[Place]:
    """Each by its name and what it is for, where the modes are."""
    if MODE_KEYS[0] not in page.BINDINGS:
        return []
    return [
        Place(
            f"Setting: {one.title}", f"{one.title} {name} {one.section} {one.words}".casefold(),
            partial(page.app.run_action, f"app.mode('{SETTINGS_MODE.key}', '{name}')"), weight=0.8,
        )
        for name, one in SETTINGS.items()
    ]  # fmt: skip


def _goals(reader: Reader, user_id: int) -> list[tuple[int, str]]:
    return [(one.id, one.goal) for one in reader.overview(user_id)]


def _labels(ws: Workspace) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    from nomologi_tui.usecases.connections import connections
    from nomologi_tui.usecases.templates import templates

    labels = [(one.connection.id, one.connection.label) for one in connections.listed(ws)]
    return labels, [(one.slug, f"{one.name} ({one.category})") for one in templates.listed(ws)]


def _open(page: Page[Any], automation_id: int, run_id: int | None = None) -> None:
    from nomologi_tui.screens.automations.automation import AutomationScreen

    page.app.push_screen(AutomationScreen(page.desk, automation_id, run_id))


async def _open_run(page: Page[Any], run_id: int) -> None:
    try:
        found = await page.desk.read(lambda reader, user_id: reader.run(user_id, run_id))
    except NomologiError as error:
        page.trouble(error)
    else:
        _open(page, found.automation_id, run_id)


def _checks(page: Page[Any]) -> None:
    from nomologi_tui.screens.settings.checks import ChecksScreen

    page.app.push_screen(ChecksScreen(page.desk))


def _back_up(page: Page[Any]) -> None:
    from nomologi_tui.screens.settings.checks import ask_for_backup

    ask_for_backup(page)


def _connection(page: Page[Any], connection_id: int) -> None:
    from nomologi_tui.screens.connections.connection import ConnectionScreen

    page.app.push_screen(ConnectionScreen(page.desk, connection_id))


def _template(page: Page[Any], slug: str) -> None:
    from nomologi_tui.screens.home import HomeScreen

    page.app.post_message(HomeScreen.GoalWanted(template=slug))
