"""A state that is looked at when the time has come: `at 7 check whether ~/x exists, and mail Bob if it does not`."""

from collections.abc import Sequence
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.goals.conditions.said import said_condition
from nomologi_tui.goals.draft import Draft
from nomologi_tui.goals.finding.clauses import Clause
from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.model import StepType

_LOOKS = frozenset("check verify test see ensure prufe kontrolliere schaue verifie controle comprueba revisa".split())
_ASKS = frozenset("that if whether ob dass si que".split())
_OPPOSITE = {"exists": "does not exist", "does not exist": "exists"}
_GROUP = "group"


def without_states(
    draft: Draft, clauses: Sequence[Clause], deeds: Sequence[Deed], in_time: set[int], *, again: bool
) -> list[Clause]:
    """The clauses but those that ask for a state at a time, and for its opposite; it is added as a condition.

    What is done either way is none: it would be a branch. `again`: only how often is said; then a trigger looks that
    can, and starts once when it is no longer so; none looks at what a file is.
    """
    for number, clause in enumerate(clauses):
        after = clauses[number + 1 : number + 2]
        state = _state_at(draft, clause, after[0] if after else None, in_time)
        failing = next((one for one in clauses[number + 1 :] if one.failing), None)
        found = said_condition([draft.tokens[place] for place in state], draft.registry) if state else None
        if found is None or (again and "path" not in found[1]):
            continue
        if failing and _is_branch(deeds, max(state), failing):
            continue
        found = _opposite(draft, *found) if failing else found
        if found:
            asked = {*clause.places, *state, *(failing.places if failing else ())}
            draft.taken |= asked
            draft.add(*found, sorted(asked))
            return [one for one in clauses if not {*one.places} <= asked]
    return list(clauses)


def _state_at(draft: Draft, clause: Clause, after: Clause | None, in_time: set[int]) -> list[int]:
    """The places of the state that a look is for; the question itself may be a clause of its own."""
    if not clause.watched or plain(draft.tokens[clause.first].value) not in _LOOKS:
        return []
    first, end = clause.body, clause.end
    while first < end and first in in_time:
        first += 1
    comma = end < len(draft.tokens) and draft.tokens[end].value == ","
    if first == end and after and after.first == end + comma and not after.failing:
        first, end = after.first, after.end
    asks = plain(draft.tokens[first].value) if first < end else ""
    return [place for place in range(first + 1, end) if place not in in_time] if asks in _ASKS else []


def _is_branch(deeds: Sequence[Deed], state: int, failing: Clause) -> bool:
    """Whether something is done where it is so, and something else where it is not."""
    before = any(state < deed.first < failing.first for deed in deeds)
    return before and any(deed.first >= failing.end for deed in deeds)


def _opposite(draft: Draft, block: Block, config: dict[str, Any]) -> tuple[Block, dict[str, Any]] | None:
    if other := _OPPOSITE.get(config.get("state", "")):  # what the phrase itself says, see `said_condition`
        return block, {**config, "state": other}
    group = draft.registry.known(StepType.CONDITION, _GROUP)
    return (group, {"mode": "none", "conditions": [{"block": block.name, "config": config}]}) if group else None
