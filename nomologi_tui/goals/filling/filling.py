"""Fills a block's fields from the pieces of a sentence, by the kind of each field as `describe` tells it."""

import json
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.goals.filling.commands import EVENT_PATH, command_in
from nomologi_tui.goals.filling.house import house_fields
from nomologi_tui.goals.filling.letters import letter_fields
from nomologi_tui.goals.filling.manners import manners_of
from nomologi_tui.goals.filling.messages import free_text, message_in, said_text, task_in
from nomologi_tui.goals.filling.names import may_name, named
from nomologi_tui.goals.filling.several_files import several_files
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import LENGTH, folded, length_of
from nomologi_tui.goals.sentence.slots import is_path
from nomologi_tui.goals.sentence.typed import is_place
from nomologi_tui.goals.words.tokens import Token

MESSAGES = ("message", "subject")  # fields that say something to a person
_INSIDE = frozenset("in inside from under aus dans de en desde".split())
_ARROWS = (">", "→", "➜", "⇒")
_TO = frozenset("to into nach vers a hacia su naar with".split())
_AT = frozenset("in ins dans en".split())  # where it goes, unless another path says that
_FOLDERS = frozenset("folder label mailbox ordner dossier carpeta etikett libelle etiqueta called named".split())
_VALUES = frozenset("on off true false open closed toggle start stop".split())
_SENDING = frozenset("publishing sending posting publish send".split())
_PARTICLES = frozenset("up back again running alive down off".split())
_MAC = re.compile(r"\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b", re.IGNORECASE)
_THE_FILE = frozenset(["it", "them", "file", "files", "document", "documents", "sie", "es", "la", "lo", "datei"])


def fill_action(block: Block, piece: Piece, *, has_file: bool, event: bool = False) -> dict[str, Any]:
    """The fields of an action that the piece tells. `has_file`: the event has a path that a command may get.

    `event`: one is told where the piece does not say what to say.
    """
    specs = describe(block.config)
    config = several_files(specs, piece) | letter_fields(specs, piece, has_file=has_file, event=event)
    config |= _named_fields(specs, piece) | _named_paths(specs, piece)
    config |= _how_long(specs, piece) | manners_of(specs, piece) | house_fields(specs, piece)
    config |= _path_lists(specs, piece) | named(specs, piece, [*piece.own[1:], *_amid(piece), *_behind(piece)])
    for spec in specs:
        value = _value(spec, piece, specs, has_file=has_file, event=event) if spec.name not in config else None
        if value:
            config[spec.name] = [value] if spec.kind == "list" else value
    return config


def _amid(piece: Piece) -> list[int]:
    """The places in a verb that is said in two parts: `bring plex back up`."""
    parted = piece.own and piece.word(max(piece.own)) in _PARTICLES
    return [place for place in piece.tokens if parted and min(piece.own) < place < max(piece.own)]


def _behind(piece: Piece) -> list[int]:
    """The places right behind the phrase that means the action."""
    return [place for place in piece.tokens if max(piece.own, default=-1) < place <= max(piece.own, default=-1) + 3]


