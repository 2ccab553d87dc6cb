"""The pieces of time that were found, by sort, and why they make no schedule."""

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from nomologi_tui.goals.times.clocks import in_part
from nomologi_tui.goals.times.element import Element, Sort
from nomologi_tui.goals.times.english import DAY_PARTS

USUAL = time(9)  # where a day but no time of day is said
_PARTS = {"small-hour": "small hours"}
_SPREAD = {2: (8, 20), 3: (8, 14, 20), 4: (8, 12, 16, 20), 5: (8, 11, 14, 17, 20)}  # the hours of so many times a day


class Refusal(Exception):  # noqa: N818 - not an error: the reader's answer that it does not know
    """Why the pieces make no schedule: a clause in words, lower case first, no full stop."""


@dataclass(slots=True)
class Pieces:
    """The elements by sort; `remarks` collects what was taken though nobody said it."""

    elements: list[Element]
    remarks: list[str] = field(default_factory=list)

    def all(self, *sorts: Sort) -> list[Any]:
        return [element.value for element in self.elements if element.sort in sorts]

    def one(self, sort: Sort) -> Any:
        """The only value of that sort, or None. Raises Refusal when there are several different ones."""
        values = self.all(sort)
        if any(value != values[0] for value in values):
            raise Refusal("two different times are said")
        return values[0] if values else None

    def only(self, *sorts: Sort) -> bool:
        """Whether all the elements are of these sorts (a zone may always be there)."""
        return all(element.sort in (*sorts, "zone") for element in self.elements)

    def without(self, *sorts: Sort) -> "Pieces":
        """The others, with the same remarks."""
        return Pieces([element for element in self.elements if element.sort not in sorts], self.remarks)

    def remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)


def nothing_else(pieces: Pieces, *sorts: Sort) -> None:
    if not pieces.only(*sorts):
        raise Refusal("several times are said that do not go together")


def times_of(pieces: Pieces) -> tuple[time, ...]:
    """All times of day, moved into the part of the day where one is said; usual ones where none is."""
    said = [element for element in pieces.elements if element.sort == "times"]
    parts = pieces.all("part")
    count = _how_many(pieces)
    if any(many < 1 for many, _ in pieces.all("count")):
        raise Refusal("0 times is never")
    if not said:
        return _spread(count, parts, pieces) if count > 1 else _usual_ones(parts, pieces)
    sure = frozenset[time]().union(*(element.sure for element in said))
    times = {at for element in said for at in element.value}
    if len(parts) == len(said) > 1:
        pairs = zip(parts, said, strict=True)
        times = {_within(at, part, sure=at in one.sure) for part, one in pairs for at in one.value}
    elif len(set(parts)) == 1:
        times = {_within(at, parts[0], sure=at in sure) for at in times}
    elif parts:
        raise Refusal("several parts of the day and a time do not go together")
    if count and len(times) != count:
        raise Refusal(f"{count} times a day are said, but {len(times)} {'time' if len(times) == 1 else 'times'} of day")
    return tuple(sorted(times))


def _how_many(pieces: Pieces) -> int:
    return next((count for count, unit in pieces.all("count") if unit == "day"), 0)


def _within(at: time, part: str, *, sure: bool) -> time:
    """`at` in that part of the day. Raises Refusal where it can't be."""
    moved = in_part(at, part)
    early = part.startswith("morning") or part == "small-hour"
    if (sure and moved != at) or (early and at.hour >= 12):
        raise Refusal(f"the time is not in the {_PARTS.get(part, part.removesuffix('s').removesuffix('ly'))}")
    if part.startswith("afternoon") and not 12 <= moved.hour < 21:
        raise Refusal("the time is not in the afternoon")
    return moved


def _spread(count: int, parts: list[str], pieces: Pieces) -> tuple[time, ...]:
    hours = _SPREAD.get(count) or (tuple(range(0, 24, 24 // count)) if 0 < count <= 24 and 24 % count == 0 else ())
    if not hours or parts:
        raise Refusal("how often is said, but not when; name the times")
    pieces.remark(f"{count} times a day are taken as {', '.join(f'{hour:02}:00' for hour in hours)}.")
    return tuple(time(hour) for hour in hours)


def _usual_ones(parts: list[str], pieces: Pieces) -> tuple[time, ...]:
    return tuple(sorted({_usual(part, pieces) for part in parts})) or (_usual("", pieces),)


def _usual(part: str, pieces: Pieces) -> time:
    if part == "small-hour":
        raise Refusal("hours of the night are said, but not which")
    at = DAY_PARTS.get(part, USUAL)
    pieces.remark(f"“{part}” is taken as {at:%H:%M}." if part else f"No time of day is said: {at:%H:%M} is taken.")
    return at
