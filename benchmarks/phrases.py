"""How many phrases about time are read right, asked about, or read wrong: `tests/goals/phrases.jsonl`, by kind.

`python -m benchmarks.phrases` prints a table by tag; with `--misses` also the phrases that were not read right, but
none of the third that is held out, so that nobody writes code for these.

A line of the file is a phrase with what counts as right (`kind`), read in Berlin on Sunday, 22 November 2026 at 10:00:
exact: due at the same moments as `is`, a list of ways, each a list of the schedule trigger's fields that apply together.
spacing: the same, in any phase. dates: due on the same days, `per_day` times, within `window` if there is one.
once_date: one time on `date`. period: one time each so many `days` or `months`. sun: `sun` and `offset_minutes`.
ask: no schedule. With `ask_ok` it may be asked about as well.
"""

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Line
from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes
from nomologi_tui.goals.times.phrases import read_schedule
from nomologi_tui.schedules import AnyOf, Schedule, Sun, check_zone, upcoming

PHRASES = Path(__file__).parent.parent / "tests" / "goals" / "phrases.jsonl"
ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_TOMORROW = datetime(2026, 11, 22, 23, tzinfo=UTC)
_MOMENTS, _DAYS, _FAR = 60, 12, timedelta(days=800)


def phrases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PHRASES.read_text(encoding="utf-8").splitlines()]


def judged(wanted: dict[str, Any]) -> str:
    """`right`, `refused` or `wrong`; for nonsense that is asked about `right`."""
    schedule = read_schedule(wanted["text"], timezone=ZONE, now=NOW).schedule
    if schedule is None:
        return "right" if wanted["kind"] == "ask" or wanted.get("ask_ok") else "refused"
    return "right" if wanted["kind"] != "ask" and _is_right(schedule, wanted) else "wrong"


def _is_right(schedule: Schedule, wanted: dict[str, Any]) -> bool:
    match wanted["kind"]:
        case "exact":
            return any(_moments(schedule) == _moments(way) for way in _ways(wanted))
        case "spacing":
            return any(_gaps(schedule) == _gaps(way) for way in _ways(wanted))
        case "dates":
            return any(_days(schedule) == _days(way) for way in _ways(wanted)) and _fits(schedule, wanted)
        case "once_date":
            due = _local(schedule, 2, NOW)
            in_window = len(due) == 1 and _in_window(due[0], wanted)
            return in_window and due[0].date().isoformat() == wanted["date"]
        case "sun":
            rule = schedule.rule
            return isinstance(rule, Sun) and (rule.event, rule.offset / 60) == (wanted["sun"], wanted["offset_minutes"])
    return _has_period(_local(schedule, 6, NOW), wanted)


def _ways(wanted: dict[str, Any]) -> Iterator[Schedule]:
    for fields in wanted["is"]:
        yield Schedule(AnyOf(tuple(ScheduleTimes(**one).schedule(ZONE) for one in fields)), ZONE)


def _moments(schedule: Schedule) -> list[datetime]:
    return [due for due in upcoming(schedule, NOW, _MOMENTS) if due - NOW < _FAR]


def _gaps(schedule: Schedule) -> list[timedelta]:
    return [later - due for due, later in pairwise(upcoming(schedule, NOW, 8))]


def _local(schedule: Schedule, count: int, start: datetime) -> list[datetime]:
    return [due.astimezone(check_zone(ZONE)) for due in upcoming(schedule, start, count)]


def _days(schedule: Schedule) -> list[str]:
    return list(dict.fromkeys(due.date().isoformat() for due in _local(schedule, 5 * _DAYS, _TOMORROW)))[:_DAYS]


def _fits(schedule: Schedule, wanted: dict[str, Any]) -> bool:
    due = _local(schedule, 5 * _DAYS, _TOMORROW)
    counts = list(Counter(one.date() for one in due).values())[:_DAYS]
    return set(counts) == {wanted.get("per_day", 1)} and all(_in_window(one, wanted) for one in due)


def _in_window(due: datetime, wanted: dict[str, Any]) -> bool:
    first, last = wanted.get("window", ("00:00", "23:59"))
    return bool(first <= f"{due:%H:%M}" <= last)


def _has_period(due: list[datetime], wanted: dict[str, Any]) -> bool:
    if "days" in wanted:
        return all((later.date() - one.date()).days == wanted["days"] for one, later in pairwise(due))
    months = [one.year * 12 + one.month for one in due]
    return all(later - one == wanted["months"] for one, later in pairwise(months))


def measure() -> Iterator[Line]:
    """Shares of the whole set, and how long one phrase takes."""
    every = phrases()
    results = [(one, judged(one)) for one in every]
    real = [result for one, result in results if one["kind"] != "ask"]
    nonsense = [result for one, result in results if one["kind"] == "ask"]
    yield Figure("phrases about time read right", _share(real, "right"), "%", at_least=90)
    yield Figure("phrases about time read wrong", _share(real, "wrong"), "%", at_most=3)
    yield Figure("phrases to ask about asked about", _share(nonsense, "right"), "%", at_least=95)
    yield Figure("reading a phrase, p99", statistics.quantiles(_durations(every), n=100)[98], at_most=20)


def _durations(every: list[dict[str, Any]]) -> list[float]:
    spans: list[float] = []
    for one in every:
        began = time.process_time()  # whatever else the machine does
        read_schedule(one["text"], timezone=ZONE, now=NOW)
        spans.append(1000 * (time.process_time() - began))
    return spans


def _share(results: list[str], wanted: str) -> float:
    return 100 * results.count(wanted) / max(1, len(results))


def main(arguments: list[str]) -> None:
    results = [(one, judged(one)) for one in phrases()]
    groups: dict[str, list[str]] = {}
    for one, result in results:
        for name in (one["tag"], "ask" if one["kind"] == "ask" else "all real"):
            groups.setdefault(f"{name}, held out" if one.get("held_out") else name, []).append(result)
    print(f"{'':26}{'phrases':>8}{'right':>8}{'refused':>8}{'wrong':>8}")
    for name, found in sorted(groups.items()):
        shares = "".join(f"{_share(found, wanted):8.1f}" for wanted in ("right", "refused", "wrong"))
        print(f"{name:26}{len(found):8}{shares}")
    if "--misses" in arguments:
        for one, result in results:
            if result != "right" and not one.get("held_out"):
                print(f"{result:8} {one['text']}")


if __name__ == "__main__":
    main(sys.argv[1:])
