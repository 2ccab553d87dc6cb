"""The pattern language in which blocks declare their words, compiled, and found in a sentence.

    back_up|backup          alternatives; `_` joins the words of one
    site|page & <down>      both, in either order; <down> is a class of `vocabulary`
    send … report           a gap of a few words
    verschieb~              any ending; English endings (-s, -ed, -ing) need no sign
    <path> <folder> <script> <url> <host> <email> <channel> <quoted> <number> <limit>     typed pieces

Articles and the like are skipped, in the pattern as in the sentence. A declaration begins with `via` when it names a
place that things are sent to, with `noun` when it names an action as a thing (`alerts`), with `thing` when it names
what a trigger watches, which counts only where something is watched, with `any` when it names what may happen to
anything, which counts only where a clause surely tells of an event and nothing else explains it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from nomologi_tui.goals.sentence.index import Index, entries, index_of
from nomologi_tui.goals.sentence.typed import WEIGHTS, kinds_of
from nomologi_tui.goals.words.forms import ENCLITICS, plain, stems
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.goals.words.vocabulary import CLASSES, SKIPPED

Role = Literal["", "via", "noun", "thing", "any"]
Says = str | tuple[str, dict[str, Any]]

WIDEST = 5  # words that a gap may hold
_FARTHEST = 12  # those before what is typed, which is hardly about anything else
_TYPED = re.compile(r"<(?:path|folder|script|url|web|host|email|channel)>(?:\|<\w+>)*")
_ROLES = ("via", "noun", "thing", "any")


@dataclass(frozen=True, slots=True)
class Hit:
    """An atom stands on the tokens [first, end). `plain`: just as declared, without an ending."""

    first: int
    end: int
    plain: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """One declaration of a block. `gaps`: before which atom a gap may be; `loose`: in any order."""

    block: Any
    role: Role
    atoms: tuple[str, ...]
    gaps: frozenset[int]
    loose: bool
    config: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern in the sentence, on these places."""

    pattern: Pattern
    hits: tuple[Hit, ...]

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(place for hit in self.hits for place in range(hit.first, hit.end))

    @property
    def weight(self) -> float:
        return sum(hit.weight for hit in self.hits)


@dataclass(slots=True)
class Lexicon:
    """All declarations of a registry's blocks, and what finds their atoms."""

    patterns: list[Pattern] = field(default_factory=list)
    _atoms: dict[str, None] = field(default_factory=dict)  # each once, in the order of their declarations
    _index: Index | None = None  # made for the first sentence

    def teach(self, block: Any, says: Iterable[Says]) -> None:
        """Add a block's declarations."""
        for one in says:
            text, config = one if isinstance(one, tuple) else (one, {})
            pattern = _compiled(block, text, config)
            if pattern.atoms:
                self.patterns.append(pattern)
            self.learn(pattern.atoms)

    def learn(self, atoms: Iterable[str]) -> None:
        """Find these atoms; classes too that no block names."""
        self._atoms |= dict.fromkeys(atoms)
        self._index = None

    @property
    def atoms(self) -> tuple[str, ...]:
        """All that are found."""
        return tuple(self._atoms)

    @property
    def index(self) -> Index:
        """What words they begin with."""
        if self._index is None:
            self._index = index_of(self.atoms)
        return self._index

    def hits(self, tokens: Sequence[Token]) -> dict[str, list[Hit]]:
        """Where the atoms stand."""
        words = [word_of(token) for token in tokens]
        found: dict[str, list[Hit]] = {}
        for place, token in enumerate(tokens):
            if words[place]:
                for atom, hit in self._at(words, place):
                    found.setdefault(atom, []).append(hit)
            for kind in kinds_of(token):
                self.add(found, kind, Hit(place, place + 1, weight=WEIGHTS.get(kind, 1.0)))
        return found

    def knows(self, word: str) -> bool:
        """Whether some declaration means the word, in this form or another."""
        here, index = plain(word), self.index
        forms = any(one in table for one in (here, *stems(here)) for table in (index.forms, index.others))
        return forms or any(here[:size] in index.begins for size in range(3, len(here) + 1))

    def add(self, found: dict[str, list[Hit]], kind: str, hit: Hit) -> None:
        """Put a typed piece into what was found."""
        for atom in self.index.of(f"<{kind}>"):
            found.setdefault(atom, []).append(hit)

    def _at(self, words: list[str], place: int) -> Iterator[tuple[str, Hit]]:
        here, index = words[place], self.index
        candidates = [(*one, True) for one in entries(index.forms.get(here, ""))]
        for stem in stems(here):
            held = here.removeprefix(stem) in ENCLITICS
            candidates += [
                (*one, held) for table in (index.forms, index.others) for one in entries(table.get(stem, ""))
            ]
        candidates += [(*one, False) for one in entries(index.others.get(here, ""))]
        candidates += [
            (*one, True) for size in range(3, len(here) + 1) for one in entries(index.begins.get(here[:size], ""))
        ]
        for owner, rest, exact in candidates:
            end = _follow(words, place + 1, rest)
            for atom in index.of(owner) if end else ():
                yield atom, Hit(place, end, exact, 1 + 0.3 * len(rest))


