"""Places within a month in a sentence: `the first Monday of the month`, `the last day of each month`."""

from nomologi_tui.goals.times.element import Element, amount, word
from nomologi_tui.goals.times.english import ORDINALS, weekday_of
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.schedules import BusinessDays, Days, MonthDays, NthWeekdays

_JOINTS = ("and", "&", ",", "/")


def place_in_month(tokens: list[Token], place: int) -> Element | None:
    """(days, whether the month is said). One place without `of the month` needs an `every month` beside it."""
    end = place + (word(tokens, place) in ("on", "every", "each"))
    end += end > place and word(tokens, end) == "every"
    end += word(tokens, end) == "the"
    if several := _several(tokens, place, end):
        return several
    places: set[int] = set()
    while (found := _ordinal(tokens, end)) is not None:
        places.add(found)
        end += 1
        after = end + (word(tokens, end) in _JOINTS)
        after += word(tokens, after) == "the"
        end = after if after > end and _ordinal(tokens, after) is not None else end
    days = _days(word(tokens, end), frozenset(places)) if places else None
    if days is None:
        return None
    said = _of_month(tokens, end + 1)
    monthly = len(places) > 1 or (word(tokens, place) == "every" and places <= {1, -1})
    return Element("nth", (days, bool(said) or monthly), place, said or end + 1)


def _several(tokens: list[Token], place: int, here: int) -> Element | None:
    """`the first five days of the month`, `the last 3 business days of every month`."""
    count = amount(tokens, here + 1) if word(tokens, here) in ("first", "last") else None
    if count is None or not 1 < count[0] <= 10 or count[0] % 1:
        return None
    places = range(1, int(count[0]) + 1) if word(tokens, here) == "first" else range(-int(count[0]), 0)
    name, said = word(tokens, count[1]), _of_month(tokens, count[1] + 1)
    days = MonthDays(frozenset(places)) if name == "days" else _days(name.removesuffix("s"), frozenset(places))
    return Element("nth", (days, True), place, said) if days and said else None


def _ordinal(tokens: list[Token], place: int) -> int | None:
    if place < len(tokens) and tokens[place].kind == "ordinal":
        return int(tokens[place].value.rstrip("stndrh"))
    if word(tokens, place) in ("2nd-last", "3rd-last"):
        return -2 if word(tokens, place) == "2nd-last" else -3
    return ORDINALS.get(word(tokens, place))


def _days(name: str, places: frozenset[int]) -> Days | None:
    """The days of that name at these places; None for numbered days, which others read, and what is no day."""
    weekday = weekday_of(name)
    if weekday is not None:
        return NthWeekdays(places, frozenset({weekday}))
    if name == "day" and min(places) < 0:
        return MonthDays(places)
    return BusinessDays("", places) if name in ("weekday", "business-day") else None


def _of_month(tokens: list[Token], place: int) -> int:
    """Where `of the month`, `in every month`, `each month` ends; 0 when none stands at `place`."""
    end = place + (word(tokens, place) in ("of", "in"))
    if end > place and word(tokens, end) == "month":
        return end + 1
    named = word(tokens, end) in ("the", "every", "a") and word(tokens, end + 1) == "month"
    return end + 2 if named and (end > place or word(tokens, end) == "every") else 0
