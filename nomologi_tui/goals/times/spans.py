"""Months that tell from when or until when: `from January 2027 on`, `until the end of June`, `1 to 24 December`."""

from calendar import monthrange
from datetime import date

from nomologi_tui.goals.times.days import dated, day_number
from nomologi_tui.goals.times.element import Element, phrase, word
from nomologi_tui.goals.times.english import MONTHS, ORDINALS
from nomologi_tui.goals.words.tokens import Token

Edge = date | tuple[int, int] | None  # a day, with or without its year; None where that side is open
_BEGINS = ("from", "starting")
_ENDS = ("until", "to", "up-to")
_ON = ("on", "onward", "an")


def span_of_months(tokens: list[Token], place: int) -> Element | None:
    """As two edges: the first day of the first month, the last day of the last one."""
    return _days_of_one(tokens, place) or _from(tokens, place) or _until(tokens, place) or _during(tokens, place)


def _days_of_one(tokens: list[Token], place: int) -> Element | None:
    """`1 to 24 December`, `from the 1st to the 24th of December 2026`, `Dec 1-24`."""
    start = place + (word(tokens, place) in ("from", "between", "on", "of"))
    start += word(tokens, start) == "the"
    named = MONTHS.get(word(tokens, start), 0)
    first = day_number(tokens, start + bool(named))
    joint = start + bool(named) + 1
    joint += word(tokens, joint) == "."
    if first is None or word(tokens, joint) not in (*_ENDS, "-", "\u2013", "and"):
        return None
    if word(tokens, joint) == "and" and word(tokens, place) != "between":
        return None
    last_at = joint + 1 + (word(tokens, joint + 1) == "the")
    last = day_number(tokens, last_at)
    if named:
        return _span((named, first), (named, last), place, last_at + 1) if last and last > first else None
    end = dated(tokens, last_at) if last is not None and last > first else None
    if end is None or end.sort != "date":
        return None
    day = end.value
    return _span(day.replace(day=first) if isinstance(day, date) else (day[0], first), day, place, end.end)


def _from(tokens: list[Token], place: int) -> Element | None:
    """`from January 2027`, `starting in March`, `from April on`, `from January to March 2027`."""
    if word(tokens, place) not in _BEGINS:
        return None
    start = place + 1 + (word(tokens, place + 1) in ("in", "on"))
    start = phrase(tokens, start, "the", "beginning", "of") or phrase(tokens, start, "beginning", "of") or start
    month, year, end = _named(tokens, start)
    if not month:
        return None
    last, last_year, last_end = _named(tokens, end + 1) if word(tokens, end) in _ENDS else (0, 0, end)
    if last_year and last:
        return _span(_first(month, year or last_year), _last(last, last_year), place, last_end)
    on = word(tokens, end) in _ON
    if last or not (year or on or word(tokens, place) == "starting"):
        return None  # `from March to October` are months of each year
    return _span(_first(month, year) if year else (month, 1), None, place, end + on)


def _until(tokens: list[Token], place: int) -> Element | None:
    """`until March 2027`, `until the end of June`."""
    if word(tokens, place) not in ("until", "up-to"):
        return None
    start = place + 1 + (word(tokens, place + 1) == "the")
    closes = phrase(tokens, start, "end", "of")
    month, year, end = _named(tokens, closes or start)
    if year:
        return _span(None, _last(month, year), place, end)
    return _span(None, (month, monthrange(1, month)[1]), place, end) if closes and month and month != 2 else None


def _during(tokens: list[Token], place: int) -> Element | None:
    """`in January 2027`."""
    month, year, end = _named(tokens, place + 1) if word(tokens, place) in ("in", "during") else (0, 0, place)
    return _span(_first(month, year), _last(month, year), place, end) if year else None


def _span(first: Edge, last: Edge, place: int, end: int) -> Element:
    return Element("span", (first, last), place, end, anchored=False)


def _first(month: int, year: int) -> date:
    return date(year, month, 1)


def _last(month: int, year: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _named(tokens: list[Token], place: int) -> tuple[int, int, int]:
    """The month and the year at `place` and where they end; 0 for what is not there."""
    month = MONTHS.get(word(tokens, place), 0)
    year = tokens[place + 1].value if month and place + 1 < len(tokens) and tokens[place + 1].kind == "number" else ""
    if not month or (year and not (len(year) == 4 and year.isdigit() and year[0] != "0")):
        return 0, 0, place
    if not year and (_is_ordinal(tokens, place + 1) or _is_ordinal(tokens, place + 2)):
        return 0, 0, place  # `January the 1st`
    return month, int(year or 0), place + 1 + bool(year)


def _is_ordinal(tokens: list[Token], place: int) -> bool:
    beside = word(tokens, place - 1) in ("the", ".") or MONTHS.get(word(tokens, place - 1), 0)
    ordinal = place < len(tokens) and (tokens[place].kind == "ordinal" or ORDINALS.get(word(tokens, place), 0) > 0)
    return bool(beside) and ordinal
