"""The actions of a goal, read into its draft."""

from collections.abc import Sequence
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.goals.clauses import Clause
from nomologi_tui.goals.deeds import Deed
from nomologi_tui.goals.doing import Doings
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.filling import fill_action
from nomologi_tui.goals.parts import Missing
from nomologi_tui.goals.patterns import plain
from nomologi_tui.goals.structure import JOINS, STOPS
from nomologi_tui.goals.telling import TELLING, WATCHED, message_of
from nomologi_tui.goals.triggers import Choice
from nomologi_tui.goals.vocabulary import CLASSES, SKIPPED
from nomologi_tui.goals.words_of_blocks import TIMED
from nomologi_tui.model import StepType
from nomologi_tui.text import shorten

_TELL = "notify"
_LOOK = "http_request"
_ANY_WAY = frozenset("channel chat push notification notifications sms alexa".split())  # no service of its own
_SERVICES = frozenset(CLASSES["chat"].split()) - _ANY_WAY
_BY = frozenset("to on in via by over through using into per auf uber an bei sur dans en par por a".split())
_BETWEEN = frozenset("our the my a der die das unseren meinen notre mon le la nuestro mi el".split())
_MESSAGE = frozenset("message messages alert notification msg nachricht mensaje".split())


def read_actions(draft: Draft, choice: Choice, doings: Doings, *, looked: str | None = None) -> None:
    """All actions; one that stands with `if not` only after another failed. `looked`: an address to look at first."""
    deeds = [deed for deed in doings.deeds if not _is_look(draft, deed)]
    draft.taken |= {place for deed in doings.deeds if deed not in deeds for place in deed.own + deed.typed}
    own = {place for deed in deeds for place in deed.own}
    before = range(deeds[0].first if deeds else len(draft.tokens))
    draft.unread += draft.piece([place for place in before if place not in draft.taken | own]).leftover()
    look = draft.registry.known(StepType.ACTION, _LOOK) if looked is not None else None
    if look:
        draft.add(look, {"url": looked} if looked else {}, [], looks=True)
    after_failure = failed_of(doings, look is not None)
    ends = [*(deed.first for deed in deeds[1:]), len(draft.tokens)] if deeds else []
    for deed, end in zip(deeds, ends, strict=True):
        places = [place for place in range(deed.first, end) if place not in draft.taken | own]
        _read(draft, deed, places, instead=deed.first in after_failure)
    if not deeds and not _implied(draft, choice, doings):
        draft.ask("what.1", "What should be done?")


def failed_of(doings: Doings, looked: bool) -> set[int]:
    """Where the actions begin that are only for a failure of those before them."""
    found = set()
    for clause in doings.clauses:
        deed = _meant_by(clause, doings.deeds) if clause.failing else None
        if deed and (looked or any(one.first < min(deed.first, clause.first) for one in doings.deeds)):
            found.add(deed.first)
    if looked and not found:
        found = {deed.first for deed in doings.deeds}
    return found


def _meant_by(clause: Clause, deeds: Sequence[Deed]) -> Deed | None:
    """The action that a clause about failure belongs to: right behind it, else the last before it."""
    behind = [deed for deed in deeds if clause.end <= deed.first <= clause.end + 1]
    before = [deed for deed in deeds if deed.first < clause.first]
    return behind[0] if behind else before[-1] if before else None


def _is_look(draft: Draft, deed: Deed) -> bool:
    """Whether the action is what the trigger looks at: `run 'x' and tell me when its output changes`."""
    trigger = draft.parts[StepType.TRIGGER][-1:]
    if not trigger or trigger[0].block != "command" or deed.block[1] != "run_command":
        return False
    return trigger[0].config.get("command") in {draft.tokens[place].value for place in deed.typed}


def _read(draft: Draft, deed: Deed, places: Sequence[int], *, instead: bool) -> None:
    block = draft.registry.get(*deed.block)
    triggers = draft.parts[StepType.TRIGGER]
    has_file = any(part.block == "file" or not part.config.keys().isdisjoint(("path", "folder")) for part in triggers)
    own = () if deed.config.get("_whole") else deed.own
    piece = draft.piece(sorted({*deed.own, *places}), own)
    config = fill_action(block, piece, has_file=has_file)
    known = {spec.name for spec in describe(block.config)}
    config |= {name: value for name, value in deed.config.items() if name in known}
    draft.unread += piece.leftover()
    used = [place for place in piece.tokens if place in piece.used | {*deed.own}]
    if instead and not draft.said:
        draft.said = f"It failed: {shorten(draft.goal, 80)}"
    told = _told(draft, block)
    if deed.noun and told and not any(token.kind == "quoted" for token in piece.tokens.values()):
        config = {name: value for name, value in config.items() if name not in told}
    draft.add(block, told | config, used, instead=instead)
    if block.name == _TELL and not any(config.get(name) for name in ("connection", "to")):
        _ask_which(draft, block, _service_of(draft, deed, places))


def _service_of(draft: Draft, deed: Deed, places: Sequence[int]) -> str:
    """The service that the message shall go to, as the goal calls it; empty where it names none.

    By its place: behind `to`, `via` and the like, or before `message`; elsewhere it may be what the message is about.
    """
    if deed.config.get("_service"):
        name = draft.text(deed.own[-1:])
        return "" if plain(name) in _ANY_WAY else name
    words = {place: plain(token.value) for place, token in enumerate(draft.tokens) if token.kind != "quoted"}
    for place in sorted({*deed.own, *places}):
        if words.get(place) in _SERVICES:
            before = next((word for at in range(place - 1, -1, -1) if (word := words.get(at, "")) not in _BETWEEN), "")
            if before in _BY or words.get(place + 1) in _MESSAGE:
                return draft.text([place])
    return ""


def _ask_which(draft: Draft, block: Block, name: str) -> None:
    """A service that is named needs the connection to it: without one the message would stay here."""
    spec = next((one for one in describe(block.config) if one.name == "connection"), None)
    if spec and name:
        key = f"what.{len(draft.parts[StepType.ACTION])}.connection"
        draft.missing.append(Missing(key, f"{spec.label}? Which one sends to {name}.", spec, of_step=True))


def _told(draft: Draft, block: Block) -> dict[str, Any]:
    """The event in the user's words, for a field of what is told."""
    trigger = draft.parts[StepType.TRIGGER][-1:]
    gives = draft.registry.get(StepType.TRIGGER, trigger[0].block).gives if trigger else ()
    message = message_of(draft.said, gives if trigger and trigger[0].block != TIMED else ())
    names = [spec.name for spec in describe(block.config) if spec.required and spec.name in ("message", "subject")]
    return {name: message for name in names if message}


def _implied(draft: Draft, choice: Choice, doings: Doings) -> bool:
    """Who tells of nothing but an event wants to hear of it: true where that is so, and added."""
    known = {place for clause in doings.clauses for place in clause.places} | draft.taken
    rest = [place for place in range(len(draft.tokens)) if place not in known]
    words = {plain(draft.tokens[place].value) for place in rest} - SKIPPED - STOPS - JOINS
    watched = any(clause.watched for clause in doings.clauses) or any(one.value in WATCHED for one in draft.tokens)
    block = draft.registry.known(StepType.ACTION, _TELL)
    if block is None or choice.found is None or (words - TELLING if choice.told else not watched):
        return False
    draft.unread = [one for one in draft.unread if plain(one) not in TELLING]
    draft.remarks.append("How you are told is not said: with a message here.")
    draft.add(block, _told(draft, block), [])
    return True
