"""Times of day as people write them."""

import re
from dataclasses import dataclass
from datetime import time

from nomologi_tui.goals.times.english import DAY_PARTS, NAMED_TIMES, NUMERALS
from nomologi_tui.goals.tokens import Token

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?\s*([ap])?")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `bare`: a number alone, `half`: with am or pm."""

    at: time
    end: int
    bare: bool = False
    half: str = ""

    def of(self, other: "Clock") -> time:
        """This time when `other` ends a range with it: in `9 to 5 pm` and `1-3pm` the half is shared where it fits."""
        if not self.half and other.half == "p" and 0 < self.at.hour < 12 and self.at.hour + 12 < other.at.hour:
            return self.at.replace(hour=self.at.hour + 12)
        return self.at


def one_time(tokens: list[Token], place: int) -> Clock | None:
    """`7`, `7:30`, `7 pm`, `18 h`, `noon`, `7 in the evening`; None when it is no time of day."""
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.kind == "word" and token.value in NAMED_TIMES:
        return Clock(NAMED_TIMES[token.value], place + 1)
    if token.kind == "word" and token.value in ("half", "quarter"):
        return _beside_hour(tokens, place)
    if token.kind not in ("clock", "number"):
        return None
    found = _CLOCK.fullmatch(re.sub(r"\.?m\.?$", "", token.value))
    at = _time(found) if found else None
    if at is None or found is None:
        return None
    bare = token.kind == "number"
    end = place + 1 + (bare and _value(tokens, place + 1) in ("h", "o'clock", "o\u2019clock", "uhr"))
    return _in_part_of_day(tokens, Clock(at, end, bare, found[4] or ""))


def _time(found: re.Match[str]) -> time | None:
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _beside_hour(tokens: list[Token], place: int) -> Clock | None:
    """`half past 7`, `quarter to nine`."""
    name, side, spoken = (_value(tokens, place + number) for number in range(3))
    clock = one_time(tokens, place + 2) if spoken not in ("half", "quarter") else None
    hour = NUMERALS.get(spoken, 0)
    if clock is None and 0 < hour <= 12:
        clock = _in_part_of_day(tokens, Clock(time(hour), place + 3, bare=True))
    if clock is None or clock.at.minute or side not in ("past", "to") or (name, side) == ("half", "to"):
        return None
    minutes = 30 if name == "half" else 15
    at = clock.at.hour * 60 + (minutes if side == "past" else -minutes)
    return Clock(time(at // 60 % 24, at % 60), clock.end, half=clock.half)


def _in_part_of_day(tokens: list[Token], clock: Clock) -> Clock:
    """`7 in the evening` is 19:00."""
    end = clock.end
    while _value(tokens, end) in ("in", "the", "at"):
        end += 1
    name = _value(tokens, end)
    if clock.half or end == clock.end or name not in DAY_PARTS:
        return clock
    at = in_part(clock.at, name)
    return Clock(at, end + 1, clock.bare, "p" if at.hour > 11 else "a")


def in_part(at: time, part: str) -> time:
    """`at` moved into the half of the day that `part` means: 7 in the evening is 19:00, 2 at night stays."""
    late = part.startswith(("afternoon", "evening")) or (part.startswith("night") and at.hour > 5)
    return at.replace(hour=at.hour + 12) if late and 0 < at.hour < 12 else at


def several_times(tokens: list[Token], place: int, *, marked: bool) -> tuple[tuple[time, ...], int] | str | None:
    """`8:00, 12 and 18:30`: the times and where they end; a sentence when a clock shows no such time.

    Not `marked` by an `at`, a number alone is none.
    """
    clocks: list[Clock] = []
    end = place
    while (clock := one_time(tokens, end)) and (not clock.bare or _may_be_bare(tokens, clock, marked=marked)):
        clocks.append(clock)
        end = _over_joints(tokens, clock.end)
        if end == clock.end:
            break
    if clocks:
        return tuple(clock.of(clocks[-1]) for clock in clocks), clocks[-1].end
    impossible = place < len(tokens) and tokens[place].kind == "clock"
    return f"“{tokens[place].value}” is no time of day" if impossible else None


def _over_joints(tokens: list[Token], place: int) -> int:
    while _value(tokens, place) in (",", "and", "&", "at", "/"):
        place += 1
    return place


def _may_be_bare(tokens: list[Token], clock: Clock, *, marked: bool) -> bool:
    after = _value(tokens, clock.end)
    return (
        marked and after not in ("%", "°", "€", "$") and not (after in ("s", "m", "min") or after.startswith("minute"))
    )


def _value(tokens: list[Token], place: int) -> str:
    return tokens[place].value if 0 <= place < len(tokens) and tokens[place].kind in ("word", "mark") else ""
