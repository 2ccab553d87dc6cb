"""Times near and far, states, traces: words that a person reads."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.model import AutomationStatus, Run, RunStatus, StepRecord, StepStatus, StepType, WaitingFor
from nomologi_tui.screens.runs.trace import shown, trace_told, values_told
from nomologi_tui.screens.words import (
    STATES,
    coming,
    goal_row,
    lasted,
    lasted_about,
    moment,
    result_words,
    soon,
    state_of,
)
from nomologi_tui.store.records import LastRun, Overview, Waiting
from nomologi_tui.widgets.hanging import on_lines

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(("minutes", "words"), [
    (-5, "09:55"), (-26 * 60, "Sat 08:00"), (-9 * 1440, "13 Nov"), (-400 * 1440, "18 Oct 2025"), (60, "11:00"),
])  # fmt: skip
def test_moments_are_short_where_near(minutes: int, words: str) -> None:
    assert moment(NOW + timedelta(minutes=minutes), NOW, ZONE) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "in <1 min"), (1150, "in 19 min"), (7200, "12:00"), (86400, "Mon 10:00")]
)
def test_what_comes_is_relative_where_near(seconds: int, words: str) -> None:
    assert coming(NOW + timedelta(seconds=seconds), NOW, ZONE) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.42, "0.4 s"), (12, "12 s"), (185, "3 min 5 s")])
def test_durations(seconds: float, words: str) -> None:
    assert lasted(NOW, NOW + timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(("seconds", "words"), [
    (1.44, "1.4 s"), (59, "59 s"), (185, "3 min"), (3_960, "1 h 6 min"), (35_940, "9 h 59 min"), (45_000, "12 h"),
])  # fmt: skip
def test_a_narrow_column_tells_how_long_in_at_most_ten_cells(seconds: float, words: str) -> None:
    assert lasted_about(NOW, NOW + timedelta(seconds=seconds)) == words


def test_of_a_failed_run_one_line_says_why_and_not_only_where() -> None:
    assert result_words("Failed at “copy”.", "“copy”: No space. Make room.") == "No space. Make room."
    assert result_words("Done: 3 new.", "") == "Done: 3 new."


@pytest.mark.parametrize(("status", "health", "running", "ran", "word"), [
    (AutomationStatus.ACTIVE, "ok", False, True, "OK"),
    (AutomationStatus.ACTIVE, "ok", False, False, "WAIT"),
    (AutomationStatus.ACTIVE, "fail", False, True, "FAIL"),
    (AutomationStatus.ACTIVE, "lost", False, True, "FAIL"),
    (AutomationStatus.ACTIVE, "wait", False, True, "WAIT"),
    (AutomationStatus.ACTIVE, "fail", True, True, "RUN"),
    (AutomationStatus.INACTIVE, "off", False, True, "OFF"),
    (AutomationStatus.PAUSED, "paused", False, True, "PAUSE"),
    (AutomationStatus.DRAFT, "off", False, False, "DRAFT"),
])  # fmt: skip
def test_every_state_is_a_word_that_help_explains(
    status: AutomationStatus, health: str, running: bool, ran: bool, word: str
) -> None:
    last = LastRun(1, RunStatus.SUCCESS, "Done.", NOW) if ran else None
    one = Overview(1, "slug", "goal", status, health, running, None, last, 0, 0, None)
    assert state_of(one) == word
    assert word in STATES


@pytest.mark.parametrize(("kind", "running", "status", "word"), [
    (WaitingFor.DECISION, True, AutomationStatus.ACTIVE, "WAIT"),
    (WaitingFor.APPROVAL, False, AutomationStatus.INACTIVE, "WAIT"),
    (WaitingFor.APPROVAL, False, AutomationStatus.PAUSED, "WAIT"),
    (WaitingFor.RETRY, True, AutomationStatus.ACTIVE, "RUN"),
    (WaitingFor.TIME, False, AutomationStatus.INACTIVE, "OFF"),
])  # fmt: skip
def test_what_needs_a_person_comes_before_everything_else(
    kind: WaitingFor, running: bool, status: AutomationStatus, word: str
) -> None:
    waiting = Waiting(7, kind, "Asks: now?", None if word == "WAIT" else NOW)
    one = Overview(1, "slug", "goal", status, "wait", running, None, None, 0, 0, None, waiting)
    row = goal_row(one, NOW, ZONE)
    assert (row.state, row.asks) == (word, 7 if word == "WAIT" else 0)


@pytest.mark.parametrize(
    ("seconds", "words"), [(-1, "now"), (11.2, "in 12 s"), (59, "in 59 s"), (90, "in 1 min"), (86400, "Mon 10:00")]
)
def test_the_last_minute_is_counted_in_seconds(seconds: float, words: str) -> None:
    assert soon(NOW + timedelta(seconds=seconds), NOW, ZONE) == words


def test_a_trace_says_why_and_what_to_do_once() -> None:
    run = Run(4, 1, RunStatus.FAILURE, "file", 1, summary="Failed at “copy”.", error="“copy”: No space. Make room.")
    steps = [
        StepRecord(4, 1, StepType.CONDITION, "compare", "if", StepStatus.SUCCESS, reason="3 is at least 2"),
        StepRecord(4, 2, StepType.ACTION, "run_command", "copy", StepStatus.FAILURE, error="No space. Make room."),
    ]
    text = on_lines(trace_told(run, steps, ZONE))
    assert "2 MET if" in text
    assert "3 is at least 2" in text
    assert text.count("No space. Make room.") == 1


def test_a_trace_shows_each_value_under_its_name_and_tables_as_they_were_printed() -> None:
    out = {"stdout": "Size  Used\n252G  37G\n", "exit_code": 0, "stderr": ""}
    step = StepRecord(
        4, 1, StepType.ACTION, "run_command", "disk", StepStatus.SUCCESS, input={"command": "df"}, output=out
    )
    assert on_lines(trace_told(Run(4, 1, RunStatus.SUCCESS, "manual", 1), [step], ZONE)).splitlines() == [
        "Run 4 went well",
        "Started by hand",
        "",
        "2 OK disk",
        "  in   command  df",
        "  out  stdout     Size  Used",
        "                  252G  37G",
        "       exit_code  0",
    ]


def test_many_values_are_cut_and_say_so() -> None:
    told = on_lines(values_told("out", {f"name {number}": number for number in range(10_000)}, ZONE)).splitlines()
    assert len(told) < 100
    assert told[-1].strip() == "… and 9,940 more values"


def test_long_values_are_cut_and_say_so() -> None:
    assert shown("x" * 300_000).endswith("… (300,000 characters)")
