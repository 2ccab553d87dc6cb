"""Slips of the keyboard in words that carry a sentence: `recieved`, `evry`, `tomorow`.

A word that no block and no grammar knows is read as one of a few frequent words where one letter inside it is missing,
doubled or too many, or two neighbours are swapped, and only one word fits; as a weekday, tomorrow or first also where
more is wrong. What is shown stays as it was typed.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from nomologi_tui.goals.times.spelling import mended
from nomologi_tui.goals.words.tokens import Token

_SHORTEST = 3  # letters of a word that is looked at
_FREQUENT = frozenset(
    "every each when whenever after before while unless minute minutes hour hours second seconds week weekly weekday "
    "weekdays month monthly morning evening night tonight tomorrow today daily hourly monday tuesday wednesday "
    "thursday friday saturday sunday midnight "
    "remind reminder notify notification message alert email mail telegram slack discord ntfy whatsapp "
    "received receive receives arrives arrive appears changes changed deleted modified created finished finishes "
    "failed fails fail crashed crashes crash stopped stops offline down online unreachable available published "
    "backup copy move delete download upload restart start command script execute please check monitor watch send "
    "webhook request website webpage page server service container process automation workflow calendar meeting "
    "event appointment feed article release version item file folder document attachment invoice subject "
    "temperature sensor battery memory disk button motion door window certificate price stock summary summarise "
    "summarize write append publish update commit push database know tell save "
    "mailed emailed moved copied saved uploaded pdf jpg csv".split()
)
_DAYS = tuple("monday tuesday wednesday thursday friday saturday sunday weekdays weekends tomorrow first".split())
_SHORT = {
    "wen": "when",
    "whn": "when",
    "frm": "from",
    "pls": "please",
    "plz": "please",
    "evry": "every",
    "msg": "message",
    "mornin": "morning",
    "evenin": "evening",
    "nite": "night",
    "thx": "please",
    "tel": "tell",
    "notfy": "notify",
}


def respelled(tokens: list[Token], known: Callable[[str], bool]) -> list[Token]:
    """The tokens with slips in them as the words that they must mean. `known`: whether a word means something."""
    return [replace(one, value=_meant(one.value)) if _slipped(one, known) else one for one in tokens]


def _slipped(token: Token, known: Callable[[str], bool]) -> bool:
    return (
        token.kind == "word" and len(token.value) >= _SHORTEST and _meant(token.value) != "" and not known(token.value)
    )


@lru_cache(maxsize=4096)
def _meant(word: str) -> str:
    """The only frequent word that is one slip away; nothing where none or several are."""
    if word in _FREQUENT or word.removesuffix("s") in _DAYS or not word.isascii():
        return ""
    found = [one for one in _BY_LETTER.get(word[:1], ()) if abs(len(one) - len(word)) < 2 and _is_slip(word, one)]
    return _SHORT.get(word, found[0] if len(found) == 1 else mended(word.removesuffix("'s"), _DAYS))


def _is_slip(word: str, meant: str) -> bool:
    """Whether one letter inside is missing or too many, or two neighbours are swapped."""
    if len(word) == len(meant):
        other = [place for place in range(len(word)) if word[place] != meant[place]]
        return (
            len(other) == 2
            and other[1] == other[0] + 1
            and word[other[0]] == meant[other[1]]
            and word[other[1]] == meant[other[0]]
        )
    shorter, longer = sorted((word, meant), key=len)
    if len(shorter) < 4 or shorter[-1] != longer[-1]:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(1, len(longer) - 1))


_BY_LETTER: dict[str, list[str]] = {}
for _one in sorted(_FREQUENT):
    _BY_LETTER.setdefault(_one[0], []).append(_one)
