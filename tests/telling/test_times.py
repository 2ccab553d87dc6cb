"""Times among the values of a run are told in the user's zone; nothing else of the values changes."""

from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.telling.times import with_local_times

BERLIN = ZoneInfo("Europe/Berlin")


def test_an_instant_is_told_in_the_users_zone_wherever_it_stands() -> None:
    value = {"due": "2026-03-02T07:00:00+00:00", "seen": ["2026-07-02T07:00:00.25Z", 3], "n": None}
    assert with_local_times(value, BERLIN) == {
        "due": "2026-03-02 08:00:00", "seen": ["2026-07-02 09:00:00", 3], "n": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["schedule:2026-03-02T07:00:00+00:00", "2026-03-02", "2026-02-30T07:00:00Z", "0001-01-01T00:00:00+09:00"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert with_local_times(text, BERLIN) == text
