from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.alerting import (
    GATHER,
    LONGEST,
    MOST_LINES,
    PAUSE,
    SETTLE,
    Budget,
    Decision,
    Drop,
    Hold,
    Send,
    Told,
    bodied,
    compose,
    decide,
    titled,
    try_again_at,
)
from nomologi_tui.model import Alert, AlertKind

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = (time(22), time(7))
NEVER = Told()


def alert(kind: AlertKind = AlertKind.FAILED, created_at: datetime = NOW, number: int = 1) -> Alert:
    return Alert(1, kind, f"{kind}: goal {number}", "It broke.\nmore", created_at, created_at + GATHER, id=number)


def decided(one: Alert, now: datetime, told: Told = NEVER, **budget: Any) -> Decision:
    return decide(one, told, replace(Budget(ZoneInfo("UTC")), **budget), now)


def local(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[arg-type,misc]


def test_what_happens_together_is_gathered_for_some_seconds() -> None:
    assert decided(alert(), NOW) == Hold(NOW + GATHER)
    assert decided(alert(), NOW + GATHER) == Send()


def test_the_same_kind_of_the_same_automation_waits_for_its_cooldown() -> None:
    told = Told(same=NOW - timedelta(minutes=10), anything=NOW - timedelta(minutes=10))
    assert decided(alert(), NOW + GATHER, told) == Hold(NOW + timedelta(minutes=50))
    assert decided(alert(), NOW + GATHER, told, cooldown=timedelta(0)) == Send()


def test_messages_are_a_minute_apart() -> None:
    assert decided(alert(), NOW + GATHER, Told(anything=NOW)) == Hold(NOW + PAUSE)
    assert decided(alert(), NOW + PAUSE, Told(anything=NOW)) == Send()


def test_a_lost_trigger_gets_a_minute_and_is_not_spoken_of_when_it_listens_by_then() -> None:
    lost = alert(AlertKind.LOST)
    assert decided(lost, NOW + GATHER) == Hold(NOW + SETTLE, joins=False)
    assert decided(lost, NOW + SETTLE) == Send()
    found = replace(lost, over_at=NOW + timedelta(seconds=30))
    assert isinstance(decided(found, NOW + SETTLE), Drop)
    assert decided(replace(lost, over_at=NOW + timedelta(hours=1)), NOW + timedelta(hours=1)) == Send()


@pytest.mark.parametrize("kind", [AlertKind.WAITING, AlertKind.LATE, AlertKind.NOT_STARTED, AlertKind.LOGIN])
def test_what_is_settled_before_it_was_told_is_not_told(kind: AlertKind) -> None:
    assert isinstance(decided(replace(alert(kind), over_at=NOW), NOW + GATHER), Drop)


def test_a_failure_is_told_even_when_it_works_again_by_then() -> None:
    assert decided(replace(alert(), over_at=NOW), NOW + GATHER) == Send()


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ((2026, 11, 22, 21, 59, 50), None),
        ((2026, 11, 22, 22, 0), (2026, 11, 23, 7, 0)),
        ((2026, 11, 22, 23, 59, 59), (2026, 11, 23, 7, 0)),
        ((2026, 11, 23, 3, 0), (2026, 11, 23, 7, 0)),
        ((2026, 11, 23, 6, 59, 59), (2026, 11, 23, 7, 0)),
        ((2026, 11, 23, 7, 0), None),
        ((2026, 3, 28, 23, 0), (2026, 3, 29, 7, 0)),  # the night is an hour shorter
        ((2026, 10, 24, 23, 0), (2026, 10, 25, 7, 0)),  # and longer
    ],
)
def test_quiet_hours_over_midnight_are_those_of_the_users_clock(at: tuple[int, ...], until: tuple[int, ...]) -> None:
    created = local(*at)
    got = decided(alert(created_at=created - GATHER), created, quiet=NIGHT, zone=BERLIN)
    assert got == (Hold(local(*until)) if until else Send())


def test_quiet_hours_within_a_day() -> None:
    quiet = (time(12), time(14))
    assert decided(alert(), NOW + timedelta(hours=3), quiet=quiet) == Hold(NOW.replace(hour=14))
    assert decided(alert(), NOW + timedelta(hours=5), quiet=quiet) == Send()


