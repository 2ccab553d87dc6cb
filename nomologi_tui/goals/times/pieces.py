"""The pieces of time that were found, by sort, and why they make no schedule."""

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from nomologi_tui.goals.times.clocks import in_part
from nomologi_tui.goals.times.element import Element, Sort
from nomologi_tui.goals.times.english import DAY_PARTS

USUAL = time(9)  # where a day but no time of day is said


class Refusal(Exception):  # noqa: N818 - not an error: the reader's answer that it does not know
    """Why the pieces make no schedule: a clause in words, lower case first, no full stop."""


@dataclass(slots=True)
class Pieces:
    """The elements by sort; `remarks` collects what was taken though nobody said it."""

    elements: list[Element]
    remarks: list[str] = field(default_factory=list)

    def all(self, sort: Sort) -> list[Any]:
        return [element.value for element in self.elements if element.sort == sort]

    def one(self, sort: Sort) -> Any:
        """The only value of that sort, or None. Raises Refusal when there are several different ones."""
        values = self.all(sort)
        if any(value != values[0] for value in values):
            raise Refusal("two different times are said")
        return values[0] if values else None

    def only(self, *sorts: Sort) -> bool:
        """Whether all the elements are of these sorts (a zone may always be there)."""
        return all(element.sort in (*sorts, "zone") for element in self.elements)


def nothing_else(pieces: Pieces, *sorts: Sort) -> None:
    if not pieces.only(*sorts):
        raise Refusal("several times are said that do not go together")


def times_of(pieces: Pieces) -> tuple[time, ...]:
    """All times of day, moved into the part of the day where one is said; a usual one where none is."""
    times = {at for several in pieces.all("times") for at in several}
    parts = pieces.all("part")
    if not times:
        return tuple(sorted({_usual(part, pieces) for part in parts})) or (_usual("", pieces),)
    if len(set(parts)) == 1:
        times = {in_part(at, parts[0]) for at in times}
        if parts[0].startswith("morning") and any(at.hour >= 12 for at in times):
            raise Refusal("the time is not in the morning")
    elif parts:
        raise Refusal("several parts of the day and a time do not go together")
    return tuple(sorted(times))


def _usual(part: str, pieces: Pieces) -> time:
    at = DAY_PARTS.get(part, USUAL)
    said = f"“{part}” is taken as {at:%H:%M}." if part else f"No time of day is said: {at:%H:%M} is taken."
    if said not in pieces.remarks:
        pieces.remarks.append(said)
    return at
