"""What starts a goal, read into its draft: an event, a schedule, or a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.goals.about_when import BESIDE, is_clocked
from nomologi_tui.goals.clauses import Clause, spoken_places
from nomologi_tui.goals.conditions import compared_with, held_in
from nomologi_tui.goals.doing import Doings
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.filling import address_of
from nomologi_tui.goals.filling_events import ahead_of, fill_event
from nomologi_tui.goals.forms import plain
from nomologi_tui.goals.lexicon import EMPTY
from nomologi_tui.goals.narrowing import Narrowed, add_met, ask_for, ask_unmet
from nomologi_tui.goals.patterns import Found
from nomologi_tui.goals.piece import Piece
from nomologi_tui.goals.sentence import Sentence, places_between
from nomologi_tui.goals.slots import is_path
from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.timing import Times, looks
from nomologi_tui.goals.triggers import BY_HAND, Choice
from nomologi_tui.goals.vague import vague_places
from nomologi_tui.goals.values_of_events import VALUE, demanded
from nomologi_tui.goals.vocabulary import HAPPENINGS, SKIPPED, THINGS
from nomologi_tui.goals.words_of_blocks import Words
from nomologi_tui.model import StepType

_STRUCTURE = frozenset(
    "when whenever if every each soon any once time wenn sobald quand cuando si get au aux en dans im auf "
    "sich se".split()
)
_AHEAD = frozenset(
    ["bei", "before", "bevor", "vor", "avant", "antes", "until", "till", "bis"]
)  # something that is to come
_CALLS = THINGS | frozenset("named called namens nomme nommee llamado llamada".split())  # the name stands behind
_POINTS = frozenset("it they them there that one es sie dort darin il elle ils elles y lo la los las".split())
_TO = frozenset("to into onto nach vers a hacia".split())
_HOURS = "time_window"
_PRINTED = "stdout"  # what a trigger gives that looks at what a command says
_ASKED = {"down", "status"}  # what a single request can tell


@dataclass(frozen=True, slots=True)
class Start:
    """What a sentence says about its start."""

    sentence: Sentence
    words: Words
    choice: Choice
    doings: Doings
    narrowed: Narrowed


def read_start(draft: Draft, start: Start, times: Times, elements: list[Element]) -> str | None:
    """Read the trigger; the address that is to be looked at first where a schedule starts it, None where none is."""
    choice, found = start.choice, start.choice.found
    block = draft.registry.get(*found.pattern.block) if found else None
    if found and block and not _by_the_clock(block, start, elements):
        _read_event(draft, start, block, found)
        times.beside(block, elements)
        return None
    for demand in (*(one for one, _ in start.narrowed.met), *start.narrowed.unmet):
        ask_for(draft, demand)
    looked = _looked_at(draft, start, block) if found and block else None
    if choice.told and found is None:
        elements = _without_unknown(start.doings, elements)
    if looked is None:
        _ask_for(draft, start, elements)
    else:
        draft.taken |= {place for clause in start.doings.clauses for place in clause.places}
    _read_times(draft, start, times, elements)
    return looked


def _by_the_clock(block: Block, start: Start, elements: list[Element]) -> bool:
    """Whether a schedule starts it, beside an event: its times can't be the times of looking for that, or it is asked
    for there and then (`check whether …`, `if …`)."""
    times = [one for one in elements if one.sort not in BESIDE]
    if not times or not start.choice.places or all(one.sort == "interval" for one in times):
        return False
    about = [one for one in start.doings.clauses if not {*one.places}.isdisjoint(start.choice.places)]
    asked = bool(about) and all(one.watched or (one.either and not one.lead) for one in about)
    return looks(block) or (asked and not _are_names(times, about))


def _are_names(times: list[Element], clauses: list[Clause]) -> bool:
    """Whether one of the times may be a part of what the clauses name: `if the nightly backup …`."""
    return any(one.first in clause.places and one.sort in ("each", "part") for one in times for clause in clauses)


def _looked_at(draft: Draft, start: Start, block: Block | None) -> str | None:
    """The address that one request at the schedule's times looks at; empty where none is said."""
    found = start.choice.found
    if not found or not block or block.name != "web_check" or not _ASKED & set(found.pattern.config.get("events", [])):
        return None
    if any(deed.block[1] not in start.words.tells for deed in start.doings.deeds):
        return None
    address = address_of(draft.piece(range(len(draft.tokens))))
    draft.said = f"{address or 'It'} does not answer as it should"
    return address


