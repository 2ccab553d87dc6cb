"""One list of commands: what a key of the app does, a command does too, and the other way round."""

import importlib
import pkgutil
from types import ModuleType

import typer
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

import nomologi_tui.screens
import nomologi_tui.widgets
from nomologi_tui.app import NomologiApp
from nomologi_tui.cli import COMMANDS

# The id of a binding, and the commands that do the same.
KEYS = {
    "home.ahead": "next", "run.days": "runs",
    "home.alerts": "alerts", "home.trash": "trash", "trash.restore": "delete",
    "automation.history": "history", "automation.backtest": "backtest", "automation.export": "export",
    "home.import": "import", "checks.back_up": "backup",
    "backtest.days": "backtest",
    "revisions.put_back": "history",
    "home.new": "new", "home.missed": "missed", "home.follow": "logs",
    "automation.run": "run", "automation.switch": "on, off", "automation.pause": "pause", "automation.why": "why",
    "automation.edit": "edit", "automation.delete": "delete", "automation.undo": "delete", "automation.log": "logs",
    "automation.answer": "approve, deny", "run.repeat": "replay", "run.stop": "cancel",
    "runs.answer": "approve, deny", "runs.log": "logs", "runs.why": "why", "runs.automation": "show",
    "runs.state": "runs", "runs.since": "runs", "runs.only": "runs", "mode.runs": "runs",
    "mode.settings": "config list",
    "setting.take": "config set", "settings.reset": "config unset", "settings.users": "users list",
    "settings.checks": "doctor", "checks.mend": "doctor", "checks.service": "service install, service remove",
    "users.add": "users add", "users.remove": "users remove", "users.password": "users password",
    "users.no_password": "users password",
    "connection.edit": "connections add", "connection.delete": "connections remove",
    "connection.test": "connections test", "connection.login": "connections login",
    "connection.keep": "connections add",
    "connections.new": "connections add", "connections.vault": "doctor",
    "templates.save": "templates save", "templates.delete": "templates remove",
    "templates.upgrade": "templates upgrade",
    "missed.run": "missed", "missed.run_all": "missed", "missed.dismiss": "missed", "missed.dismiss_all": "missed",
    "goal.ask_model": "new", "goal.leave_out": "new", "what.rehearse": "run", "what.configure": "configure",
    "mode.home": "list", "mode.connections": "connections list", "mode.templates": "templates list",
    "log.level": "logs", "log.filter": "logs", "log.follow_screen": "logs", "log.follow": "logs",
    "log_in.again": "connections login",
}  # fmt: skip
# Keys that do nothing which outlasts the screen, by the beginning of their ids: they move about, or fill in a form
# whose whole is `new`, `edit`, `configure`, `connections add` or an answer to a question of a command.
ON_THE_SCREEN = {
    "app.quit": "leaves", "app.suspend": "leaves for a while",
    "app.jump": "moves", "home.tour": "tells of the app, as --help",
    "home.quit": "leaves", "home.back": "goes back", "home.filter": "narrows what is shown",
    "home.resume": "drafts are of the app: `new` begins and ends in one go",
    "home.discard": "likewise", "draft.": "likewise",
    "rows.": "moves", "page.help": "tells of keys, as --help", "help.": "goes back", "ask.": "answers a question",
    "asked.": "fills in",
    "decision.": "answers a question", "pick.": "chooses", "inputs.": "fills in", "field.": "moves",
    "area.": "fills in",
    "card.": "moves", "flow.": "moves", "steps.": "fills in", "what.": "fills in", "goal.": "fills in",
    "members.": "fills in", "more.": "moves", "onward.": "moves", "how.": "goes back",
    "sign_in.": "fills in", "vault.": "fills in",
    "days.back": "goes back", "ahead.back": "goes back",
    "alerts.back": "goes back", "backtest.back": "goes back", "checks.back": "goes back",
    "trash.back": "goes back", "revisions.back": "goes back",
    "missed.back": "goes back", "notice.": "moves", "listed.filter": "narrows what is shown",
    "why.back": "goes back", "log.": "moves", "log_in.": "a login",
    "templates.": "moves", "connections.back": "goes back", "connection.": "fills in", "automation.back": "goes back",
    "run.copy": "to the terminal's clipboard", "runs.": "moves", "setting.leave": "moves",
    "settings.": "moves", "trace.": "moves",
    "twice.": "fills in", "users.back": "goes back", "users.sign_out": "leaves",
}  # fmt: skip
# Commands that no key does.
NO_KEY = {
    "serve": "opens the app", "demo": "shows it without the app", "completion": "is for a shell",
    "runner": "is the program without the app", "service status": "a row of the checks",
    "status": "the header, the checks and the next 24 hours say it",
    "restore": "needs the app closed",
    "templates export": "a template is handed on by a shell's pipe", "templates import": "likewise",
    "when": "the second form says it while typing", "read": "the first form does",
    "blocks": "the list that F2 opens", "trace": "Enter on a run", "templates show": "beside the list",
    "mcp": "is for a program",
    "adopt crontab": "changes what cron has, after a look at --dry-run", "adopt systemd": "likewise",
    "apply": "a folder that is kept elsewhere decides: a job of its scripts",
    "config get": "a row of the settings", "config edit": "opens an editor", "config path": "in the settings' heading",
    "config keys": "rows of the settings", "config themes": "choices of the setting",
}  # fmt: skip


def bindings() -> set[str]:
    """The ids of all bindings of the app, its screens and widgets."""
    found = {one.id for one in NomologiApp.BINDINGS if isinstance(one, Binding)}
    for room in (nomologi_tui.screens, nomologi_tui.widgets):
        for module in _modules(room):
            for one in vars(module).values():
                if isinstance(one, type) and issubclass(one, Screen | Widget) and one.__module__ == module.__name__:
                    found |= {each.id for each in one.__dict__.get("BINDINGS", []) if isinstance(each, Binding)}
    return {one for one in found if one}


def _modules(room: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
    return [importlib.import_module(one.name) for one in found]


def commands() -> set[str]:
    """Every command by its name, those of a group with the group's."""
    found = set()
    for name, place in COMMANDS.items():
        module, _, function = place.partition(".")
        made = getattr(importlib.import_module(f"nomologi_tui.cli.{module}"), function)
        group = made.registered_commands if isinstance(made, typer.Typer) else []
        found |= {f"{name} {one.name}" for one in group} or {name}
    return found


def test_each_key_has_its_command_or_only_moves_about() -> None:
    keys = bindings()
    assert len(keys) > 100
    assert {one for one in keys if one not in KEYS and not one.startswith(tuple(ON_THE_SCREEN))} == set()
    assert set(KEYS) - keys == set()


def test_each_command_has_its_key_or_a_reason() -> None:
    named = {one for text in KEYS.values() for one in text.split(", ")}
    assert named - commands() == set()
    assert commands() - named - set(NO_KEY) == set()
    assert set(NO_KEY) - commands() == set()
