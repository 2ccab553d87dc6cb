"""How often, in a sentence: intervals, units of the calendar, so many times in one; and how long from now."""

import re

from nomologi_tui.goals.times.days import dated, ends_phrase, month_days, weekdays
from nomologi_tui.goals.times.element import Element, amount, phrase, word
from nomologi_tui.goals.times.english import (
    ADVERBS,
    CALENDAR,
    DAY_PARTS,
    DEFINITE,
    NAMED_TIMES,
    ORDINALS,
    SECONDS,
    weekday_of,
)
from nomologi_tui.goals.words.tokens import Token

_TWICE_OR_EVERY_TWO = {
    "biweekly": "twice a week and every two weeks", "bimonthly": "twice a month and every two months",
    "semiweekly": "half weeks and twice a week",
}  # fmt: skip
_CLOSINGS = (("of", "day"), ("of", "the", "day"), ("of", "business"), ("of", "work"))
_ISO = re.compile(r"pt(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?")
_INTERVALS = ("interval", "intervals")
_AHEAD = {"day": ("days", 1), "week": ("days", 7), "month": ("months", 1), "year": ("months", 12)}


def refused(tokens: list[Token], place: int) -> Element | None:
    """Turns of phrase that can be meant in two ways, so that nobody reads a part of them as the whole."""
    here = word(tokens, place)
    if here == "once" and word(tokens, place + 1) == "in" and (ahead := relative(tokens, place + 1)):
        return Element("refused", "“once in” may be one time or every so often; say “in” or “every”", place, ahead.end)
    if here == "biweekly" and any(weekday_of(word(tokens, place + number)) is not None for number in (1, 2)):
        return Element("each", (2, "week"), place, place + 1)
    if here in _TWICE_OR_EVERY_TWO:
        reason = f"“{here}” means {_TWICE_OR_EVERY_TWO[here]}; say which"
        return Element("refused", reason, place, place + 1)
    if end := _closing(tokens, place):
        said = " ".join(token.value for token in tokens[place:end])
        return Element("refused", f"“{said}” is another time for everybody; name the time", place, end)
    if here == "school" and word(tokens, place + 1) in ("night", "nights", "evening", "evenings"):
        reason = f"“{here} {word(tokens, place + 1)}” may be Sunday to Thursday or others; name the weekdays"
        return Element("refused", reason, place, place + 2)
    if here in ("working", "office", "business") and word(tokens, place + 1) == "hours":
        reason = f"“{here} {word(tokens, place + 1)}” is not clear enough; name the hours or days"
        return Element("refused", reason, place, place + 2)
    return None


def _closing(tokens: list[Token], place: int) -> int:
    """Where `end of the day`, `close of business`, `eod` ends; 0 where none begins."""
    if word(tokens, place) in ("eod", "cob", "eob", "noonish"):
        return place + 1
    if word(tokens, place) not in ("end", "close"):
        return 0
    return next((end for of in _CLOSINGS if (end := phrase(tokens, place + 1, *of))), 0)


def length(tokens: list[Token], place: int) -> tuple[float, int] | None:
    """Seconds of `5 minutes`, `1 hour 30 min`, `half an hour`, `2 and a half hours`; None when it is no such length."""
    if word(tokens, place) == "half":
        skip = place + 2 if word(tokens, place + 1) in ("a", "an") else place + 1
        return (1800.0, skip + 1) if SECONDS.get(word(tokens, skip)) == 3600 else None
    total, end = _hours_and_minutes(tokens, place) or (0.0, place)
    while (count := amount(tokens, end + (word(tokens, end) == "and" and end > place))) is not None:
        half = phrase(tokens, count[1], "and", "a", "half")
        number, unit_at = (count[0] + 0.5, half) if half else count
        unit_at += word(tokens, unit_at) == "-"  # `45-min`
        size = SECONDS.get(word(tokens, unit_at))
        if size is None:
            break
        total, end = total + number * size, unit_at + 1
        half = phrase(tokens, end, "and", "a", "half") or (end + 1) * (size == 3600 and word(tokens, end) == "+30")
        total, end = (total + size / 2, half) if half else (total, end)
    return (total, end) if end > place else None