def _without_unknown(doings: Doings, elements: list[Element]) -> list[Element]:
    unknown = {
        p for clause in doings.clauses if not (clause.failing or clause.lead or clause.watched) for p in clause.places
    }
    return [one for one in elements if one.first not in unknown]


def _read_event(draft: Draft, start: Start, block: Block, found: Found) -> None:
    draft.taken |= start.narrowed.places
    places = sorted({*start.choice.places})
    draft.shared |= _pointed_at(draft, start, block, found)
    piece = draft.piece(
        sorted({place for place in places if place not in draft.taken} | draft.shared | start.narrowed.open)
    )
    clauses = [one for one in start.doings.clauses if one.failing or not {*one.places}.isdisjoint(places)]
    told = bool(clauses) and len(places) < len(draft.tokens) - len(start.sentence.in_time)
    heads = {place for clause in clauses for place in range(clause.first, clause.body)}
    names = _names(start.sentence, found, [place for place in places if place not in heads]) if told else []
    config = _command_of(draft, start, block) | fill_event(block, piece, found.pattern.config, names)
    config = add_met(draft, start.narrowed, config)
    ask_unmet(draft, start.narrowed, piece.used)
    ahead, (first, end) = ahead_of(block, draft.goal)
    config |= ahead
    draft.taken |= set(places_between(draft.tokens, first, end)) if ahead else set()
    own = set(found.places) - draft.shared
    if told:
        event = {*places} | start.narrowed.places
        bodies = [place for clause in clauses for place in range(clause.body, clause.end) if place in event]
        draft.said = draft.text(_last_stretch(start, found.places if own.isdisjoint(bodies) else bodies))
        draft.taken |= {
            *places,
            *(own & {*places}),
            *(place for clause in clauses if clause.failing for place in clause.places),
        }
        known = own | heads | spoken_places(start.sentence, block, start.words.triggers)
        draft.unread += _left(piece, known, block)
    else:
        spoken = spoken_places(start.sentence, block, start.words.triggers)
        draft.taken |= (own | piece.used | (spoken & {*places})) - draft.shared
        draft.said = draft.text(_last_stretch(start, sorted(own) or found.places))
    if ahead and first < (begin := draft.goal.find(draft.said)):
        draft.said = draft.goal[first : begin + len(draft.said)]
    draft.add(block, config, [place for place in places if place in own | piece.used | heads])
    if {VALUE, "topic"} <= {*block.gives}:
        _add_demanded(draft, piece, named="topic" in config)
    if _PRINTED in block.gives:
        _add_held(draft, [place for place in places if place not in heads])


def _pointed_at(draft: Draft, start: Start, block: Block, found: Found) -> set[int]:
    """The path or address outside of the event's clause that it is about: `commit ~/notes when anything there changes`.

    It is one that the event was found by, or the one before the clause to which a word in it points back.
    """
    if not start.choice.told:
        return set()
    inside = {*start.choice.places}
    typed = {place for place in found.places if place not in inside and not start.sentence.word(place)}
    clause = draft.piece(start.choice.places)
    wanted = [spec.kind for spec in describe(block.config) if spec.required and spec.kind in ("folder", "address")]
    named = any(is_path(token) or token.kind in ("url", "host") for token in clause.tokens.values())
    if typed or named or not wanted or not any(clause.word(place) in _POINTS for place in clause.tokens):
        return typed
    kinds = ("path", "quoted") if "folder" in wanted else ("url", "host")
    fits = [
        place
        for place, token in enumerate(draft.tokens[: min(inside)])
        if token.kind in kinds and (is_path(token) or "address" in wanted) and start.sentence.word(place - 1) not in _TO
    ]
    return {*fits[:1]}


