"""An event that starts a goal, read into its draft; where there are several, each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.goals.conditions.conditions import compared_with, held_in
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.events.narrowing import Narrowed, add_met, ask_limits, ask_unmet
from nomologi_tui.goals.events.values import VALUE, demanded
from nomologi_tui.goals.filling.events import ahead_of, fill_event
from nomologi_tui.goals.finding.clauses import spoken_places
from nomologi_tui.goals.finding.doing import Doings
from nomologi_tui.goals.finding.several_events import OR
from nomologi_tui.goals.finding.triggers import Choice
from nomologi_tui.goals.finding.words_of_blocks import Words
from nomologi_tui.goals.sentence.patterns import Found
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import Sentence, places_between
from nomologi_tui.goals.sentence.slots import is_path
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import EMPTY
from nomologi_tui.goals.words.vocabulary import HAPPENINGS, SKIPPED, THINGS

_STRUCTURE = frozenset(
    "when whenever if every each soon any once time wenn sobald quand cuando si get au aux en dans im auf "
    "sich se".split()
)
_CALLS = THINGS | frozenset("named called namens nomme nommee llamado llamada".split())  # the name stands behind
_POINTS = frozenset("it they them there that one es sie dort darin il elle ils elles y lo la los las".split())
_TO = frozenset("to into onto nach vers a hacia".split())
_WHOEVER = frozenset("somebody someone anybody anyone people".split())
_BELOW = frozenset("under within inside underneath below".split())  # a folder
_OPPOSITE = {"the command works": "the command fails", "comes up": "goes down"}
_OTHER = 8  # words of another event that are named where it is not read
_TOPICAL = "mqtt"  # its values are compared by conditions
_PRINTED = "stdout"  # what a trigger gives that looks at what a command says


@dataclass(frozen=True, slots=True)
class Start:
    """What a sentence says about its start."""

    sentence: Sentence
    words: Words
    choice: Choice
    doings: Doings
    narrowed: Narrowed


def read_others(draft: Draft, start: Start) -> None:
    """The other events that start it as well; what is told then tells of all of them."""
    told = [draft.said]
    draft.taken |= _between(start)
    heads = {place for clause in start.doings.clauses for place in range(clause.first, clause.body)}
    last = max(start.choice.places, default=0)
    for choice in start.choice.more:
        if choice.found:
            block = draft.registry.get(*choice.found.pattern.block)
            other = replace(start, choice=choice, narrowed=Narrowed(choice, start.doings))
            read_event(draft, other, block, choice.found)
            told.append(draft.text([place for place in choice.places if place > last and place not in heads]))
            last = max(choice.places)
    draft.said = " or ".join(one for one in told if one)


def _between(start: Start) -> set[int]:
    """The places of `or` between the events."""
    several = [start.choice, *start.choice.more]
    inside = range(min(start.choice.places), max(several[-1].places)) if start.choice.more else range(0)
    return {place for place in inside if start.sentence.word(place) in OR}


def read_event(draft: Draft, start: Start, block: Block, found: Found) -> None:
    draft.taken |= start.narrowed.places
    places = sorted({*start.choice.places})
    draft.shared |= _pointed_at(draft, start, block, found)
    free = {place for place in places if place not in draft.taken} | draft.shared | start.narrowed.open
    piece = draft.piece(sorted(free))
    clauses = [one for one in start.doings.clauses if one.failing or not {*one.places}.isdisjoint(places)]
    told = bool(clauses) and len(places) < len(draft.tokens) - len(start.sentence.in_time)
    heads = {place for clause in clauses for place in range(clause.first, clause.body)}
    names = _names(start.sentence, found, [place for place in places if place not in heads]) if told else []
    config = _command_of(draft, start, block) | fill_event(block, piece, found.pattern.config, names)
    turned = _turned(start, config)
    is_turned = turned != config
    config = add_met(draft, start.narrowed, turned)
    ask_unmet(draft, start.narrowed, piece.used)
    if {VALUE, _PRINTED}.isdisjoint(block.gives):
        ask_limits(draft, start.sentence, piece)
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
    draft.said = f"Not so: {draft.said}" if is_turned else draft.said
    draft.add(block, config, [place for place in places if place in own | piece.used | heads])
    draft.ask_how_written(piece.open_name)
    draft.ask_sender(block, piece.open_sender)
    if VALUE in block.gives and block.name == _TOPICAL:
        _add_demanded(draft, piece, named="topic" in config)
    if _PRINTED in block.gives:
        _add_held(draft, [place for place in places if place not in heads])


def _turned(start: Start, config: dict[str, Any]) -> dict[str, Any]:
    """The config with what happens turned round, where all is done if that is not so: `whether 'x' works, if not …`."""
    failing = next((one.first for one in start.doings.clauses if one.failing), -1)
    deeds = [one for one in start.doings.deeds if one.block[1] != "run_command" or one.first > failing]
    if failing < 0 or config.get("when") not in _OPPOSITE or (len(deeds) > 1 and any(d.first < failing for d in deeds)):
        return config
    return {**config, "when": _OPPOSITE[config["when"]]}


def _pointed_at(draft: Draft, start: Start, block: Block, found: Found) -> set[int]:
    """The path or address outside of the event's clause that it is about: `commit ~/notes when anything there changes`.

    It is one that the event was found by, or the one before the clause to which a word in it points back.
    """
    if not start.choice.told:
        return set()
    inside = {*start.choice.places}
    run = {place for deed in start.doings.deeds if deed.block[1] == "run_command" for place in deed.typed}
    typed = {place for place in found.places if place not in inside | run and not start.sentence.word(place)}
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
    free = {place: token for place, token in piece.tokens.items() if place not in known | piece.used}
    words = EMPTY | SKIPPED | _STRUCTURE | _WHOEVER | {block.name}
    return [
        _alternative(piece, place) if piece.word(place) in OR else token.value
        for place, token in free.items()
        if not (token.value in _BELOW and place + 1 in piece.tokens and is_path(piece.tokens[place + 1]))
        if token.kind != "mark" and token.value.lower() not in words and plain(token.value) not in words
    ]


def _alternative(piece: Piece, place: int) -> str:
    """`or` with what follows: what else should start it."""
    return piece.typed(piece.run_from(place)[:_OTHER])


def _names(sentence: Sentence, found: Found, places: list[int]) -> list[int]:
    """The places of words that may name what is watched: first those before what happens, in the declaration too."""
    happened = {
        place
        for name in HAPPENINGS
        for hit in sentence.hits.get(f"<{name}>", ())
        for place in range(hit.first, hit.end)
    }
    happened -= {  # `uptime` is no happening in `the uptime kuma container`
        place
        for hit in sentence.hits.get("<program>", ())
        if hit.end > hit.first + 1
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
