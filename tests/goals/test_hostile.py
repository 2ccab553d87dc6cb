"""Bad input, read with our own blocks: a calm answer, nothing lost."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal, steps

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="Europe/Berlin", now=NOW)


HOSTILE = [
    "", " ", "\n", "\0", "\u202eevil", "🚀" * 50, "when", "if", "and and and", "via", "=>", "-> telegram", "????",
    "every", "[bold]tell me[/bold] when the disk is full", "{{ secrets.x }} when {% raw %} fails tell me", "> 80%",
    "$(rm -rf ~) every hour", "every day at 8 and at 9 and never run 'x'", "wenn the disque está full sag me Bescheid",
    "tell " * 400, "a" * 10_000, "when a file appears in ~/a tell me. Every day at 8 run 'x'.", "remind me to",
    "1" * 500, "@reboot", "<x> & <y>",
]  # fmt: skip


@pytest.mark.parametrize("goal", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_sentence_is_read_calmly(goal: str) -> None:
    reading = read(goal)
    assert reading.goal == goal
    assert 0 <= reading.confidence <= 1
    assert all(0 <= start <= end <= len(goal) for start, end in reading.spans)
    steps(reading)


_WORDS = """when wenn quand cuando if the disk is full down tell me sag mir via telegram by email => -> ? : , . and und
run 'x' ~/a.txt https://a.example every 5 minutes otherwise if it fails sonst monitor alerts new post backup in to nach
{{x}} a@b.example #c #ops
once for next 3 days outside not after before 22:00 9 at around T06:00 2027-03-01 Z until week or night except
output contains nothing worked unless changed git pull ssh into curl -s
above 80 % for restart postgres dies @reboot " ( ) nas:/x owner/name verschieben"""
_PIECES = st.sampled_from(_WORDS.split())


@given(st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=60))
def test_no_text_breaks_the_reading_of_our_own_blocks(goal: str) -> None:
    reading = read(goal)
    assert all(0 <= start <= end <= len(goal) for start, end in reading.spans)
    steps(reading)


def test_quotes_protect_what_is_in_them() -> None:
    reading = read("run 'tell me when the disk is full via telegram' every hour")
    assert [part.block for part in (*reading.when, *reading.what)] == ["schedule", "run_command"]


@pytest.mark.parametrize("goal", ["never delete ~/x", "every day never run ~/x.sh", "do not run ~/x.sh at 8"])
def test_what_is_forbidden_is_not_done(goal: str) -> None:
    reading = read(goal)
    assert reading.what == ()
    assert "what.1" in [one.key for one in reading.missing]


@pytest.mark.parametrize(
    "goal",
    [
        "lorem ipsum dolor sit amet", "SELECT * FROM users WHERE id = 1;", "why is the sky blue?",
        "please make my life easier", "def foo(): return 42", "il pleut des cordes",
    ],
)  # fmt: skip
def test_what_is_no_goal_starts_nothing(goal: str) -> None:
    reading = read(goal)
    assert (reading.when, reading.what, [one.key for one in reading.missing]) == ((), (), ["when.1", "what.1"])


def test_an_interval_that_is_none_is_no_command() -> None:
    reading = read("every -5 minutes run ~/x.sh")
    assert ([part.config for part in reading.what], reading.when) == ([{"command": "~/x.sh"}], ())
