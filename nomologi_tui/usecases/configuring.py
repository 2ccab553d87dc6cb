"""The settings of this machine and of a user: what each is, where it comes from, and changes of it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nomologi_tui.errors import BadInputError, NomologiError, StoreError
from nomologi_tui.settings import SETTINGS, Places, prepare
from nomologi_tui.settings import colours as themes
from nomologi_tui.settings import keymap as keymaps
from nomologi_tui.settings.config_file import ConfigFile, read_config
from nomologi_tui.settings.config_writing import KEYS, set_value, unset_value
from nomologi_tui.settings.setting import Kind, Setting, refuse_secret
from nomologi_tui.settings.values import TOUR, find_setting, own_values, read_at
from nomologi_tui.store import users
from nomologi_tui.usecases.workspace import Workspace

DEFAULT, FILE, ENVIRONMENT, OWN = "default", "file", "environment", "preference"


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting with its value and where that comes from: `origin` is one word, `where` says it to a person."""

    setting: Setting
    value: str | int
    origin: str
    where: str
    line: int | None = None

    @property
    def words(self) -> str:
        """The value, or what an empty one stands for."""
        return str(self.value) if self.value != "" else f"({self.setting.empty})"

    @property
    def is_fixed(self) -> bool:
        """Whether the environment decides, so that it can't be changed here."""
        return self.origin == ENVIRONMENT


@dataclass(frozen=True, slots=True)
class ShownKey:
    """What can be bound, its keys now, and where they come from."""

    binding: keymaps.KeyBinding
    keys: tuple[str, ...]
    origin: str
    where: str
    line: int | None = None

    @property
    def words(self) -> str:
        """The keys as people know them."""
        return " ".join(keymaps.shown(one) for one in self.keys)


def listed(ws: Workspace) -> list[Shown]:
    """All settings, as this user has them."""
    config = read_config(ws.machine.places.config_file)
    preferred = own_values(preferences(ws), os.environ)
    return [_shown(ws, name, config, preferred) for name in SETTINGS]


def find(ws: Workspace, name: str) -> Shown:
    """One of them. Raises BadInputError with the nearest names."""
    find_setting(name)
    return next(one for one in listed(ws) if one.setting.name == name)


def _shown(ws: Workspace, name: str, config: ConfigFile, preferred: Mapping[str, Any]) -> Shown:
    one = SETTINGS[name]
    if os.environ.get(one.variable):
        return Shown(one, one.read(os.environ[one.variable]), ENVIRONMENT, one.variable)
    if name in preferred:
        return Shown(one, preferred[name], OWN, "yours")
    if name in config.values:
        line = config.line(name)
        return Shown(
            one,
            read_at(config.place(name), one, config.values[name]),
            FILE,
            f"line {line}" if line else "config.toml",
            line,
        )
    return Shown(one, defaults(ws)[name], DEFAULT, "default")


def defaults(ws: Workspace) -> dict[str, Any]:
    """What counts where nothing is set; what is found out on this machine is taken from the settings in use."""
    return {name: getattr(ws.machine, name) if one.default is None else one.default for name, one in SETTINGS.items()}


def preferences(ws: Workspace) -> dict[str, Any]:
    """What this user prefers, as it is stored."""
    return ws.reader.preferences().get(ws.user_id) or {}


def checked(places: Places, name: str, value: Any) -> str | int:
    """The value as it would count. Raises BadInputError for what can't be, and for what looks like a secret."""
    refuse_secret(name, str(value))
    one = find_setting(name)
    found = one.read(value)
    if one.kind is Kind.THEME and found not in (themes.AUTO, themes.ANSI):
        try:
            themes.find(str(found), theme_folder(places))
        except NomologiError as error:
            raise BadInputError(error.message, error.hint) from None
    return found


def put(places: Places, name: str, value: Any) -> str | int:
    """Let a setting be `value` in config.toml. Raises BadInputError, StoreError; then nothing changes."""
    found = checked(places, name, value)
    prepare(places)
    set_value(places.config_file, name, found)
    return found


