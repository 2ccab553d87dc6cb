"""Words of a goal that say when, but not so that a schedule could be made of them: `regularly`, `around 8`."""

from nomologi_tui.goals.times.clocks import one_time
from nomologi_tui.goals.times.doubts import ARTICLES, OF_A_LIFE
from nomologi_tui.goals.times.element import word
from nomologi_tui.goals.times.rewording import reworded
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.structure import VAGUE, VAGUELY_MANY
from nomologi_tui.goals.words.tokens import Token

_ABOUT = frozenset("around about roughly approximately towards gegen vers hacia".split())
_BESIDE = frozenset("at around before after during over zu zum zur beim vor nach au avant apres pendant antes".split())
# Places as much as times of day
_PLACES = frozenset("work school church bed tea arbeit schule ecole travail trabajo escuela colegio dormir".split())
_SOME_DAY = frozenset("soon someday sometime eventually bald irgendwann bientot pronto".split())
_ME = frozenset("me us it them him her everyone".split())  # `remind me later to …`
_PHRASES = [
    tuple(one.split())
    for one in (
        "at some point", "when i have time", "whenever i have time", "when i get around to it", "when i find the time",
        "if i have time", "in the near future", "before long", "every now and then", "wenn ich zeit habe",
        "a few times a day", "a few times during the day", "several times a day", "several times during the day",
        "a couple of times a day", "now and again", "from time to time", "every once in a while",
        "bei gelegenheit", "quand j'ai le temps", "quand j'aurai le temps", "un de ces jours", "cuando tenga tiempo",
        "algun dia", "de vez en cuando", "ab und zu", "hin und wieder", "de temps en temps",
    )
]  # fmt: skip
_MOMENT = _SOME_DAY | frozenset("later when whenever if at in wenn bei quand un cuando algun before".split())
_UNITS = frozenset("minutes hours days weeks months nights mornings evenings".split())
_RARE = ("moon", "year", "season", "term", "semester", "shift")  # `every full moon`
_MARKS = (",", ".", ";", ":", "!", "?")


def vague_places(tokens: list[Token]) -> list[int]:
    """The places of the first such words; none where all that is said about when is clear."""
    said = reworded(tokens)
    sometimes = [places for one, places in zip(said.tokens, said.places, strict=True) if one.value == "sometimes"]
    if sometimes:
        return [*range(*sometimes[0])]
    return next((found for place in range(len(tokens)) if (found := _vague_at(tokens, place))), [])


def is_once(said: str) -> bool:
    """Whether such words tell of one moment, not of how often: `soon`, `when I have time`."""
    return plain(said.split(maxsplit=1)[0]) in _MOMENT


def _vague_at(tokens: list[Token], place: int) -> list[int]:
    here, after = word(tokens, place), word(tokens, place + 1)
    ends = place + 1 == len(tokens) or after in _MARKS
    for phrase in _PHRASES:
        if all(plain(word(tokens, place + step)) == one for step, one in enumerate(phrase)):
            return [*range(place, place + len(phrase))]
    if place == 0 and here in ("soon", "later", "someday", "sometime", "eventually") and after != "as":
        return [place]
    if here == "later" and place and tokens[place - 1].kind != "number" and tokens[place - 1].value in _ME:
        return [place]
    if here in VAGUE or (ends and plain(here) in _SOME_DAY):
        return [place]
    if here in ("every", "each") and after in VAGUELY_MANY:
        return [*range(place, place + 2 + (word(tokens, place + 2) in _UNITS))]
    if here in ("every", "each") and word(tokens, place + 2) in _RARE:
        return [place, place + 1, place + 2]
    if plain(here) in _ABOUT and (end := _clock_end(tokens, place + 1)):
        return [*range(place, end)]
    life = place + 1 + (plain(after) in ARTICLES)
    meal = plain(word(tokens, life)) in OF_A_LIFE - _PLACES
    return [*range(place, life + 1)] if plain(here) in _BESIDE and meal else []


def _clock_end(tokens: list[Token], place: int) -> int:
    """Where a time of day ends that nothing is counted by; 0 where none begins."""
    clock = one_time(tokens, place)
    closed = clock is not None and (clock.end == len(tokens) or word(tokens, clock.end) in _MARKS)
    return clock.end if clock and (not clock.bare or closed) else 0
