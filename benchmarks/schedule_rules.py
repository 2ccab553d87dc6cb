"""The next moment of each kind of rule, asked again and again from where the last one was; and what looks back."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as at

from benchmarks.figures import Figure, Line
from nomologi_tui.schedules import (
    WORKDAYS,
    AnyOf,
    AtTimes,
    BusinessDays,
    Cron,
    Every,
    EveryWeeks,
    Holidays,
    MonthDays,
    NthWeekdays,
    OnDays,
    Schedule,
    Sun,
    Weekdays,
    Within,
    YearDays,
    count_due,
    due_between,
    latest_due,
    next_after,
)

ROUNDS = 200
START = datetime(2026, 11, 22, 9, tzinfo=UTC)
OUTAGE = timedelta(days=400)
NINE, ZONE = (at(9),), "Europe/Berlin"
DAILY = Schedule(AtTimes(NINE), ZONE)
KINDS = {
    "every 15 minutes": Schedule(Every(900)),
    "every day at 9": DAILY,
    "cron line": Schedule(Cron("*/10 9-17 * * 1-5"), ZONE),
    "every 2 weeks": Schedule(OnDays(EveryWeeks(2, date(2026, 1, 1), WORKDAYS), NINE), ZONE),
    "last day of the month": Schedule(OnDays(MonthDays(frozenset({-1})), NINE), ZONE),
    "first Monday": Schedule(OnDays(NthWeekdays(frozenset({1}), frozenset({0})), NINE), ZONE),
    "29 February": Schedule(OnDays(YearDays(((2, 29),)), NINE), ZONE),
    "business days": Schedule(OnDays(BusinessDays("DE-BY"), NINE), ZONE),
    "hourly from 9 to 17": Schedule(Within(3600, at(9), at(17), Weekdays(WORKDAYS)), ZONE),
    "sunset": Schedule(Sun("sunset", 52.52, 13.4), ZONE),
    "two schedules": Schedule(AnyOf((DAILY, Schedule(Every(900)))), ZONE),
    "without holidays": Schedule(AtTimes(NINE), ZONE, skips=(Weekdays(frozenset({5, 6})), Holidays("DE"))),
    "with jitter": Schedule(AtTimes(NINE), ZONE, jitter=600),
}
NEVER = Schedule(AtTimes(NINE, frozenset({0})), ZONE, skips=(Weekdays(frozenset({0})),))
SECONDS = Schedule(Within(1, at(9), at(17)), ZONE)


def measure() -> Iterator[Line]:
    """Microseconds a question; packages of holidays and the sun are loaded."""
    for name, schedule in KINDS.items():
        yield Figure(f"next moment: {name}", statistics.median(_walk(schedule)), "µs", at_most=500)
    until = START + OUTAGE
    yield Figure("next moment: never", _once(lambda: next_after(NEVER, START)) / 1000, at_most=50)
    yield Figure("400 days of seconds missed: the latest", _once(lambda: latest_due(SECONDS, START, until)) / 1000)
    yield Figure(
        "400 days of seconds missed: the newest 100", _once(lambda: due_between(SECONDS, START, until, 100)) / 1000
    )
    yield Figure(
        "400 days of seconds missed: count to 1,000", _once(lambda: count_due(SECONDS, START, until, 1000)) / 1000
    )


def _walk(schedule: Schedule) -> list[float]:
    due, taken = next_after(schedule, START), []
    for _ in range(ROUNDS):
        if due is not None:
            began, after = time.perf_counter(), due
            due = next_after(schedule, after)
            taken.append((time.perf_counter() - began) * 1e6)
    return taken


def _once(ask: Callable[[], object]) -> float:
    """The median of five, in microseconds."""
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1e6)
    return statistics.median(taken)
