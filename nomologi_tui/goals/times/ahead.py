"""Days of the next week, month or year, in either order: `Wednesday next week`, `next month on the 3rd`."""

from typing import Any

from nomologi_tui.goals.times.days import dated, day_number
from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.english import weekday_of
from nomologi_tui.goals.times.months import place_in_month
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.schedules import MonthDays

_WHICH = {"this": 0, "next": 1}


def day_of_next(tokens: list[Token], place: int) -> Element | None:
    """As ("in week", weekday), ("in month", days, how many ahead), ("in year", month, day)."""
    if opened := _stretch(tokens, place + (word(tokens, place) == "in")):
        unit, ahead, end = opened
        end += word(tokens, end) == ","
        day = _day(tokens, end, unit)
    else:
        day = _day(tokens, place, "week") or _day(tokens, place, "month") or _day(tokens, place, "year")
        start = day[1] if day else place
        start += word(tokens, start) in ("of", "in", ",")
        start += word(tokens, start) == "the"
        unit, ahead, end = _stretch(tokens, start) or ("", 0, 0)
        day = _day(tokens, place, unit) if unit else None
        day = (day[0], end) if day else None
    if day is None or (unit in ("week", "year") and not ahead):
        return None
    value = ("in month", *day[0], ahead) if unit == "month" else (f"in {unit}", *day[0])
    return Element("day", value, place, day[1])


def _stretch(tokens: list[Token], place: int) -> tuple[str, int, int] | None:
    """`next month`: its unit, how many ahead, and where it ends."""
    ahead, unit = _WHICH.get(word(tokens, place)), word(tokens, place + 1)
    return (unit, ahead, place + 2) if ahead is not None and unit in ("week", "month", "year") else None


def _day(tokens: list[Token], place: int, unit: str) -> tuple[tuple[Any, ...], int] | None:
    """What tells a day of a week, month or year at `place`, and where it ends."""
    start = place + (word(tokens, place) == "on")
    if unit == "week":
        weekday = weekday_of(word(tokens, start))
        named = weekday is not None and not word(tokens, start).endswith("days")
        return ((weekday,), start + 1) if named else None
    if unit == "year":
        found = dated(tokens, start)
        yearly = found is not None and found.sort == "date" and isinstance(found.value, tuple)
        return (found.value, found.end) if found and yearly else None
    placed = place_in_month(tokens, start)
    if placed is not None:
        return ((placed.value[0],), placed.end)
    start += word(tokens, start) == "the"
    day = day_number(tokens, start)
    sure = day is not None and (tokens[start].kind == "ordinal" or word(tokens, start + 1) == "of")
    return ((MonthDays(frozenset({day})),), start + 1) if day and sure else None
