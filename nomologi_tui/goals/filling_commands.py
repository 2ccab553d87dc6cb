"""The command that an action names: what is quoted, or everything up to the next thing said."""

import re
from itertools import takewhile

from nomologi_tui.goals.lexicon import JOINTS
from nomologi_tui.goals.piece import Piece
from nomologi_tui.goals.slots import is_path
from nomologi_tui.goals.structure import JOINS
from nomologi_tui.goals.typed import is_place, is_script

EVENT_PATH = " {{ event.path }}"
_ON_IT = re.compile(
    r"\s*\b(?:on|with|for|over)\s+"
    r"(?:it|its\s+(?:file\s?)?(?:name|path)|(?:the|that|this|each)\s+(?:new\s+)?file(?:'?s?\s?name)?)\s*$",
    re.IGNORECASE,
)
_GLUED = frozenset("le la les lui moi toi nous l me".split())  # `redémarre-le`
_RUNS = frozenset(  # verbs whose object may be a command as one types it
    "run runs execute exec start launch call invoke starte lance lancer exécute exécuter ejecuta ejecutar lanza".split()
)
_LEAD_ON = frozenset("at on in by a à au aux al en le la el beim bei am um im the every each".split())  # to a time
_ARTICLES = frozenset(
    "the a an my this der die das den dem ein eine einen ihn sie es le la les un une el los las una it them".split()
)
_CALLS_IT = frozenset(
    ["the", "a", "my", "this", "following", "shell", "command", "script", "program", "line", ":", "up", "with"]
)


def command_of(piece: Piece, *, has_file: bool) -> str:
    """What is quoted, else everything up to the next thing said; with the event's path where the sentence says so."""
    quoted = piece.unused(lambda token: token.kind == "quoted")
    if quoted is None or (quoted[0] - 1 not in piece.own and _begins_before(piece, quoted[0])):
        return _typed_command(piece, has_file=has_file)
    place, token = quoted
    piece.used |= {place, *range(piece.own[0] + 1 if piece.own else place, place)}
    return token.value + _event_path(piece, place, has_file=has_file)


def _command_begins(piece: Piece) -> int:
    """Behind the verb and what only calls it a command."""
    place = piece.own[0] + 1 if piece.own else min(piece.tokens, default=0)
    if piece.value_at(place) == "-" and piece.value_at(place + 1) in _GLUED:
        place += 2
    while place in piece.tokens and piece.tokens[place].value.lower() in _CALLS_IT:
        place += 1
    return place


def _begins_before(piece: Piece, quoted: int) -> bool:
    """Whether a typed command has begun already: `printf 'a'` is one command, `the script 'a'` names it."""
    between = range(_command_begins(piece), quoted)
    return any(piece.tokens[place].value.lower() not in _CALLS_IT for place in between if place in piece.tokens)


def _event_path(piece: Piece, place: int, *, has_file: bool) -> str:
    after = piece.run_from(place + 1)
    text = piece.text_of(after)
    if not has_file or not _ON_IT.fullmatch(text):
        return ""
    piece.used |= set(after)
    return EVENT_PATH


def _typed_command(piece: Piece, *, has_file: bool) -> str:
    own = set(piece.own)
    places = [*takewhile(lambda place: place not in own, piece.run_from(_command_begins(piece)))]
    goes_on = bool(places) and piece.text[piece.tokens[places[-1]].end :].strip() != ""
    while places and piece.tokens[places[-1]].value in JOINTS | JOINS | (_LEAD_ON if goes_on else set()):
        places.pop()
    piece.used |= set(places)
    if _only_describes(piece, places):
        return ""
    text = piece.text_of(places)
    on_it = _ON_IT.search(text) if has_file else None
    return (text[: on_it.start()] + EVENT_PATH) if on_it else text


def _only_describes(piece: Piece, places: list[int]) -> bool:
    """`run the cleanup script`, `restart foo`, `open https://…`: they tell what it is about, no command."""
    if not piece.own or not places:
        return False
    verb, first = piece.tokens.get(piece.own[0]), piece.tokens[places[0]]
    before, runs = piece.before(places[0]).lower(), verb is not None and verb.value.lower() in _RUNS
    if is_path(first):
        return is_place(first.value) or not (runs or is_script(first.value))
    if first.kind != "word" or not runs or not _ARTICLES.isdisjoint((before, first.value)):
        return True
    return before in _CALLS_IT and all(piece.tokens[place].kind == "word" for place in places)
