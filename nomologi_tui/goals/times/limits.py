"""How long and how many times: `just once`, `for the next 3 days`; as pieces of a sentence, and what they mean."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from nomologi_tui.goals.times.clocks import one_time
from nomologi_tui.goals.times.dates import months_ahead
from nomologi_tui.goals.times.days import dated, day_to_come
from nomologi_tui.goals.times.element import Element, amount, word
from nomologi_tui.goals.times.english import CALENDAR, weekday_of
from nomologi_tui.goals.times.frequencies import relative
from nomologi_tui.goals.times.pieces import Pieces, Refusal
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.schedules import Dates, Every, Once, OnDays, Schedule, check_zone, next_after

_ONLY = ("just", "only")
_NEXT = ("next", "following", "coming")
_CLOSES = (",", ".", ";", ":", ")", "!", "to", "about", "an", "daran", "de")


def once(tokens: list[Token], place: int) -> Element | None:
    """`once tomorrow`, `on Friday at 9 once`; in `once the file is there` it is no time."""
    start = place + (word(tokens, place) in _ONLY)
    if word(tokens, start) != "once":
        return None
    end = start + 1 + (word(tokens, start + 1) in _ONLY)
    after = end + (word(tokens, end) == ",")
    after += word(tokens, after) == "on"
    timely = weekday_of(word(tokens, after)) is not None or one_time(tokens, after + (word(tokens, after) == "at"))
    opens = timely or any(read(tokens, after) for read in (day_to_come, dated, relative))
    clocked = place > 0 and (tokens[place - 1].kind in ("clock", "number") or word(tokens, place - 1) == "h")
    closes = place > 0 and (_closes(tokens, end) or (clocked and word(tokens, end) == "on"))
    return Element("once", None, place, end, anchored=False) if opens or closes else None


def _closes(tokens: list[Token], place: int) -> bool:
    return place == len(tokens) or (tokens[place].kind in ("word", "mark") and word(tokens, place) in _CLOSES)


def lasting(tokens: list[Token], place: int) -> Element | None:
    """`for the next 3 days`, `for two weeks`, `over the next month`: (how many, of what unit)."""
    opener = word(tokens, place) in ("for", "over", "during", "within", "lasting")
    end = place + opener
    end += word(tokens, end) == "the"
    ahead = word(tokens, end) in _NEXT
    count = amount(tokens, end + ahead)
    number, end = count or (1.0, end + ahead)
    later = word(tokens, end) in _NEXT  # in French `les 3 prochains jours`
    unit = CALENDAR.get(word(tokens, end + later))
    if unit is None or number % 1 or not (opener or ahead) or not (count or ahead):
        return None
    if not (opener or (count and number > 1)):
        return None  # `the next day` is another one
    return Element("lasting", (int(number), unit), place, end + later + 1, anchored=False)


def as_once(pieces: Pieces) -> Pieces:
    """The pieces without `once`, which makes a weekday the next such day. Raises Refusal where days repeat."""
    if not pieces.all("once"):
        return pieces
    rest = pieces.without("once")
    if rest.all("each", "interval", "count", "cron", "past"):
        raise Refusal("“once” is said, but it repeats")
    elements = [
        replace(one, sort="day", value=(min(one.value[0]),))
        if one.sort == "weekdays" and len(one.value[0]) == 1 and not one.value[1]
        else one
        for one in rest.elements
    ]
    return Pieces(elements, pieces.remarks)


def check_once(schedule: Schedule) -> None:
    """Raise Refusal for a schedule of which `once` was said and that repeats all the same."""
    dated_only = isinstance(schedule.rule, OnDays) and isinstance(schedule.rule.days, Dates)
    if not (isinstance(schedule.rule, Once) or dated_only):
        raise Refusal("“once” is said, but not on which day")


def until_over(schedule: Schedule, span: tuple[int, str], now: datetime, pieces: Pieces) -> Schedule:
    """`schedule` for so many days, weeks or months, counted from the first day on which it is due. Raises Refusal."""
    count, unit = span
    if isinstance(schedule.rule, Every | Once) or schedule.ends:
        raise Refusal("how long is said, but not until which day; write for example “until 24 December”")
    due = next_after(schedule, now)
    if due is None or count < 1:
        raise Refusal("how long is said, but it never comes in that time")
    first = due.astimezone(check_zone(schedule.timezone)).date()
    last = _last_day(first, count, unit)
    pieces.remark(f"Counted from {first.isoformat()}, its first day.")
    return replace(schedule, ends=last)


def _last_day(first: date, count: int, unit: str) -> date:
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months:
        return months_ahead(first, count * months) - timedelta(days=1)
    try:
        return first + timedelta(days=count * (7 if unit == "week" else 1) - 1)
    except OverflowError:
        raise Refusal("that is too far ahead") from None
