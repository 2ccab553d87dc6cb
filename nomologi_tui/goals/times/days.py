"""Days in a sentence: weekdays, dates, days of the month. Each recogniser takes what it knows from one place on."""

import re
from datetime import date
from typing import Any

from nomologi_tui.goals.times.element import Element, word
from nomologi_tui.goals.times.english import DAY_GROUPS, MONTHS, ORDINALS, weekday_of
from nomologi_tui.goals.words.tokens import Token


def weekdays(tokens: list[Token], place: int) -> Element | None:
    """One or several weekdays, or a range of them; `repeated` when the words can't mean a single day."""
    opener = word(tokens, place) in ("on", "only", "from", "between")
    end = place + 1 if opener else place
    several = bool(opener) and word(tokens, end) == "every"
    end += opener and word(tokens, end) in ("the", "every")
    days: set[int] = set()
    while True:
        here = word(tokens, end)
        first = weekday_of(here)
        if first is None and here not in DAY_GROUPS:
            break
        last = _range_end(tokens, end, between=word(tokens, place) == "between") if first is not None else None
        days |= _between(first, last[0]) if last and first is not None else DAY_GROUPS.get(here, {first or 0})
        several = several or last is not None or here.endswith("s") or here in DAY_GROUPS
        end = last[1] if last else end + 1
        following = _after_joint(tokens, end, either=word(tokens, place - 1) == "except")
        following += following > end and word(tokens, following) in ("every", "on", "the")
        if weekday_of(word(tokens, following)) is None and word(tokens, following) not in DAY_GROUPS:
            break
        end = following
    if not days or (word(tokens, place) in ("from", "between") and len(days) == 1):
        return None
    several = (several and not _is_short_singular(tokens, end)) or len(days) > 1
    return Element("weekdays", (frozenset(days), several), place, end, anchored=opener or several)


def _is_short_singular(tokens: list[Token], end: int) -> bool:
    return word(tokens, end - 1) in ("tues", "weds", "thurs")


def _after_joint(tokens: list[Token], place: int, *, either: bool = False) -> int:
    """The place after `,`, `and`, `&`, `/` or `, and`, with `either` also `or`; `place` itself where there is none."""
    joints = (",", "and", "&", "+", "/", "n", *(("or",) if either else ()))
    while word(tokens, place) in joints:
        place += 1
    return place


def _range_end(tokens: list[Token], place: int, *, between: bool) -> tuple[int, int] | None:
    dotted = place + 1 + (word(tokens, place + 1) == ".")
    joint = word(tokens, dotted)
    if joint not in ("to", "at", "-", "\u2013", "\u2014", "until") and not (between and joint == "and"):
        return None
    last = weekday_of(word(tokens, dotted + 1))
    return None if last is None else (last, dotted + 2)


def _between(first: int, last: int) -> set[int]:
    return {(first + number) % 7 for number in range((last - first) % 7 + 1)}


def dated(tokens: list[Token], place: int) -> Element | None:
    """`2026-12-24`, `24.12.2026`, `on 24 Dec 2026`, `December 24th`, `12/25/2026`; without a year (month, day)."""
    on = word(tokens, place) == "on"
    here = place + on
    here += word(tokens, here) == "the"
    if here < len(tokens) and tokens[here].kind == "date":
        found = written_date(tokens[here].value)
        value: Any = found or f"“{tokens[here].value}” is no day of the calendar"
        return Element("date" if found else "refused", value, place, here + 1)
    if dotted := _dotted(tokens, place, here):
        return dotted
    if slashed := _slashed(tokens, place, here):
        return slashed
    if listed := _listed_day(tokens, place, here) or _listed_behind(tokens, place):
        return listed
    day, month, end = _day_and_month(tokens, here)
    if day is None or month is None or _more_months(tokens, end):
        return None
    comma = word(tokens, end) == "," or (word(tokens, end) == "from" and _is_year(tokens, end + 1))  # `de 2026`
    year = tokens[end + comma].value if end + comma < len(tokens) and tokens[end + comma].kind == "number" else ""
    if len(year) != 4 or not year.isdigit() or year.startswith("0"):
        return Element("date", (month, day), place, end, anchored=True)
    found = _calendar_day(int(year), month, day)
    reason = "that is no day of the calendar"
    return Element("date" if found else "refused", found or reason, place, end + comma + 1)


