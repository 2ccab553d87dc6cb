"""config: the settings, where each comes from, keys and themes."""

import os
from typing import Annotated, Any

import typer

from nomologi_tui.cli.editor import in_editor
from nomologi_tui.cli.options import Json, workspace
from nomologi_tui.cli.output import complain, print_json, print_table, say
from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.settings import SETTINGS, Places, find_places
from nomologi_tui.settings.keymap import find_binding
from nomologi_tui.settings.values import find_setting

config = typer.Typer(help="Show and change settings, keys and themes.",
                     invoke_without_command=True, rich_markup_mode=None)  # fmt: skip
Key = Annotated[str, typer.Argument(metavar="KEY", help="A setting, or keys.ID for a key of the app.")]
Mine = Annotated[bool, typer.Option("--mine", help="For you alone, kept in the store; goes before config.toml.")]
KEYS = "keys."


@config.callback()
def begin(context: typer.Context, as_json: Json = False) -> None:
    if context.invoked_subcommand is None:
        list_all(as_json)


@config.command("list")
def list_all(as_json: Json = False) -> None:
    """List each setting with its value and where that comes from.

    The environment goes first, then what you keep for yourself (--mine), then config.toml, then the default.
    """
    from nomologi_tui.usecases import configuring as use

    with workspace() as ws:
        found, wrong = use.listed(ws), use.problems(ws)
        if as_json:
            print_json([_document(one) for one in found])
        else:
            rows = [(one.setting.name, one.words, _where(one), one.setting.words) for one in found]
            print_table(("KEY", "VALUE", "FROM", ""), rows)
    for one in wrong:
        complain(one)


def _where(one: Any) -> str:
    return f"config.toml {one.where}" if one.line else str(one.where)


def _document(one: Any) -> dict[str, Any]:
    about = one.setting
    return {
        "key": about.name, "value": one.value, "origin": one.origin, "where": _where(one), "line": one.line,
        "default": about.default, "variable": about.variable, "kind": about.kind, "may_be": about.may_be,
        "personal": about.personal, "counts": about.counts, "section": about.section, "words": about.words,
    }  # fmt: skip


@config.command("get")
def get(key: Key, as_json: Json = False) -> None:
    """Print one value."""
    from nomologi_tui.usecases import configuring as use

    if key.startswith(KEYS):
        one_key = _find_key(key)
        if as_json:
            print_json(_key_document(one_key))
        else:
            say(" ".join(one_key.keys))
        return
    with workspace() as ws:
        one = use.find(ws, key)
        if as_json:
            print_json(_document(one))
        else:
            say(str(one.value))


@config.command("set")
def set_one(
    key: Key, value: Annotated[str, typer.Argument(metavar="VALUE", help="What it shall be.")], mine: Mine = False
) -> None:
    """Change a setting or a key in config.toml; comments and order stay.

    Secrets are no settings: they stand in the keyring.
    """
    from nomologi_tui.usecases import configuring as use

    if key.startswith(KEYS):
        _not_mine(mine)
        keys = use.bind(_places(), key.removeprefix(KEYS), value)
        say(f"{key} is {' '.join(keys)}.")
    elif mine:
        with workspace() as ws:
            say(f"{key} is {use.prefer(ws, key, value)} for you.")
            _tell_what_hides_it(ws, key, use.OWN)
    else:
        say(f"{key} is {use.put(_places(), key, value)}. It counts {SETTINGS[key].counts}.")
        with workspace() as ws:
            _tell_what_hides_it(ws, key, use.FILE)


def _tell_what_hides_it(ws: Any, key: str, changed: str) -> None:
    """A change that something else goes before is no error, but a person must know."""
    from nomologi_tui.usecases import configuring as use

    now = use.find(ws, key)
    if now.is_fixed:
        complain(f"{now.setting.variable} in the environment goes before it, with {now.words}.")
    elif now.origin != changed:
        complain(f"What counts for you is your own {now.words}.", f"To forget it: nomologi config unset {key} --mine")


@config.command("unset")
def unset(key: Key, mine: Mine = False) -> None:
    """Let the default count again."""
    from nomologi_tui.usecases import configuring as use

    if key.startswith(KEYS):
        _not_mine(mine)
        there = use.unbind(_places(), key.removeprefix(KEYS))
        if not there:
            find_binding(key.removeprefix(KEYS))
    elif mine:
        with workspace() as ws:
            there = use.prefer_no_more(ws, key)
    else:
        there = use.take(_places(), key)
        if not there:
            find_setting(key)
    say(f"{key} is taken out." if there else f"{key} was not set.")


def _places() -> Places:
    """Where config.toml is, without a word about what is wrong in it: a change may put that right."""
    return find_places(os.environ)


@config.command("path")
def path() -> None:
    """Print where config.toml is, whether it exists or not."""
    say(str(_places().config_file))


@config.command("edit")
def edit() -> None:
    """Change config.toml in $EDITOR. It is looked through before it takes the old one's place."""
    from nomologi_tui.settings import prepare
    from nomologi_tui.settings.config_file import ConfigFile, parse, read_text
    from nomologi_tui.settings.config_writing import replace_text
    from nomologi_tui.settings.keymap import check
    from nomologi_tui.settings.values import settings_of

    places = _places()
    file = places.config_file
    text = before = read_text(file)
    while True:
        text = in_editor(text, "config.toml", f"Change {file} yourself, or use: nomologi config set")
        try:
            found = ConfigFile(file, text, parse(file, text))
            settings_of(places, os.environ, found)
            wrong = list(check(found.keys, found.place).problems.values())
            if wrong:
                raise BadInputError(wrong[0])
            break
        except NomologiError as error:
            if not typer.confirm(f"{error} Go on editing?", default=True, err=True):
                raise
    prepare(places)
    if text != before:
        replace_text(file, text)
    say(f"{file} is {'as it was' if text == before else 'changed'}.")


@config.command("keys")
def keys(as_json: Json = False) -> None:
    """List the keys of the app, each with its id.

    [keys] of config.toml takes the id.
    """
    from nomologi_tui.usecases import configuring as use

    found, wrong = use.listed_keys(_places()), use.keymap(_places()).problems
    if as_json:
        print_json([_key_document(one) for one in found])
    else:
        rows = [(one.binding.id, one.words, _where(one), one.binding.words) for one in found]
        print_table(("ID", "KEYS", "FROM", ""), rows)
    for one in wrong.values():
        complain(one)


def _key_document(one: Any) -> dict[str, Any]:
    return {
        "id": one.binding.id, "keys": list(one.keys), "default": list(one.binding.keys), "origin": one.origin,
        "line": one.line, "words": one.binding.words, "screens": list(one.binding.places),
    }  # fmt: skip


@config.command("themes")
def themes(as_json: Json = False) -> None:
    """List the themes, also those of the folder themes."""
    from nomologi_tui.usecases import configuring as use

    found = use.listed_themes(_places())
    if as_json:
        print_json([{"name": one.name, "origin": one.origin, "problem": one.problem} for one in found])
    else:
        print_table(("NAME", "FROM", ""), [(one.name, one.origin, one.problem) for one in found])
    if any(one.problem for one in found):
        raise typer.Exit(1)


def _find_key(key: str) -> Any:
    from nomologi_tui.usecases import configuring as use

    id_ = find_binding(key.removeprefix(KEYS)).id
    return next(one for one in use.listed_keys(_places()) if one.binding.id == id_)


def _not_mine(mine: bool) -> None:
    if mine:
        raise BadInputError("Keys are the same for all users.", "Leave --mine out.")
