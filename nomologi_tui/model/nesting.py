"""Steps inside steps: which stand inside which, read from a list in which each follows the one that holds it.

`depth` says how deep a step stands. What a step holds is what follows it and stands deeper.
"""

from collections.abc import Iterator, Sequence

from nomologi_tui.model.automations import Step

DEEPEST = 3  # steps around the innermost one

Order = tuple[int, ...]


def end_of(steps: Sequence[Step], at: int) -> int:
    """The place behind the step at `at` and all that it holds."""
    depth = steps[at].depth
    return next((place for place in range(at + 1, len(steps)) if steps[place].depth <= depth), len(steps))


def inside(steps: Sequence[Step], at: int, *, otherwise: bool = False) -> Iterator[int]:
    """The places of the steps that stand directly in one of the two lists of the step at `at`."""
    depth = steps[at].depth + 1
    for place in range(at + 1, end_of(steps, at)):
        if steps[place].depth == depth and steps[place].otherwise is otherwise:
            yield place


def holder_of(steps: Sequence[Step], at: int) -> int | None:
    """The place of the step that holds the one at `at`; None for one that stands by itself."""
    wanted = steps[at].depth - 1
    return next((place for place in range(at - 1, -1, -1) if steps[place].depth <= wanted), None)


def holders_of(steps: Sequence[Step], at: int) -> list[int]:
    """The places of all steps that hold the one at `at`, the outermost first."""
    found: list[int] = []
    holder = holder_of(steps, at)
    while holder is not None:
        found.insert(0, holder)
        holder = holder_of(steps, holder)
    return found


def order_of(steps: Sequence[Step], position: int, lap: str) -> Order:
    """By what a run's steps are in the order in which it comes to them; the beginning is that of what holds it."""
    turns = [int(part) if part.isdecimal() else 0 for part in lap.split(".")] if lap else []
    around = zip(holders_of(steps, position)[-len(turns) :] if turns else [], turns, strict=False)
    return (*(number for pair in around for number in pair), position)
