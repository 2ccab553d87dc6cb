"""What the settings screen shows: rows, and what is said of the chosen one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nomologi_tui.settings import SETTINGS
from nomologi_tui.settings.config_file import read_config
from nomologi_tui.settings.keymap import shown
from nomologi_tui.settings.setting import Counts, Kind
from nomologi_tui.usecases import configuring as use
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.setting_list import SettingRow

KEYS = "keys."
SECTIONS = ("Screens", "Automations", "History", "Alerts", "Webhooks", "Machine")
OWN_WORDS = "What you set here is kept for you alone."


@dataclass(frozen=True, slots=True)
class Found:
    """All settings and keys, and what of the files does not count."""

    settings: dict[str, use.Shown]
    keys: dict[str, use.ShownKey]
    problems: list[str]
    file: Path

    def rows(self) -> Iterator[SettingRow]:
        """Settings by section, then keys by screen."""
        for one in sorted(self.settings.values(), key=lambda one: SECTIONS.index(one.setting.section)):
            about, changed = one.setting, one.origin != use.DEFAULT
            yield SettingRow(about.name, about.section, about.title, one.words, _from(one), changed)
        for key in self.keys.values():
            changed = key.origin != use.DEFAULT
            yield SettingRow(
                KEYS + key.binding.id,
                f"Keys: {key.binding.places[0]}",
                key.binding.words,
                key.words,
                key.where,
                changed,
            )

    def words(self, row: SettingRow) -> str:
        """What the chosen one is for, what it may be, when a change counts."""
        if row.id.startswith(KEYS):
            binding = self.keys[row.id.removeprefix(KEYS)].binding
            return f"{row.id}: on {', '.join(binding.places[:4])}. Default {' '.join(binding.keys)}. It counts at once."
        one = self.settings[row.id]
        about = one.setting
        default = f"default {about.default}" if about.default not in (None, "") else f"without one: {about.empty}"
        if one.is_fixed:
            return f"{about.words}\n{about.name} is set by {about.variable} in the environment, and only there."
        own = f" {OWN_WORDS}" if about.personal else ""
        may = f"May be {about.may_be}; {default}." if about.default is not None else f"May be {about.may_be}."
        return f"{about.words}\n{may} It counts {short_counts(about.counts)}.{own}"

    @property
    def changed(self) -> int:
        """How many are set otherwise than they come."""
        return sum(row.changed for row in self.rows())


def short_counts(counts: Counts) -> str:
    """When a change counts, as long as a screen has room for."""
    return {
        Counts.NOW: "at once", Counts.START: "when the app is started next",
        Counts.RUNNER: "when the runner is started next",
    }[counts]  # fmt: skip


def _from(one: use.Shown) -> str:
    return "environment" if one.is_fixed else one.where


def look(ws: Workspace) -> Found:
    """Everything, as it is now. Raises BadInputError where config.toml can't be read."""
    keys = {one.binding.id: one for one in use.listed_keys(ws.machine.places)}
    settings = {one.setting.name: one for one in use.listed(ws)}
    return Found(settings, keys, use.problems(ws), ws.machine.places.config_file)


def put(ws: Workspace, id_: str, text: str) -> str:
    """Change one; what came of it, in words. Raises BadInputError, StoreError; then nothing changes."""
    if id_.startswith(KEYS):
        keys = use.bind(ws.machine.places, id_.removeprefix(KEYS), text)
        _keys_changed(ws)
        return f"{id_.removeprefix(KEYS)} is {' '.join(map(shown, keys))} now."
    about = SETTINGS[id_]
    if about.personal:
        use.prefer(ws, id_, text)
    else:
        value = use.put(ws.machine.places, id_, text)
        if about.counts is Counts.NOW:
            ws.settings_changed(**{id_: value})
    return f"{about.title} is {text or about.empty}. It counts {short_counts(about.counts)}."


def reset(ws: Workspace, id_: str) -> str:
    """Back to what counts without it: first what is the user's own, then what the file says."""
    if id_.startswith(KEYS):
        there = use.unbind(ws.machine.places, id_.removeprefix(KEYS))
        _keys_changed(ws)
        return "It has its default keys again." if there else "It has its default keys already."
    about = SETTINGS[id_]
    if about.personal and use.prefer_no_more(ws, id_):
        return f"Your own {about.title.lower()} is forgotten. It counts {short_counts(about.counts)}."
    if not use.take(ws.machine.places, id_):
        return f"{about.title} has its default already."
    if about.counts is Counts.NOW:
        ws.settings_changed(**{id_: about.default})
    return f"{about.title} has its default again. It counts {short_counts(about.counts)}."


def _keys_changed(ws: Workspace) -> None:
    ws.settings_changed(keys=read_config(ws.machine.places.config_file).keys)


def choices_of(ws: Workspace, one: use.Shown) -> tuple[list[str], list[str]]:
    """What may be chosen, and names that may be searched: one of them is empty."""
    if one.setting.kind is Kind.THEME:
        return [theme.name for theme in use.listed_themes(ws.machine.places) if not theme.problem], []
    if one.setting.kind is Kind.ZONE:
        from zoneinfo import available_timezones

        return [], sorted(available_timezones())
    return list(one.setting.choices), []
