"""An action that a sentence names, the declarations of actions, and where in a sentence one may begin."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.goals.finding.no_verbs import does_the_rest, third_person
from nomologi_tui.goals.sentence.patterns import Found, Pattern, words_in
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.structure import CUTS, FAILING, HEADS, JOINS, SOFT, STOPS, WISH

_ORDER = frozenset("first next finally lastly afterwards".split())  # `…, first run ~/a.sh`
_NEVER = frozenset("never don't dont niemals nie jamais nunca".split())
_MEANT = 0.5  # weighs a phrase more that is only for what the goal speaks of
_ACROSS = 0.5  # weighs a phrase less that goes on behind an `and`
_PARTICLES = frozenset("up down on off out in away back over".split())
_PARTED = frozenset("turn switch put power shut".split())  # the particle may stand behind the object
_APART = 6
_REACH = 60  # tokens of a clause that are looked at
WISHES_IN_A_ROW = 8  # wishes in a row that are looked at: `please can you just …`
LEADS = JOINS | STOPS


@dataclass(slots=True)
class Deed:
    """An action's words begin at `first`; `own` are the places of its phrase's words, `typed` of what it names besides.

    `noun`: it is named as a thing, `alerts`.
    """

    block: Any
    first: int
    own: tuple[int, ...]
    config: dict[str, Any] = field(default_factory=dict)
    weight: float = 0.0
    noun: bool = False
    typed: tuple[int, ...] = ()


class Verbs:
    """The declarations of actions by role, and those with verbs by their first atom."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.by_atom: dict[str, list[Pattern]] = {}
        self.via: list[Pattern] = []
        self.nouns: list[Pattern] = []
        self.tells: set[Any] = set()
        self.words: set[str] = set()  # of which an action's phrase may begin
        for pattern in patterns:
            if pattern.role == "via":
                self.via.append(pattern)
                self.tells.add(pattern.block)
            elif pattern.role == "noun":
                self.nouns.append(pattern)
            elif not pattern.role:
                self.by_atom.setdefault(pattern.atoms[0], []).append(pattern)
                self.words |= words_in(pattern.atoms[0])


def deed_of(sentence: Sentence, found: Found, first: int) -> Deed:
    own = tuple(place for place in found.places if sentence.word(place))
    typed = tuple(place for place in found.places if not sentence.word(place))
    weight = found.weight - _ACROSS * any(sentence.word(place) in JOINS for place in range(first, max(found.places)))
    weight += _MEANT * ("_of" in found.pattern.config)
    return Deed(found.pattern.block, first, own, found.pattern.config, weight, typed=typed)


def begins(sentence: Sentence, place: int) -> bool:
    """Whether a clause begins at `place`: at the start, after a mark, a joining word, a time, or a wish."""
    for _ in range(WISHES_IN_A_ROW):
        if place <= 0 or place - 1 in sentence.in_time:
            return True
        before = sentence.word(place - 1)
        if before == "-" and sentence.tokens[place].start == sentence.tokens[place - 1].end:
            if not _is_compound(sentence, place):
                return False  # `--delete` is an option of a command
            place -= 2
            continue
        if before in _ORDER and (place < 2 or sentence.word(place - 2) in LEADS):
            return True
        if before in LEADS or (before == ">" and sentence.word(place - 2) in ("=", "-")) or before == "-":
            return True
        if before in CUTS or does_the_rest(sentence, place) or _behind_failing(sentence, place):
            return True
        length = wish_before(sentence, place)
        if not length:
            return False
        place -= length
    return place <= 0


def _is_compound(sentence: Sentence, place: int) -> bool:
    """Whether the verb goes on what stands before a hyphen: `virus-scan`."""
    glued = sentence.word(place - 2) != "" and sentence.tokens[place - 2].end == sentence.tokens[place - 1].start
    return glued and sentence.tokens[place - 2].kind == "word"


def _behind_failing(sentence: Sentence, place: int) -> bool:
    """`if not remind me`."""
    return any(place >= back and sentence.phrase(place - back, FAILING) == back for back in (2, 3))


def wish_before(sentence: Sentence, place: int) -> int:
    for phrase in WISH.get(sentence.word(place - 1), ()):
        first = place - len(phrase)
        if first >= 0 and all(sentence.word(first + number) == one for number, one in enumerate(phrase)):
            return len(phrase)
    return 0


def head_before(sentence: Sentence, place: int, *, soft: bool = False) -> int:
    """Where the event's head ends whose clause goes on until `place`; -1 where there is none. `soft`: `on each`."""
    for start in range(place - 1, max(-1, place - _REACH), -1):
        if sentence.word(start) in STOPS | CUTS:
            return -1
        length = sentence.phrase(start, HEADS) or (sentence.phrase(start, SOFT) if soft else 0)
        if length and start not in sentence.in_time:
            return start + length
    return -1


def is_forbidden(sentence: Sentence, deed: Deed) -> bool:
    """Whether it is not to be done: `never delete ~/x`, `do not run it`."""
    before = [sentence.word(deed.first - back) for back in (1, 2)]
    return before[0] in _NEVER or (before[0] == "not" and before[1] == "do")


def is_told_of(sentence: Sentence, verbs: Verbs, place: int) -> bool:
    """Whether an event's clause says that somebody does it: `when my boss emails me`."""
    return head_before(sentence, place) >= 0 and third_person(sentence.word(place), verbs.words)


def acting_at(sentence: Sentence, verbs: Verbs, place: int) -> list[str]:
    """The atoms at `place` that a declaration of an action begins with."""
    hits = sentence.hits.items()
    return [atom for atom, places in hits if atom in verbs.by_atom and any(hit.first == place for hit in places)]


def clause_region(sentence: Sentence, place: int) -> list[int]:
    """The places from `place` on that a phrase may use: until a mark or an event's head."""
    end, last = place + 1, min(len(sentence.tokens), place + _REACH)
    while end < last and not (sentence.word(end) in STOPS or _is_head(sentence, end)):
        end += 1
    return sentence.region(place, end)


def _is_head(sentence: Sentence, place: int) -> bool:
    return place not in sentence.in_time and sentence.phrase(place, HEADS) > 0


def verb_of(sentence: Sentence, deed: Deed) -> list[int]:
    """The places of an action's verb with its particle: `light up my lamp`, `turn the lamp on`."""
    first = deed.own[0]
    reach = _APART if sentence.word(first) in _PARTED else 1
    near = (one for one in range(first + 1, first + 1 + reach) if sentence.word(one) in _PARTICLES)
    parted = sentence.word(first) in _PARTED
    behind = next((one for one in near if parted or sentence.phrase(one, SOFT) < 2), None)  # `deploy on push`
    return [first] if behind is None else [first, behind]