def _last_stretch(start: Start, told: Sequence[int]) -> list[int]:
    """The places behind the last action that stands amid them: `watch … and tell me when the price changes`."""
    places = [*range(min(told), max(told) + 1)]
    deeds = {place for deed in start.doings.deeds for place in deed.own}
    amid = [place for place in places if place in deeds]
    heads = {place for clause in start.doings.clauses for place in range(clause.first, clause.body)}
    if places[0] and start.sentence.tokens[places[0] - 1].kind == "number":
        places = [places[0] - 1, *places]
    return [place for place in places if place > max(amid, default=-1) and place not in heads] or places


def _add_demanded(draft: Draft, piece: Piece, *, named: bool) -> None:
    """What the event's value must be, as a condition: the trigger itself hears of every value."""
    found = demanded(piece, draft.registry, named=named)
    if found:
        draft.add(found.block, found.config, found.places)
        draft.remarks += [found.assumed] if found.assumed else []
        said = {draft.tokens[place].value for place in found.places}
        draft.unread = [one for one in draft.unread if one not in said]


def _add_held(draft: Draft, places: list[int]) -> None:
    """What the output must hold, as a condition: the trigger itself only knows that it changed."""
    said = held_in(draft.tokens, places)
    if said is None:
        return
    operator, right = said
    quoted = draft.tokens[right[0]]
    text = quoted.value if quoted.kind == "quoted" else draft.text(right)
    found = compared_with(draft.registry, f"{{{{ event.{_PRINTED} }}}}", operator, text)
    if found:
        draft.add(*found, right)
        draft.unread = [one for one in draft.unread if one not in {draft.tokens[place].value for place in right}]


def _left(piece: Piece, known: set[int], block: Block) -> list[str]:
    """The words of an event that neither filled a field nor belong to the block's own phrases."""
    free = (token for place, token in piece.tokens.items() if place not in known | piece.used)
    words = EMPTY | SKIPPED | _STRUCTURE | {block.name}
    return [
        token.value
        for token in free
        if token.kind != "mark" and token.value.lower() not in words and plain(token.value) not in words
    ]


def _names(sentence: Sentence, found: Found, places: list[int]) -> list[int]:
    """The places of words that may name what is watched: first those before what happens, in the declaration too."""
    happened = {
        place
        for name in HAPPENINGS
        for hit in sentence.hits.get(f"<{name}>", ())
        for place in range(hit.first, hit.end)
    }
    own = [place for place in sorted(found.places) if place not in happened]
    first = min(found.places)
    others = [place for place in places if place not in happened and place not in found.places]
    before = [place for place in reversed(others) if place < first]
    opens = bool(places) and places[0] in happened  # `stürzt foo ab`
    behind = [place for place in others if place > first and (opens or sentence.word(place - 1) in _CALLS)]
    return [*own, *before, *behind]


def _command_of(draft: Draft, start: Start, block: Block) -> dict[str, str]:
    """The command that an action names, for a trigger that looks at one: `run 'x' and tell me when it fails`.

    Only one that is named before the event: `when the command fails, run 'x'` does it after that.
    """
    needs = any(spec.name == "command" and spec.required for spec in describe(block.config))
    told = min(start.choice.found.places, default=0) if start.choice.found else 0
    runs = [one for one in start.doings.deeds if one.block[1] == "run_command" and one.first < told] if needs else []
    said = [draft.tokens[p] for deed in runs[:1] for p in deed.typed if draft.tokens[p].kind in ("quoted", "path")]
    return {"command": said[0].value} if said else {}


