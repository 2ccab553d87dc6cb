"""Days in a sentence: weekdays, dates, days of the month. Each recogniser takes what it knows from one place on."""

from datetime import date
from typing import Any

from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.english import DAY_GROUPS, MONTHS, WEEKDAYS
from nomologi_tui.goals.tokens import Token


def weekday_of(text: str) -> int | None:
    return WEEKDAYS.get(text, WEEKDAYS.get(text.removesuffix("s")) if len(text) > 4 else None)


def weekdays(tokens: list[Token], place: int) -> Element | None:
    """One or several weekdays, or a range of them; `repeated` when the words can't mean a single day."""
    on = word(tokens, place) in ("on", "only")
    end = place + 1 if on else place
    days: set[int] = set()
    several = False
    while True:
        here = word(tokens, end)
        first = weekday_of(here)
        if first is None and here not in DAY_GROUPS:
            break
        last = _range_end(tokens, end) if first is not None else None
        days |= _between(first, last[0]) if last and first is not None else DAY_GROUPS.get(here, {first or 0})
        several = several or last is not None or here.endswith("s") or here in DAY_GROUPS
        end = last[1] if last else end + 1
        following = _after_joint(tokens, end)
        if weekday_of(word(tokens, following)) is None and word(tokens, following) not in DAY_GROUPS:
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
    last = weekday_of(word(tokens, place + 2))
    return None if last is None else (last, place + 3)


def _between(first: int, last: int) -> set[int]:
    return {(first + number) % 7 for number in range((last - first) % 7 + 1)}


def dated(tokens: list[Token], place: int) -> Element | None:
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


def day_to_come(tokens: list[Token], place: int) -> Element | None:
    """`today`, `tomorrow`, `next Monday`, `this Friday`: (weekday,) for the latter two."""
    here = word(tokens, place)
    if here in ("today", "tomorrow"):
        return Element("day", 0 if here == "today" else 1, place, place + 1)
    start = place + 1 if here == "on" else place
    weekday = weekday_of(word(tokens, start + 1))
    if word(tokens, start) not in ("next", "this", "coming") or weekday is None:
        return None
    return Element("day", (weekday,), place, start + 2)


def month_days(tokens: list[Token], place: int) -> Element | None:
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
        joined = following > end + 1
        end = following + (joined and word(tokens, following) == "the")
        if not joined:
            break
    return _of_month(tokens, place, end, days) if days else None


def _of_month(tokens: list[Token], place: int, end: int, days: set[int]) -> Element | None:
    """With `of every month` after it they are days of the month for sure; `on the 5th floor` they are none."""
    said = _says_month(tokens, end) or _says_month(tokens, end + 1) * (word(tokens, end) == "day")
    if word(tokens, end - 1) == "first" and not said:
        return None
    marked = end - place > 1 and ends_phrase(tokens, end)
    return Element("month_days", frozenset(days), place, said or end, anchored=bool(said) or marked)


def _says_month(tokens: list[Token], place: int) -> int:
    """Where `of every month` ends; 0 when it does not stand at `place`."""
    words = [word(tokens, place + number) for number in range(3)]
    said = words[0] in ("of", "in") and words[1] in ("every", "each", "the", "a") and words[2] == "month"
    return place + 3 if said else 0


def ends_phrase(tokens: list[Token], place: int) -> bool:
    """Whether nothing at `place` makes the number before it one of something else."""
    return word(tokens, place) in ("", "at", "in", "on", "and", "every", "each", "of", "@", ",", ".", ";", ":", "-")


def months_named(tokens: list[Token], place: int) -> Element | None:
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
