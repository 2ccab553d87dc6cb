"""Times of day in a sentence: single ones, minutes past each hour, parts of the day, from one time to another."""

from dataclasses import replace
from datetime import time

from nomologi_tui.goals.times.clocks import Clock, one_time, several_times
from nomologi_tui.goals.times.element import Element, amount, phrase, word
from nomologi_tui.goals.times.english import CALENDAR, DAY_GROUPS, DAY_PARTS, NUMERALS, SECONDS, weekday_of
from nomologi_tui.goals.words.tokens import Token

_MIDNIGHT = time()
_SIDES = ("after", "before", "past", "from", "after-at", "before-at")
_NEAR = frozenset("shortly just right soon little bit long half quarter kurz peu poco justo juste".split())
_UP_TO = ("to", "until", "-", "\u2013", "\u2014")


def window(tokens: list[Token], place: int) -> Element | None:
    """Hours from one time to another, on one side of a time, or outside of them."""
    if word(tokens, place) == "outside":
        found = _closed(tokens, place + 1 + (word(tokens, place + 1) == "of"))
        return found and Element("window", found.value[::-1], place, found.end)
    if start := phrase(tokens, place, "during", "the", "day"):
        found = _closed(tokens, start + (word(tokens, start) in ("(", ",")))
        return found and replace(found, first=place)
    return _closed(tokens, place) or _one_side(tokens, place)


def _one_side(tokens: list[Token], place: int) -> Element | None:
    """`after 22:00` is until midnight, `before 6 am` from midnight on; `10 minutes before 9:00` is none of both."""
    here = word(tokens, place)
    negated = here == "not" and word(tokens, place + 1) in _SIDES
    here = word(tokens, place + negated)
    if here not in _SIDES or _is_shifted(tokens, place):
        return None
    at = here.endswith("-at")  # in Spanish `después de las`
    clock = one_time(tokens, place + 1 + negated)
    o_clock = clock is not None and word(tokens, clock.end - 1) in ("h", "o'clock")
    if clock is None or clock.at == _MIDNIGHT or (clock.bare and not (at or o_clock)):
        return None
    on = word(tokens, clock.end) in ("on", "onward", "an")
    if here == "from" and not on:
        return None
    late = here.startswith("before") == (negated and here != "from")
    value = (clock.at, _MIDNIGHT) if late else (_MIDNIGHT, clock.at)
    return Element("window", value, place, clock.end + (here == "from"))


def _is_shifted(tokens: list[Token], place: int) -> bool:
    """Whether what stands before tells how far from the time: `10 minutes before`, `shortly after`."""
    before = word(tokens, place - 1)
    repeated = any(word(tokens, place - back) in ("every", "every-other") for back in (2, 3))
    return before in _NEAR or (not repeated and (before in SECONDS or before in CALENDAR))


def _closed(tokens: list[Token], place: int) -> Element | None:
    """`between 9am and 5pm`, `from 9 to 5`, `after 9 until 17`, `starting at 9 until 17`, `8:00-18:00`."""
    opener = word(tokens, place) in ("between", "from", "after", "starting", "during")
    start = place + opener + (phrase(tokens, place, "starting", "at") > 0)
    first = one_time(tokens, start)
    if first is None:
        return None
    spoken = tokens[place].kind == "word" and not opener
    if spoken and not NUMERALS.get(word(tokens, place)):
        return None
    joint = word(tokens, first.end)
    joints = {
        "between": (*_UP_TO, "and", "&"),
        "from": (*_UP_TO, "at"),
        "after": ("until", "to"),
        "starting": ("until",),
    }
    if joint not in joints.get(word(tokens, place), _UP_TO):
        return None
    start = first.end + 1
    last = one_time(tokens, start + (word(tokens, start) in ("at", "the")))
    if last is None or (spoken and not NUMERALS.get(word(tokens, start))):
        return None
    return Element("window", (first.of(last), _end_of(first, last)), place, last.end, anchored=opener)


def _end_of(first: Clock, last: Clock) -> time:
    """In `9 to 5` the 5 is 17:00."""
    early = first.at.hour < 12 and first.half != "p" and 0 < last.at.hour < 12
    meant_later = early and last.at < first.at and not last.sure
    return last.at.replace(hour=last.at.hour + 12) if meant_later else last.at


def times(tokens: list[Token], place: int) -> Element | None:
    """`at 7 and 8 pm`, `18:00`; after a colon also `8, 14 and 22`."""
    marked = word(tokens, place) in ("at", "@")
    listed = word(tokens, place) in (":", "(") and 0 < place < len(tokens) - 1
    listed = listed and (word(tokens, place) == "(" or tokens[place + 1].start > tokens[place].end)
    found = several_times(tokens, place + (marked or listed), marked=marked or listed)
    if listed and window(tokens, place + 1):
        return None
    before = word(tokens, place - 1)
    length = before in ("in", "within", "after", "every") or (before == "for" and tokens[place].kind != "clock")
    if found is None or (listed and isinstance(found, str)) or (length and not isinstance(found, str)):
        return None
    if isinstance(found, str):
        return Element("refused", found, place, place + 1 + marked, anchored=marked)
    return Element("times", found.times, place, found.end, anchored=marked, sure=found.sure)


