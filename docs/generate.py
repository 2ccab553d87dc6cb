#!/usr/bin/env python3
"""Write what comes from the code: commands, keys, blocks, goals, screens, recipes, the schema.

`docs/generate.py` writes them; with `--check` it writes nothing, names the stale ones and exits 1.
"""

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from textual.binding import Binding
from textual.screen import Screen

from docs.manual import manual
from docs.pages import decisions_page, recipes_page, schema_page, screens_page
from nomologi_tui import screens, widgets
from nomologi_tui.app import NomologiApp
from nomologi_tui.blocks.reference import reference_markdown
from nomologi_tui.blocks.registry import BUILT_IN, WORDS, Registry, load_registry, words_document
from nomologi_tui.cli.build import build
from nomologi_tui.cli.shapes import schema as printed_schema
from nomologi_tui.document.gallery import gallery
from nomologi_tui.document.schema import schema_text
from nomologi_tui.goals import templates
from nomologi_tui.goals.finding.words_of_blocks import words_of
from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.sentence import index
from nomologi_tui.screens.automations.automation import AutomationScreen
from nomologi_tui.screens.automations.missed import MissedScreen
from nomologi_tui.screens.automations.why import WhyScreen
from nomologi_tui.screens.connections.connection import ConnectionScreen
from nomologi_tui.screens.connections.connections import ConnectionsScreen
from nomologi_tui.screens.connections.form import ConnectionForm
from nomologi_tui.screens.connections.log_in import LogInScreen
from nomologi_tui.screens.flow.goal import GoalScreen
from nomologi_tui.screens.flow.how_it_runs import HowItRunsScreen
from nomologi_tui.screens.flow.members import MembersScreen
from nomologi_tui.screens.flow.what import WhatScreen
from nomologi_tui.screens.flow.when import WhenScreen
from nomologi_tui.screens.home import HomeScreen
from nomologi_tui.screens.log.log import LogScreen
from nomologi_tui.screens.runs.decision import Decision
from nomologi_tui.screens.settings.settings import SettingsScreen
from nomologi_tui.screens.templates.templates import TemplatesScreen
from nomologi_tui.screens.users.sign_in import SignInScreen
from nomologi_tui.screens.users.users import UsersScreen
from nomologi_tui.settings import SETTINGS
from nomologi_tui.settings.keymap import shown
from nomologi_tui.settings.setting import Setting
from nomologi_tui.widgets.rows import Rows

DOCS = Path(__file__).parent
BINDINGS = DOCS.parent / "nomologi_tui" / "settings" / "bindings.json"
README = DOCS.parent / "README.md"
TEMPLATES = DOCS / "guide" / "templates.md"
WIDTH = 120  # of the help text; the terminal of whoever generates must not matter
MANUAL_WIDTH = 72  # what `man` leaves of a terminal of 80 columns
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # when the example goals are read: a Sunday
PLACES = {
    "Home": HomeScreen, "An automation": AutomationScreen, "Why": WhyScreen, "The log, full size": LogScreen,
    "Lists": Rows,
    "Form 1: the goal": GoalScreen, "Form 2: when": WhenScreen, "Form 3: what is done": WhatScreen,
    "Conditions inside a step": MembersScreen,
    "How it runs": HowItRunsScreen, "A run that waits for you": Decision, "Missed times": MissedScreen,
    "Connections": ConnectionsScreen, "One connection": ConnectionScreen, "A connection's form": ConnectionForm,
    "A connection's login": LogInScreen, "Templates": TemplatesScreen, "Settings": SettingsScreen, "Users": UsersScreen,
    "Sign-in": SignInScreen,
}  # fmt: skip
NOTE = "<!-- Written by docs/generate.py from the code: change it there. -->\n"


def cli_reference() -> str:
    """The help of the program and of each command."""
    parts = [f"# The command line\n\n{NOTE}\nExit codes and environment variables: see the [README](../README.md)."]
    parts += [f"## `{name}`\n\n```text\n{text}\n```" for name, text in _helps(WIDTH)]
    return "\n\n".join(parts) + "\n"


def _helps(width: int) -> Iterator[tuple[str, str]]:
    program: Any = typer.main.get_command(build())
    above = typer.Context(program, info_name="nomologi", terminal_width=width)
    yield "nomologi", _trimmed(program.get_help(above))
    for name in program.list_commands(above):
        command = program.get_command(above, name)
        context = typer.Context(command, info_name=name, parent=above, terminal_width=width)
        yield f"nomologi {name}", _trimmed(command.get_help(context))
        for part in getattr(command, "commands", {}):
            below = command.get_command(context, part)
            inner = typer.Context(below, info_name=part, parent=context, terminal_width=width)
            yield f"nomologi {name} {part}", _trimmed(below.get_help(inner))


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def keys_reference() -> str:
    """The keys of each screen of the app."""
    parts = [f"# Keys of the app\n\n{NOTE}\nEverywhere: `?` or `F1` shows the keys of what has focus, `ctrl+q` quits."]
    parts += [
        "\n".join([f"## {title}\n\n| key | does | id |\n|---|---|---|", *_keys(place)])
        for title, place in PLACES.items()
    ]
    return "\n\n".join(parts) + "\n"


def _keys(place: type) -> Iterator[str]:
    """A row for each binding of ours but help, which is said once, above."""
    for one in _bindings(place):
        if one.id != "page.help":
            keys = " ".join(f"`{shown(key)}`" for key in one.key.split(","))
            yield f"| {keys} | {one.tooltip} | `{one.id}` |"