def _named_fields(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """`with body '…'`, `titled`: a field's own name right before quoted text; not a word that named the block."""
    config: dict[str, Any] = {}
    for place, token in piece.tokens.items():
        named = next((spec for spec in specs if piece.before(place) in (spec.name, spec.label.lower())), None)
        if (
            token.kind == "quoted"
            and place - 1 not in piece.own
            and named
            and named.kind in ("text", "template", "multiline")
        ):
            config[named.name] = token.value
            piece.used |= {place, place - 1}
    return config


def _named_paths(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """`to ~/archive`: a field's own name right before a path, where the block takes more than one."""
    paths = {spec.name for spec in specs if "path" in (spec.kind, spec.item)}
    config: dict[str, Any] = {}
    for place, token in sorted(piece.tokens.items(), key=lambda one: piece.before(one[0]) in _AT):
        arrow = piece.text[: token.start].rstrip().endswith(_ARROWS)
        cut = place - 1 not in piece.tokens and piece.text[: token.start].lower().endswith((" to ", " into "))
        source = piece.before(place) in _AT and piece.word(place + 1) in _TO  # `sync the vault in ~/vault to Dropbox`
        name = "to" if arrow or cut or (piece.before(place) in _TO | _AT and not source) else piece.before(place)
        if len(paths) > 1 and is_path(token) and name in paths and name not in config and place not in piece.used:
            config[name] = token.value
            piece.used |= {place, place - 1}
    return config


def _path_lists(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """All other paths, for a field that takes several."""
    lists = [spec.name for spec in specs if spec.required and (spec.kind, spec.item) == ("list", "path")]
    found = {name: list(iter(lambda: piece.take(is_path), "")) for name in lists}
    return {name: paths for name, paths in found.items() if paths}


def _how_long(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """`wait 5 minutes`."""
    takes = any(spec.name == "time" and spec.kind == "duration" for spec in specs)
    said = LENGTH.search(folded(piece.said())) if takes else None
    if said is None:
        return {}
    piece.use_between(*said.span())
    return {"time": length_of(said)}


def _event_file(spec: FieldSpec) -> str:
    """The file that the event is about, for a field that says by its example that it takes such a one."""
    return spec.example if spec.required and spec.example == EVENT_PATH.strip() else ""


def _pointed_at(spec: FieldSpec, piece: Piece) -> str:
    """The event's file; the words that point at it are used: `it`, `the file`."""
    found = _event_file(spec)
    if found:
        piece.used |= {place for place, token in piece.tokens.items() if token.value.lower() in _THE_FILE}
    return found


def _value(spec: FieldSpec, piece: Piece, specs: Sequence[FieldSpec], *, has_file: bool, event: bool) -> str:
    match spec.kind:
        case "command":
            return command_in(piece, has_file=has_file)
        case "url":
            return address_of(piece)
        case "path" if any(one.name == "content" for one in specs) and (into := _written_to(piece)):
            return into
        case "path" | "folder":
            return _place(spec, piece, has_file=has_file)
        case "choice":
            return _choice(spec, piece)
        case "text" | "template" | "multiline" if spec.required:
            return _text(spec, piece, specs, event=event)
        case "multiline":
            return _json(piece) or _payload(spec, piece)
    return ""


def _is_meant(piece: Piece, spec: FieldSpec, token: Token) -> bool:
    """Whether the path is what an action acts on: none whose content is (`delete the photos in ~/tmp`)."""
    place = next(place for place, one in piece.tokens.items() if one is token)
    inside = piece.before(place).lower() in _INSIDE and is_place(token.value) and piece.word(place + 1) not in _TO
    return is_path(token) and piece.before(place) != "topic" and not (inside and _event_file(spec))


def _place(spec: FieldSpec, piece: Piece, *, has_file: bool) -> str:
    if spec.kind == "path":
        return piece.take(partial(_is_meant, piece, spec)) or (_pointed_at(spec, piece) if has_file else "")
    return _folder_after_in(piece) or (piece.take(is_path) if spec.required else "")


def _written_to(piece: Piece) -> str:
    """The file that something is written to, where another one is named as well: `lines of ~/a.log to ~/b.csv`."""
    return piece.take(lambda token: is_path(token) and piece.text[: token.start].lower().endswith((" to ", " into ")))


def _text(spec: FieldSpec, piece: Piece, specs: Sequence[FieldSpec], *, event: bool) -> str:
    """What is quoted or said; else, in a block that speaks, what the other words say."""
    topic = _topic(piece) if spec.name == "topic" else ""
    quoted = topic or piece.take(lambda token: token.kind == "quoted") or said_text(piece)
    if quoted or any(one.kind in ("command", "url", "path") for one in specs):
        return quoted
    match spec.name:
        case "message" | "subject":
            return message_in(piece, event=event, title=spec.name == "subject")
        case "task":
            return task_in(piece)
        case "question":
            return free_text(piece)
        case "to" | "name" | "automation":
            return _only_name(piece)
        case "mac":
            return _address_of_card(piece)
    return ""


def _topic(piece: Piece) -> str:
    """The topic that something is sent to, where another one is named as well."""
    behind = [token for place, token in piece.tokens.items() if piece.before(place) in _TO and token.kind == "path"]
    return piece.take(lambda token: token is behind[0] if behind else token.kind == "path")


def _json(piece: Piece) -> str:
    """`{"on": true}`, as it is typed."""
    text = piece.said()
    first, last = text.find("{"), text.rfind("}") + 1
    try:
        whole = first >= 0 and isinstance(json.loads(text[first:last]), dict)
    except ValueError:
        return ""
    if whole:
        piece.use_between(first, last)
    return text[first:last] if whole else ""


def _payload(spec: FieldSpec, piece: Piece) -> str:
    """What is quoted or filled in; else a value right behind the verb: `publish ON to …`, `send 1 to …`."""
    quoted = piece.take(lambda token: token.kind == "quoted") or piece.take(_is_filled_in)
    place = piece.own[0] + 1 if piece.own and not quoted and spec.name == "payload" else -1
    typed = piece.typed([place]) if place in piece.tokens and place not in piece.used else ""
    if typed.isupper() or typed.isdigit() or typed in _VALUES:
        return piece.take_word(place)
    sent = next((at for at in piece.tokens if piece.before(at) in _SENDING and piece.typed([at]).isupper()), -1)
    if spec.name == "payload" and not quoted and sent not in piece.used and sent >= 0:
        return piece.take_word(sent)  # `close it by publishing CLOSE to …`
    last = max(piece.own, default=-1)
    switched = spec.name == "payload" and not quoted and piece.word(last) in _VALUES  # `turn home/lamp/set on`
    return piece.typed([last]) if switched else quoted


def _is_filled_in(token: Token) -> bool:
    return token.kind == "template"


def _address_of_card(piece: Piece) -> str:
    found = _MAC.search(piece.said())
    if found:
        piece.use_between(*found.span())
    return found[0] if found else ""


def _only_name(piece: Piece) -> str:
    """The one word that is left besides what kind of thing it names: `the folder Orders`."""
    behind = [place for place in piece.tokens if piece.before(place) in _FOLDERS and may_name(piece, place)]
    free = [place for place in piece.tokens if place not in piece.used and place not in piece.own]
    left = [place for place in free if may_name(piece, place) and piece.tokens[place].value not in _FOLDERS]
    place = next(iter(behind), left[0] if len(left) == 1 else None)
    return piece.take_word(place) if place is not None else ""


def address_of(piece: Piece) -> str:
    url = piece.take(lambda token: token.kind == "url")
    host = "" if url else piece.take(lambda token: token.kind == "host")
    return url or (f"https://{host}" if host else "")


def _folder_after_in(piece: Piece) -> str:
    for place, token in piece.tokens.items():
        if is_path(token) and place not in piece.used and piece.before(place) in ("in", "inside", "from"):
            piece.used.add(place)
            return token.value
    return ""


def _choice(spec: FieldSpec, piece: Piece) -> str:
    """A choice that the phrase itself names (`append`, `post`), one written just so in capitals, or `with rsync`."""
    for place, token in piece.tokens.items():
        written = piece.text[token.start : token.end]
        for choice in spec.choices:
            same = token.value == choice.lower()
            how = same and piece.before(place) in ("with", "using", "mit", "per", "avec", "con", "par")
            if (same and place in piece.own) or (written == choice and choice.isupper()) or how:
                piece.used |= {place, place - 1} if how else {place}
                return choice
    return ""