def _is_year(tokens: list[Token], place: int) -> bool:
    return place < len(tokens) and re.fullmatch(r"[12]\d{3}", tokens[place].value) is not None


def _listed_day(tokens: list[Token], place: int, here: int) -> Element | None:
    """The 24 of `24 and 31 December`: a day whose month, and perhaps year, stand behind others."""
    day, end = day_number(tokens, here), here
    if day is None or word(tokens, place - 1) in ("at", "@", "every"):
        return None
    while day_number(tokens, end) is not None and (following := _after_joint(tokens, end + 1)) > end + 1:
        end = following + (word(tokens, following) == "the")
    last = dated(tokens, end) if end > here and day_number(tokens, end) is not None else None
    if last is None or last.sort != "date":
        return None
    year = last.value.year if isinstance(last.value, date) else None
    month = last.value.month if isinstance(last.value, date) else last.value[0]
    value = _calendar_day(year, month, day) if year else (month, day)
    return Element("date" if value else "refused", value or "that is no day of the calendar", place, here + 1)


def _listed_behind(tokens: list[Token], place: int) -> Element | None:
    """The 12 and the 19 of `Dec 5, 12 and 19`."""
    day, here = day_number(tokens, place), place
    while day_number(tokens, here) is not None and word(tokens, here - 1) in (",", "and", "&"):
        here -= 2 + (word(tokens, here - 1) != "," and word(tokens, here - 2) == ",")
    month = MONTHS.get(word(tokens, here - 1)) if here < place and day_number(tokens, here) is not None else None
    if day is None or month is None or not ends_phrase(tokens, place + 1):
        return None
    return Element("date", (month, day), place, place + 1)


def _dotted(tokens: list[Token], place: int, here: int) -> Element | None:
    """German `24.12.`, only behind a word that no time of day stands behind."""
    dot = tokens[here + 1] if here + 1 < len(tokens) else None
    if dot is None or dot.value != "." or dot.start > tokens[here].end or tokens[here].kind != "number":
        return None
    day, _, month = tokens[here].value.partition(".")
    before = word(tokens, here - 1) if here == place else "on"
    known = before in ("on", "starting", "until", "to", "from", "between", "except", "and", ",")
    if not (known or here > place) or not 1 <= int(day) <= 31 or not month or not 1 <= int(month) <= 12:
        return None
    return Element("date", (int(month), int(day)), place, here + 2)


def _more_months(tokens: list[Token], place: int) -> bool:
    """Whether other months follow without days of their own: `1st of January, April and July`."""
    following = _after_joint(tokens, place)
    named = following > place and MONTHS.get(word(tokens, following)) is not None
    after = tokens[following + 1].kind if following + 1 < len(tokens) else ""
    return named and after not in ("number", "ordinal")


def _slashed(tokens: list[Token], place: int, here: int) -> Element | None:
    """`12/25/2026` and `25/12`; refused where it may be meant either way, as in `03/04`."""
    numbers = _numbers_between(tokens, here, "/")
    if len(numbers) == 1 and len(dashed := _numbers_between(tokens, here, "-")) == 3 and dashed[2] > 1000:
        numbers = dashed
    if len(numbers) == 3 and 1000 < numbers[0] < 10_000:
        found = _calendar_day(*numbers)
        return Element("date" if found else "refused", found or "that is no day of the calendar", place, here + 5)
    if len(numbers) not in (2, 3) or max(numbers[:2]) > 31 or min(numbers[:2]) < 1:
        return None
    end = here + 2 * len(numbers) - 1
    first, second = numbers[:2]
    if first != second and max(first, second) <= 12:
        return Element("refused", f"“{first}/{second}” may be two days; write for example 2026-12-24", place, end)
    month, day = (second, first) if first > 12 else (first, second)
    if month > 12:
        return None
    if len(numbers) == 2:
        return Element("date", (month, day), place, end)
    found = _calendar_day(numbers[2] + (2000 if numbers[2] < 100 else 0), month, day)
    return Element("date" if found else "refused", found or "that is no day of the calendar", place, end)


