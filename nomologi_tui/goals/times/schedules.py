"""From the pieces of a whole phrase to a schedule: its parts, what is left out, its first and last day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.goals.times.also import with_also
from nomologi_tui.goals.times.compose import country_of, rule_of, time_fields, weekday_field
from nomologi_tui.goals.times.dates import edge_day, months_ahead
from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.times.groups import SAYS_TIME, groups_of
from nomologi_tui.goals.times.intervals import on_the_clock
from nomologi_tui.goals.times.limits import as_once, check_once, until_over
from nomologi_tui.goals.times.pieces import Pieces, Refusal
from nomologi_tui.schedules import (
    EVERY_DAY,
    EVERY_MONTH,
    AnyOf,
    AtTimes,
    Cron,
    Dates,
    DateSpan,
    Days,
    Holidays,
    MonthDays,
    Rule,
    Schedule,
    Weekdays,
    YearDays,
    check_zone,
)
from nomologi_tui.schedules.forms import cron_field

_MARKERS = ("except", "starting", "until")
_JUST = 60  # days: a day of the year that passed less long ago is not taken as the one of next year


def schedule_of_pieces(pieces: Pieces, now: datetime, timezone: str) -> Schedule:
    """The schedule that they say together, in `timezone` where they name none. Raises Refusal."""
    for reason in pieces.all("refused"):
        raise Refusal(reason)
    name = pieces.one("zone") or timezone
    zone = check_zone(name)
    local = now.astimezone(zone).replace(tzinfo=None)
    main, left_out, edges = _parted(with_also(pieces.without("zone")))
    if (last := edges.get("until")) and main.elements and main.only("times") and main.elements[0].first == last.end:
        raise Refusal("it is not clear whether the time is that of each day or of the end; say how often")
    starts, ends = _edge(edges.get("starting"), local), _edge(edges.get("until"), local)
    starts = _begun(starts, ends, edges, local)
    main, jitter = main.without("jitter"), float(main.one("jitter") or 0)
    only_once, span = bool(main.all("once")), main.one("lasting")
    main = as_once(_daily(main) if span else main)
    parts = [_part(group, left_out, (starts, ends), now, name, zone) for group in groups_of(main)]
    parts = [replace(part, jitter=jitter) for part in parts]
    _check_apart(parts)
    if only_once:
        check_once(parts[0])
    if span:
        parts = [until_over(part, span, now, pieces) for part in parts]
    return parts[0] if len(parts) == 1 else Schedule(AnyOf(tuple(parts)), name)


def _daily(pieces: Pieces) -> Pieces:
    """Without how long it lasts; `for the next 3 days at 8` is daily."""
    rest = pieces.without("lasting")
    if rest.elements and rest.only("times", "part"):
        rest = Pieces([*rest.elements, replace(rest.elements[0], sort="each", value=(1, "day"))], rest.remarks)
    return rest


def _check_apart(parts: list[Schedule]) -> None:
    """Raise Refusal where one part may be meant instead of another on its days: `daily at 7, on weekends at 9`."""
    days = [part.rule.weekdays for part in parts if isinstance(part.rule, AtTimes)]
    if len(days) > 1 and EVERY_DAY in days and any(some != EVERY_DAY for some in days):
        raise Refusal("every day and some days are said; say whether both times are meant on these")


def _parted(pieces: Pieces) -> tuple[Pieces, Pieces, dict[str, Element]]:
    """What is said, what is left out, and the days after `starting` and `until`."""
    main: list[Element] = []
    left_out: list[Element] = []
    edges: dict[str, Element] = {}
    marker = ""
    for element in pieces.elements:
        if marker == "except" and _in_span(element, left_out):
            left_out.append(element)
        elif element.sort in _MARKERS:
            if marker in ("starting", "until") or element.sort in edges:
                raise Refusal("it is not clear from when or until when")
            marker = element.sort
        elif element.sort == "span":
            edges |= _both_edges(element, edges)
        elif marker in ("starting", "until"):
            edges[marker], marker = element, ""
        else:
            (left_out if marker == "except" else main).append(element)
    if marker in ("starting", "until"):
        raise Refusal("it is not clear from when or until when")
    if not main and left_out:
        raise Refusal("what is left out is said, but not when")
    if marker == "except" and not left_out:
        raise Refusal("it is not clear what is left out")
    _give_back_times(main, left_out)
    return Pieces(main, pieces.remarks), Pieces(left_out, pieces.remarks), edges


def _both_edges(element: Element, edges: dict[str, Element]) -> dict[str, Element]:
    """The first and the last day of `24 Dec to 27 Dec`; of `from January 2027 on` only the first."""
    found = dict(zip(("starting", "until"), element.value, strict=True))
    found = {marker: replace(element, sort="date", value=day) for marker, day in found.items() if day}
    if edges.keys() & found.keys():
        raise Refusal("it is not clear from when or until when")
    return found


def _in_span(element: Element, left_out: list[Element]) -> bool:
    """Whether it says from where to where days are left out: `except from 24 Dec 2026 to 2 Jan 2027`."""
    if element.sort == "starting":
        return not left_out
    return element.sort == "until" and bool(left_out) and left_out[-1].sort == "date"


def _give_back_times(main: list[Element], left_out: list[Element]) -> None:
    """In `fridays except in december at 4pm` the time is not left out, but belongs to the Fridays.

    A part of the day that is said of both, as in `every night except Sunday nights at 1`, tells nothing more.
    """
    parts = {element.value.removesuffix("s") for element in main if element.sort == "part"}
    named = any(element.sort not in ("times", "part") for element in left_out)
    same = [one for one in left_out if named and one.sort == "part" and one.value.removesuffix("s") in parts]
    left_out[:] = [element for element in left_out if element not in same]
    clocks = [element for element in left_out if element.sort in ("times", "part")]
    if clocks and len(clocks) < len(left_out):
        only_times = all(element.sort == "times" for element in clocks)  # `every morning except Sundays at 7`
        if any(element.sort in SAYS_TIME and not (only_times and element.sort == "part") for element in main):
            raise Refusal("it is not clear what is left out: a day or a time")
        left_out[:] = [element for element in left_out if element not in clocks]
        main += clocks


def _edge(element: Element | None, local: datetime) -> date | None:
    if element is None:
        return None
    if element.sort == "nth" and element.value[0] == MonthDays(frozenset({-1})):
        return months_ahead(local.date().replace(day=1), 1) - timedelta(days=1)
    if element.sort not in ("date", "day"):
        raise Refusal("it is not clear from which day or until which day")
    return edge_day(element.value, local)


def _begun(starts: date | None, ends: date | None, edges: dict[str, Element], local: datetime) -> date | None:
    """The first day, or None where it has begun. Raises Refusal where a day without a year has only just passed."""
    for marker, day in (("starting", starts), ("until", ends)):
        said = edges[marker].value if marker in edges and edges[marker].sort == "date" else None
        if day is None or not isinstance(said, tuple) or (day - local.date()).days <= 366 - _JUST:
            continue
        if marker == "starting" and ends and (ends - local.date()).days <= 366 - _JUST:
            return None
        raise Refusal(f"{day:%-d %b} has only just passed; name the year")
    return starts


def _part(
    main: Pieces, left_out: Pieces, edges: tuple[date | None, date | None], now: datetime, name: str, zone: ZoneInfo
) -> Schedule:
    starts, ends = edges
    if ends and ends < now.astimezone(zone).date():
        raise Refusal("its last day has passed")
    if starts and starts < now.astimezone(zone).date() and not main.all("each"):
        starts = None  # it has begun
    main, left_out = _other_days_out(main, left_out)
    rule = rule_of(main, now, zone, starts)
    rule = on_the_clock(rule) if left_out.all("times", "window") else rule
    rule, skips = _without(rule, left_out, now.astimezone(zone).replace(tzinfo=None), name)
    counted = starts is not None and _counts_from(rule)
    return Schedule(rule, name, skips, None if counted else starts, ends)


def _other_days_out(main: Pieces, left_out: Pieces) -> tuple[Pieces, Pieces]:
    """An interval that fits no cron line on some weekdays, as one that leaves out the others."""
    intervals, days = main.all("interval"), [one for one in main.elements if one.sort == "weekdays"]
    if not main.only("interval", "weekdays") or len(intervals) != 1 or len(days) != 1 or left_out.elements:
        return main, left_out
    if intervals[0] % 60 or 3600 % intervals[0] == 0 or (intervals[0] % 3600 == 0 and 86_400 % intervals[0] == 0):
        return main, left_out
    others = replace(days[0], value=(EVERY_DAY - days[0].value[0], True))
    return main.without("weekdays"), Pieces([others], main.remarks)


def _counts_from(rule: Rule) -> bool:
    """Whether the rule itself begins with the first day."""
    days = getattr(rule, "days", None)
    has_start = hasattr(days, "start") or getattr(getattr(days, "months", None), "start", None)
    return bool(has_start) or hasattr(rule, "anchor")


def _without(rule: Rule, left_out: Pieces, local: datetime, zone: str) -> tuple[Rule, tuple[Days | Schedule, ...]]:
    """The rule and what is left out of it; weekdays and months are taken out of the rule itself where it names them."""
    elements, skips = _spans(left_out.elements)
    for element in elements:
        match element.sort:
            case "weekdays":
                rule, skip = _without_weekdays(rule, element.value[0])
                skips += skip
            case "months":
                rule, skip = _without_months(rule, element.value, zone)
                skips += skip
            case "date" | "yearly" | "day":
                day = element.value
                is_yearly = element.sort != "day" and isinstance(day, tuple)
                skips.append(YearDays((day,)) if is_yearly else Dates((edge_day(day, local),)))
            case "holidays":
                skips.append(Holidays(country_of(element.value)))
            case "month_days":
                skips.append(Schedule(Cron(f"* * {cron_field(element.value)} * *"), zone))
            case "window":
                skips.append(Schedule(Cron(f"* {_hours(*element.value)} * * *"), zone))
            case "times":
                skips.append(Schedule(Cron(f"{time_fields(element.value)} * * *"), zone))
            case _:
                raise Refusal("it is not clear what is left out; name weekdays, months, dates or times")
    return rule, _together(skips)


def _hours(first: time, last: time) -> str:
    """The hours from `first` on before `last`. Raises Refusal where they begin or end within one."""
    if first.replace(minute=0, second=0) != first or last.replace(minute=0, second=0) != last or first == last:
        raise Refusal("only whole hours can be left out, such as 22:00 to 06:00")
    return cron_field((first.hour + number) % 24 for number in range((last.hour - first.hour) % 24))


def _spans(elements: list[Element]) -> tuple[list[Element], list[Days | Schedule]]:
    """The other elements, and the days from one date to another that are left out."""
    elements = [element for element in elements if element.sort != "starting"]
    ends = [number for number, element in enumerate(elements) if element.sort == "until"]
    spans: list[Days | Schedule] = []
    for number in ends:
        dates = [element.value for element in elements[number - 1 : number + 2] if element.sort == "date"]
        if len(dates) != 2 or not all(isinstance(day, date) for day in dates):
            raise Refusal("it is not clear which days are left out; write for example 2026-12-24 to 2027-01-02")
        spans.append(DateSpan(*dates))
    inside = {place for number in ends for place in range(number - 1, number + 2)}
    return [element for number, element in enumerate(elements) if number not in inside], spans


def _without_weekdays(rule: Rule, days: frozenset[int]) -> tuple[Rule, list[Days | Schedule]]:
    if isinstance(rule, AtTimes):
        if not rule.weekdays - days:
            raise Refusal("nothing is left")
        return replace(rule, weekdays=rule.weekdays - days), []
    return rule, [Weekdays(days)]


def _without_months(rule: Rule, months: frozenset[int], zone: str) -> tuple[Rule, list[Days | Schedule]]:
    left = cron_field(EVERY_MONTH - months)
    if isinstance(rule, AtTimes) and left and not any(at.second for at in rule.times):
        try:
            return Cron(f"{time_fields(rule.times)} * {left} {weekday_field(rule.weekdays)}"), []
        except Refusal:
            pass
    return rule, [Schedule(Cron(f"* * * {cron_field(months)} *"), zone)]


def _together(skips: list[Days | Schedule]) -> tuple[Days | Schedule, ...]:
    """Several dates as one, as the trigger's fields have them."""
    yearly = sorted({day for skip in skips if isinstance(skip, YearDays) for day in skip.days})
    dated = sorted({day for skip in skips if isinstance(skip, Dates) for day in skip.dates})
    rest: list[Days | Schedule] = [skip for skip in skips if not isinstance(skip, YearDays | Dates)]
    several = [skip for skip in rest if isinstance(skip, Weekdays)]
    if len(several) > 1:
        days = frozenset[int]().union(*(skip.weekdays for skip in several))
        rest = [Weekdays(days), *(skip for skip in rest if skip not in several)]
    if len([skip for skip in rest if isinstance(skip, Schedule)]) > 1:
        raise Refusal("so much can't be left out at once")
    rest += [Dates(tuple(dated))] if dated else []
    return (*rest, *([YearDays(tuple(yearly))] if yearly else []))
