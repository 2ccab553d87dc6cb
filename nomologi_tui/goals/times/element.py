"""One piece of time in a sentence, and how to look at the tokens around it."""

from dataclasses import dataclass
from datetime import time
from typing import Any, Literal

from nomologi_tui.goals.times.english import NUMERALS
from nomologi_tui.goals.words.tokens import Token

Sort = Literal[
    "interval", "each", "weekdays", "times", "part", "window", "date", "yearly", "day", "relative", "month_days",
    "months", "nth", "past", "cron", "zone", "count", "sun", "except", "starting", "until", "first",
    "jitter", "holidays", "refused", "once", "lasting", "span", "also", "not",
]  # fmt: skip


_MOST = 1e15  # more is refused later anyway, and stays a number until then


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of time over the tokens [first, end).

    `value` by sort: interval, relative, jitter: seconds · each: (count, unit) · count: (how often, in what unit) ·
    weekdays: (days, repeated) · part: its name · times: tuple of time · window: (time, time) · first: the first time ·
    date: a date, or (month, day) without a year, as yearly · day: days from today, or (weekday,) to come, or
    ("this", weekday), or ("months", how many ahead), or
    ("numbered", weekday, day of a month), or as `ahead.day_of_next` says · month_days, months, past: sets of numbers ·
    nth: (days, whether of a month) ·
    sun: (event, seconds from it) · cron, zone, holidays: text · except, starting, until: None, what follows tells
    what · once: None · lasting: (how many, of what unit) ·
    also, not: weekdays that count as well, or do not · span: two dates, one may be None · refused: why.
    `sure`: those of the times that can't be meant in the other half of the day.
    `anchored`: says by itself that it is about when, not part of a name (`the Monday report`).
    """

    sort: Sort
    value: Any
    first: int
    end: int
    anchored: bool = True
    sure: frozenset[time] = frozenset()

    @property
    def places(self) -> range:
        """The places of its tokens."""
        return range(self.first, self.end)


def word(tokens: list[Token], place: int) -> str:
    """The word or mark at `place`; nothing for other kinds and beyond the end."""
    if 0 <= place < len(tokens) and tokens[place].kind in ("word", "mark"):
        return tokens[place].value
    return ""


def phrase(tokens: list[Token], place: int, *words: str) -> int:
    """Where these words end that begin at `place`; 0 where they do not stand there."""
    end = place + len(words)
    return end if all(word(tokens, place + number) == one for number, one in enumerate(words)) else 0


def amount(tokens: list[Token], place: int) -> tuple[float, int] | None:
    """A count in figures or words, and where it ends."""
    if place < len(tokens) and tokens[place].kind == "number":
        return min(float(tokens[place].value), _MOST), place + 1
    count = NUMERALS.get(word(tokens, place))
    return None if count is None else (float(count), place + 1)
