"""The languages as tables that are quick to look in: turns of phrase by their first word, words of time, doubts."""

from dataclasses import dataclass
from functools import cache
from types import ModuleType

from nomologi_tui.goals.times import english, english_turns, french, german, spanish

_ALSO_ENGLISH = frozenset([
    "every", "of", "on", "at", "the", "until", "from", "between", "past", "o'clock", "day", "starting", "except", "to",
    "noon", "half", "quarter", "today", "tomorrow", "tonight", "each",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """`turns`: by the first word, the longest first: all the words of a turn, and the English ones that it means.

    `said`: all words of the turns. `words`: those that show that a text is of this language. `spelled`: those that a
    mistyped word may be meant as.
    """

    turns: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    said: frozenset[str]
    words: frozenset[str]
    short_days: dict[str, str]
    unsure: frozenset[str]
    spelled: tuple[str, ...]


@cache
def english_words() -> frozenset[str]:
    """The English words of time that recognisers know."""
    tables = (
        english.WEEKDAYS, english.MONTHS, english.DAY_GROUPS, english.SECONDS, english.CALENDAR, english.ADVERBS,
        english.NUMERALS, english.ORDINALS, english.NAMED_TIMES, english.DAY_PARTS,
    )  # fmt: skip
    plurals = {f"{name}s" for name in english.WEEKDAYS if len(name) > 5}
    return frozenset().union(*tables, plurals, _ALSO_ENGLISH) - {"m", "s", "h", "d", "a", "an"}


@cache
def languages() -> tuple[Language, ...]:
    """English, then the others."""
    return tuple(_language(module) for module in (english, german, french, spanish))


@cache
def doubtful() -> frozenset[str]:
    """Words of time, or that change one, in any language: none of them may be left over in a phrase."""
    others = [language.words | language.unsure | set(language.short_days) for language in languages()[1:]]
    known = english_words() - {"of", "on", "at", "the", "to", "from", "one"}
    return frozenset().union(english.UNSURE, known, *others) - english.CARRIERS


@cache
def unsure_elsewhere() -> frozenset[str]:
    """Words of the other languages that leave a time open, as they are typed."""
    return frozenset[str]().union(*(language.unsure for language in languages()[1:]))


def _language(module: ModuleType) -> Language:
    turns: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    reworded: dict[str, str] = english_turns.REWORDED if module is english else module.REWORDED
    for said, meant in reworded.items():
        words = tuple(said.split())
        turns.setdefault(words[0], []).append((words, tuple(meant.split())))
    single = frozenset(words[0] for some in turns.values() for words, _ in some if len(words) == 1)
    known = english_words() if module is english else single - english.CARRIERS
    names = known - english.NUMERALS.keys() - {"starting"} if module is english else single
    return Language(
        turns={first: tuple(sorted(some, key=_shortness) if some[1:] else some) for first, some in turns.items()},
        said=frozenset(word for said in reworded for word in said.split()),
        words=known,
        short_days=getattr(module, "SHORT_DAYS", {}),
        unsure=getattr(module, "UNSURE", frozenset()),
        spelled=tuple(sorted(word for word in names if len(word) >= 5 and word.isalpha())),
    )


def _shortness(turn: tuple[tuple[str, ...], tuple[str, ...]]) -> int:
    return -len(turn[0])