def _numbers_between(tokens: list[Token], place: int, mark: str) -> list[int]:
    numbers: list[int] = []
    while len(numbers) < 4 and place < len(tokens) and tokens[place].kind == "number" and tokens[place].value.isdigit():
        numbers.append(int(tokens[place].value[:5]))
        if word(tokens, place + 1) != mark:
            break
        place += 2
    return numbers


def _day_and_month(tokens: list[Token], place: int) -> tuple[int | None, int | None, int]:
    spoken = ORDINALS.get(word(tokens, place), 0) if word(tokens, place + 1) == "of" else 0
    day = day_number(tokens, place) or (spoken if spoken > 0 else None)
    if day is not None:
        skip = place + 1 + (word(tokens, place + 1) in ("of", "from", "."))
        return day, MONTHS.get(word(tokens, skip)), skip + 1
    skip = place + 1 + (word(tokens, place + 1) in ("the", "."))
    spoken = 0 if word(tokens, place) == "may" else ORDINALS.get(word(tokens, skip), 0)
    day = day_number(tokens, skip) or (spoken if spoken > 0 else None)  # `December first`
    return day, MONTHS.get(word(tokens, place)), skip + 1


def day_number(tokens: list[Token], place: int) -> int | None:
    """The number of a day of some month; None for other numbers."""
    if place >= len(tokens) or tokens[place].kind not in ("number", "ordinal"):
        return None
    digits = tokens[place].value.rstrip("stndrh")
    return int(digits) if digits.isdigit() and len(digits) < 3 and 1 <= int(digits) <= 31 else None


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
    """`today`, `tomorrow`, `next Monday`: (weekday,), `this Friday`: ("this", weekday)."""
    here = word(tokens, place)
    if here in ("today", "tomorrow"):
        return Element("day", 0 if here == "today" else 1, place, place + 1)
    if word(tokens, place - 1) == "until" and (last := weekday_of(here)) is not None:
        return Element("day", (last,), place, place + 1)
    start = place + 1 if here == "on" else place
    weekday = weekday_of(word(tokens, start + 1))
    named = word(tokens, start)
    if named not in ("next", "this", "coming") or weekday is None:
        return _numbered(tokens, place)
    return Element("day", ("this", weekday) if named == "this" else (weekday,), place, start + 2)


def _numbered(tokens: list[Token], place: int) -> Element | None:
    """`Monday the 30th`, of no month that is named: the next one, where that is this weekday."""
    here = place + (word(tokens, place) == "on")
    weekday = weekday_of(word(tokens, here))
    start = here + 1 + (word(tokens, here + 1) == ",")
    number = day_number(tokens, start + 1) if word(tokens, start) == "the" else None
    end = start + 2
    if weekday is None or number is None or tokens[end - 1].kind != "ordinal" or not ends_phrase(tokens, end):
        return None
    if word(tokens, end) in ("of", "and", "every") or word(tokens, place - 1) == "every" or _says_month(tokens, end):
        return None
    return Element("day", ("numbered", weekday, number), place, end)


