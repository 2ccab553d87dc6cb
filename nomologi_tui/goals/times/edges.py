"""What narrows a time in a sentence: what is left out, first and last day, the sun, jitter, a zone."""

import re
from typing import get_args

from nomologi_tui.goals.times.ahead import day_of_next
from nomologi_tui.goals.times.clocks import one_time
from nomologi_tui.goals.times.days import dated, day_to_come
from nomologi_tui.goals.times.element import Element, phrase, word
from nomologi_tui.goals.times.english import DAY_GROUPS, NAMED_TIMES, UNCLEAR_ZONES, ZONES, weekday_of
from nomologi_tui.goals.times.frequencies import length, relative
from nomologi_tui.goals.times.hours import window
from nomologi_tui.goals.times.months import place_in_month
from nomologi_tui.goals.times.places import zone_of_city
from nomologi_tui.goals.times.vocabulary import english_words
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.schedules import SunEvent

_EVENTS = frozenset(get_args(SunEvent))
_SPAN_BEGINS = ("from", "between", "starting")
_SPAN_GOES_ON = ("to", "until", "and", "-", "\u2013", "up-to")
_HOURS = re.compile(r"0?(\d{1,2})(?::?00)?")
_AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_REACH = 7  # tokens back to where a span of days begins


def edge(tokens: list[Token], place: int) -> Element | None:
    """`except`, `starting`, `until`; also the `from` and `to` before a date. What follows tells the day."""
    here = word(tokens, place)
    if here == "starting" and window(tokens, place):
        return None
    if first := _first_time(tokens, place):
        return first
    if here == "except":
        return Element("except", None, place, place + 1, anchored=False)
    dated_next = _is_date(tokens, place + 1)
    if here in _SPAN_BEGINS and dated_next:
        return Element("starting", None, place, place + 1, anchored=False)
    openers = ("between",) if here == "and" else (*_SPAN_BEGINS, "except")
    goes_on = any(word(tokens, place - back) in openers for back in range(2, _REACH))
    if here == "until" and weekday_of(word(tokens, place + 1)) is not None and word(tokens, place + 1)[-1] != "s":
        return Element("until", None, place, place + 1, anchored=False)
    ends = here == "until" or (goes_on and here in _SPAN_GOES_ON) or (here == "to" and _ends_time(tokens, place))
    month = place_in_month(tokens, place + 1) if here == "until" else None
    if (ends and dated_next) or month or (here == "until" and one_time(tokens, place + 1) is not None):
        return Element("until", None, place, place + 1, anchored=False)
    return None


def span(tokens: list[Token], place: int) -> Element | None:
    """`24 Dec to 27 Dec`: (first, last) day; where `from` or `except` stands before it, these tell the days."""
    first = dated(tokens, place)
    opened = any(word(tokens, place - back) in (*_SPAN_BEGINS, "except") for back in range(1, _REACH))
    if first is None or opened or word(tokens, first.end) not in ("to", "until", "-", "\u2013"):
        return None
    last = dated(tokens, first.end + 1)
    if last is None or {first.sort, last.sort} != {"date"}:
        return None
    return Element("span", (first.value, last.value), place, last.end)


def _ends_time(tokens: list[Token], place: int) -> bool:
    """Whether a time of day or of the week ends before `place`, so that no span of dates can go on there."""
    before = word(tokens, place - 1)
    clock = place > 0 and tokens[place - 1].kind in ("clock", "number")
    named = before in ("h", "o'clock", "am", "pm", "day", "daily", *NAMED_TIMES) or before in DAY_GROUPS
    return clock or named or before[-4:] == "days"


def _first_time(tokens: list[Token], place: int) -> Element | None:
    """`starting at 2am`, `starting from midnight`."""
    if word(tokens, place) != "starting":
        return None
    at = word(tokens, place + 1) == "at"
    clock = one_time(tokens, place + 1 + at)
    marked = clock is not None and word(tokens, clock.end - 1) in ("h", "o'clock")
    if clock is None or (clock.bare and not (at or marked)):
        return None
    return Element("first", clock.at, place, clock.end)


def _is_date(tokens: list[Token], place: int) -> bool:
    ahead = relative(tokens, place) if word(tokens, place) == "in" else None
    if ahead is not None and ahead.sort == "day":
        return True
    day = day_of_next(tokens, place) or day_to_come(tokens, place)
    return dated(tokens, place + (word(tokens, place) == "the")) is not None or (day is not None and day.first == place)


def sun(tokens: list[Token], place: int) -> Element | None:
    """`at sunset`, `30 minutes before sunrise`, `sunset + 15 min`: (event, seconds from it)."""
    start = place + (word(tokens, place) in ("at", "on", "every"))
    offset, end = length(tokens, start) or (0.0, start)
    side = {"before": -1, "after": 1, "past": 1}.get(word(tokens, end), 0)
    if (end > start) != bool(side):
        return None
    end += bool(side)
    end += word(tokens, end) == "the"
    event = word(tokens, end)
    if event not in _EVENTS:
        return None
    if word(tokens, end + 1) in ("in", "at") and (word(tokens, end + 2) not in english_words() | {""}):
        reason = f"where the {event} is meant is not known; set latitude and longitude in the form"
        return Element("refused", reason, place, end + 3)
    sign = {"+": 1, "-": -1, "plus": 1}.get(word(tokens, end + 1), 0)
    shift = length(tokens, end + 2) if sign and not side else None
    if shift:
        return Element("sun", (event, sign * shift[0]), place, shift[1])
    return Element("sun", (event, side * offset), place, end + 1)


