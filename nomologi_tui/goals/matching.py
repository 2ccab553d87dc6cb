"""Which templates a goal most likely means: by their words, with the words that were said as the reason.

Pure: the same goal and templates give the same answer. A template's `words` are groups, each several ways of saying
one thing, by commas. The first group is what it is about: without it nothing matches. A match is sure where every
group was said and no other template fits as well. A web address in the goal counts as the word `url`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from nomologi_tui.goals.words.tokens import LONGEST

Way = tuple[str, ...]  # folded words in a row

LONGEST_WAY = 3  # words
ENOUGH = 0.5  # of a template's groups that must be said before it is worth a line
URL = "url"
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Names of somebody's things say nothing about the kind.
_PATHS = re.compile(r"\{\{.*?\}\}|\S*[/@{}\\]\S*|'[^']*'|\"[^\"]*\"")


class Findable(Protocol):
    """What is matched."""

    @property
    def slug(self) -> str: ...

    @property
    def words(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A template that fits; `said` are the words that matched, as they stand in the goal."""

    slug: str
    said: tuple[str, ...]
    share: float  # of the template's groups, 0 to 1
    rarity: float  # how few templates know these words

    @property
    def reason(self) -> str:
        """Why it is shown, in words."""
        return f"because you said {', '.join('a web address' if one == URL else one for one in self.said)}"


def matches(goal: str, templates: Sequence[Findable]) -> list[Match]:
    """The templates that fit, the best first."""
    words = _words(_PATHS.sub(" ", _ADDRESS.sub(f" {URL} ", goal[:LONGEST])))
    places = _places([_folded(word) for word in words])
    known = _known(tuple(one.words for one in templates))
    found = [match for one in templates if (match := _match(one, words, places, known)) and match.share >= ENOUGH]
    return sorted(found, key=_rank)


def _places(folded: Sequence[str]) -> dict[Way, int]:
    """Where each run of one to `LONGEST_WAY` words begins."""
    return {
        tuple(folded[at : at + length]): at
        for length in range(1, LONGEST_WAY + 1)
        for at in range(len(folded) - length, -1, -1)
    }


def sure(found: Sequence[Match]) -> Match | None:
    """The one that is meant, where that is clear."""
    if not found or found[0].share < 1 or len(found[0].said) < 2:
        return None
    return found[0] if len(found) == 1 or _rank(found[1])[:3] > _rank(found[0])[:3] else None


def _rank(match: Match) -> tuple[float, int, float, str]:
    return -match.share, -len(match.said), -match.rarity, match.slug


def _match(one: Findable, words: Sequence[str], places: Mapping[Way, int], known: Counter[Way]) -> Match | None:
    found = [_rarest(ways, places, known) for ways in _groups(one.words)]
    if not found or found[0] is None:
        return None
    said = [way for way in found if way is not None]
    texts = [" ".join(words[places[way] : places[way] + len(way)]) for way in said]
    return Match(one.slug, tuple(dict.fromkeys(texts)), len(said) / len(found), sum(1 / known[way] for way in said))


def _rarest(ways: Sequence[Way], places: Mapping[Way, int], known: Counter[Way]) -> Way | None:
    """Of the ways that were said the one that the fewest templates know."""
    return min((way for way in ways if way in places), key=lambda way: known[way], default=None)


@cache
def _groups(words: tuple[str, ...]) -> tuple[tuple[Way, ...], ...]:
    """Each group as its ways, each way as folded words."""
    return tuple(tuple(_ways(group)) for group in words)


def _ways(group: str) -> Iterator[Way]:
    for way in group.split(","):
        if folded := tuple(_folded(word) for word in _words(way)):
            yield folded


@cache
def _known(all_words: tuple[tuple[str, ...], ...]) -> Counter[Way]:
    """In how many templates each way stands."""
    return Counter(way for words in all_words for way in {way for group in _groups(words) for way in group})


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


@cache
def _folded(word: str) -> str:
    """Without the s of a plural."""
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word != "news"
    return word[:-1] if is_plural else word
