"""[keys] of config.toml, checked: which keys the app takes for what. What can't be is told, the rest works.

The bindings themselves stand in the screens; `bindings.json` is written from them by docs/generate.py, so that they are
known without loading a screen.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.settings.setting import nearest
from nomologi_tui.text import clean_line, shorten

NONE = "none"  # bound to no key
BINDINGS = "bindings.json"
_NAMED = {
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "tab", "shift+tab", "enter",
    "escape", "space", "backspace",
}  # fmt: skip
_MORE = re.compile(r"f([1-9]|1[0-2])|ctrl\+[a-z]|(ctrl|shift)\+(up|down|left|right)")
_OTHERS = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "return": "enter", "ins": "insert"}
_SYMBOLS = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SHOWN = {
    "escape": "Esc", "enter": "Enter", "space": "Space", "pageup": "PgUp", "pagedown": "PgDn", "up": "Up",
    "down": "Down", "left": "left", "right": "right", "home": "Home", "end": "End", "tab": "Tab",
    "shift+tab": "shift+Tab", "delete": "Del",
}  # fmt: skip
_DEAD = {
    "ctrl+h": "a terminal sends Backspace for it", "ctrl+i": "a terminal sends Tab for it",
    "ctrl+m": "a terminal sends Enter for it", "ctrl+b": "tmux takes it", "ctrl+a": "screen takes it",
    "ctrl+c": "it copies what is selected", "ctrl+p": "it opens all commands",
}  # fmt: skip
_ID = re.compile(r"\{([a-z_]+\.[a-z_0-9]+)\}")
_FREE = ("rows.", "mode.")  # ids of lists and modes: their keys may type something, though their defaults do not


@dataclass(frozen=True, slots=True)
class KeyBinding:
    """What can be bound: its id, its keys as the code has them, what it does, and the screens that take it."""

    id: str
    keys: tuple[str, ...]
    words: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys that differ from the code's, by id, and what of [keys] does not count."""

    keys: Mapping[str, tuple[str, ...]]
    problems: Mapping[str, str]  # by id: a sentence


@cache
def bindings() -> dict[str, KeyBinding]:
    """All that can be bound, in the order of the screens."""
    text = files("nomologi_tui.settings").joinpath(BINDINGS).read_text(encoding="utf-8")
    return {
        one["id"]: KeyBinding(one["id"], tuple(one["keys"]), one["words"], tuple(one["places"]))
        for one in json.loads(text)
    }


def find_binding(id_: str) -> KeyBinding:
    """The binding of that id. Raises BadInputError with the nearest ones."""
    found = bindings().get(id_)
    if found is None:
        hint = nearest(id_, bindings()) or "See: nomologi config keys"
        raise BadInputError(f"“{shorten(clean_line(id_), 60)}” is no key of the app.", hint)
    return found


def check(raw: Mapping[str, Any], place: Callable[[str], str] = lambda _: "[keys]") -> Keymap:
    """The keys that count; `place` says where an id stands."""
    wanted: dict[str, tuple[str, ...]] = {}
    problems: dict[str, str] = {}
    for id_, value in raw.items():
        try:
            wanted[id_] = read_keys(id_, value)
        except BadInputError as error:
            problems[id_] = f"{place(id_)}: {error}"
    while clash := _clash(wanted):
        id_, words = clash
        problems[id_] = f"{place(id_)}: {words}"
        del wanted[id_]
    return Keymap(wanted, problems)


def check_one(raw: Mapping[str, Any], id_: str, value: Any) -> tuple[str, ...]:
    """The keys for `id_` beside the others of `raw`. Raises BadInputError, also where they clash."""
    keys = read_keys(id_, value)
    others = check({name: one for name, one in raw.items() if name != id_}).keys
    clash = _clash({**others, id_: keys})
    if clash:
        raise BadInputError(clash[1])
    return keys


