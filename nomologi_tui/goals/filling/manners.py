"""In what manner a step acts, as far as its block has a field for it: with a time limit, over what is there already."""

from collections.abc import Sequence
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.expressions import expression
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import LENGTH, folded, length_of

_LIMIT = expression(
    r"(?<!\w)(?:(?:with|and|mit|avec|con)\s+)?(?:(?:an?|the|einem?|un|une)\s+)?(?:"
    r"time\s?limit|time-?out|zeitlimit|delai(?: maximal)?|limite de tiempo|tiempo limite|"
    r"(?:give up|abort|stop it|kill it|cancel it|brich(?: es)? ab|arrete-le) (?:after|nach|apres)"
    r")(?:\s+(?:of|von|de))?\s*$",
)
_OVER = expression(
    r"(?<!\w)(?P<but>without |never |don't |do not |ohne |sans |sin )?(?:and )?(?:"
    r"overwrit(?:e|es|ing)|replac(?:e|es|ing)|uberschreib(?:e|en|t)?|ecras(?:e|er|ant)|sobrescrib(?:e|ir|iendo)"
    r")(?: (?:the |any )?(?:existing|old|older|what is there|vorhandene|existants?|existentes)"
    r"(?: (?:ones?|files?|dateien))?)?(?!\w)",
)
_TIMEOUT, _TAKEN, _OVERWRITE = "timeout", "taken", "overwrite"


def manners_of(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """The fields that say how, and the words for them are used."""
    names = {spec.name: spec for spec in specs}
    found = _time_limit(piece) if _TIMEOUT in names else {}
    taken = names.get(_TAKEN)
    return found | (_overwriting(piece) if taken and _OVERWRITE in taken.choices else {})


def _time_limit(piece: Piece) -> dict[str, Any]:
    text = folded(piece.said())
    for length in LENGTH.finditer(text):
        said = _LIMIT.search(text, 0, length.start())
        if said:
            piece.use_between(said.start(), length.end())
            return {_TIMEOUT: length_of(length)}
    return {}


def _overwriting(piece: Piece) -> dict[str, Any]:
    """Without a word of it another name is taken, so `without overwriting` fills nothing."""
    said = _OVER.search(folded(piece.said()))
    if said is None:
        return {}
    piece.use_between(*said.span())
    return {} if said["but"] else {_TAKEN: _OVERWRITE}