def _ask_for(draft: Draft, start: Start, elements: list[Element]) -> None:
    """An event or condition that no block knows: leaving it out would do something else than was said."""
    timed = is_clocked(elements)
    for clause in start.doings.clauses:
        places = [place for place in clause.places if place not in draft.taken]
        asked = clause.failing and any(one.key.startswith("conditions") for one in draft.missing)
        idle = clause.watched or (clause.lead and not start.choice.told) or asked
        if not places or idle or _after_failure(start, clause):
            draft.taken |= set(places) if clause.failing else set()
            continue
        said = draft.text(places)
        draft.taken |= set(places)
        draft.unread.append(said)
        if timed and (clause.failing or clause.either or clause.condition):
            draft.ask("conditions.1", f"On what condition? “{said}” was not understood.")
        elif set(range(clause.body, clause.end)) <= start.sentence.in_time:
            draft.ask("when.1", f"When? “{said}” is not clear enough.", of_time="schedule")
        else:
            draft.ask("when.1", f"What should start it? “{said}” was not understood.")


def _after_failure(start: Start, clause: Clause) -> bool:
    """Whether a clause says that an action is for a failure of one before."""
    from nomologi_tui.goals.acting import failed_of

    return clause.failing and bool(failed_of(start.doings, looked=False))


def _read_times(draft: Draft, start: Start, times: Times, elements: list[Element]) -> None:
    """A schedule; hours alone narrow what is started by hand or by an event that was not understood."""
    places = [] if elements or start.choice.told else vague_places(draft.tokens)
    if places:
        vague = draft.text(places)
        draft.taken |= set(places)
        near = any(draft.tokens[place].kind in ("clock", "number") for place in places)  # `around 8`
        draft.ask("when.1", f"When? “{vague}” is not clear enough.", of_time="schedule" if near else "interval")
        draft.unread.append(vague)
    elif (
        elements
        and any(element.sort not in ("window", "zone") for element in elements)
        and (not start.choice.told or is_clocked(elements))
    ):
        times.scheduled(elements)
    else:
        times.beside(None, elements)
        if not start.choice.told:
            _by_hand(draft, start)


def _by_hand(draft: Draft, start: Start) -> None:
    """What nobody said when to do is done by hand; what is only to be told is asked when."""
    block = draft.registry.known(StepType.TRIGGER, BY_HAND)
    deeds = start.doings.deeds
    quoted = any(token.kind == "quoted" for token in draft.tokens)
    messages = {
        place for deed in deeds if deed.block[1] in start.words.tells for place in range(deed.first, len(draft.tokens))
    }
    left = set(range(len(draft.tokens))) - draft.taken - start.sentence.in_time - messages
    own = {place for deed in deeds for place in deed.own}
    more = [place for place, one in enumerate(start.sentence.words) if place not in own and one not in SKIPPED | {""}]
    ahead = next((one for place, one in enumerate(start.sentence.words) if one in _AHEAD and place in left), "")
    clock = next((place for place in sorted(left) if draft.tokens[place].kind == "clock"), -1)
    hours = [part.config for part in draft.parts[StepType.CONDITION] if part.block == _HOURS]
    one_sided = any("00:00" in (one.get("from_time"), one.get("to_time")) for one in hours)  # `after 22:00`
    if clock >= 0:
        draft.ask("when.1", f"When? “{draft.text([clock])}” is not clear enough.", of_time="schedule")
    elif hours and (one_sided or not any(deed.block[1] == "run_command" and deed.typed for deed in deeds)):
        draft.ask("when.1", "When should it start? Only a stretch of time is said.", of_time="schedule")
    elif ahead:
        draft.ask("when.1", f"What should start it? “{ahead} …” was not understood.")
    elif deeds and more and all(deed.block[1] in start.words.tells for deed in deeds) and not quoted:
        draft.ask("when.1", "What should start it? No time and no event is said.")
    elif block and not draft.parts[StepType.TRIGGER]:
        draft.add(block, {}, [])
