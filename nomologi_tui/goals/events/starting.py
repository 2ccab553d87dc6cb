"""What starts a goal, read into its draft: an event, a schedule, or a person."""

from nomologi_tui.blocks.base import Block
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.events.narrowing import ask_for
from nomologi_tui.goals.events.read_event import Start, read_event, read_others
from nomologi_tui.goals.events.timing import Times, looks
from nomologi_tui.goals.filling.filling import address_of
from nomologi_tui.goals.finding.clauses import Clause
from nomologi_tui.goals.finding.doing import Doings
from nomologi_tui.goals.finding.triggers import BY_HAND
from nomologi_tui.goals.times.about_when import BESIDE, is_clocked, is_left_alone
from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.times.vague import is_once, vague_places
from nomologi_tui.goals.words.vocabulary import SKIPPED
from nomologi_tui.model import StepType

_AHEAD = frozenset(["bei", "before", "bevor", "vor", "avant", "antes", "until", "till", "bis"])  # it is to come
_AGAIN = frozenset("every jeden jede jedes chaque cada".split())  # what is each time is not done by hand
_HOURS = "time_window"
_ASKED = {"down", "status"}  # what a single request can tell


def read_start(draft: Draft, start: Start, times: Times, elements: list[Element]) -> str | None:
    """Read the trigger; the address that is to be looked at first where a schedule starts it, None where none is."""
    choice, found = start.choice, start.choice.found
    block = draft.registry.get(*found.pattern.block) if found else None
    if found and block and not _by_the_clock(block, start, elements):
        read_event(draft, start, block, found)
        times.beside(block, elements)
        read_others(draft, start)
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
    if not times or not start.choice.places:
        return False
    about = [one for one in start.doings.clauses if not {*one.places}.isdisjoint(start.choice.places)]
    asked = bool(about) and all(one.watched or (one.either and not one.lead) for one in about)
    if all(one.sort == "interval" for one in times):
        return asked and not looks(block)  # `every 2 hours … if a file changed`: it has no time between two looks
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
    from nomologi_tui.goals.actions.acting import failed_of

    return clause.failing and bool(failed_of(start.doings, looked=False))


def _read_times(draft: Draft, start: Start, times: Times, elements: list[Element]) -> None:
    """A schedule; hours alone narrow what is started by hand or by an event that was not understood."""
    places = [] if elements or start.choice.told else vague_places(draft.tokens)
    if places:
        vague = draft.text(places)
        draft.taken |= set(places)
        near = any(draft.tokens[place].kind in ("clock", "number") for place in places) or is_once(vague)  # `around 8`
        draft.ask("when.1", f"When? “{vague}” is not clear enough.", of_time="schedule" if near else "interval")
        draft.unread.append(vague)
    elif (
        elements
        and any(element.sort not in ("window", "zone") for element in elements)
        and not is_left_alone(draft.tokens, elements)
        and not (_is_mentioned(elements) and not start.doings.deeds)
        and (not start.choice.told or is_clocked(elements))
    ):
        times.scheduled(elements)
    else:
        times.beside(None, elements)
        if not start.choice.told:
            _by_hand(draft, start)


def _is_mentioned(elements: list[Element]) -> bool:
    """Whether a day is only a word among others, with nothing to do on it: `I hate mondays`."""
    return len(elements) == 1 and elements[0].sort == "weekdays" and 0 < elements[0].first == elements[0].end - 1


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
    elif again := next((one for place, one in enumerate(start.sentence.words) if _is_again(draft, place, one)), ""):
        draft.ask("when.1", f"When? “{again} …” was not understood.", of_time="schedule")
    elif ahead:
        draft.ask("when.1", f"What should start it? “{ahead} …” was not understood.")
    elif deeds and more and all(deed.block[1] in start.words.tells for deed in deeds) and not quoted:
        draft.ask("when.1", "What should start it? No time and no event is said.")
    elif block and not draft.parts[StepType.TRIGGER]:
        draft.add(block, {}, [])


def _is_again(draft: Draft, place: int, word: str) -> bool:
    """Whether so many of something are said to lie between, which no time is: `every -5 minutes`."""
    behind = [token.kind for token in draft.tokens[place + 1 : place + 3]]
    return word in _AGAIN and place not in draft.taken and "number" in behind