def _bindings(place: type) -> Iterator[Binding]:
    """The bindings of ours, the nearest class first; an id that came already is replaced there."""
    told = set()
    for one in (one for above in place.__mro__ for one in vars(above).get("BINDINGS", ())):
        if isinstance(one, Binding) and one.id and one.id not in told:
            told.add(one.id)
            yield one


def bindings_document() -> str:
    """What can be bound, for who checks [keys] without loading a screen; a list's keys work on each screen."""
    found: dict[str, dict[str, Any]] = {}
    for title, place in _key_places().items():
        is_screen = issubclass(place, Screen)
        for one in (*_bindings(place), *(_bindings(Rows) if is_screen else ()), *_bindings(NomologiApp)):
            entry = found.setdefault(
                str(one.id), {"id": one.id, "keys": one.key.split(","), "words": one.tooltip, "places": []}
            )
            if title not in entry["places"]:
                entry["places"].append(title)
    return json.dumps(list(found.values()), indent=1) + "\n"


def _key_places() -> dict[str, type]:
    """Every class with keys of ours: those of PLACES by their titles, dialogs and fields by their own names."""
    found: dict[str, type] = dict(PLACES)
    for room in (screens, widgets):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            for one in vars(importlib.import_module(module.name)).values():
                is_ours = isinstance(one, type) and one.__module__ == module.name and vars(one).get("BINDINGS")
                if is_ours and one not in found.values():
                    found[getattr(one, "NAME", None) or one.__name__] = one
    return found


def settings_reference() -> str:
    """A row for each setting, by section."""
    parts = [
        f"# Settings\n\n{NOTE}\nHow they are set, and what goes before what: [guide/settings.md](guide/settings.md)."
    ]
    for section in dict.fromkeys(one.section for one in SETTINGS.values()):
        rows = [_setting(one) for one in SETTINGS.values() if one.section == section]
        parts.append(
            "\n".join([f"## {section}\n\n| key | default | may be | means | counts |\n|---|---|---|---|---|", *rows])
        )
    return "\n\n".join(parts) + "\n"


def _setting(one: Setting) -> str:
    default = "found out" if one.default is None else f"`{one.default}`" if one.default != "" else one.empty
    may_be = f"{one.may_be}; for example `{one.example}`"
    name = f"`{one.name}`{' (also your own)' if one.personal else ''}<br>`{one.variable}`"
    return f"| {name} | {default} | {may_be} | {one.words} | {one.counts} |"


def goals_reference() -> str:
    """How each sentence of goals.txt is read."""
    goals = (DOCS / "goals.txt").read_text(encoding="utf-8").splitlines()
    told = "\n\n".join("\n".join([goal, *_reading(goal)]) for goal in goals)
    return f"""# How goals are read

{NOTE}
The sentences stand in docs/goals.txt; they were read on Sunday, 22 November 2026. In words:
[guide/goals.md](guide/goals.md).

```text
{told}
```
"""


def _reading(goal: str) -> Iterator[str]:
    found = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    for place, parts in (("when", found.when), ("if", found.conditions), ("what", found.what)):
        yield from (f"    {place:>4}: {'  ' * part.depth}{part.words}  ({part.block})" for part in parts)
    yield from (f"    asks: {one.question}" for one in found.missing)
    if found.not_understood:
        yield f"    not understood: {', '.join(found.not_understood)}"


def templates_guide() -> str:
    """The guide to templates with a row for each of the gallery."""
    rows = [f"| {one.category} | `{one.slug}` | {one.description} |" for one in gallery()]
    return _between(TEMPLATES, "the gallery", "\n".join(["| | template | |", "|---|---|---|", *rows]))


def _between(path: Path, what: str, text: str) -> str:
    """The file's text with `text` between the two marks."""
    before, mark, rest = path.read_text(encoding="utf-8").partition(f"<!-- {what} -->\n")
    return f"{before}{mark}{text}\n<!-- end -->{rest.partition('<!-- end -->')[2]}"


def documents() -> dict[Path, str]:
    """Every generated file and what belongs into it; the words of blocks first, because goals are read by them."""
    return {
        WORDS: words_document(),
        index.WORDS: index.index_document(words_of(Registry([], built_in=BUILT_IN)).lexicon.atoms),
        templates.WORDS: templates.words_document(gallery()),
        TEMPLATES: templates_guide(),
        BINDINGS: bindings_document(),
        DOCS / "settings.md": settings_reference(),
        DOCS / "cli.md": cli_reference(),
        DOCS / "keys.md": keys_reference(),
        DOCS / "blocks.md": reference_markdown(),
        DOCS / "goals.md": goals_reference(),
        DOCS / "screens.md": screens_page(NOTE),
        DOCS / "recipes.md": recipes_page(NOTE),
        DOCS / "schema.md": schema_page(NOTE),
        DOCS / "decisions.md": decisions_page(NOTE),
        DOCS / "automation.schema.json": schema_text(load_registry()),
        DOCS / "nomologi.1": manual(_helps(MANUAL_WIDTH), README.read_text(encoding="utf-8")),
        DOCS / "json.schema.json": json.dumps(printed_schema(), indent=1) + "\n",
    }


def stale() -> list[str]:
    """The names of the files that are missing or differ from what the code says."""
    wanted = documents().items()
    return [path.name for path, text in wanted if not path.exists() or path.read_text(encoding="utf-8") != text]


def main(arguments: list[str]) -> int:
    """Check or write; the exit code."""
    if arguments == ["--check"]:
        found = stale()
        sys.stdout.writelines(f"{name} is stale: run docs/generate.py\n" for name in found)
        return 1 if found else 0
    WORDS.write_text(words_document(), encoding="utf-8")
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
