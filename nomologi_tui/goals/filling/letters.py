"""Whom a letter goes to, and the files that go with it: `email ~/hours.ods to ada@… and bob@…, cc eve@…`."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.goals.filling.commands import EVENT_PATH
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.slots import folder_and_pattern, is_path
from nomologi_tui.goals.sentence.typed import is_script
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS

_THE_FILE = frozenset("it them sie es le la lo les los attached".split())
_OF = frozenset("of from about in von aus uber de sur sobre".split())
_MAILS_TO = re.compile(r"\b(?:e?-?mails?|messages?|sent|addressed|mailed) (?:to|for) $", re.IGNORECASE)
_NEAR = 4  # tokens behind the verb that may point at the event's file: `email it`, `envoie-le`


def letter_fields(specs: Sequence[FieldSpec], piece: Piece, *, has_file: bool, event: bool) -> dict[str, Any]:
    """Recipients and files; nothing for an action that sends no letter. `has_file`: the event is about a file.

    A named file's name is the subject too, where no `event` is told.
    """
    to = next((one.name for one in specs if one.required and _takes_addresses(one)), "")
    if not to:
        return {}
    files = next((one.name for one in specs if not one.required and (one.kind, one.item) == ("list", "path")), "")
    others = {one.name for one in specs if _takes_addresses(one)} - {to}
    found = _recipients(piece, to, others)
    named = _files(piece) if files else []
    pointed = [EVENT_PATH.strip()] if files and not named and has_file and _points(piece) else []
    found |= {files: named or pointed} if named or pointed else {}
    title = next((one.name for one in specs if one.name == "subject"), "")
    return found | ({title: PurePosixPath(named[0]).name} if named and title and not event else {})


def _takes_addresses(spec: FieldSpec) -> bool:
    return spec.kind == "list" and "@" in spec.example


def _recipients(piece: Piece, to: str, others: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    name = to
    for place, token in piece.tokens.items():
        if piece.word(place) in others:
            name = piece.word(place)
            piece.used.add(place)
        elif token.kind == "email" and place not in piece.used and not _came_to(piece, place):
            piece.used.add(place)
            found.setdefault(name, []).append(token.value)
    return found


def _came_to(piece: Piece, place: int) -> bool:
    """Whether mail came to that address, where another one follows: `forward every mail to a@… to b@…`."""
    named = _MAILS_TO.search(piece.text, 0, piece.tokens[place].start) is not None
    return named and any(one.kind == "email" for at, one in piece.tokens.items() if at > place)


def _files(piece: Piece) -> list[str]:
    """The files that are named; no programs, and none that only is spoken of: `a summary of ~/app.log`."""
    free = [place for place in piece.tokens if place not in piece.used and piece.word(place - 1) not in _OF]
    named = [place for place in free if is_path(piece.tokens[place]) and _is_file(piece.tokens[place].value)]
    piece.used |= {*named}
    return [piece.tokens[place].value for place in named]


def _points(piece: Piece) -> bool:
    """Whether a word right behind the verb points at the event's file."""
    start = min(piece.own, default=min(piece.tokens, default=0))
    return any(piece.word(place) in _THE_FILE for place in range(start, start + _NEAR))


def _is_file(path: str) -> bool:
    name = folder_and_pattern(path, FILE_ENDINGS)[1]
    return bool(name) and not {"*", "?", "["} & {*name} and not is_script(path)