def read_keys(id_: str, value: Any) -> tuple[str, ...]:
    """The keys of one entry: `"N"`, `"N, ctrl+n"`, a list, or `"none"`. Raises BadInputError."""
    binding = find_binding(id_)
    if isinstance(value, str):
        value = [value] if len(value) == 1 else re.split(r"[,\s]+", value.strip())
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise BadInputError(f"{id_} has no key.", 'Write "N", ["N", "f5"] or "none".')
    keys = tuple(dict.fromkeys(_key(one) for one in value))
    if NONE in keys and len(keys) > 1:
        raise BadInputError(f"{id_} has a key and none.", "Write one of them.")
    if not id_.startswith(_FREE) and not any(map(types, binding.keys)) and any(map(types, keys)):
        raise BadInputError(
            f"{id_} also works while a field has the focus, where {' '.join(map(shown, keys))} would be typed.",
            "Take a key such as f5 or ctrl+n.",
        )
    return keys


def shown(key: str) -> str:
    """A key as people know it: `?`, `Esc`, `F5`."""
    if key in _SHOWN:
        return _SHOWN[key]
    if re.fullmatch(r"f\d+", key):
        return key.upper()
    return _character(key) or key


_in_use: dict[str, str] = {}  # the first key of what is bound otherwise: one person sits at a process


def use(keys: Mapping[str, tuple[str, ...]]) -> None:
    """From now on sentences name these keys."""
    _in_use.clear()
    _in_use.update({id_: one[0] for id_, one in keys.items()})


def key(id_: str) -> str:
    """The key that does it now, as people know it; `no key` where it has none."""
    return shown(_in_use.get(id_) or bindings()[id_].keys[0]).replace(NONE, "no key")


def keyed(text: str) -> str:
    """A sentence of ours with the keys in the places of their ids: `{home.new} makes one.` Never for outside text."""
    return _ID.sub(lambda found: key(found[1]), text)


def types(key: str) -> bool:
    """Whether a field takes it for a letter."""
    return key == "space" or _character(key) is not None


def _key(text: str) -> str:
    """The name that Textual has for it. Raises BadInputError."""
    if len(text) == 1:
        if not text.isprintable():
            raise BadInputError("A control character is no key.", "Write its name, such as ctrl+n or f5.")
        return "space" if text == " " else _name(text)
    name = _OTHERS.get(text.lower(), text.lower())
    if name in _DEAD:
        raise BadInputError(f"{name} can't be used: {_DEAD[name]}.", "Take another key.")
    if "alt+" in name or name.startswith(("meta+", "super+", "cmd+", "hyper+")):
        raise BadInputError(f"{shorten(clean_line(name), 30)} can't be used: many terminals do not send it.",
                            "Take another key.")  # fmt: skip
    known = name == NONE or name in _NAMED or _MORE.fullmatch(name)
    if known or (_character(name) or "é").isascii():  # the names of all characters are no names of keys
        return name
    raise BadInputError(
        f"“{shorten(clean_line(text), 30)}” is no key.", nearest(name, _NAMED) or "Write n, N, f5, ctrl+n or escape."
    )


def _name(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _SYMBOLS.get(name, name)


def _character(name: str) -> str | None:
    """The character that a key types, or None."""
    if len(name) == 1:
        return name
    back = {long: short for short, long in _SYMBOLS.items()}.get(name, name)
    for spelled in (back, back.replace("_minus", "-minus")):
        try:
            return unicodedata.lookup(spelled.replace("_", " "))
        except KeyError:
            continue
    return None


def _clash(wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """An id of `wanted` whose key another one has on the same screen, and the sentence about it; None: none."""
    taken: dict[tuple[str, str], str] = {}
    rest = [one for one in bindings().values() if one.id not in wanted]
    for one in (*rest, *(bindings()[id_] for id_ in wanted)):
        for key in wanted.get(one.id, one.keys):
            for place in one.places:
                other = taken.setdefault((place, key), one.id)
                if other != one.id and key != NONE and one.id in wanted:
                    return one.id, f"{one.id} can't be {shown(key)}: that is {other} already, on {place}."
    return None