def jitter(tokens: list[Token], place: int) -> Element | None:
    """`with up to 5 minutes jitter`, `a random delay of up to 10 minutes`, `up to 5 minutes later`."""
    end = place
    while word(tokens, end) in ("with", "a", "and", ",", "plus", "some"):
        end += 1
    named = False
    while word(tokens, end) in ("random", "jitter", "delay", "of"):
        named = named or word(tokens, end) in ("jitter", "random")
        end += 1
    end += word(tokens, end) == "up-to"
    found = length(tokens, end)
    if found is None:
        return None
    end = found[1]
    if not named and word(tokens, end - 3) == "up-to" and word(tokens, end) == "later":
        named, end = True, end + 1
    while not named and word(tokens, end) in ("of", "random"):
        end += 1
    if word(tokens, end) == "jitter" or (word(tokens, end) == "delay" and word(tokens, end - 1) == "random"):
        named, end = True, end + 1
    return Element("jitter", found[0], place, end) if named else None


def _offset(tokens: list[Token], place: int) -> Element | None:
    """What stands right behind a clock without a blank: `06:00Z`, `06:00+01:00`."""
    before = tokens[place - 1] if place else None
    clock = before is not None and (before.kind == "clock" or (before.kind == "number" and len(before.value) == 4))
    if before is None or not clock or tokens[place].start > before.end:
        return None
    if word(tokens, place) == "z":
        return Element("zone", "UTC", place, place + 1, anchored=False)
    if place + 1 == len(tokens) or tokens[place + 1].kind not in ("clock", "number"):
        return None
    said = f"{tokens[place].value}{tokens[place + 1].value}"
    dated = place > 1 and tokens[place - 2].kind == "date"  # else `8:00-10:00`
    if not re.fullmatch(r"[+-]\d\d(?::?\d\d)?", said) or not (dated or said[0] == "+"):
        return None
    reason = f"“{said}” is an offset, not a time zone; write for example Europe/Berlin"
    return Element("refused", reason, place, place + 2, anchored=False)


def _shifted(tokens: list[Token], place: int) -> Element | None:
    """`UTC+2`, `GMT-05:00`: whole hours from UTC are zones of their own, named with the sign turned round."""
    sign = word(tokens, place + 1)
    if word(tokens, place) not in ("utc", "gmt") or sign not in ("+", "-", "\u2212") or place + 2 >= len(tokens):
        return None
    found = _HOURS.fullmatch(tokens[place + 2].value)
    hours = int(found[1]) if found else 99
    if hours > (14 if sign == "+" else 12):
        reason = f"this distance from {word(tokens, place).upper()} is no time zone; write for example Europe/Berlin"
        return Element("refused", reason, place, place + 3, anchored=False)
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
    return Element("zone", name, place, place + 3, anchored=False)


def _is_no_zone(tokens: list[Token], place: int) -> bool:
    """Whether what looks like a path is meant as a zone that nobody knows: `8:00 in Europe/Atlantis`."""
    before = place - 2 if word(tokens, place - 1) == "in" else place - 1
    behind_a_time = before >= 0 and (tokens[before].kind in ("clock", "number") or word(tokens, before) in ("am", "pm"))
    return behind_a_time and tokens[place].value.partition("/")[0] in _AREAS


def zone(tokens: list[Token], place: int) -> Element | None:
    """`Europe/Berlin`, `UTC`, `New York time`, the `Z` of `06:00Z`; `EST` and `+01:00` are refused."""
    here = word(tokens, place)
    if here in ("z", "+", "-") and (offset := _offset(tokens, place)):
        return offset
    if tokens[place].kind == "zone":
        return Element("zone", tokens[place].value, place, place + 1, anchored=False)
    if shifted := _shifted(tokens, place):
        return shifted
    if here in ZONES:
        return Element("zone", ZONES[here], place, place + 1, anchored=False)
    if here in UNCLEAR_ZONES:
        reason = f"“{here.upper()}” names several time zones; write for example Europe/Berlin"
        return Element("refused", reason, place, place + 1, anchored=False)
    if tokens[place].kind == "path" and _is_no_zone(tokens, place):
        reason = f"“{tokens[place].value}” is not a time zone; write for example Europe/Berlin"
        return Element("refused", reason, place, place + 1, anchored=False)
    for count in (2, 1):
        city = " ".join(word(tokens, place + number) for number in range(count))
        if phrase(tokens, place + count, "time") and (name := zone_of_city(city)):
            return Element("zone", name, place, place + count + 1, anchored=False)
    return None
