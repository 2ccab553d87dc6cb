"""Public holidays in a sentence: `public holidays in Germany`, `UK bank holidays`; whose they are must be said."""

from nomologi_tui.goals.times.days import ends_phrase
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.schedules import country_named

_OF = ("in", "of", "for", "from")
_OTHERS = ("school", "summer", "winter", "my", "our", "family")  # whose holidays are no public ones
_LONGEST = 3  # words of a country's name
WHOSE = "whose public holidays are meant is not said; write for example “except public holidays in Germany”"


def holidays(tokens: list[Token], place: int) -> Element | None:
    """The country's code; nothing where none is named: then it is asked, since each has others."""
    start = place + (word(tokens, place) == "the")
    owner = country_named(word(tokens, start)) if word(tokens, start) and _named(tokens, start + 1) else ""
    end = _named(tokens, start + bool(owner))
    if not end:
        return None
    country, end = (owner, end) if owner else _country(tokens, end)
    if country:
        return Element("holidays", country, place, end, anchored=word(tokens, place - 1) in ("on", "except"))
    return Element("holidays", "", place, end, anchored=ends_phrase(tokens, end))


def _named(tokens: list[Token], place: int) -> int:
    """Where `public holidays` ends; 0 where none are named."""
    if word(tokens, place - 1) in _OTHERS:
        return 0
    kind = word(tokens, place) in ("public", "bank", "national", "legal", "federal")
    return place + kind + 1 if word(tokens, place + kind) in ("holiday", "holidays") else 0


def _country(tokens: list[Token], place: int) -> tuple[str, int]:
    """The country named at `place`, and where that ends."""
    if word(tokens, place) not in _OF:
        return "", place
    start = place + 1 + (word(tokens, place + 1) == "the")
    for count in range(_LONGEST, 0, -1):
        said = [word(tokens, start + number) for number in range(count)]
        if all(said) and (found := country_named("".join(said) if "-" in said else " ".join(said))):
            return found, start + count
    return "", place