def words_in(atom: str) -> set[str]:
    """The single words that an atom may be, those of its classes too."""
    found: set[str] = set()
    for one in atom.split("|"):
        found |= _words_of_class(one) if one.startswith("<") else {one}
    return {one for one in found if "_" not in one and not one.endswith("~")}


@cache
def _words_of_class(name: str) -> frozenset[str]:
    return frozenset(plain(CLASSES.get(name[1:-1], "")).split())


def word_of(token: Token) -> str:
    """The word or mark as patterns know it; nothing for other kinds but cron's word for a start of the machine."""
    if token.value == "@reboot":
        return token.value
    return plain(token.value) if token.kind in ("word", "mark") else ""


def _follow(words: list[str], place: int, rest: tuple[str, ...]) -> int:
    """Where `rest` ends when it goes on at `place`; 0 where it does not."""
    for wanted in rest:
        while place < len(words) and words[place] in SKIPPED and words[place] != wanted:
            place += 1
        here = words[place] if place < len(words) else ""
        fits = here.startswith(wanted[:-1]) if wanted.endswith("~") else here == wanted or wanted in stems(here)
        if not here or not fits:
            return 0
        place += 1
    return place


def _compiled(block: Any, text: str, config: dict[str, Any]) -> Pattern:
    parts = text.replace("...", "…").split()
    role: Role = ""
    if parts and parts[0] in _ROLES and len(parts) > 1:
        role = parts.pop(0)  # type: ignore[assignment]
    atoms: list[str] = []
    gaps: set[int] = set()
    for part in parts:
        if part == "…":
            gaps.add(len(atoms))
        elif part != "&" and plain(part) not in SKIPPED:
            atoms.append(plain(part))
    return Pattern(block, role, tuple(atoms), frozenset(gaps), "&" in parts, config)


def match(pattern: Pattern, hits: dict[str, list[Hit]], region: Sequence[int], tokens: Sequence[Token]) -> Found | None:
    """The pattern within the places of `region`, in order; None where it is not there."""
    if any(atom not in hits for atom in pattern.atoms):
        return None
    inside = frozenset(region)
    options = [
        sorted((hit for hit in hits[atom] if hit.first in inside and hit.end - 1 in inside), key=_longest)
        for atom in pattern.atoms
    ]
    if not all(options):
        return None
    if pattern.loose:
        return _loose(pattern, options)
    for first in options[0]:
        if found := _ordered(pattern, options, (first,), region, tokens):
            return found
    return None


def match_at(
    pattern: Pattern, hits: dict[str, list[Hit]], region: Sequence[int], tokens: Sequence[Token], place: int
) -> Found | None:
    """The pattern with its first atom at `place`."""
    if any(atom not in hits for atom in pattern.atoms) or pattern.loose:
        return None
    inside = frozenset(region)
    options = [sorted((hit for hit in hits[atom] if hit.first in inside), key=_longest) for atom in pattern.atoms]
    starts = (hit for hit in options[0] if hit.first == place)
    found = (_ordered(pattern, options, (first,), region, tokens) for first in starts)
    return next((one for one in found if one), None)


def _longest(hit: Hit) -> tuple[float, int]:
    return -hit.weight, hit.first


def _loose(pattern: Pattern, options: list[list[Hit]]) -> Found | None:
    chosen: list[Hit] = []
    for number in sorted(range(len(options)), key=lambda number: len(options[number])):
        free = [hit for hit in options[number] if all(hit.end <= one.first or one.end <= hit.first for one in chosen)]
        if not free:
            return None
        chosen.append(max(free, key=lambda hit: hit.weight))
    return Found(pattern, tuple(chosen))


def _ordered(
    pattern: Pattern, options: list[list[Hit]], chosen: tuple[Hit, ...], region: Sequence[int], tokens: Sequence[Token]
) -> Found | None:
    if len(chosen) == len(options):
        return Found(pattern, chosen)
    widest = (
        0 if len(chosen) not in pattern.gaps else _FARTHEST if _TYPED.fullmatch(pattern.atoms[len(chosen)]) else WIDEST
    )
    reach = _reach(region, tokens, chosen[-1].end, widest)
    for hit in options[len(chosen)]:
        if hit.first in reach and (found := _ordered(pattern, options, (*chosen, hit), region, tokens)):
            return found
    return None


def _reach(region: Sequence[int], tokens: Sequence[Token], start: int, left: int) -> set[int]:
    """The places at which the next atom may begin, behind at most `left` words."""
    reach: set[int] = set()
    for place in region:
        if place < start:
            continue
        reach.add(place)
        if tokens[place].kind in ("word", "mark") and plain(tokens[place].value) in SKIPPED:
            continue
        if left == 0:
            break
        left -= 1
    return reach
