"""The clauses of a sentence that tell of an event or of what is watched, and the trigger whose words stand in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nomologi_tui.blocks.base import Block
from nomologi_tui.goals.finding.verbs import Deed, verb_of
from nomologi_tui.goals.sentence.patterns import Found, Pattern, match
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.times.doubts import OF_A_LIFE
from nomologi_tui.goals.times.english import NAMED_TIMES
from nomologi_tui.goals.words.structure import (
    ANSWERS,
    BUT,
    CUTS,
    EITHER,
    FAILING,
    HEADS,
    NOT,
    PRONOUNS,
    SOFT,
    STOPS,
    UNLESS,
    WELL,
    WISHES,
)
from nomologi_tui.goals.words.vocabulary import HAPPENINGS, SKIPPED

_THING = 0.45  # what a thing alone weighs beside what happens to it
_MUST = frozenset("should must shall soll sollen doit doivent debe deben".split())
_PASSIVE = frozenset("be get not only always never have i we you ich wir je tu".split())
_IDLE = SKIPPED | frozenset("it it's its now es ist on at il est c'est son las que".split())
_I = frozenset("i i'd we ich je j'aimerais please would".split())
_WHERE = frozenset("in into to on at from of inside under im ins auf von aus dans sur de en".split())
_ASKS, _ME = frozenset("ask frag frage demande".split()), frozenset("me us mich uns moi nous".split())
_FROM, _WHOSE = frozenset("from by von vom de".split()), frozenset("my our meinem meiner mon ma mi the der dem".split())
_MORE = 0.2  # what each further word weighs that speaks for the same block


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens [first, end) tell of an event, of something watched, or of a failure of what is looked at (`if not`).

    `body` is where its head ends. `either`: its head may as well begin a condition. `lead`: it has no head, but stands
    before an arrow, a question mark or the like, and an action after it. `condition`: its head only narrows (`unless`).
    `soft`: its head tells of an event only where a block knows that (`on push`).
    """

    first: int
    body: int
    end: int
    watched: bool = False
    either: bool = False
    failing: bool = False
    lead: bool = False
    arrow: bool = False
    condition: bool = False
    soft: bool = False

    @property
    def places(self) -> range:
        return range(self.first, self.end)


def clauses_of(sentence: Sentence, deeds: Sequence[Deed], starts: set[int]) -> list[Clause]:
    """The clauses from left to right; at `starts` something else begins: how often."""
    begun = {deed.first for deed in deeds} | starts
    own = {place for deed in deeds for place in deed.own + deed.typed}
    own |= {place for deed in deeds if deed.own and not deed.noun for place in verb_of(sentence, deed)}
    found: list[Clause] = []
    place = 0
    while place < len(sentence.tokens):
        clause = None if place in sentence.in_time or place in own else _clause(sentence, place, begun)
        if clause:
            found.append(clause)
        place = clause.end if clause else place + 1
    lead = _lead(sentence, deeds, [one for one in found if not one.soft])
    return [*lead, *(one for one in found if not lead or one.first >= lead[0].end)]


def _lead(sentence: Sentence, deeds: Sequence[Deed], found: list[Clause]) -> list[Clause]:
    """What stands before `=>`, `?`, `:` or a comma, where no action is in it and one comes after it."""
    first = next((place for place in range(1, len(sentence.tokens) - 1) if _leads_on(sentence, place)), 0)
    arrow = bool(first) and sentence.is_arrow(first)
    told = any(clause.first < (2 if arrow else first) for clause in found)
    if not first or told or any(deed.first < first for deed in deeds):
        return []
    messages = {hit.first for hit in sentence.hits.get("<message>", ())}
    named = [place for place in range(first) if place not in sentence.in_time and sentence.word(place) not in _IDLE]
    if (first == 1 and 0 in messages) or not named:
        return []  # `alert: …`, `it is Monday 9:00: …`
    return [Clause(0, 0, first, lead=True, arrow=sentence.is_arrow(first) or sentence.word(first) == "?")]


def _leads_on(sentence: Sentence, place: int) -> bool:
    return place not in sentence.in_time and (
        sentence.word(place) in ("?", ":", ",", ";", ".", "→", "➜", "⇒", "➡", "—", "–")
        or sentence.is_arrow(place)
        or _must(sentence, place)
    )


def _must(sentence: Sentence, place: int) -> bool:
    """Whether what stands before is to do something: `a new scan should start ocr.sh`; none in `should be moved`."""
    return place > 1 and sentence.word(place) in _MUST and sentence.word(place + 1) not in _PASSIVE


