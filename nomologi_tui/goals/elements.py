"""Pieces of time in a sentence: each recogniser looks at the tokens from one place on and takes what it knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from nomologi_tui.goals.clocks import one_time, several_times
from nomologi_tui.goals.lexicon import (
    ADVERBS,
    CALENDAR,
    DAY_GROUPS,
    DAY_PARTS,
    MONTHS,
    NUMERALS,
    ORDINALS,
    SECONDS,
    UNCLEAR_ZONES,
    WEEKDAYS,
    ZONES,
)
from nomologi_tui.goals.tokens import Token

Sort = Literal[
    "interval", "each", "weekdays", "times", "part", "window", "date", "yearly", "day", "relative", "month_days",
    "months", "past", "cron", "zone", "refused",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of time over the tokens [first, end).

    `value` by sort: interval, relative: seconds · each: (count, unit) · weekdays: (days, repeated) · part: its name ·
    times: tuple of time · window: (time, time) · date: a date, or (month, day) without a year, as yearly · day: days
    from today, or (weekday,) to come · month_days, months, past: numbers · cron, zone: text · refused: why.
    `anchored`: says by itself that it is about when, not part of a name (`the Monday report`).
    """

    sort: Sort
    value: Any
    first: int
    end: int
    anchored: bool = True


def elements_of(tokens: list[Token]) -> list[Element]:
    """The pieces from left to right; what no recogniser knows is left out."""
    found: list[Element] = []
    place = 0
    while place < len(tokens):
        element = next(_at(tokens, place), None)
        if element is not None:
            found.append(element)
        place = element.end if element else place + 1
    return found


def word(tokens: list[Token], place: int) -> str:
    """The word or mark at `place`; nothing for other kinds and beyond the end."""
    if 0 <= place < len(tokens) and tokens[place].kind in ("word", "mark"):
        return tokens[place].value
    return ""


def _at(tokens: list[Token], place: int) -> Iterator[Element]:
    for recognise in _RECOGNISERS:
        element = recognise(tokens, place)
        if element is not None:
            yield element


def _cron(tokens: list[Token], place: int) -> Element | None:
    if tokens[place].kind != "cron":
        return None
    return Element("cron", tokens[place].value, place, place + 1)


def _refused(tokens: list[Token], place: int) -> Element | None:
    """Turns of phrase that the schedule type can't hold yet, so that nobody reads a part of them as the whole."""
    here, after, third = (word(tokens, place + number) for number in range(3))
    every = here in ("every", "each")
    weekday_next = _weekday(third) is not None or third in ("day", "week", "month", "hour", "year")
    if every and (after in ("other", "alternate") or (after == "second" and weekday_next)):
        return Element("refused", f"every other {third} can't be held yet".replace("  ", " "), place, place + 3)
    nth = place + 1 if here in ("every", "the", "each") else place
    if _is_ordinal(tokens, nth) and _weekday(word(tokens, nth + 1)) is not None:
        return Element("refused", "a weekday's place within the month can't be held yet", place, nth + 2)
    if word(tokens, nth) == "last" and word(tokens, nth + 1) in ("day", "weekday", "workday", "working", "business"):
        return Element("refused", "the last day of a month can't be held yet", place, nth + 2)
    if here in ("business", "working", "bank") and after in ("day", "days", "hours", "holiday", "holidays"):
        return Element("refused", f"“{here} {after}” is not clear enough; name weekdays or hours", place, place + 2)
    return _how_often(tokens, place)


def _how_often(tokens: list[Token], place: int) -> Element | None:
    """`twice a day`, `3 times per hour`: often enough, but not when."""
    here = word(tokens, place)
    end = place + 1 if here in ("twice", "thrice") else place + 2
    counted = here in ("twice", "thrice") or word(tokens, place + 1) == "times"
    if not counted or word(tokens, end) not in ("a", "an", "per", "each", "every", "daily", "weekly"):
        return None
    end += word(tokens, end) not in ("daily", "weekly")
    return Element("refused", "how often is said, but not when; name the times", place, end + 1)


def _is_ordinal(tokens: list[Token], place: int) -> bool:
    return word(tokens, place) in ORDINALS or (place < len(tokens) and tokens[place].kind == "ordinal")