def _hours_and_minutes(tokens: list[Token], place: int) -> tuple[float, int] | None:
    """`2h15`, `2h15m`; ISO 8601's `PT2H15M`."""
    iso = _ISO.fullmatch(word(tokens, place))
    if iso and any(iso.groups()):
        hours, minutes, seconds = (int(one or 0) for one in iso.groups())
        return 3600.0 * hours + 60.0 * minutes + seconds, place + 1
    found = re.fullmatch(r"(\d{1,2})h(\d{2})", tokens[place].value) if place < len(tokens) else None
    if not found:
        return None
    return 3600.0 * int(found[1]) + 60.0 * int(found[2]), place + 1 + (word(tokens, place + 1) in ("m", "min", "mins"))


def relative(tokens: list[Token], place: int) -> Element | None:
    """`in 20 minutes`, `45 minutes from now`, `in 2 days`, `6 months from now`."""
    start = place + (word(tokens, place) == "in")
    found = length(tokens, start)
    if found is not None and word(tokens, found[1]) in (*_INTERVALS, "-"):
        return None
    if found is not None:
        now = phrase(tokens, found[1], "from", "now")
        return Element("relative", found[0], place, now or found[1]) if now or start > place else None
    count = amount(tokens, start)
    unit = CALENDAR.get(word(tokens, count[1])) if count else None
    if count is None or unit not in _AHEAD or count[0] % 1:
        return None
    now = phrase(tokens, count[1] + 1, "from", "now") or phrase(tokens, count[1] + 1, "from", "today")
    if not now and start == place:
        return None
    kind, size = _AHEAD[unit]
    ahead = int(count[0]) * size
    return Element("day", ahead if kind == "days" else (kind, ahead), place, now or count[1] + 1)


def _says_nothing(tokens: list[Token], place: int) -> bool:
    """`every so often`; and `every m`, which may mean minutes or months."""
    alone = len(word(tokens, place)) == 1 and amount(tokens, place) is None
    return alone or bool(phrase(tokens, place, "so", "often") or phrase(tokens, place, "now", "and"))


def every(tokens: list[Token], place: int) -> Element | None:
    """`every 5 minutes`, `every other Friday`, `every Monday`, `every 24 December`; `at 10 minute intervals`."""
    here = word(tokens, place)
    if here == "every-other":
        return _every_other(tokens, place)
    if here != "every":
        return _intervals(tokens, place)
    if _says_nothing(tokens, place + 1):
        return None
    found = length(tokens, place + 1)
    if found is not None:
        return Element("interval", found[0], place, found[1])
    half = phrase(tokens, place + 2, "and", "a", "half")
    if half and word(tokens, place + 1) in SECONDS:
        return Element("interval", 1.5 * SECONDS[word(tokens, place + 1)], place, half)
    count, end = amount(tokens, place + 1) or _so_many_th(tokens, place + 1) or (1.0, place + 1)
    unit = word(tokens, end)
    if unit in SECONDS:
        more = _and_more(tokens, end + 1, SECONDS[unit])
        return more and Element("interval", count * SECONDS[unit] + more[0], place, more[1])
    return _each(count, unit, place, end + 1) if unit in CALENDAR else _every_named(tokens, place)


def _and_more(tokens: list[Token], place: int, unit: float) -> tuple[float, int]:
    """The 15 minutes of `every hour and 15 minutes`, and where they end; none of `every hour and 5 minutes past`."""
    found = length(tokens, place + 1) if word(tokens, place) == "and" else None
    beside = found is None or word(tokens, found[1]) in ("past", "after", "before", "to", "later") or found[0] >= unit
    return (0.0, place) if found is None or beside else found


def _each(count: float, unit: str, place: int, end: int) -> Element:
    if count % 1:
        return Element("refused", f"every {count:g} {unit} is no whole number of them", place, end)
    return Element("each", (int(count), CALENDAR[unit]), place, end)


def _so_many_th(tokens: list[Token], place: int) -> tuple[float, int] | None:
    """The 3 of `every 3rd day`."""
    spoken = ORDINALS.get(word(tokens, place), 0)
    if spoken > 1 and word(tokens, place + 1) in (SECONDS.keys() | CALENDAR.keys()):
        return None if phrase(tokens, place + 2, "of") else (float(spoken), place + 1)
    if place < len(tokens) and tokens[place].kind == "ordinal":
        digits = tokens[place].value.rstrip("stndrh")
        unit = word(tokens, place + 1)
        if digits.isdigit() and unit in (SECONDS.keys() | CALENDAR.keys()) and not phrase(tokens, place + 2, "of"):
            return float(digits), place + 1
    return None