def test_quiet_hours_that_end_in_a_gap_end_with_the_gap() -> None:
    created = local(2026, 3, 29, 1, 0)  # at 02:00 the clock goes to 03:00
    got = decided(alert(created_at=created), created + GATHER, quiet=(time(0), time(2, 30)), zone=BERLIN)
    assert got == Hold(datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


def test_quiet_hours_do_not_begin_again_in_the_hour_that_comes_twice() -> None:
    again = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    got = decided(alert(created_at=again - GATHER), again, quiet=(time(0), time(2, 30)), zone=BERLIN)
    assert got == Send()


def test_a_channel_that_works_again_in_the_night_does_not_wake_anybody() -> None:
    one = replace(alert(created_at=local(2026, 11, 22, 21, 0)), tries=5, send_after=local(2026, 11, 22, 23, 0))
    got = decided(one, local(2026, 11, 22, 23, 0), quiet=NIGHT, zone=BERLIN)
    assert got == Hold(local(2026, 11, 23, 7, 0))


def test_a_digest_collects_until_its_next_time() -> None:
    half = timedelta(minutes=30)
    assert decided(alert(), NOW + GATHER, digest=half) == Hold(NOW + half)
    assert decided(alert(), NOW + half, digest=half) == Send()


@pytest.mark.parametrize(("hour", "day"), [(9, 23), (8, 23), (18, 22)])
def test_a_digest_of_the_day_comes_at_its_time(hour: int, day: int) -> None:
    got = decided(alert(), NOW + GATHER, digest=time(hour))
    assert got == Hold(datetime(2026, 11, day, hour, 0, tzinfo=UTC))


def test_what_is_ready_at_the_digests_time_goes_along() -> None:
    six = NOW.replace(hour=18)
    assert decided(alert(created_at=six - GATHER), six, digest=time(18)) == Send()


def test_a_digest_in_quiet_hours_waits_for_their_end() -> None:
    got = decided(alert(), NOW + GATHER, digest=time(23), quiet=NIGHT)
    assert got == Hold(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))


def test_a_message_that_failed_keeps_its_own_time() -> None:
    one = replace(alert(), tries=1, send_after=NOW + timedelta(seconds=60))
    assert decided(one, NOW + GATHER) == Hold(NOW + timedelta(seconds=60))


def test_tries_come_further_and_further_apart() -> None:
    waits = [(try_again_at(tries, NOW) - NOW).total_seconds() for tries in (1, 2, 3, 4, 50)]
    assert waits == [60, 300, 900, 3600, 3600]


def test_one_alert_is_its_own_message_and_many_are_lines() -> None:
    assert compose([alert()], BERLIN, NOW).title == "failed: goal 1"
    many = [alert(number=number) for number in range(30)] + [alert(AlertKind.LOST)]
    message = compose(many, BERLIN, NOW)
    assert (message.title, message.level) == ("31 alerts: 30 failed, 1 not listening", "failure")
    lines = message.body.splitlines()
    assert lines[0] == "10:00 failed: goal 0. It broke."
    assert lines[MOST_LINES:] == ["and 11 more", "All of it: nomologi alerts"]
    next_morning = compose(many, BERLIN, NOW + timedelta(days=1))
    assert next_morning.body.splitlines()[0] == "2026-11-22 10:00 failed: goal 0. It broke."


@pytest.mark.parametrize(
    ("kinds", "level"),
    [
        ([AlertKind.RECOVERED, AlertKind.LISTENING], "success"), ([AlertKind.RECOVERED, AlertKind.LATE], "warning"),
        ([AlertKind.RECOVERED, AlertKind.FAILED], "failure"),
    ],
)  # fmt: skip
def test_a_message_weighs_as_much_as_the_worst_of_it(kinds: list[AlertKind], level: str) -> None:
    assert compose([alert(kind) for kind in kinds], BERLIN, NOW).level == level


def test_what_runs_said_is_cleaned_and_cut_and_stays_text() -> None:
    body = bodied("\x1b[31m[b]{{ secret }}[/b]\n" + "x" * 1_000, "Each step: nomologi trace 1")
    said, hint = body.split("\n")
    assert (len(said) <= LONGEST, "\x1b" in said, "[b]{{ secret }}[/b]" in said) == (True, False, True)
    assert hint == "Each step: nomologi trace 1"
    assert titled(AlertKind.FAILED, "a\nb\x07") == "Failed: a b\ufffd"