def amount(tokens: list[Token], place: int) -> tuple[float, int] | None:
    """A count in figures or words, and where it ends."""
    if place < len(tokens) and tokens[place].kind == "number":
        return float(tokens[place].value), place + 1
    count = NUMERALS.get(word(tokens, place))
    return None if count is None else (float(count), place + 1)


def _length(tokens: list[Token], place: int) -> tuple[float, int] | None:
    """Seconds of `5 minutes`, `1 hour 30 min`, `half an hour`; None when it is no length of real time."""
    if word(tokens, place) == "half":
        skip = place + 2 if word(tokens, place + 1) in ("a", "an") else place + 1
        return (1800.0, skip + 1) if word(tokens, skip) == "hour" else None
    total, end = 0.0, place
    while (count := amount(tokens, end + (word(tokens, end) == "and" and end > place))) is not None:
        size = SECONDS.get(word(tokens, count[1]))
        if size is None:
            break
        total, end = total + count[0] * size, count[1] + 1
    return (total, end) if end > place else None


def _relative(tokens: list[Token], place: int) -> Element | None:
    if word(tokens, place) != "in":
        return None
    length = _length(tokens, place + 1)
    if length is not None:
        return Element("relative", length[0], place, length[1])
    count = amount(tokens, place + 1)
    unit = CALENDAR.get(word(tokens, count[1])) if count else None
    if count is None or unit not in ("day", "week"):
        return None
    return Element("day", int(count[0]) * (7 if unit == "week" else 1), place, count[1] + 1)


def _every(tokens: list[Token], place: int) -> Element | None:
    if word(tokens, place) not in ("every", "each"):
        return None
    length = _length(tokens, place + 1)
    if length is not None:
        return Element("interval", length[0], place, length[1])
    count, end = amount(tokens, place + 1) or (1.0, place + 1)
    unit = word(tokens, end)
    if unit in SECONDS:
        return Element("interval", count * SECONDS[unit], place, end + 1)
    if unit in CALENDAR:
        return Element("each", (int(count), CALENDAR[unit]), place, end + 1)
    return _every_named(tokens, place)


def _every_named(tokens: list[Token], place: int) -> Element | None:
    """`every Monday`, `every morning`, `every 1st of the month`, `every 24 December`."""
    if word(tokens, place + 1) in DAY_PARTS:
        return Element("part", word(tokens, place + 1), place, place + 2)
    dated = _date(tokens, place + 1)
    if dated is not None and isinstance(dated.value, tuple):
        return Element("yearly", dated.value, place, dated.end)
    for recognise in (_weekdays, _month_days):
        inner = recognise(tokens, place + 1)
        if inner is not None:
            value = (inner.value[0], True) if inner.sort == "weekdays" else inner.value
            return Element(inner.sort, value, place, inner.end)
    return None


def _adverb(tokens: list[Token], place: int) -> Element | None:
    unit = ADVERBS.get(word(tokens, place))
    end = place + 1
    if word(tokens, place) == "once" and word(tokens, place + 1) in ("a", "an", "per", "every", "each"):
        unit, end = CALENDAR.get(word(tokens, place + 2)), place + 3
        unit = "hour" if word(tokens, place + 2) == "hour" else unit
    if unit is None:
        return None
    named = word(tokens, place - 1) in ("the", "my", "our", "a", "your") and word(tokens, end) not in (
        "",
        "at",
        "on",
        ",",
    )
    if unit == "hour":
        return Element("interval", 3600.0, place, end, anchored=not named)
    return Element("each", (1, unit), place, end, anchored=not named)


def _weekday(text: str) -> int | None:
    return WEEKDAYS.get(text, WEEKDAYS.get(text.removesuffix("s")) if len(text) > 4 else None)


