"""Reads when: English phrases, cron lines and macros become a schedule, or a reason why not."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.blocks.fields import show_duration
from nomologi_tui.goals.times.calendar_fields import fields_of_days, weekday_names
from nomologi_tui.goals.times.compose import rule_of
from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.times.elements import elements_of
from nomologi_tui.goals.times.pieces import Pieces, Refusal
from nomologi_tui.goals.times.written import schedule_written
from nomologi_tui.goals.tokens import LONGEST, Token, tokens_of
from nomologi_tui.schedules import (
    EVERY_DAY,
    AtTimes,
    BadScheduleError,
    Cron,
    Every,
    Once,
    OnDays,
    Schedule,
    check_schedule,
    check_zone,
)

Span = tuple[int, int]
_LINE_FIELD = re.compile(r"[\d*?][\d*,/lw#-]*|[a-z]{3}(?:[,-][a-z]{3})*")
_FILLERS = frozenset(
    ["the", "a", "an", "and", "at", "on", "in", "of", ",", ".", "&", "@", "-", "run", "it", "only", "please"]
)


@dataclass(frozen=True, slots=True)
class ScheduleReading:
    """What a phrase says about when.

    `config` is the schedule block's. Without a schedule `reason` says in one sentence why. `remarks` say what was taken
    though nobody said it. `spans` are the places that were understood.
    """

    schedule: Schedule | None
    config: dict[str, Any]
    spans: tuple[Span, ...] = ()
    remarks: tuple[str, ...] = ()
    reason: str = ""


def read_schedule(text: str, *, timezone: str, now: datetime) -> ScheduleReading:
    """Read `text` as nothing but a schedule: each of its words must belong to it. JSON is taken by its fields."""
    if text.lstrip().startswith("{"):
        return _by_fields(text, timezone)
    if len(text) > LONGEST:
        return ScheduleReading(None, {}, reason=f"This is longer than {LONGEST} characters.")
    text = _unquoted(text)
    line = _whole_line(text)
    if line is not None:
        return _checked(Schedule(line, timezone), (), [], with_zone=False)
    tokens = tokens_of(text)
    elements = elements_of(tokens)
    unread = unread_words(tokens, elements)
    if unread and all(element.sort != "refused" for element in elements):
        return ScheduleReading(None, {}, _spans(tokens, elements), reason=_unread_sentence(unread))
    return reading_of(tokens, elements, timezone=timezone, now=now)


def reading_of(tokens: list[Token], elements: list[Element], *, timezone: str, now: datetime) -> ScheduleReading:
    """The schedule that these elements make together."""
    spans = _spans(tokens, elements)
    pieces = Pieces(elements)
    try:
        zone = pieces.one("zone") or timezone
        rule = rule_of(pieces, now, check_zone(zone))
    except Refusal as refusal:
        return ScheduleReading(None, {}, spans, reason=_sentence(str(refusal)))
    except OverflowError:
        return ScheduleReading(None, {}, spans, reason="That is too far ahead.")
    return _checked(Schedule(rule, zone), spans, pieces.remarks, with_zone=bool(pieces.all("zone")))


def unread_words(tokens: list[Token], elements: list[Element]) -> list[str]:
    """The words that no element has taken up and that are not mere filling."""
    taken = {place for element in elements for place in element.places}
    return [t.value for place, t in enumerate(tokens) if place not in taken and t.value.lower() not in _FILLERS]


def schedule_config(schedule: Schedule, *, with_zone: bool) -> dict[str, Any]:
    """The schedule block's fields for `schedule`; the zone only `with_zone`, else the user's is meant."""
    config: dict[str, Any] = {}
    match schedule.rule:
        case Every(seconds):
            config["every"] = show_duration(seconds)
        case AtTimes(times, weekdays):
            config["times"] = [at.strftime("%H:%M:%S" if at.second else "%H:%M") for at in times]
            if weekdays != EVERY_DAY:
                config["weekdays"] = weekday_names(weekdays)
        case OnDays(days, times):
            config = {
                "times": [at.strftime("%H:%M:%S" if at.second else "%H:%M") for at in times],
                **fields_of_days(days),
            }
        case Cron(expression):
            config["cron"] = expression
        case Once(at):
            config["once"] = at.strftime("%Y-%m-%d %H:%M")
    return config | ({"timezone": schedule.timezone} if with_zone else {})


def _checked(schedule: Schedule, spans: tuple[Span, ...], remarks: list[str], *, with_zone: bool) -> ScheduleReading:
    try:
        check_schedule(schedule)
    except BadScheduleError as error:
        return ScheduleReading(None, {}, spans, reason=str(error))
    return ScheduleReading(schedule, schedule_config(schedule, with_zone=with_zone), spans, tuple(remarks))


def _by_fields(text: str, timezone: str) -> ScheduleReading:
    try:
        schedule, config = schedule_written(text, timezone)
    except BadScheduleError as error:
        return ScheduleReading(None, {}, reason=str(error))
    return ScheduleReading(schedule, config)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if len(text) > 2 and text[0] == text[-1] and text[0] in "'\"`" else text


def _whole_line(text: str) -> Cron | None:
    """A cron line or macro that is the whole text, be it a good one or not: fields of one, at least one a star."""
    fields = text.lower().split()
    looks_so = 2 < len(fields) < 8 and "*" in text and all(_LINE_FIELD.fullmatch(field) for field in fields)
    return Cron(text) if looks_so or text.startswith("@") else None


def _spans(tokens: list[Token], elements: list[Element]) -> tuple[Span, ...]:
    return tuple((tokens[element.first].start, tokens[element.end - 1].end) for element in elements)


def _unread_sentence(words: list[str]) -> str:
    return f"“{' '.join(words[:8])}” is not understood as a time."


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
