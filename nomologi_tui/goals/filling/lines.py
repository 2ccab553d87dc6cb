"""Fills which lines of a file count: `a line with "x"`, `ERROR appears in …`, `contains Traceback`."""

from collections.abc import Mapping

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.slots import is_path
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import EMPTY
from nomologi_tui.goals.words.vocabulary import SKIPPED

_HOLDS = frozenset(
    "with containing contains contain mentions mention mentioning says say saying shows showing matches matching "
    "includes including reads mit enthalt avec contient contenant con contiene contenga".split()
)
_CALLED = frozenset("word words text string phrase pattern wort mot texte palabra texto".split())
_NOT = frozenset("not no without except nicht ohne kein keine pas sans sauf sin".split())
# What lines of logs are called by what they tell
_SORTS = frozenset(
    "error errors warning warnings exception exceptions traceback tracebacks fatal critical panic segfault timeout "
    "timeouts denied refused fehler warnung erreur erreurs avertissement error errores aviso".split()
)
_LINE = frozenset("line lines entry entries zeile zeilen ligne lignes linea lineas message messages new up".split())
_SHORTEST = 3  # letters of a word in capitals
_NEAR = 3  # words between a denial and what is denied


def fill_lines(specs: Mapping[str, FieldSpec], piece: Piece) -> dict[str, list[str]]:
    """The texts that a line must have, and those that it must not have."""
    if not {"path", "has", "without"} <= specs.keys():
        return {}
    found: dict[str, list[str]] = {}
    last = -1
    for place in piece.tokens:
        text = _text(piece, place)
        if not text:
            continue
        denied = any(piece.word(one) in _NOT for one in range(place - _NEAR, place))
        texts = found.setdefault("without" if denied else "has", [])
        if texts and place == last + 1 and piece.tokens[place].kind == "word":
            texts[-1] += f" {text}"  # `says BUILD FAILED`
        else:
            texts.append(text)
        last = place
        piece.used |= {
            place,
            *(one for one in range(place - _NEAR, place) if piece.word(one) in _HOLDS | _CALLED | _NOT),
        }
    return found


def _text(piece: Piece, place: int) -> str:
    """What stands there, where a line is known by it."""
    token = piece.tokens[place]
    if place in piece.used or token.kind not in ("word", "quoted") or is_path(token):
        return ""
    written = piece.text[token.start : token.end]
    if token.kind == "quoted":
        return token.value
    capitals = len(written) >= _SHORTEST and written.isupper()
    word = plain(token.value)
    if capitals or word in _SORTS:
        return written if capitals else written.removesuffix("s")
    led = piece.word(place - 1) in _HOLDS | _CALLED
    return written if led and word not in EMPTY | SKIPPED | _CALLED | _LINE | _NOT else ""