def past(tokens: list[Token], place: int) -> Element | None:
    """`at :15 and :45`, `at minute 15`, `on the hour`, `10 past every hour`: minutes after each hour."""
    if end := phrase(tokens, place, "on", "the", "hour"):
        return Element("past", frozenset({0}), place, end, anchored=False)
    if minute := _minute_of_hour(tokens, place):
        return minute
    return (
        _past_each(tokens, place)
        or _named_minutes(tokens, place)
        or _written_minutes(tokens, place)
        or _listed_minutes(tokens, place)
    )


def _listed_minutes(tokens: list[Token], place: int) -> Element | None:
    """The `at 0, 20 and 40` of `every hour at 0, 20 and 40`."""
    if word(tokens, place) != "at" or word(tokens, place - 1) not in ("hour", "hourly"):
        return None
    minutes: list[float] = []
    end = place + 1
    while (count := amount(tokens, end)) is not None:
        minutes.append(count[0])
        joint = count[1] + (word(tokens, count[1]) == ",")
        joint += word(tokens, joint) in ("and", "&")
        end = joint if joint > count[1] and amount(tokens, joint) else count[1]
        if end == count[1]:
            break
    rising = len(minutes) > 1 and minutes == sorted(set(minutes)) and minutes[-1] < 60
    if not rising or any(one % 1 for one in minutes):
        return None
    return Element("past", frozenset(int(one) for one in minutes), place, end)


def _minute_of_hour(tokens: list[Token], place: int) -> Element | None:
    """`on the 15th minute of every hour`."""
    start = place + (word(tokens, place) in ("at", "on"))
    start += word(tokens, start) == "the"
    if start >= len(tokens) or tokens[start].kind != "ordinal" or word(tokens, start + 1) != "minute":
        return None
    end = phrase(tokens, start + 2, "of", "every", "hour") or phrase(tokens, start + 2, "of", "the", "hour")
    return Element("past", frozenset({int(tokens[start].value.rstrip("stndrh"))}), place, end) if end else None


def _past_each(tokens: list[Token], place: int) -> Element | None:
    """`10 minutes past every hour`, `quarter to each hour`, `at 5 minutes past`."""
    start = place + (word(tokens, place) == "at")
    start += word(tokens, start) == "a" and word(tokens, start + 1) == "quarter"
    more: set[int] = set()
    while (listed := amount(tokens, start)) and word(tokens, listed[1]) in (",", "and", "&") and listed[0] < 60:
        more.add(int(listed[0]))
        start = listed[1] + 1
    count = amount(tokens, start)
    spoken = {"half": 30.0, "quarter": 15.0}.get(word(tokens, start))
    minutes, end = (spoken, start + 1) if spoken else count or (0.0, start)
    said = word(tokens, end) in ("minutes", "minute", "mins", "min")
    side = word(tokens, end + said)
    if end == start or side not in ("past", "after", "to", "before") or not 0 < minutes < 60 or minutes % 1:
        return None
    end += said + 1
    hour = phrase(tokens, end, "every", "hour") or phrase(tokens, end, "the", "hour")
    hourly = said or word(tokens, place - 1) in ("hour", "hours", "hourly")
    if not hour and not (hourly and side == "past" and one_time(tokens, end) is None):
        return None
    found = {minutes if side in ("past", "after") else 60 - minutes for minutes in (int(minutes), *more)}
    return Element("past", frozenset(found), place, hour or end)


def _named_minutes(tokens: list[Token], place: int) -> Element | None:
    start = place + (word(tokens, place) in ("at", "on"))
    if word(tokens, start) not in ("minute", "minutes"):
        return None
    minutes: set[int] = set()
    end = start + 1
    while (count := amount(tokens, end)) is not None:
        minutes.add(int(count[0]))
        joint = word(tokens, count[1]) in (",", "and", "&")
        end = count[1] + (joint and amount(tokens, count[1] + 1) is not None)
        if not joint:
            break
    end = phrase(tokens, end, "of", "every", "hour") or phrase(tokens, end, "of", "the", "hour") or end
    end += word(tokens, end) == "past" and word(tokens, end + 1) == "every"
    return Element("past", frozenset(minutes), place, end) if minutes else None


def _written_minutes(tokens: list[Token], place: int) -> Element | None:
    end = place + (word(tokens, place) == "at")
    minutes: set[int] = set()
    while end < len(tokens) and tokens[end].kind == "past":
        minutes.add(int(tokens[end].value[-2:]))
        joint = word(tokens, end + 1) in (",", "and", "&")
        following = end + 1 + joint
        if not joint or following >= len(tokens) or tokens[following].kind != "past":
            end += 1
            break
        end = following
    anchored = word(tokens, place) == "at"
    return Element("past", frozenset(minutes), place, end, anchored=anchored) if minutes else None


def part(tokens: list[Token], place: int) -> Element | None:
    """`in the morning`, `at night`, `mornings`, `nightly`; right after a weekday or `tomorrow` also `morning`."""
    end = place
    while word(tokens, end) in ("in", "at", "the", "on", "during"):
        end += 1
    name = word(tokens, end)
    before = word(tokens, place - 1)
    of_day = before == "and" and word(tokens, place - 2) in DAY_PARTS
    of_day = (
        of_day or weekday_of(before) is not None or before in DAY_GROUPS or before in ("today", "tomorrow", "except")
    )
    if name not in DAY_PARTS or (end == place and not name.endswith(("s", "ly")) and not of_day):
        return None
    if NUMERALS.get(before):
        return None
    return Element("part", name, place, end + 1)
