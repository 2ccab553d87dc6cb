"""Steps inside steps, while they are made: put in, moved, taken out, each with all that it holds."""

from collections.abc import Sequence
from dataclasses import replace

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Step
from nomologi_tui.model.nesting import DEEPEST, end_of, holder_of, inside

TOO_DEEP = f"Steps may stand at most {DEEPEST} deep inside others."


def misplaced(registry: Registry, steps: Sequence[Step], at: int) -> str:
    """What is wrong with where a step stands, or with what it holds, in a sentence; empty when nothing is."""
    step, holder = steps[at], holder_of(steps, at)
    if step.depth > DEEPEST:
        return TOO_DEEP
    if holder is None:
        wrong = "It stands inside a step that is not there." if step.depth else ""
    else:
        lists = registry.holds(steps[holder])
        wrong = "" if lists else f"“{_name(steps[holder])}” holds no steps."
        if lists and step.otherwise and "otherwise" not in lists:
            wrong = f"“{_name(steps[holder])}” has no steps under otherwise."
        if not wrong and step.depth != steps[holder].depth + 1:
            wrong = "It stands deeper than the step before it allows."
    if not wrong and step.enabled and registry.holds(step) and end_of(steps, at) == at + 1:
        wrong = "There are no steps inside it."
    return wrong


def place_for(registry: Registry, steps: Sequence[Step], at: int | None) -> tuple[int, Step | None]:
    """Where a new step goes while the one at `at` is worked on: (its place, one beside which it then stands).

    Into an open list: as its last step. None: at the end, inside nothing.
    """
    if at is None:
        return len(steps), None
    if registry.holds(steps[at]):
        return end_of(steps, at), replace(steps[at], depth=steps[at].depth + 1, otherwise=False)
    if steps[at].depth:
        return at + 1, steps[at]
    return len(steps), None


def holder_for(registry: Registry, steps: Sequence[Step], at: int | None) -> int | None:
    """The place of the step that will hold such a new one; None where none will."""
    if at is None:
        return None
    return at if registry.holds(steps[at]) else holder_of(steps, at)


def put(steps: Sequence[Step], at: int, new: Step, beside: Step | None) -> tuple[Step, ...]:
    """The steps with `new` at that place. Raises BadInputError where that is too deep."""
    if beside is not None:
        if beside.depth > DEEPEST:
            raise BadInputError(TOO_DEEP, "Let another automation do it: Run another automation.")
        new = replace(new, depth=beside.depth, otherwise=beside.otherwise, instead=beside.instead)
    return (*steps[:at], new, *steps[at:])


def without(steps: Sequence[Step], at: int) -> tuple[Step, ...]:
    """The steps without that one and what it holds."""
    return (*steps[:at], *steps[end_of(steps, at) :])


def moved(steps: Sequence[Step], at: int, by: int) -> tuple[tuple[Step, ...], int]:
    """The steps with that one, and what it holds, before (-1) or behind (1) its neighbour; where it is then."""
    beside = _siblings(steps, at)
    turn = beside.index(at) + by
    if not 0 <= turn < len(beside):
        return tuple(steps), at
    first, second = sorted((at, beside[turn]))
    middle, end = end_of(steps, first), end_of(steps, second)
    changed = (*steps[:first], *steps[second:end], *steps[middle:second], *steps[first:middle], *steps[end:])
    return changed, first if by < 0 else first + (end - second) + (second - middle)


def taken_out(steps: Sequence[Step], at: int) -> tuple[tuple[Step, ...], int]:
    """The steps with that one right behind the step that holds it; where it is then."""
    holder = holder_of(steps, at)
    if holder is None:
        return tuple(steps), at
    end, behind = end_of(steps, at), end_of(steps, holder)
    outer = steps[holder]
    own = [replace(steps[at], depth=outer.depth, otherwise=outer.otherwise)]
    own += [replace(step, depth=step.depth - 1) for step in steps[at + 1 : end]]
    return (*steps[:at], *steps[end:behind], *own, *steps[behind:]), behind - (end - at)


def otherwise_turned(registry: Registry, steps: Sequence[Step], at: int) -> tuple[tuple[Step, ...], int]:
    """The steps with that one under otherwise, or not any more: at the end of the other list; where it is then.

    Raises BadInputError where it stands inside none that has two lists.
    """
    holder = holder_of(steps, at)
    if holder is None or "otherwise" not in registry.holds(steps[holder]):
        raise BadInputError("Only a step inside “If, and otherwise” can stand under otherwise.")
    end, behind = end_of(steps, at), end_of(steps, holder)
    own = (replace(steps[at], otherwise=not steps[at].otherwise), *steps[at + 1 : end])
    rest = (*steps[:at], *steps[end:])
    last = list(inside(rest, holder, otherwise=False))
    place = behind - len(own) if own[0].otherwise else (end_of(rest, last[-1]) if last else holder + 1)
    return (*rest[:place], *own, *rest[place:]), place


def _siblings(steps: Sequence[Step], at: int) -> list[int]:
    """The places of the steps in the same list."""
    holder, step = holder_of(steps, at), steps[at]
    if holder is None:
        return [place for place, one in enumerate(steps) if one.type is step.type and not one.depth]
    return list(inside(steps, holder, otherwise=step.otherwise))


def _name(step: Step) -> str:
    return step.name or step.block
