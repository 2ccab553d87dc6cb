"""Times of day as people write them."""

import re
from dataclasses import dataclass, replace
from datetime import time

from nomologi_tui.goals.times.days import ends_phrase
from nomologi_tui.goals.times.element import word
from nomologi_tui.goals.times.english import CALENDAR, DAY_GROUPS, DAY_PARTS, NAMED_TIMES, NUMERALS, SECONDS, weekday_of
from nomologi_tui.goals.words.tokens import Token

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2}))?\s*(?:([ap])\.?m?\.?)?")
_TOGETHER = re.compile(r"(\d{1,2})([0-5]\d)()\s*([ap])\.?m\.?")  # `530pm`
_FOUR = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_O_CLOCK = ("h", "o'clock", "o\u2019clock", "uhr", "sharp")
_LENGTHS = ("hour", "hours", "hrs")
_HOUR_MARKS = (*_O_CLOCK, *_LENGTHS)
_AFTER_HOUR = {"+30": 30, "+15": 15, "-15": -15}
_NOT_A_TIME = frozenset([
    "%", "°", "€", "$", "x", "times", "th", "degrees", "percent", "interval", "intervals", "of", "people", "items",
]) | SECONDS.keys() | CALENDAR.keys() - {"h", "d"}  # fmt: skip
_MINUTES = frozenset(["ten", "fifteen", "twenty", "thirty", "forty", "fifty"])  # said behind `8 uhr`
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    `bare`: a number alone, `half`: with am or pm, `sure`: it can't be meant in the other half, `marked`: of 24 hours by
    its mark.
    """

    at: time
    end: int
    bare: bool = False
    half: str = ""
    sure: bool = False
    marked: bool = False

    def of(self, other: "Clock") -> time:
        """This time when `other` ends a range with it: in `9 to 5 pm` and `1-3pm` the half is shared where it fits."""
        if not self.half and other.half == "p" and 0 < self.at.hour < 12 and self.at.hour + 12 < other.at.hour:
            return self.at.replace(hour=self.at.hour + 12)
        return self.at


def one_time(tokens: list[Token], place: int) -> Clock | None:
    """`7`, `7:30`, `7 pm`, `18 h`, `noon`, `half past 7`, `7 in the evening`; None when it is no time of day."""
    if place >= len(tokens):
        return None
    here = word(tokens, place)
    if here in NAMED_TIMES:
        return Clock(NAMED_TIMES[here], place + 1, sure=True)
    clock = _beside_hour(tokens, place) or _half_before(tokens, place) or _plain(tokens, place)
    return _in_part_of_day(tokens, _with_half(tokens, clock)) if clock else None


def _plain(tokens: list[Token], place: int) -> Clock | None:
    """A number or clock, with what may follow it: `uhr`, `o'clock`, a half hour or the minutes of the hour."""
    token = tokens[place]
    if token.kind == "word" and NUMERALS.get(token.value, 99) <= 24 and token.value not in ("a", "an"):
        clock: Clock | None = Clock(time(NUMERALS[token.value] % 24), place + 1, bare=True)
    elif token.kind in ("clock", "number"):
        clock = _written(token, place)
    else:
        return None
    return _with_minutes(tokens, clock) if clock else None


def _written(token: Token, place: int) -> Clock | None:
    four = _FOUR.fullmatch(token.value)
    if four and not ("1900" <= token.value <= "2099" and int(four[2]) % 5):
        return Clock(time(int(four[1]), int(four[2])), place + 1, bare=True, sure=True)
    found = _CLOCK.fullmatch(token.value) or _TOGETHER.fullmatch(token.value)
    at = _time(found) if found else None
    if at is None or found is None:
        return None
    sure = bool(found[4]) or at.hour > 12 or (len(found[1]) == 2 and found[1][0] == "0")
    return Clock(at, place + 1, token.kind == "number", found[4] or "", sure)


def _time(found: re.Match[str]) -> time | None:
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _with_minutes(tokens: list[Token], clock: Clock) -> Clock:
    """`8 uhr 30`, `7 h`, `seven thirty`, `9 +30`."""
    end = clock.end
    marked = word(tokens, end) in _HOUR_MARKS
    at = word(tokens, end - 2) == "at"
    shown = ":" in tokens[end - 1].value
    if word(tokens, end) in _LENGTHS and not (shown or (clock.bare and (clock.sure or at))):
        marked = False  # a length of time
    clock = replace(clock, marked=word(tokens, end) == "h")
    end += marked
    minutes = tokens[end].value if end < len(tokens) and tokens[end].kind == "number" else ""
    if marked and clock.bare and len(minutes) == 2 and int(minutes) < 60 and minutes.isdigit():
        return replace(clock, at=clock.at.replace(minute=int(minutes)), end=end + 1, bare=False)
    if marked and clock.bare and word(tokens, end) in _MINUTES and word(tokens, end + 1) not in _NOT_A_TIME:
        return replace(clock, at=clock.at.replace(minute=NUMERALS[word(tokens, end)]), end=end + 1, bare=False)
    spoken = NUMERALS.get(word(tokens, end), 0) or int(minutes[:2] if minutes[:2].isdigit() else 0)
    in_words = clock.bare and not marked and tokens[clock.end - 1].kind == "word"
    if in_words and (spoken in (15, 20, 30, 40, 45, 50) or (len(minutes) == 2 and 20 < spoken < 60)):
        return replace(clock, at=clock.at.replace(minute=spoken), end=end + 1)
    beside = _AFTER_HOUR.get(word(tokens, end), 0)
    if beside and not clock.at.minute:
        return replace(_moved(clock, beside), end=end + 1)
    return replace(clock, end=end)


def _with_half(tokens: list[Token], clock: Clock) -> Clock:
    """`seven thirty pm`: the half of the day in a word of its own."""
    half = word(tokens, clock.end)
    joined = half in ("a", "p") and tokens[clock.end].start == tokens[clock.end - 1].end  # `7p`
    if clock.half or not (joined or half in ("am", "pm")) or not 1 <= clock.at.hour <= 12:
        return clock
    hour = clock.at.hour % 12 + (12 if half[0] == "p" else 0)
    return Clock(clock.at.replace(hour=hour), clock.end + 1, half=half[0], sure=True)


def _moved(clock: Clock, minutes: int) -> Clock:
    at = (clock.at.hour * 60 + clock.at.minute + minutes) % _DAY
    return replace(clock, at=time(at // 60, at % 60))


def _beside_hour(tokens: list[Token], place: int) -> Clock | None:
    """`half past 7`, `quarter to nine`, `ten past six`; `ten to six` only where it can be no stretch of time."""
    start = place + (word(tokens, place) == "a" and word(tokens, place + 1) in ("quarter", "half"))
    named = {"half": 30, "quarter": 15}.get(word(tokens, start), 0)
    unit = word(tokens, start + 1) in ("minutes", "minute", "min", "mins")
    minutes = named or _few_minutes(tokens, start, said=unit)
    side_at = start + 1 + unit
    side = word(tokens, side_at)
    if named == 30 and word(tokens, start - 1) == "at" and 0 < NUMERALS.get(side, 0) < 13 and side not in ("a", "an"):
        return Clock(time(NUMERALS[side] % 24, 30), side_at + 1)  # `half nine`, as the British say
    later = side == "past" or (side == "after" and (unit or named == 15))
    if not minutes or not (later or side in ("to", "before")) or (not later and named == 30):
        return None
    sure = word(tokens, start - 1) == "at" or word(tokens, side_at + 1) in NAMED_TIMES
    if not later and not named and not sure and not _is_moment(tokens, start):
        return None
    hour = one_time(tokens, side_at + 1)
    if hour is None or hour.at.minute or word(tokens, side_at + 1) in ("half", "quarter"):
        return None
    if side == "after" and hour.bare and not ends_phrase(tokens, hour.end):
        return None  # `5 minutes after 3 failures`
    return replace(_moved(hour, minutes if later else -minutes), bare=False)


def _is_moment(tokens: list[Token], place: int) -> bool:
    """Whether `ten to nine` in words is a time of days that are named, not a stretch of hours for something hourly."""
    spoken = word(tokens, place) in NUMERALS and word(tokens, place - 1) not in ("from", "between", "open")
    said = {word(tokens, other) for other in range(len(tokens))}
    return spoken and not said & (SECONDS.keys() | {"hourly"}) and not said.isdisjoint({"every", "daily"})


def _few_minutes(tokens: list[Token], place: int, *, said: bool) -> int:
    """So many minutes beside an hour; where no unit is `said` only those that people name so."""
    count = NUMERALS.get(word(tokens, place), 0)
    if place < len(tokens) and tokens[place].kind == "number" and tokens[place].value.isdigit():
        count = int(tokens[place].value[:3])
    return count if count in (5, 10, 15, 20, 25) or (said and count < 30) else 0


def _half_before(tokens: list[Token], place: int) -> Clock | None:
    """German `halb acht`: half an hour before it."""
    hour = _plain(tokens, place + 1) if word(tokens, place) == "half-before" and place + 1 < len(tokens) else None
    if hour is None or hour.at.minute:
        return None
    return replace(_moved(hour, -30 if hour.at.hour != 1 else 11 * 60 + 30), bare=False)  # `halb eins` is 12:30


def _in_part_of_day(tokens: list[Token], clock: Clock) -> Clock:
    """`7 in the evening` is 19:00."""
    end = clock.end
    if word(tokens, end) == "noon" and clock.at.hour in (12, 1, 2) and not clock.half:  # `um 1 mittags`
        at = clock.at.replace(hour=clock.at.hour % 12 + 12)
        return Clock(at, end + 1, half="p", sure=True)
    while word(tokens, end) in ("in", "the", "at"):
        end += 1
    name = word(tokens, end)
    direct = end == clock.end and not (clock.bare and _ends(tokens, end + 1))  # `at 7 morning`
    if clock.half or direct or name not in DAY_PARTS:
        return clock
    if (clock.sure and in_part(clock.at, name) != clock.at) or (name.startswith("morning") and clock.at.hour > 12):
        return clock
    at = in_part(clock.at, name)
    return Clock(at, end + 1, half="p" if at.hour > 11 else "a", sure=True)


def in_part(at: time, part: str) -> time:
    """`at` moved into the half of the day that `part` means: 7 in the evening is 19:00, 2 at night stays."""
    if at.hour == 12 and part.startswith("night"):
        return at.replace(hour=0)
    late = part.startswith(("afternoon", "evening")) or (part.startswith("night") and at.hour > 5)
    return at.replace(hour=at.hour + 12) if late and 0 < at.hour < 12 else at


@dataclass(frozen=True, slots=True)
class Times:
    """Times of day that stand together, where they end, and those of them that are sure."""

    times: tuple[time, ...]
    end: int
    sure: frozenset[time]


def several_times(tokens: list[Token], place: int, *, marked: bool) -> Times | str | None:
    """`8:00, 12 and 18:30`, `6 am/pm`; a sentence when a clock shows no such time.

    Not `marked` by an `at`, a number alone is none.
    """
    clocks: list[Clock] = []
    end = place
    marked = marked or _ends_with_o_clock(tokens, place) or _is_dotted(tokens, place)
    while (clock := one_time(tokens, end)) and (not clock.bare or _may_be_bare(tokens, clock, marked=marked)):
        clocks += [clock, *_other_half(tokens, clock)]
        end = _over_joints(tokens, clocks[-1].end)
        if end == clocks[-1].end:
            break
    if clocks:
        times = _rising([clock.of(clocks[-1]) for clock in clocks], clocks)
        sure = {at for at, clock in zip(times, clocks, strict=True) if clock.sure or at != clock.at}
        return Times(tuple(times), clocks[-1].end, frozenset(sure))
    return _impossible(tokens, place, marked=marked)


def _rising(times: list[time], clocks: list[Clock]) -> list[time]:
    """In `at 9 and 5` the 5 is 17:00, as long as the times go up with it."""
    found: list[time] = []
    for at, clock in zip(times, clocks, strict=True):
        later = bool(found) and at < found[-1] and at.hour < 12 and not clock.sure and not clock.marked
        found.append(at.replace(hour=at.hour + 12) if later else at)
    return found if found == sorted(found) else times


def _other_half(tokens: list[Token], clock: Clock) -> list[Clock]:
    """The second time of `6 am/pm` and `6 am and pm`."""
    half = word(tokens, clock.end + 1)
    if not clock.half or word(tokens, clock.end) not in ("/", "and", "&") or half not in ("am", "pm"):
        return []
    return [replace(_moved(clock, _DAY // 2), end=clock.end + 2, half=half[0])] if half[0] != clock.half else []


def _impossible(tokens: list[Token], place: int, *, marked: bool) -> str | None:
    if place >= len(tokens) or tokens[place].kind not in ("clock", "number"):
        return None
    written = tokens[place].kind == "clock" and not _written(tokens[place], place)
    late = marked and tokens[place].value.isdigit() and 24 <= int(tokens[place].value[:4]) < 100
    late = late and word(tokens, place + 1) not in _NOT_A_TIME
    return f"“{tokens[place].value}” is no time of day" if written or late else None


def _over_joints(tokens: list[Token], place: int) -> int:
    while word(tokens, place) in (",", "and", "&", "at", "/", "@"):
        place += 1
    return place


def _ends_with_o_clock(tokens: list[Token], place: int) -> bool:
    """Whether several numbers begin there whose last one says that all are times: `8, 12 and 16 o'clock`."""
    many = 0
    while place < len(tokens) and tokens[place].kind == "number":
        many += 1
        if word(tokens, place + 1) in _O_CLOCK[1:]:
            return many > 1
        following = _over_joints(tokens, place + 1)
        place = following if following > place + 1 else len(tokens)
    return False


def _is_dotted(tokens: list[Token], place: int) -> bool:
    """Whether `7.30 every day` is a time: behind no word, and with what follows it can be no other number."""
    written = place < len(tokens) and re.fullmatch(r"\d{1,2}\.[0-5]\d", tokens[place].value)
    behind = place > 0 and tokens[place - 1].kind == "word"  # `section 7.30`
    return bool(written) and not behind and word(tokens, place + 1) in ("every", "daily", "weekdays", "weekends")


def _may_be_bare(tokens: list[Token], clock: Clock, *, marked: bool) -> bool:
    after = word(tokens, clock.end)
    written = tokens[clock.end - 1].value
    listed = word(tokens, clock.end) in ("and", ",", "&") and word(tokens, clock.end + 2) == "h"  # `7h and 19h`
    of_day = word(tokens, clock.end - 1) in _O_CLOCK and (clock.end > 2 or written != "h" or listed)
    four = tokens[clock.end - 2].value if written in _LENGTHS else written
    of_day = of_day or (clock.sure and len(four) == 4 and (written in _LENGTHS or four[0] == "0"))  # `mon-fri 0700`
    of_day = of_day or (clock.sure and len(written) == 4 and (after == "z" or _is_after_days(tokens, clock.end)))
    of_day = of_day or _is_spoken(tokens, clock)
    return (marked or of_day) and after not in _NOT_A_TIME and not after.startswith("minute")


def _is_after_days(tokens: list[Token], end: int) -> bool:
    """Whether the `1430` of `Thursdays 1430` stands there: behind days that repeat, with nothing that it counts."""
    before = word(tokens, end - 2)
    days = (before in DAY_GROUPS or before[-4:] == "days" or before == "daily") and before != "days"
    named = word(tokens, end - 3) == "every" and (before == "day" or weekday_of(before) is not None)
    after = word(tokens, end)
    return (days or named) and after not in _NOT_A_TIME and not after.endswith("s")


def _ends(tokens: list[Token], place: int) -> bool:
    return place >= len(tokens) or word(tokens, place) in (",", ".", "every", "on", "and", "daily")


def _is_spoken(tokens: list[Token], clock: Clock) -> bool:
    """Whether `twelve thirty every day` and `daily six fifteen` are meant: beside words that say each day."""
    if not clock.at.minute or clock.end < 2 or tokens[clock.end - 1].kind != "word":
        return False
    daily = ("every", "daily", "weekdays", "weekends")
    return word(tokens, clock.end) in daily or word(tokens, clock.end - 3) in (*daily, "day")