def _clause(sentence: Sentence, place: int, begun: set[int]) -> Clause | None:
    if length := sentence.phrase(place, FAILING):
        end = place + length
        if end == len(sentence.tokens) or end in begun or sentence.stops(end) or length == 1:
            return Clause(place, end, end, failing=True)
    event, watch = sentence.phrase(place, HEADS), 0 if _is_screen(sentence, place) else sentence.watches(place)
    soft = 0 if event or watch else sentence.phrase(place, SOFT)
    length = max(event, watch, soft)
    if soft > 1 and place + soft == len(sentence.tokens):
        return Clause(place, place + 1, place + soft, soft=True)  # `… on push`
    if not length or place + length >= len(sentence.tokens) or sentence.word(place + length) in NAMED_TIMES:
        return None
    if sentence.word(place) == "once" and place + 1 in sentence.in_time:
        return None  # `once tomorrow at 16:00`
    if sentence.word(place) in ("after", "nach", "apres", "tras") and sentence.word(place + length) in OF_A_LIFE:
        return None  # `after work` is a time, though nobody knows which
    if event and _is_asked(sentence, place):
        return None
    end = _end(sentence, place + length, begun, watched=bool(watch))
    either = bool(event) and sentence.phrase(place, EITHER) > 0
    if event and _only_fails(sentence, place + length, end):
        return Clause(place, end, end, failing=True)
    condition = bool(event) and sentence.phrase(place, UNLESS) > 0
    return Clause(place, place + length, end, bool(watch) and not event, either, condition=condition, soft=bool(soft))


def _is_asked(sentence: Sentence, place: int) -> bool:
    """Whether it begins what somebody is asked: `ask me at 9 whether I locked the door`."""
    before = [sentence.word(one) for one in range(place - 1, -1, -1) if one not in sentence.in_time][:2]
    return (len(before) == 2 and before[1] in _ASKS and before[0] in _ME) or before[:1] == ["preguntame"]


def _is_screen(sentence: Sentence, place: int) -> bool:
    """Whether a monitor is a thing: `the external monitor`."""
    before = {sentence.word(place - back) for back in (1, 2)}
    return sentence.word(place) == "monitor" and not before.isdisjoint({"the", "my", "a", "an", "external", "second"})


def _only_fails(sentence: Sentence, body: int, end: int) -> bool:
    """Whether nothing is said but that what was named before fails: `if it goes wrong`, `if that is down`."""
    failed = {
        p
        for name in ("<fails>", "<down>", "<dies>")
        for hit in sentence.hits.get(name, ())
        for p in range(hit.first, hit.end)
    }
    rest = [place for place in range(body, end) if sentence.word(place) not in SKIPPED]
    here = {sentence.word(place) for place in rest}
    if here & WELL and not here & NOT:
        return False  # `if it worked`
    named = any(sentence.word(place) in PRONOUNS | ANSWERS for place in rest[:1])
    if here & (NOT | BUT):  # `if the status is not 200`
        failed |= {place for place in rest if sentence.word(place) in WELL or sentence.tokens[place].value == "200"}
    known = PRONOUNS | ANSWERS | NOT | BUT
    return bool(rest) and named and all(place in failed or sentence.word(place) in known for place in rest)


def _end(sentence: Sentence, place: int, begun: set[int], *, watched: bool) -> int:
    """Where the clause ends that goes on from `place`: before a mark, an action, a clause; brackets belong to it."""
    end = place
    while end < len(sentence.tokens) and end not in begun:
        if sentence.word(end) in STOPS - {"(", ")"} or sentence.is_arrow(end):
            break
        if end > place and (sentence.phrase(end, FAILING) or sentence.word(end) in CUTS):
            break
        if (end > place or watched) and end not in sentence.in_time and sentence.phrase(end, HEADS):
            break
        if end > place and sentence.word(end) in _I and sentence.phrase(end, WISHES) > 1:
            break  # `when the bank writes I want a message`
        end += 1
    while end > place and sentence.word(end - 1) in ("and", "und", "et", "y", "e", "then", "to", "en", "dann", "("):
        end -= 1
    return end


def best_of(
    patterns: Iterable[Pattern],
    sentence: Sentence,
    region: Sequence[int],
    *,
    things: bool = False,
    anything: bool = False,
) -> Found | None:
    """The declaration of most weight in these places; `things`: also what is only watched, `anything`: also what may
    happen to anything. Of equals the first.

    What else of the same block stands there adds to it: it is about that.
    """
    best: dict[object, tuple[float, Found]] = {}
    covered: dict[object, set[int]] = {}
    for pattern in patterns:
        counts = anything or pattern.role != "any"
        found = match(pattern, sentence.hits, region, sentence.tokens) if counts else None
        if found is None:
            continue
        covered.setdefault(pattern.block, set()).update(found.places)
        if pattern.role == "thing" and not things:
            continue
        own = found.weight * (_THING if pattern.role == "thing" else 1.0)
        if own > best.get(pattern.block, (0.0, None))[0]:
            best[pattern.block] = (own, found)
    return max(
        best.values(),
        key=lambda one: one[0] + _MORE * len(covered[one[1].pattern.block] - {*one[1].places}),
        default=(0.0, None),
    )[1]