def _weekdays(tokens: list[Token], place: int) -> Element | None:
    """One or several weekdays, or a range of them; `repeated` when the words can't mean a single day."""
    on = word(tokens, place) in ("on", "only")
    end = place + 1 if on else place
    days: set[int] = set()
    several = False
    while True:
        here = word(tokens, end)
        first = _weekday(here)
        if first is None and here not in DAY_GROUPS:
            break
        last = _range_end(tokens, end) if first is not None else None
        days |= _between(first, last[0]) if last and first is not None else DAY_GROUPS.get(here, {first or 0})
        several = several or last is not None or here.endswith("s") or here in DAY_GROUPS
        end = last[1] if last else end + 1
        following = _after_joint(tokens, end)
        if _weekday(word(tokens, following)) is None and word(tokens, following) not in DAY_GROUPS:
            break
        end = following
    if not days:
        return None
    several = (several and not _is_short_singular(tokens, end)) or len(days) > 1
    return Element("weekdays", (frozenset(days), several), place, end, anchored=on or several)


def _is_short_singular(tokens: list[Token], end: int) -> bool:
    return word(tokens, end - 1) in ("tues", "weds", "thurs")


def _after_joint(tokens: list[Token], place: int) -> int:
    """The place after `,`, `and`, `&`, `/` or `, and`; `place` itself where there is none."""
    while word(tokens, place) in (",", "and", "&", "+", "/"):
        place += 1
    return place


def _range_end(tokens: list[Token], place: int) -> tuple[int, int] | None:
    if word(tokens, place + 1) not in ("to", "through", "thru", "-", "\u2013", "until"):
        return None
    last = _weekday(word(tokens, place + 2))
    return None if last is None else (last, place + 3)


def _between(first: int, last: int) -> set[int]:
    return {(first + number) % 7 for number in range((last - first) % 7 + 1)}


def _window(tokens: list[Token], place: int) -> Element | None:
    opener = word(tokens, place) in ("between", "from")
    first = one_time(tokens, place + opener)
    if first is None or (not opener and tokens[place].kind == "word"):
        return None
    if word(tokens, first.end) not in ("and", "to", "until", "till", "-", "\u2013"):
        return None
    if word(tokens, first.end) == "and" and word(tokens, place) != "between":
        return None
    last = one_time(tokens, first.end + 1)
    if last is None:
        return None
    return Element("window", (first.of(last), last.at), place, last.end, anchored=opener)


def _times(tokens: list[Token], place: int) -> Element | None:
    marked = word(tokens, place) in ("at", "@")
    found = several_times(tokens, place + marked, marked=marked)
    if found is None:
        return None
    if isinstance(found, str):
        return Element("refused", found, place, place + 1 + marked, anchored=marked)
    times, end = found
    return Element("times", times, place, end, anchored=marked)


def _past(tokens: list[Token], place: int) -> Element | None:
    """`at :15`, `at minute 15`: minutes after each hour."""
    if word(tokens, place) != "at":
        return None
    if place + 1 < len(tokens) and tokens[place + 1].kind == "past":
        return Element("past", int(tokens[place + 1].value[1:]), place, place + 2)
    count = amount(tokens, place + 2) if word(tokens, place + 1) == "minute" else None
    return Element("past", int(count[0]), place, count[1]) if count else None


def _part(tokens: list[Token], place: int) -> Element | None:
    """`in the morning`, `at night`, `mornings`, `nightly`."""
    end = place
    while word(tokens, end) in ("in", "at", "the", "on"):
        end += 1
    name = word(tokens, end)
    if name not in DAY_PARTS or (end == place and not name.endswith(("s", "ly"))):
        return None
    return Element("part", name, place, end + 1)


def _date(tokens: list[Token], place: int) -> Element | None:
    """`2026-12-24`, `24.12.2026`, `on 24 Dec 2026`, `December 24th`; without a year (month, day)."""
    on = word(tokens, place) == "on"
    here = place + on + (on and word(tokens, place + 1) == "the")
    if here < len(tokens) and tokens[here].kind == "date":
        found = written_date(tokens[here].value)
        value: Any = found or f"“{tokens[here].value}” is no day of the calendar"
        return Element("date" if found else "refused", value, place, here + 1)
    day, month, end = _day_and_month(tokens, here)
    if day is None or month is None:
        return None
    year = tokens[end].value if end < len(tokens) and tokens[end].kind == "number" else ""
    if len(year) != 4:
        return Element("date", (month, day), place, end, anchored=True)
    found = _calendar_day(int(year), month, day)
    return Element("date" if found else "refused", found or "that is no day of the calendar", place, end + 1)


