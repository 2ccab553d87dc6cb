"""What a person may type for a moment."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.usecases.moments import read_moment

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # a Tuesday, 16:30 in Berlin
BERLIN = ZoneInfo("Europe/Berlin")


def wall(text: str, *, ahead: bool) -> str:
    return f"{read_moment(text, NOW, BERLIN, ahead=ahead).astimezone(BERLIN):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(("text", "moment"), [
    ("18:00", "2026-11-24 18:00:00"), ("8:00", "2026-11-25 08:00:00"), ("8 am", "2026-11-25 08:00:00"),
    ("12am", "2026-11-25 00:00:00"), ("tomorrow 8:00", "2026-11-25 08:00:00"),
    ("Tomorrow at 8", "2026-11-25 08:00:00"), ("tomorrow", "2026-11-25 00:00:00"),
    ("friday 9:15", "2026-11-27 09:15:00"), ("tuesday 16:00", "2026-12-01 16:00:00"), ("2 h", "2026-11-24 18:30:00"),
    ("90min", "2026-11-24 18:00:00"), ("3 days", "2026-11-27 16:30:00"), ("2026-12-01", "2026-12-01 00:00:00"),
    ("2026-12-01 08:00", "2026-12-01 08:00:00"), ("2026-12-01T07:00:00Z", "2026-12-01 08:00:00"),
    ("now", "2026-11-24 16:30:00"), ("in 2 hours", "2026-11-24 18:30:00"), ("next friday", "2026-11-27 00:00:00"),
    ("noon", "2026-11-25 12:00:00"), ("17:00 UTC", "2026-11-24 18:00:00"),
    ("2026-12-01 08:00 Asia/Tokyo", "2026-12-01 00:00:00"),
])  # fmt: skip
def test_a_moment_to_come(text: str, moment: str) -> None:
    assert wall(text, ahead=True) == moment


@pytest.mark.parametrize(("text", "moment"), [
    ("08:00", "2026-11-24 08:00:00"), ("18:00", "2026-11-23 18:00:00"), ("yesterday 8:00", "2026-11-23 08:00:00"),
    ("monday 7:30", "2026-11-23 07:30:00"), ("tuesday 8:00", "2026-11-24 08:00:00"), ("2 h", "2026-11-24 14:30:00"),
    ("2026-11-20 08:00:05", "2026-11-20 08:00:05"), ("NOW ", "2026-11-24 16:30:00"), ("2 h ago", "2026-11-24 14:30:00"),
    ("an hour ago", "2026-11-24 15:30:00"), ("last monday at 7:30", "2026-11-23 07:30:00"),
    ("yesterday midnight", "2026-11-23 00:00:00"), ("yesterday 7:30", "2026-11-23 07:30:00"),
])  # fmt: skip
def test_a_moment_that_was(text: str, moment: str) -> None:
    assert wall(text, ahead=False) == moment


def test_a_time_that_a_clock_change_swallows_is_the_first_moment_after_it() -> None:
    found = read_moment("2027-03-28 02:30", NOW, BERLIN, ahead=True)
    assert f"{found.astimezone(BERLIN):%H:%M}" == "03:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25:00",
        "8:61",
        "13 pm",
        "tomorrow x",
        "17",
        "now x",
        "2 h ago",
        "8:00 Moon/Base",
        "8:00 America/Argentina",
        "8:00 ../etc",
        "999999999 days",
        "2026-13-01",
        "\x1b[2J",
        "٣:٠٠",
    ],
)
def test_anything_else_is_one_sentence(text: str) -> None:
    with pytest.raises(BadInputError, match="is no time") as caught:
        read_moment(text, NOW, BERLIN, ahead=True)
    assert "\x1b" not in str(caught.value)
