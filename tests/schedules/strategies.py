"""Schedules at random, for the properties. NOMOLOGI_SWEEP=40 makes forty times as many: `make sweep`."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st

from nomologi_tui.schedules import (
    EVERY_MONTH,
    AnyOf,
    AtTimes,
    BusinessDays,
    Cron,
    Dates,
    DateSpan,
    Days,
    Every,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    OnDays,
    Rule,
    Schedule,
    Sun,
    Weekdays,
    Within,
    YearDays,
)

SWEEP = int(os.environ.get("NOMOLOGI_SWEEP", "1"))
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
COUNTRIES = ["DE", "DE-BY", "US", "SA", "CN"]


def examples(count: int) -> settings:
    """So many examples, more in a sweep."""
    return settings(max_examples=count * SWEEP, deadline=None)


@cache  # building a strategy takes longer than drawing from it
def spot(near: date, around: int = 3) -> st.SearchStrategy[date]:
    """A day near another."""
    return st.integers(-around, around).map(lambda days: near + timedelta(days=days))


minute_times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
several_times = st.sets(minute_times, min_size=1, max_size=4).map(lambda times: tuple(sorted(times)))
weekday_sets = st.frozensets(st.integers(0, 6), min_size=1)
places = st.frozensets(st.integers(1, 5) | st.integers(-5, -1), min_size=1, max_size=3)
numbers = st.frozensets(st.integers(1, 28) | st.integers(-31, -1), min_size=1, max_size=4)


@cache
def months(near: date) -> st.SearchStrategy[Months]:
    named = st.just(EVERY_MONTH) | st.frozensets(st.integers(1, 12), min_size=1).map(lambda some: some | {near.month})
    anchored = st.builds(Months, named, st.integers(1, 14), spot(near, 400))
    return st.just(Months()) | st.builds(Months, named) | anchored


@cache
def day_patterns(near: date) -> st.SearchStrategy[Days]:
    """Patterns of every kind, often with days around `near`."""
    dates = st.sets(spot(near), min_size=1, max_size=4).map(lambda some: tuple(sorted(some)))
    year_days = st.sets(spot(near).map(lambda day: (day.month, day.day)), min_size=1, max_size=3)
    return st.one_of(
        st.builds(Weekdays, weekday_sets),
        st.builds(EveryDays, st.integers(1, 9), spot(near, 40)),
        st.builds(EveryWeeks, st.integers(1, 4), spot(near, 40), weekday_sets),
        st.builds(MonthDays, numbers, months(near)),
        st.builds(NthWeekdays, places, weekday_sets, months(near)),
        st.builds(BusinessDays, st.sampled_from(["", *COUNTRIES]), st.just(frozenset()) | places, months(near)),
        st.builds(Holidays, st.sampled_from(COUNTRIES)),
        st.builds(Dates, dates),
        st.builds(YearDays, year_days.map(lambda some: tuple(sorted(some)))),
        st.tuples(spot(near), spot(near)).map(lambda two: DateSpan(min(two), max(two))),
    )


@cache
def rules(near: date) -> st.SearchStrategy[Rule]:
    """Rules of whole minutes that the oracle knows."""
    anchor = datetime.combine(near, time(), UTC)
    hours = st.sets(st.integers(0, 23), min_size=1, max_size=4).map(lambda some: ",".join(map(str, sorted(some))))
    within = st.builds(
        Within, st.integers(7, 90).map(lambda n: n * 60.0), minute_times, minute_times, day_patterns(near)
    )
    return st.one_of(
        st.builds(AtTimes, several_times, weekday_sets),
        st.builds(OnDays, day_patterns(near), several_times),
        within.filter(lambda rule: rule.first != rule.last),
        st.builds(
            Every,
            st.integers(7, 3000).map(lambda n: n * 60.0),
            st.integers(-3000, 900).map(lambda n: anchor + timedelta(minutes=n)),
        ),
        st.builds("*/{} */{} * * *".format, st.integers(7, 59), st.integers(1, 12)).map(Cron),
        st.builds("{} {} * * *".format, st.integers(0, 59), hours).map(Cron),
    )


@cache
def schedules(zone: str, near: date) -> st.SearchStrategy[Schedule]:
    """Whole schedules that the oracle knows: a rule or several, days and moments left out, a first and last day."""
    plain = st.builds(Schedule, rules(near), st.just(zone))
    several = st.lists(plain, min_size=1, max_size=3).map(lambda some: AnyOf(tuple(some)))
    skips = st.lists(day_patterns(near) | plain, max_size=3).map(tuple)
    edge = st.none() | spot(near, 2)
    return st.builds(Schedule, rules(near) | several, st.just(zone), skips, edge, edge)


suns = st.builds(
    Sun,
    st.sampled_from(["dawn", "sunrise", "sunset", "dusk"]),
    st.floats(-80, 80),
    st.floats(-180, 180),
    st.integers(-7200, 7200).map(float),
    st.builds(Weekdays, weekday_sets),
)
SOME_DAY = date(2026, 10, 25)
any_schedules = st.builds(
    lambda schedule, jitter, seed: replace(schedule, jitter=jitter, seed=seed),
    st.one_of([schedules(zone, SOME_DAY) | st.builds(Schedule, suns, st.just(zone)) for zone in ZONES]),
    st.sampled_from([0.0, 0.0, 5.0, 300.0, 43_200.0]),
    st.sampled_from(["", "a"]),
)