def without_led(sentence: Sentence, deeds: Sequence[Deed], patterns: Sequence[Pattern]) -> list[Deed]:
    """The actions without a word before `→` or `?` that seemed to be one, where an event is told there."""
    first = next((place for place in range(1, len(sentence.tokens)) if sentence.is_arrow(place)), 0)
    first = first or next((p for p in range(1, len(sentence.tokens) - 1) if sentence.word(p) == "?"), 0)
    told = _told_of(sentence)
    first = first or told
    before = [deed for deed in deeds if deed.first < first]
    persons = {hit.first for hit in sentence.hits.get("<me>", ())}
    if any(not persons.isdisjoint(deed.own[1:]) for deed in before):
        return list(deeds)  # `tell me which packages can be updated, …`
    if (
        len(before) != 1
        or len(before[0].own + before[0].typed) > (2 if told or sentence.is_arrow(first) else 1)
        or any(sentence.phrase(place, HEADS) for place in range(first))
    ):
        return list(deeds)
    event = best_of(patterns, sentence, sentence.region(0, first))
    return [deed for deed in deeds if deed not in before] if event and event.weight > 1 else list(deeds)


def _told_of(sentence: Sentence) -> int:
    """Where the mark stands behind something that failed or ended: `the sync did not finish, tell me`; else 0."""
    ends = (place for place in range(1, len(sentence.tokens) - 1) if sentence.word(place) in (",", ":", ";", "?"))
    first = next(ends, 0)
    happened = (hit for name in HAPPENINGS if name != "limit" for hit in sentence.hits.get(f"<{name}>", ()))
    return first if any(hit.first > 0 and hit.end == first for hit in happened) else 0


def settled(
    sentence: Sentence, clauses: Iterable[Clause], patterns: Sequence[Pattern], *, clocked: bool
) -> list[Clause]:
    """The clauses that count: of those with a soft head only what a block knows, and only where no time is said."""
    found: list[Clause] = []
    clauses = list(clauses)
    firm = any(not (clause.soft or clause.lead or clause.watched) for clause in clauses)
    for clause in clauses:
        if not clause.soft:
            found.append(clause)
            continue
        event = best_of(patterns, sentence, sentence.region(clause.first, clause.end))
        if event and not clocked and not firm and not _is_way(sentence, clause.body):
            end = _with_place(sentence, max(event.places) + 1)
            found.append(replace(clause, end=max(end, _with_person(sentence, end, clause.end))))
    return found


def _with_place(sentence: Sentence, end: int) -> int:
    """The end of an event's words with where it happens right behind them: `every pdf that lands in ~/in`."""
    named = end + 1 < len(sentence.tokens) and sentence.tokens[end + 1].kind in ("path", "url", "host", "remote")
    return end + 2 if named and sentence.word(end - 1) and sentence.word(end) in _WHERE else end


def _with_person(sentence: Sentence, end: int, last: int) -> int:
    """The end of an event's words with who it comes from behind them: `on an email from Anna Berg`."""
    first = end + (sentence.word(end) in _FROM)
    if sentence.word(first - 1) not in _FROM:
        return end
    first += sentence.word(first) in _WHOSE
    behind = first + 1
    while (
        behind < last
        and sentence.goal[sentence.tokens[behind - 1].start].isupper()
        and (sentence.goal[sentence.tokens[behind].start].isupper())
    ):
        behind += 1
    return min(behind, last)


def _is_way(sentence: Sentence, place: int) -> bool:
    """Whether somebody may be told by what stands at `place`: `on Telegram`."""
    return any(hit.first == place for name in ("<chat>", "<device>") for hit in sentence.hits.get(name, ()))


def spoken_places(sentence: Sentence, block: Block, patterns: Iterable[Pattern]) -> set[int]:
    """The places of all words that the block declares, and of what may happen: they are no words left over.

    Words alone: what is typed (a path, an address) may as well belong to an action.
    """
    atoms = {atom for one in patterns if one.block == (block.type, block.name) for atom in one.atoms}
    atoms |= {f"<{name}>" for name in (*HAPPENINGS, "new")}
    hits = (hit for atom in atoms for hit in sentence.hits.get(atom, ()))
    return {place for hit in hits for place in range(hit.first, hit.end) if sentence.word(place)}
