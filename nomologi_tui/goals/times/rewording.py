"""Brings what people say into the few English words that the recognisers know: other languages, turns, mistypings."""

from dataclasses import dataclass, field, replace

from nomologi_tui.goals.times.english import CARRIERS, MONTHS, WEEKDAYS
from nomologi_tui.goals.times.spelling import mended
from nomologi_tui.goals.times.vocabulary import Language, doubtful, languages
from nomologi_tui.goals.words.tokens import Token, tokens_of

_JOINTS = (
    "-",
    "\u2013",
    "\u2014",
    "to",
    "/",
    "+",
    "&",
    ",",
    "and",
    "bis",
    "außer",
    "ausser",
    "au",
    "a",
    "y",
    "und",
    "et",
)
_EVERYWHERE = frozenset(["min", "mins", "sec", "hr", "hrs"])  # short forms that all the languages use
_TELL_NOTHING = frozenset([  # words of a language that are others in English
    "am", "an", "die", "pro", "mal", "once", "par", "a", "as", "en", "de", "la", "des", "den", "e", "y", "si", "mes",
    "per",
])  # fmt: skip
_DAY_BEFORE = frozenset(
    ["am", "der", "den", "zum", "vom", "jeden", "jede", "jedes", "und", ",", "ab", "bis"]
)  # before `15.`
_ENDINGS = frozenset(["st", "nd", "rd", "th", "er", "ère", "ere", "ème", "eme", "º", "ª", "ro", "do"])


@dataclass(slots=True)
class Said:
    """Tokens of known words; each with the places [first, end) of the text's tokens that it comes from."""

    tokens: list[Token] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    mended: list[tuple[str, str]] = field(default_factory=list)
    foreign: bool = False  # in another language than English, of which fewer words are known

    def add(self, token: Token, first: int, end: int) -> None:
        self.tokens.append(token)
        self.places.append((first, end))


def reworded(tokens: list[Token], *, mend: bool = False) -> Said:
    """The tokens in known words. With `mend` mistyped words of time are taken as what is meant."""
    language = _language_of(tokens)
    said = Said(foreign=language is not languages()[0])
    tokens = [_mended(token, language, said) for token in tokens] if mend else tokens
    place = 0
    while place < len(tokens):
        end, words = _turn(tokens, place, language)
        for word in words:
            said.add(_as_token(word, tokens[place], tokens[end - 1]), place, end)
        if not words and end == place:
            end = place + 1
            said.add(tokens[place], place, end)
        place = end
    return said


def _language_of(tokens: list[Token]) -> Language:
    """The one with the most words that only it has; English where none has more."""
    english, *others = languages()
    words = [token.value for token in tokens if token.kind == "word" and token.value not in _TELL_NOTHING]
    best, most = english, 0
    for other in others:
        own = sum(word in other.words and word not in english.words for word in words)
        own += sum(_is_short_day(tokens, place, other) for place in range(len(tokens)))
        theirs = sum(word in english.words - _EVERYWHERE and word not in other.words for word in words)
        if own > theirs and own > most:
            best, most = other, own
    return best


def _mended(token: Token, language: Language, said: Said) -> Token:
    known = (language.words, language.said, doubtful(), CARRIERS)
    plain = token.kind == "word" and not any(token.value in words for words in known)
    stem, owner = (token.value[:-2], "'s") if token.value.endswith(("'s", "\u2019s")) else (token.value, "")
    meant = mended(stem, language.spelled) if plain else ""
    if not meant:
        return token
    meant += owner
    said.mended.append((token.value, meant))
    return replace(token, value=meant)


def _turn(tokens: list[Token], place: int, language: Language) -> tuple[int, tuple[str, ...]]:
    """Where the turn at `place` ends, and its known words; `place` itself where none begins there."""
    token = tokens[place]
    ordinal = _ordinal_end(tokens, place, language)
    if ordinal:
        return ordinal, (f"{token.value}th",)
    dotted = token.value == "." and place + 1 < len(tokens)
    if dotted and (_value(tokens, place - 1) in _WITH_DOT or _is_short_day(tokens, place - 1, language)):
        return place + 1, ()
    if _is_short_day(tokens, place, language):
        return place + 1, (language.short_days[token.value],)
    if token.kind == "word" and token.value == "all" and _kind(tokens, place + 1) == "number":
        return place + 1, ("every",)
    for words, meant in language.turns_at(token.value) if token.kind in _TURNING else ():
        if end := _turn_end(tokens, place, words):
            return end, meant
    return place, ()


def _turn_end(tokens: list[Token], place: int, words: tuple[str, ...]) -> int:
    """Where a turn of these words ends, with or without a comma before its `on`; 0 where it does not stand there."""
    for word in words:
        place += word == "on" and _value(tokens, place) == "," and _value(tokens, place + 1) == "on"
        if _value(tokens, place) != word:
            return 0
        place += 1
    return place


_WITH_DOT = frozenset([name for name in (*WEEKDAYS, *MONTHS) if len(name) < 5])  # `Mon., Wed.`
_TURNING = ("word", "number", "ordinal", "mark")


def _ordinal_end(tokens: list[Token], place: int, language: Language) -> int:
    """Where `15 th`, `1er` or, in German, `1. ` ends; 0 where none begins."""
    token = tokens[place]
    if token.kind != "number" or not token.value.isdigit() or place + 1 >= len(tokens):
        return 0
    after = tokens[place + 1]
    if after.value in _ENDINGS:
        return place + 2
    dotted = "uhr" in language.turns and after.value == "." and after.start == token.end
    return place + 2 if dotted and _value(tokens, place - 1) in _DAY_BEFORE else 0


def _is_short_day(tokens: list[Token], place: int, language: Language) -> bool:
    """Whether the short word is a weekday: only beside another one, as in `mo-fr` or `mo, mi`."""
    days = language.short_days
    if tokens[place].kind != "word" or tokens[place].value not in days:
        return False
    dot, before = _value(tokens, place + 1) == ".", _value(tokens, place - 2) == "."
    ahead = _value(tokens, place + 1 + dot) in _JOINTS and _value(tokens, place + 2 + dot) in days
    behind = _value(tokens, place - 1) in _JOINTS and _value(tokens, place - 2 - before) in days
    return ahead or behind


def _as_token(word: str, first: Token, last: Token) -> Token:
    found = tokens_of(word) if word[0].isdigit() else []
    kind, value = (found[0].kind, found[0].value) if len(found) == 1 else ("word", word)
    return Token(kind, value, first.start, last.end)


def _value(tokens: list[Token], place: int) -> str:
    """The word, mark or number at `place`; nothing beyond the ends and for other kinds."""
    inside = 0 <= place < len(tokens) and tokens[place].kind in _TURNING
    return tokens[place].value if inside else ""


def _kind(tokens: list[Token], place: int) -> str:
    return tokens[place].kind if 0 <= place < len(tokens) else ""
