"""One line of a batch: what is asked, or in a sentence why it can't be answered."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.usecases.batches import Asked, answered

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def answer(line: str) -> dict[str, Any]:
    return answered(line, "Europe/Berlin", NOW, lambda asked: {"asked": asked}, {"schedule": "ask"})


def test_a_line_is_asked_from_its_moment_in_its_zone() -> None:
    found = answer('{"id": "a", "text": "daily", "tz": "Asia/Tokyo", "from": "2026-11-22T10:00", "count": 3}')
    start = datetime.fromisoformat("2026-11-22T10:00+09:00")
    assert found == {"id": "a", "asked": Asked("daily", "Asia/Tokyo", start, 3)}
    assert answer('{"text": "daily"}') == {"id": None, "asked": Asked("daily", "Europe/Berlin", NOW, 0)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{bad", "The line is no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("null", "The line has no text"),
        ('{"id": 1, "text": 5}', "The line has no text"),
        ('{"id": 1, "text": "x", "from": "noon"}', "“noon” as from is no time. Write for example"),
        ('{"id": 1, "text": "x", "from": 5}', "“5” as from is no time"),
        ('{"id": 1, "text": "x", "count": "many"}', "The count is many. It goes from 1 to 1000."),
        ('{"id": 1, "text": "x", "count": NaN}', "The count is nan"),
        ('{"id": 1, "text": "x", "tz": "Mars/Base"}', "not a time zone"),
    ],
    ids=lambda text: text[:30],
)
def test_a_line_that_cant_be_answered_says_why_in_our_words(line: str, reason: str) -> None:
    found = answer(line)
    assert found["schedule"] == "ask"
    assert reason in found["reason"]
    assert "isoformat" not in found["reason"]
    assert "invalid literal" not in found["reason"]
