"""Fills a block's fields from the pieces of a sentence, by the kind of each field as `describe` tells it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.goals.filling_commands import EVENT_PATH, command_of
from nomologi_tui.goals.lexicon import EMPTY, JOINTS
from nomologi_tui.goals.patterns import plain
from nomologi_tui.goals.piece import Piece
from nomologi_tui.goals.slots import is_path
from nomologi_tui.goals.structure import BY
from nomologi_tui.goals.tokens import Token
from nomologi_tui.goals.typed import is_place
from nomologi_tui.goals.vocabulary import ANYBODY, CLASSES, GENERIC, SKIPPED, THINGS

_INSIDE = frozenset(["in", "inside", "from", "under", "aus", "dans", "de", "en", "desde"])
_ARROWS = (">", "→", "➜", "⇒")
_TO = frozenset("to into nach in ins vers dans en a hacia su naar".split())
_ME = frozenset(plain(one) for one in CLASSES["me"].split())
_LEAD = frozenset("- de dass que daran an zu that about with saying me us a message to of".split())
_WHOM = 6  # words that may say who is told
_DIGITS = 6  # of a number that is no phone's
_SAYING = frozenset(["saying", "diciendo", "disant"])
_THE_FILE = frozenset(["it", "them", "file", "files", "document", "documents", "sie", "es", "la", "lo", "datei"])
POINTS_BACK = frozenset(
    "output result results it them this sie es ihn ihnen le la les lo los las answer summary translation gist recap "
    "class category bescheid sms nachricht message mensaje notificacion antwort ergebnis zusammenfassung reponse "
    "resultat respuesta resultado resumen".split()
)


def fill_action(block: Block, piece: Piece, *, has_file: bool) -> dict[str, Any]:
    """The fields of an action that the piece tells. `has_file`: the event has a path that a command may get."""
    specs = describe(block.config)
    config = _named_fields(specs, piece) | _named_paths(specs, piece)
    config |= _path_lists(specs, piece) | named(specs, piece, [*piece.own[1:], *_behind(piece)])
    for spec in specs:
        value = _value(spec, piece, specs, has_file=has_file) if spec.name not in config else None
        if value:
            config[spec.name] = [value] if spec.kind == "list" else value
    return config


NAMES = ("unit", "automation", "name", "container", "process", "service", "host")


def named(specs: Sequence[FieldSpec], piece: Piece, places: Sequence[int]) -> dict[str, Any]:
    """The name of a service, container, machine or automation: quoted, `nginx.service`, or a word at `places`."""
    spec = next((one for one in specs if one.name in NAMES and one.kind in ("text", "host")), None)
    if spec is None:
        return {}
    if not spec.required:  # then only right behind what kind of thing it is: `the container web`
        places = [one for one in places if piece.before(one) in THINGS]
    value = piece.take(lambda token: token.kind == "quoted") or piece.take(
        lambda token: token.kind in ("path", "host") and "/" not in token.value
    )
    place = None if value else next((one for one in places if _may_name(piece, one)), None)
    if place is not None:
        piece.used.add(place)
        value = piece.text[piece.tokens[place].start : piece.tokens[place].end]
    return {spec.name: value} if value else {}


def _may_name(piece: Piece, place: int) -> bool:
    token = piece.tokens.get(place)
    if token is None or place in piece.used or token.kind != "word":
        return False
    return token.value not in GENERIC | ANYBODY | SKIPPED | EMPTY and len(token.value) > 1


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
    for place, token in piece.tokens.items():
        arrow = piece.text[: token.start].rstrip().endswith(_ARROWS)
        name = "to" if arrow or piece.before(place) in _TO else piece.before(place)
        if len(paths) > 1 and is_path(token) and name in paths and name not in config:
            config[name] = token.value
            piece.used |= {place, place - 1}
    return config


def _path_lists(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """All other paths, for a field that takes several."""
    lists = [spec.name for spec in specs if spec.required and (spec.kind, spec.item) == ("list", "path")]
    found = {name: list(iter(lambda: piece.take(is_path), "")) for name in lists}
    return {name: paths for name, paths in found.items() if paths}


def _event_file(spec: FieldSpec) -> str:
    """The file that the event is about, for a field that says by its example that it takes such a one."""
    return spec.example if spec.required and spec.example == EVENT_PATH.strip() else ""


def _pointed_at(spec: FieldSpec, piece: Piece) -> str:
    """The event's file; the words that point at it are used: `it`, `the file`."""
    found = _event_file(spec)
    if found:
        piece.used |= {place for place, token in piece.tokens.items() if token.value.lower() in _THE_FILE}
    return found