def month_days(tokens: list[Token], place: int) -> Element | None:
    """`on the 1st and 15th of every month`, `the 5th of the month`, `day 5 of each month`, `1st to 7th`."""
    end = place
    while word(tokens, end) in ("on", "the", "day", "days", "from", "between"):
        end += 1
    marked = word(tokens, end - 1) in ("day", "days") and end > place
    plain = _plain_days(tokens, end)
    days: set[int] = set()
    while end < len(tokens) and (tokens[end].kind == "ordinal" or marked or plain or ORDINALS.get(word(tokens, end))):
        day = day_number(tokens, end) or max(ORDINALS.get(word(tokens, end), 0), 0) or None
        if day is None:
            break
        last = _last_of_range(tokens, end + 1, day)
        days |= set(range(day, last[0] + 1)) if last else {day}
        end = last[1] if last else end + 1
        following = _after_joint(tokens, end)
        joined = following > end
        following += joined and word(tokens, following) in ("on", "the")
        following += joined and word(tokens, following) == "the"
        if not joined or following >= len(tokens) or tokens[following].kind not in ("ordinal", "number"):
            break
        if tokens[following].kind == "number" and not (marked or plain):
            break
        end = following
    return _of_month(tokens, place, end, days) if days else None


def _plain_days(tokens: list[Token], place: int) -> bool:
    """Whether numbers begin there that `of every month` makes days: `15 of every month`, `1 and 15 of the month`."""
    while place < len(tokens) and tokens[place].kind == "number":
        if _says_month(tokens, place + 1):
            return True
        following = _after_joint(tokens, place + 1)
        if following == place + 1:
            return False
        place = following + (word(tokens, following) == "the")
    return False


def _last_of_range(tokens: list[Token], place: int, first: int) -> tuple[int, int] | None:
    """The last day of `1st to 7th` and where it ends."""
    if word(tokens, place) not in ("to", "-", "\u2013", "until", "and") or first == 0:
        return None
    here = place + 1 + (word(tokens, place + 1) == "the")
    last = day_number(tokens, here)
    ranged = word(tokens, place) != "and"
    return (last, here + 1) if ranged and last is not None and last > first else None


def _of_month(tokens: list[Token], place: int, end: int, days: set[int]) -> Element | None:
    """With `of every month` after it they are days of the month for sure; `on the 5th floor` they are none."""
    said = _says_month(tokens, end) or _says_month(tokens, end + 1) * (word(tokens, end) == "day")
    if word(tokens, end - 1) in ORDINALS and not said:
        return None
    marked = end - place > 1 and ends_phrase(tokens, end)
    return Element("month_days", frozenset(days), place, said or end, anchored=bool(said) or marked)


def _says_month(tokens: list[Token], place: int) -> int:
    """Where `of every month` ends; 0 when it does not stand at `place`."""
    words = [word(tokens, place + number) for number in range(3)]
    said = words[0] in ("of", "in") and words[1] in ("every", "the", "a") and words[2] == "month"
    if words[:2] in (["every", "month"], ["of", "month"]):
        return place + 2
    return place + 3 if said else 0


def ends_phrase(tokens: list[Token], place: int) -> bool:
    """Whether nothing at `place` makes the number before it one of something else."""
    if place < len(tokens) and tokens[place].kind == "clock":
        return True
    return word(tokens, place) in ("", "at", "in", "on", "and", "every", "of", "@", ",", ".", ";", ":", "-", "?",
                                   "except", "until", "starting", "noon", "midnight", ")")  # fmt: skip


def months_named(tokens: list[Token], place: int) -> Element | None:
    left_out = word(tokens, place - 1) == "except"
    spans = word(tokens, place) in ("from", "between") and word(tokens, place + 2) in ("to", "until", "-", "and")
    if word(tokens, place) not in ("in", "every", "of", "during") and not left_out and not spans:
        return None
    end, months = place + (MONTHS.get(word(tokens, place)) is None), set[int]()
    while (month := MONTHS.get(word(tokens, end))) is not None:
        joint = ("to", "-", "\u2013", "until", *(("and",) if word(tokens, place) == "between" else ()))
        last = MONTHS.get(word(tokens, end + 2)) if word(tokens, end + 1) in joint else None
        months |= {(month - 1 + n) % 12 + 1 for n in range((last - month) % 12 + 1)} if last else {month}
        end += 3 if last else 1
        following = _after_joint(tokens, end)
        end = following if MONTHS.get(word(tokens, following)) else end
    if not months or (end < len(tokens) and tokens[end].kind in ("number", "ordinal")):
        return None
    return Element("months", frozenset(months), place, end, anchored=spans)