def _day_and_month(tokens: list[Token], place: int) -> tuple[int | None, int | None, int]:
    day = _day_number(tokens, place)
    if day is not None:
        skip = place + 1 + (word(tokens, place + 1) == "of")
        return day, MONTHS.get(word(tokens, skip)), skip + 1
    return _day_number(tokens, place + 1), MONTHS.get(word(tokens, place)), place + 2


def _day_number(tokens: list[Token], place: int) -> int | None:
    if place >= len(tokens) or tokens[place].kind not in ("number", "ordinal"):
        return None
    digits = tokens[place].value.rstrip("stndrh")
    return int(digits) if digits.isdigit() and 1 <= int(digits) <= 31 else None


def written_date(text: str) -> date | None:
    """The day of `2026-12-24` or `24.12.2026`."""
    parts = [int(part) for part in text.replace(".", "-").split("-")]
    return _calendar_day(*(parts if "-" in text else reversed(parts)))


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(tokens: list[Token], place: int) -> Element | None:
    """`today`, `tomorrow`, `next Monday`, `this Friday`: (weekday,) for the latter two."""
    here = word(tokens, place)
    if here in ("today", "tomorrow"):
        return Element("day", 0 if here == "today" else 1, place, place + 1)
    start = place + 1 if here == "on" else place
    weekday = _weekday(word(tokens, start + 1))
    if word(tokens, start) not in ("next", "this", "coming") or weekday is None:
        return None
    return Element("day", (weekday,), place, start + 2)


def _month_days(tokens: list[Token], place: int) -> Element | None:
    """`on the 1st and 15th of every month`, `the 5th of the month`, `day 5 of each month`."""
    end = place
    while word(tokens, end) in ("on", "the", "day"):
        end += 1
    days: set[int] = set()
    marked = word(tokens, end - 1) == "day" and end > place
    while end < len(tokens) and (tokens[end].kind == "ordinal" or marked or word(tokens, end) == "first"):
        day = 1 if word(tokens, end) == "first" else _day_number(tokens, end)
        if day is None:
            break
        days.add(day)
        following = _after_joint(tokens, end + 1)
        end = following + (following > end + 1 and word(tokens, following) == "the")
        if following == end + 1:
            break
    return _of_month(tokens, place, end, days)


def _of_month(tokens: list[Token], place: int, end: int, days: set[int]) -> Element | None:
    said = word(tokens, end) in ("of", "in") and word(tokens, end + 1) in ("every", "each", "the", "a")
    said = said and word(tokens, end + 2) == "month"
    if not days or (word(tokens, end - 1) == "first" and not said):
        return None
    return Element("month_days", frozenset(days), place, end + 3 if said else end, anchored=said or end - place > 1)


def _months(tokens: list[Token], place: int) -> Element | None:
    if word(tokens, place) not in ("in", "every", "each"):
        return None
    end, months = place + 1, set[int]()
    while (month := MONTHS.get(word(tokens, end))) is not None:
        months.add(month)
        following = _after_joint(tokens, end + 1)
        end = following if MONTHS.get(word(tokens, following)) else end + 1
    if not months or (end < len(tokens) and tokens[end].kind in ("number", "ordinal")):
        return None
    return Element("months", frozenset(months), place, end, anchored=False)


def _zone(tokens: list[Token], place: int) -> Element | None:
    here = word(tokens, place)
    if tokens[place].kind == "zone":
        return Element("zone", tokens[place].value, place, place + 1, anchored=False)
    if here in ZONES:
        return Element("zone", ZONES[here], place, place + 1, anchored=False)
    if here in UNCLEAR_ZONES:
        reason = f"“{here.upper()}” names several time zones; write for example Europe/Berlin"
        return Element("refused", reason, place, place + 1, anchored=False)
    return None


_RECOGNISERS: tuple[Callable[[list[Token], int], Element | None], ...] = (
    _cron, _refused, _relative, _every, _adverb, _day, _date, _window, _past, _month_days, _weekdays, _months, _part,
    _times, _zone,
)  # fmt: skip
