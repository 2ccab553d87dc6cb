"""Reads a goal: offline, the same answer each time, and what was not understood is said.

The sentence becomes typed pieces (`tokens`), pieces of time (`times`) and clauses: events, actions. What the clauses
hold fills the fields of the blocks that the registry knows; a field without a value is a question, not a guess.
"""

from dataclasses import replace
from datetime import datetime

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.actions.acting import read_actions
from nomologi_tui.goals.actions.outcomes import expecting, gates_of, is_fine, is_moot, without_gates
from nomologi_tui.goals.conditions.conditions import comparison
from nomologi_tui.goals.conditions.said import said_condition
from nomologi_tui.goals.conditions.states import without_states
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.events.narrowing import choose_narrowed
from nomologi_tui.goals.events.rates import add_rate, rate_in
from nomologi_tui.goals.events.read_event import Start
from nomologi_tui.goals.events.retries import add_retries, note_commands, retries_in
from nomologi_tui.goals.events.starting import read_start
from nomologi_tui.goals.events.timing import Times
from nomologi_tui.goals.finding.clauses import Clause, clauses_of, settled, without_led
from nomologi_tui.goals.finding.deeds import deeds_of
from nomologi_tui.goals.finding.doing import doings_of, without_watched
from nomologi_tui.goals.finding.people import people_in
from nomologi_tui.goals.finding.triggers import BY_HAND
from nomologi_tui.goals.finding.words_of_blocks import words_of
from nomologi_tui.goals.parts import Missing, Part, Reading, Span, steps
from nomologi_tui.goals.sentence.sentence import sentence_of
from nomologi_tui.goals.sentence.slips import respelled
from nomologi_tui.goals.sentence.slots import slots_of
from nomologi_tui.goals.times.about_when import is_again, is_clocked, times_of
from nomologi_tui.goals.times.vague import vague_places
from nomologi_tui.goals.words.structure import LOOKS
from nomologi_tui.goals.words.tokens import LONGEST, tokens_of
from nomologi_tui.model import StepType

__all__ = ["BY_HAND", "Missing", "Part", "Reading", "Span", "read_goal", "steps"]

_HOW_OFTEN = ("interval", "each", "cron")


def read_goal(goal: str, *, registry: Registry, timezone: str, now: datetime) -> Reading:
    """Read one sentence. Never raises on any text; what it can't read stands in `missing` and `not_understood`."""
    words = words_of(registry)
    tokens = respelled(tokens_of(goal), words.lexicon.knows)
    again = retries_in(goal, tokens)
    draft = Draft(goal, [one for place, one in enumerate(tokens) if place not in again.places], registry)
    add_retries(draft, again, [tokens[place] for place in sorted(again.places)])
    draft.unread += [f"what comes after {LONGEST} characters"] if len(goal) > LONGEST else []
    elements = times_of(draft.tokens)
    if rate := rate_in(goal, draft.tokens, elements):
        elements = [one for one in elements if rate.places.isdisjoint(one.places)]
        draft.taken |= rate.places
    vague = [] if elements else vague_places(draft.tokens)
    in_time = {place for element in elements for place in element.places} | {*vague} | draft.taken
    sentence = sentence_of(goal, draft.tokens, in_time, words.lexicon)
    verbs = without_led(sentence, deeds_of(sentence, words.verbs), words.triggers)
    often = {one.first for one in elements if one.sort in _HOW_OFTEN}
    timed = is_clocked(elements) or is_again(draft.tokens, elements)
    clauses = settled(sentence, clauses_of(sentence, verbs, often), words.triggers, clocked=timed)
    at_intervals = all(one.sort == "interval" for one in elements)
    clauses = without_states(draft, clauses, verbs, in_time, again=at_intervals) if timed else clauses
    clauses = _without_conditions(draft, clauses)
    sentence.in_time |= draft.taken
    doings = doings_of(sentence, words, verbs, clauses)
    fine = [one for one in doings.clauses if is_fine(sentence, one, doings.deeds)]
    fine += [one for one in doings.clauses if elements and is_moot(sentence, one, doings.deeds)]
    draft.taken |= {place for clause in fine for place in clause.places}
    doings = replace(doings, clauses=tuple(one for one in doings.clauses if one not in fine))
    gates = gates_of(sentence, doings, registry)
    doings = without_gates(expecting(sentence, doings, gates, registry), gates)
    draft.taken |= {place for gate in gates for place in gate.clause.places}
    sentence.in_time |= draft.taken
    clocked, each = bool(vague) or is_clocked(elements), is_again(draft.tokens, elements)
    narrowed = choose_narrowed(sentence, doings, words, registry, clocked=clocked, again=each)
    choice = narrowed.choice
    doings = without_watched(narrowed.doings, choice.found.places if choice.found else (), words.tells)
    start = Start(sentence, words, choice, doings, narrowed)
    if rate:
        add_rate(draft, rate, is_event=choice.found is not None and choice.found.pattern.block[1] != BY_HAND)
    looked = read_start(draft, start, Times(draft, timezone, now), elements)
    read_actions(draft, choice, doings, looked=looked, gates=gates)
    note_commands(draft, again)
    commands = [part.config["command"] for part in draft.parts[StepType.ACTION] if part.config.get("command")]
    people = people_in(sentence, doings.deeds)
    return draft.finished(slots_of(goal, draft.tokens, elements, commands, people))


def _without_conditions(draft: Draft, clauses: list[Clause]) -> list[Clause]:
    """The clauses that say no condition; those that do are read, and a comparison of a value."""
    left = [clause for clause in clauses if not _is_condition(draft, clause)]
    found = comparison(draft.tokens, draft.registry)
    if found is not None and not draft.taken & set(found[2]):
        block, config, places = found
        draft.taken |= set(places)
        draft.add(block, config, places)
    return [clause for clause in left if clause.failing or not _is_taken(draft, clause)]


def _is_taken(draft: Draft, clause: Clause) -> bool:
    """Whether all that the clause says was read as a comparison; then its head is, too."""
    body = set(range(clause.body, clause.end))
    if body and body <= draft.taken:
        draft.taken |= set(clause.places)
    return set(clause.places) <= draft.taken


def _is_condition(draft: Draft, clause: Clause) -> bool:
    """Whether the clause says a condition; then it is taken, with the times in it."""
    head = {draft.tokens[place].value for place in range(clause.first, clause.body)}
    looked = clause.first > 0 and draft.tokens[clause.first - 1].value in LOOKS  # `check if …, wake it if not`
    asked = "if" in head and not looked
    found = said_condition(draft.tokens[clause.body : clause.end], draft.registry) if asked else None
    if found is None:
        return False
    draft.taken |= set(clause.places)
    draft.add(*found, clause.places)
    return True