def take(places: Places, name: str) -> bool:
    """Take a setting, known or not, out of config.toml; whether it stood there."""
    return unset_value(places.config_file, name)


def prefer(ws: Workspace, name: str, value: Any) -> str | int:
    """Let the user have a setting otherwise than others of the store. Raises BadInputError where that can't be."""
    found = checked(ws.machine.places, name, value)
    _need_personal(name)
    _store_preferences(ws, {**ws.user.preferences, name: found})
    return found


def prefer_no_more(ws: Workspace, name: str) -> bool:
    """Forget a preference; whether there was one."""
    find_setting(name)
    rest = {key: value for key, value in ws.user.preferences.items() if key != name}
    there = len(rest) < len(ws.user.preferences)
    if there:
        _store_preferences(ws, rest)
    return there


def note_tour(ws: Workspace) -> None:
    """The user saw the tour: no setting, but kept where preferences are."""
    _store_preferences(ws, {**ws.user.preferences, TOUR: "seen"})


def _need_personal(name: str) -> None:
    if not SETTINGS[name].personal:
        own = ", ".join(name for name, one in SETTINGS.items() if one.personal)
        raise BadInputError(f"{name} is the same for all users.", f"Each may have their own: {own}.")


def _store_preferences(ws: Workspace, changed: dict[str, Any]) -> None:
    ws.user_changed(ws.store.write(users.set_preferences, ws.user.id, changed))


def theme_folder(places: Places) -> Path:
    """Where a person's own themes are."""
    return places.config / "themes"


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """A theme that may be chosen, and what is wrong with it."""

    name: str
    origin: str
    problem: str = ""


def listed_themes(places: Places) -> list[ShownTheme]:
    """The built-in ones and the files, each looked through."""
    folder = theme_folder(places)
    return [_theme(name, folder) for name in themes.names(folder)]


def _theme(name: str, folder: Path) -> ShownTheme:
    if name in (themes.AUTO, themes.ANSI, *themes.BUILT_IN):
        return ShownTheme(name, "built in")
    try:
        themes.find(name, folder)
    except NomologiError as error:
        return ShownTheme(name, "file", str(error))
    return ShownTheme(name, "file")


def keymap(places: Places) -> keymaps.Keymap:
    """[keys] of config.toml, checked; its problems name the line."""
    config = read_config(places.config_file)
    return keymaps.check(config.keys, config.place)


def listed_keys(places: Places) -> list[ShownKey]:
    """Everything that can be bound, in the order of the screens."""
    config = read_config(places.config_file)
    counts = keymaps.check(config.keys, config.place).keys
    return [_key(one, config, counts) for one in keymaps.bindings().values()]


def _key(one: keymaps.KeyBinding, config: ConfigFile, counts: Mapping[str, tuple[str, ...]]) -> ShownKey:
    if one.id not in counts:
        return ShownKey(one, one.keys, DEFAULT, "default")
    line = config.line(one.id)
    return ShownKey(one, counts[one.id], FILE, f"line {line}" if line else "config.toml", line)


def bind(places: Places, id_: str, keys: Any) -> tuple[str, ...]:
    """Let other keys do it, from now on. Raises BadInputError where they can't, or something else has them."""
    config = read_config(places.config_file)
    found = keymaps.check_one(config.keys, id_, keys)
    prepare(places)
    set_value(places.config_file, f"{KEYS}{id_}", found[0] if len(found) == 1 else list(found))
    return found


def unbind(places: Places, id_: str) -> bool:
    """Back to the keys that the app comes with; whether there were others."""
    return unset_value(places.config_file, f"{KEYS}{id_}")


def problems(ws: Workspace) -> list[str]:
    """What in the files of settings does not count, in sentences: keys and themes."""
    found = list(keymap(ws.machine.places).problems.values())
    found += [one.problem for one in listed_themes(ws.machine.places) if one.problem]
    try:
        checked(ws.machine.places, "theme", ws.settings.theme)
    except (BadInputError, StoreError) as error:
        found += [str(error)] if str(error) not in found else []
    return found
