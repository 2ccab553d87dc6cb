"""Pieces of time in a sentence: each recogniser looks at the tokens from one place on and takes what it knows."""

from collections.abc import Callable, Iterator

from nomologi_tui.goals.times.clocks import one_time, several_times
from nomologi_tui.goals.times.days import (
    dated,
    day_to_come,
    ends_phrase,
    month_days,
    months_named,
    weekday_of,
    weekdays,
)
from nomologi_tui.goals.times.element import Element, amount, word
from nomologi_tui.goals.times.english import (
    ADVERBS,
    CALENDAR,
    DAY_GROUPS,
    DAY_PARTS,
    GLUE,
    NAMED_TIMES,
    SECONDS,
    UNCLEAR_ZONES,
    ZONES,
)
from nomologi_tui.goals.times.months import place_in_month
from nomologi_tui.goals.tokens import Token


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


def counted_of(tokens: list[Token], elements: list[Element]) -> list[Element]:
    """The elements that are about when: those that say so by themselves, and their neighbours."""
    counted = [element.anchored for element in elements]
    for order in (range(1, len(elements)), range(len(elements) - 2, -1, -1)):
        step = order.step
        for number in order:
            before, after = elements[min(number, number - step)], elements[max(number, number - step)]
            between = range(before.end, after.first)
            if counted[number - step] and all(word(tokens, place) in GLUE for place in between):
                counted[number] = True
    return [element for element, counts in zip(elements, counted, strict=True) if counts]


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
    other = after in ("other", "alternate") or (after == "second" and third in ("month", "hour", "year"))
    if every and other and _every_other(tokens, place) is None:
        return Element("refused", f"every other {third} can't be held yet".replace("  ", " "), place, place + 3)
    nth = place + 1 if here in ("every", "the", "each") else place
    if word(tokens, nth) == "last" and word(tokens, nth + 1) in ("working", "business"):
        return Element("refused", "business days need a country; set them in the form", place, nth + 2)
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


def _every_other(tokens: list[Token], place: int) -> Element | None:
    """`every other day`, `every second week`; of `every other Friday` the first two words."""
    after, third = word(tokens, place + 1), word(tokens, place + 2)
    unit = third if third in ("day", "week") else ""
    if unit and after in ("other", "alternate", "second"):
        return Element("each", (2, unit), place, place + 3)
    if weekday_of(third) is not None and after in ("other", "alternate"):
        return Element("each", (2, "week"), place, place + 2)
    return None


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
    if other := _every_other(tokens, place):
        return other
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
    if word(tokens, place + 1) in NAMED_TIMES:
        return Element("times", (NAMED_TIMES[word(tokens, place + 1)],), place, place + 2)
    if word(tokens, place + 1) in DAY_PARTS:
        return Element("part", word(tokens, place + 1), place, place + 2)
    yearly = dated(tokens, place + 1)
    if yearly is not None and isinstance(yearly.value, tuple):
        return Element("yearly", yearly.value, place, yearly.end)
    if found := weekdays(tokens, place + 1):
        return Element("weekdays", (found.value[0], True), place, found.end)
    found = month_days(tokens, place + 1)
    if found is None:
        return None
    if word(tokens, found.end) in SECONDS.keys() | CALENDAR.keys():
        return Element(
            "refused", "every so-many-th is not clear; say for example every 5 minutes", place, found.end + 1
        )
    return Element("month_days", found.value, place, found.end) if ends_phrase(tokens, found.end) else None


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
    """`at :15`, `at minute 15`, `on the hour`: minutes after each hour."""
    if [word(tokens, place + number) for number in range(3)] == ["on", "the", "hour"]:
        return Element("past", 0, place, place + 3, anchored=False)
    if word(tokens, place) != "at":
        return None
    if place + 1 < len(tokens) and tokens[place + 1].kind == "past":
        return Element("past", int(tokens[place + 1].value[1:]), place, place + 2)
    count = amount(tokens, place + 2) if word(tokens, place + 1) == "minute" else None
    return Element("past", int(count[0]), place, count[1]) if count else None


def _part(tokens: list[Token], place: int) -> Element | None:
    """`in the morning`, `at night`, `mornings`, `nightly`; right after a weekday also `morning`."""
    end = place
    while word(tokens, end) in ("in", "at", "the", "on"):
        end += 1
    name = word(tokens, end)
    of_weekday = weekday_of(word(tokens, place - 1)) is not None or word(tokens, place - 1) in DAY_GROUPS
    if name not in DAY_PARTS or (end == place and not name.endswith(("s", "ly")) and not of_weekday):
        return None
    return Element("part", name, place, end + 1)


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
    _cron, _refused, place_in_month, _relative, _every, _adverb, day_to_come, dated, _window, _past,
    month_days, weekdays, months_named, _part, _times, _zone,
)  # fmt: skip
