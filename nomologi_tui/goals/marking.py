"""Which words of a goal were read as what: the sentence cut into pieces, each of one part, or of none."""

import re
from dataclasses import dataclass

from nomologi_tui.goals.reading import Part, Reading

UNREAD = 0  # not a part's number: nobody understood it


@dataclass(frozen=True, slots=True)
class Mark:
    """The words from `start` to `end` belong to a part, by its number from 1 on, or were not understood."""

    part: int
    start: int
    end: int


def parts_of(reading: Reading) -> tuple[Part, ...]:
    """All parts in the order of their numbers: triggers, conditions, actions."""
    return (*reading.when, *reading.conditions, *reading.what)


def marks_of(reading: Reading) -> list[Mark]:
    """The pieces in the order of the sentence, without blanks at their ends.

    Parts may lie inside others (“remind me *tomorrow* to call”): a word belongs to the shortest one that holds it.
    """
    owners: list[int | None] = [None] * len(reading.goal)
    spans = [(part.span, number) for number, part in enumerate(parts_of(reading), 1)]
    for (start, end), number in sorted(spans, key=lambda one: one[0][0] - one[0][1]):
        owners[start:end] = [number] * len(owners[start:end])
    for said in reading.not_understood:
        found = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", reading.goal, re.IGNORECASE)
        for place in range(*found.span()) if found else ():
            owners[place] = owners[place] or UNREAD
    return _runs(reading.goal, owners)


def _runs(goal: str, owners: list[int | None]) -> list[Mark]:
    marks: list[Mark] = []
    for place, owner in enumerate(owners):
        if owner is None or goal[place].isspace():
            continue
        last = marks[-1] if marks else None
        if last and last.part == owner and not goal[last.end : place].strip():
            marks[-1] = Mark(owner, last.start, place + 1)
        else:
            marks.append(Mark(owner, place, place + 1))
    return marks


def part_at(marks: list[Mark], cursor: int) -> int:
    """The number of the part that the cursor is in or behind, else of the first one; 0 where there is none."""
    parts = [mark for mark in marks if mark.part != UNREAD]
    before = [mark for mark in parts if mark.start <= cursor]
    return before[-1].part if before else parts[0].part if parts else 0


def texts_of(reading: Reading, number: int) -> tuple[str, ...]:
    """The words that a part was read from."""
    return tuple(reading.goal[mark.start : mark.end] for mark in marks_of(reading) if mark.part == number)
