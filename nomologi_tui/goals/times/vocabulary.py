"""The languages as tables that are quick to look in: turns of phrase by their first word, words of time, doubts."""

from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

from nomologi_tui.goals.times import english, english_turns, french, german, spanish

_ALSO_ENGLISH = frozenset([
    "every", "of", "on", "at", "the", "until", "from", "between", "past", "o'clock", "day", "starting", "except", "to",
    "noon", "half", "quarter", "today", "tomorrow", "tonight", "each",
])  # fmt: skip


Turn = tuple[tuple[str, ...], tuple[str, ...]]  # all its words, and the English ones that it means


@dataclass(frozen=True, slots=True)
class Language:
    """`meant`: each turn and what it means. `turns`: those that begin with a word.

    `said`: all words of the turns. `words`: those that show that a text is of this language. `spelled`: those that a
    mistyped word may be meant as.
    """

    meant: dict[str, str]
    turns: dict[str, list[str]]
    said: frozenset[str]
    words: frozenset[str]
    short_days: dict[str, str]
    unsure: frozenset[str]
    spelled: tuple[str, ...]
    _split: dict[str, list[Turn]] = field(default_factory=dict)

    def turns_at(self, word: str) -> list[Turn]:
        """The turns that begin with `word`, the longest first; split when one is said, because there are thousands."""
        if word in self.turns and word not in self._split:
            turns = ((tuple(said.split()), tuple(self.meant[said].split())) for said in self.turns[word])
            self._split[word] = sorted(turns, key=lambda turn: -len(turn[0]))
        return self._split.get(word, [])


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
    reworded: dict[str, str] = english_turns.REWORDED if module is english else module.REWORDED
    turns: dict[str, list[str]] = {}
    for said in reworded:
        turns.setdefault(said.partition(" ")[0], []).append(said)
    single = frozenset(said for said in reworded if " " not in said)
    known = english_words() if module is english else single - english.CARRIERS
    names = known - english.NUMERALS.keys() - {"starting"} if module is english else single
    return Language(
        meant=reworded,
        turns=turns,
        said=frozenset(" ".join(reworded).split()),
        words=known,
        short_days=getattr(module, "SHORT_DAYS", {}),
        unsure=getattr(module, "UNSURE", frozenset()),
        spelled=tuple(sorted(word for word in names if len(word) >= 5 and word.isalpha())),
    )