def _is_meant(piece: Piece, spec: FieldSpec, token: Token) -> bool:
    """Whether the path is what an action acts on: none whose content is (`delete all files in ~/tmp`)."""
    place = next(place for place, one in piece.tokens.items() if one is token)
    inside = piece.before(place).lower() in _INSIDE and is_place(token.value)
    return is_path(token) and not (inside and _event_file(spec))


def _value(spec: FieldSpec, piece: Piece, specs: Sequence[FieldSpec], *, has_file: bool) -> str:
    match spec.kind:
        case "command":
            return command_of(piece, has_file=has_file)
        case "url":
            return address_of(piece)
        case "path":
            return piece.take(partial(_is_meant, piece, spec)) or (_pointed_at(spec, piece) if has_file else "")
        case "folder":
            return _folder_after_in(piece) or (piece.take(is_path) if spec.required else "")
        case "choice":
            return _choice(spec, piece)
        case "text" | "template" | "multiline" if spec.required:
            topic = piece.take(lambda token: token.kind == "path") if spec.name == "topic" else ""
            quoted = topic or piece.take(lambda token: token.kind == "quoted") or _said_text(piece)
            speaks = not any(one.kind in ("command", "url", "path") for one in specs)
            return quoted or (_free_text(piece) if speaks else "")
        case "multiline" | "list" if spec.kind == "multiline" or (spec.required and "@" in spec.example):
            wanted = "quoted" if spec.kind == "multiline" else "email"
            return piece.take(lambda token: token.kind == wanted)
    return ""


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
            how = same and piece.before(place) in ("with", "using")
            if (same and place in piece.own) or (written == choice and choice.isupper()) or how:
                piece.used |= {place, place - 1} if how else {place}
                return choice
    return ""


def _free_text(piece: Piece) -> str:
    """The words that are left, as typed; nothing where they only point at something else."""
    places = [place for place in piece.tokens if place not in piece.used and place not in piece.own]
    first = min(piece.own, default=0)
    whom = [place for place in piece.tokens if first <= place < first + _WHOM]
    channel = max((place for place in whom if piece.tokens[place].kind == "channel"), default=-1)
    while places and places[0] <= channel:
        piece.used.add(places.pop(0))  # `the whole team in #dev`
    while places and (_is_whom(piece, places[0]) or _cut_off(piece, places)):
        piece.used.add(places.pop(0))
    while places and (
        piece.tokens[places[-1]].value in JOINTS | {".", "in"} or piece.tokens[places[-1]].kind == "channel"
    ):
        piece.used.add(places.pop())
    words = {plain(piece.tokens[place].value) for place in places} - EMPTY - SKIPPED - BY - _ME
    if not words or words <= POINTS_BACK:
        return ""
    piece.used |= set(places)
    return _joined(piece, places)


def _is_whom(piece: Piece, place: int) -> bool:
    """Whether it says who is told, or only leads to what is said."""
    token = piece.tokens[place]
    phone = token.value == "+" or (
        token.kind in ("number", "word") and token.value.isdigit() and len(token.value) > _DIGITS
    )
    return phone or token.kind == "channel" or plain(token.value) in _LEAD | _ME


def _cut_off(piece: Piece, places: Sequence[int]) -> bool:
    """Whether an article stands there without the thing that it was for."""
    first = plain(piece.tokens[places[0]].value)
    return first in SKIPPED and places[0] + 1 in piece.tokens and places[0] + 1 not in places


def _said_text(piece: Piece) -> str:
    """What stands behind `saying`, as typed: `email me saying the oil is due`."""
    start = next((place for place, token in piece.tokens.items() if token.value.lower() in _SAYING), None)
    places = piece.run_from(start + 1) if start is not None else []
    while places and piece.tokens[places[0]].value in ("that", ":"):
        places.pop(0)
    if start is None or not places or not piece.used.isdisjoint(places):
        return ""
    piece.used |= {start, *places}
    return piece.text_of(places).rstrip(" ,;.")


def _joined(piece: Piece, places: list[int]) -> str:
    parts = [[places[0]]]
    for place in places[1:]:
        if place == parts[-1][-1] + 1:
            parts[-1].append(place)
        else:
            parts.append([place])
    return " ".join(piece.text_of(part) for part in parts)
