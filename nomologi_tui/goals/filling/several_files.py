"""Files of a folder that an action is for: `all jpg files from ~/Desktop`, `files in ~/in older than 30 days`."""

import re
from collections.abc import Sequence
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import NEWER, OLDER, folded
from nomologi_tui.goals.sentence.slots import folder_and_pattern, is_path
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS
from nomologi_tui.goals.words.vocabulary import CLASSES

_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "six": 6}
_DAYS = {"w": 7, "s": 7, "m": 30, "y": 365, "j": 365, "a": 365}  # by the first letter; German and French below
_HOURS = ("h", "st")
_FROM = frozenset("in from of inside under within below aus von im unter de du dans des en del".split())
_ANY = frozenset(
    "file files everything documents contents all logs downloads alles alle datei dateien dokumente inhalt tout tous "
    "toutes fichier fichiers documents contenu todo todos todas archivo archivos fichero ficheros documentos "
    "contenido".split()
)
# Files of a kind that no pattern of names says, or chosen by what no field says
_SOME = frozenset(
    plain(one) for one in CLASSES["document"].split() if one.endswith(("s", "en", "er")) and plain(one) not in _ANY
) | frozenset(
    "older newer larger bigger smaller empty except but without duplicate duplicates unused big large alter altere "
    "alteren neuer neuere grosser grossere leere ausser ohne sauf vides gros grands excepto vacios grandes".split()
)
_KEEP = frozenset("keep retain behalte behalten garde conserve conserva conservar".split())
_ONLY = frozenset("only just nur lediglich seulement solo".split())
_EXCEPT = frozenset("except but without no not ausser ohne keine sauf sans excepto salvo sin menos".split())
OLD_ENOUGH = "30 d"  # where nobody says how old
_OLD = frozenset("old alt alte alten vieux vieille vieilles viejo viejos viejas antiguos antiguas stale".split())


def several_files(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """`path` with a pattern, and `older`, for an action that takes several files; nothing where one is meant.

    An empty path is asked for: which files are meant can't be said by a pattern.
    """
    if not {"path", "older"} <= {spec.name for spec in specs}:
        return {}
    words = {piece.word(place) for place in piece.tokens}
    kept = not (_KEEP.isdisjoint(words) or _ONLY.isdisjoint(words))  # what is older than those is what goes
    age = (NEWER if kept else OLDER).search(folded(piece.said()))
    place = next((at for at, token in piece.tokens.items() if is_path(token) and piece.before(at) in _FROM), None)
    if age:
        piece.use_between(*age.span())
    if kept and not age:
        return {"path": ""}  # `keep only the last 7 backups`: how many are kept no field says
    free = {
        at: plain(token.value) for at, token in piece.tokens.items() if token.kind == "word" and at not in piece.used
    }
    kinds = {at: ending for at, word in free.items() if (ending := _ending(word))}
    last = max(free, default=0)  # an `except` at the end is about what comes next: `…, but ask me first`
    some, old = [at for at in _at(free, _SOME) if at not in kinds and at != last], _at(free, _OLD)
    several = {*_at(free, _ANY), *kinds, *some, *old}
    if place is None and age and "older" not in words & {"keep"}:
        return {"older": length_of_age(age)}
    if place is None or not (age or several):
        return {}
    some += [at for at in kinds if _is_left_out(piece, at)]
    piece.used |= {place, *(several - {*some})}
    if some:
        return {"path": ""}
    folder, pattern = folder_and_pattern(piece.tokens[place].value, FILE_ENDINGS)
    named = next((f"*.{ending}" for ending in kinds.values()), "*")
    older = length_of_age(age) if age else OLD_ENOUGH if old else ""
    return {"path": f"{folder.rstrip('/')}/{pattern or named}"} | ({"older": older} if older else {})


def _is_left_out(piece: Piece, at: int) -> bool:
    """Whether it is named for what is not meant: `all files in ~/x except pdfs`."""
    before = piece.text[: piece.tokens[at].start].split()[-2:]
    return not _EXCEPT.isdisjoint(map(plain, before))


def _at(words: dict[int, str], wanted: frozenset[str]) -> list[int]:
    return [at for at, word in words.items() if word in wanted]


def _ending(word: str) -> str:
    """`jpg` of `jpg` and `jpgs`; words that are also other things count for none."""
    ending = word if word in FILE_ENDINGS else word.removesuffix("s")
    return ending if ending in FILE_ENDINGS - {"key", "log", "lock"} else ""


def length_of_age(older: re.Match[str]) -> str:
    """`older than 2 weeks` as a form takes it: `14d`."""
    count = older["count"].lower()
    number, unit = _COUNTS.get(count) or int(count), older["unit"].lower()
    if unit.startswith(_HOURS):
        return f"{number}h"
    if unit.startswith(("d", "tag", "jour")):
        return f"{number}d"
    return f"{number * _DAYS[unit[0]]}d"