def _every_other(tokens: list[Token], place: int) -> Element | None:
    """`every other day`; of `every other Friday` the first two words."""
    unit = word(tokens, place + 1)
    if unit in CALENDAR:
        return Element("each", (2, CALENDAR[unit]), place, place + 2)
    if unit in SECONDS:
        return Element("interval", 2.0 * SECONDS[unit], place, place + 2)
    if unit in DAY_PARTS:
        return Element("each", (2, "day"), place, place + 1)
    if unit in ("weekend", "weekends"):
        return Element("refused", "a weekend is two days; say which of them", place, place + 2)
    return Element("each", (2, "week"), place, place + 1) if weekday_of(unit) is not None else None


def _intervals(tokens: list[Token], place: int) -> Element | None:
    """`at 10 minute intervals`; `PT10M` alone."""
    start = place + (word(tokens, place) in ("at", "in", "with"))
    found = length(tokens, start)
    if found is not None and len(tokens) == 1 and _ISO.fullmatch(word(tokens, place)):
        return Element("interval", found[0], place, found[1])
    if found is None:
        return _so_many_hourly(tokens, place)
    apart = phrase(tokens, found[1], "between", "runs") or phrase(tokens, found[1], "between", "every", "run")
    end = apart or found[1] + (word(tokens, found[1]) in (*_INTERVALS, "apart"))
    return Element("interval", found[0], place, end) if end > found[1] else None


def _so_many_hourly(tokens: list[Token], place: int) -> Element | None:
    """`2-hourly`."""
    count = amount(tokens, place)
    end = count[1] + (word(tokens, count[1]) == "-") if count else place
    if not count or word(tokens, end) not in ("hourly", "minutely") or not count[0]:
        return None
    return Element("interval", count[0] * (3600.0 if word(tokens, end) == "hourly" else 60.0), place, end + 1)


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
    if found is None or not ends_phrase(tokens, found.end):
        return None
    return Element("month_days", found.value, place, found.end)


def adverb(tokens: list[Token], place: int) -> Element | None:
    """`hourly`, `daily`; in `my daily report` it is a part of a name."""
    unit = ADVERBS.get(word(tokens, place))
    if unit is None or word(tokens, place) not in DEFINITE:
        return None
    end = place + 1
    named = word(tokens, place - 1) in ("the", "my", "our", "a", "your") and word(tokens, end) not in (
        "",
        "at",
        "on",
        ",",
    )
    if unit == "hour":
        return Element("interval", 3600.0, place, end, anchored=not named)
    return Element("each", (1, unit), place, end, anchored=not named)


def counted(tokens: list[Token], place: int) -> Element | None:
    """`2 times a day`, `3x per hour`, `3 times daily`: (how often, in what unit)."""
    count = amount(tokens, place)
    if count is None or word(tokens, count[1]) not in ("times", "x", "\u00d7"):
        return None
    after = count[1] + 1
    unit = word(tokens, after + 1)
    of = word(tokens, after) in ("a", "an", "per", "each", "every", "in")
    name = CALENDAR.get(unit) or {1: "second", 60: "minute", 3600: "hour"}.get(SECONDS.get(unit, 0), "") if of else ""
    name, end = (ADVERBS[word(tokens, after)], after + 1) if word(tokens, after) in ADVERBS else (name, after + 2)
    before = word(tokens, place - 1 - (word(tokens, place - 1) == ","))
    if not name and word(tokens, after) in (":", ",", "at") and before in ("day", "daily"):
        name, end = "day", after  # `daily 3x: 6:00 …`
    evenly = end + (word(tokens, end) == ",")
    size = {"day": 86_400.0, "hour": 3600.0}.get(name)
    if word(tokens, evenly) == "evenly" and size and count[0]:
        return Element("interval", size / count[0], place, evenly + 1)
    return Element("count", (int(count[0]), name), place, end) if name else None
