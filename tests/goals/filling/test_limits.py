"""What a value has to cross, in the unit of the field."""

from typing import Any

import pytest

from tests.goals.actions.test_acting import read

ABOVE, BELOW = "goes above", "goes below"


def limit(goal: str) -> dict[str, Any]:
    return read(goal).when[0].config


@pytest.mark.parametrize(("goal", "what", "crosses", "threshold"), [
    ("tell me when free space on the disk drops below 10%", "disk used", ABOVE, 90.0),
    ("warn me if less than 5% disk is left", "disk used", ABOVE, 95.0),
    ("si queda menos del 10% de disco, avísame", "disk used", ABOVE, 90.0),
    ("mail me when /srv has less than 500 MB left", "disk free", BELOW, 0.5),
    ("alert me if the disk has under 2 TB free", "disk free", BELOW, 2000.0),
    ("tell me when the battery is above 80%", "battery charge", ABOVE, 80.0),
    ("when the disk is 90% full tell me", "disk used", ABOVE, 90.0),
    ("wenn die Platte über 90 % voll ist, sag Bescheid", "disk used", ABOVE, 90.0),
])  # fmt: skip
def test_what_is_left_is_what_is_used_or_free(goal: str, what: str, crosses: str, threshold: float) -> None:
    config = limit(goal)
    assert (config["what"], config["crosses"], config["threshold"]) == (what, crosses, threshold)


@pytest.mark.parametrize("goal", ["disk usage over 200 GB: tell me", "alert me if free memory is under 200 MB"])
def test_a_unit_that_the_field_does_not_have_is_asked_for(goal: str) -> None:
    assert "threshold" not in limit(goal)
    assert "when.1.threshold" in [one.key for one in read(goal).missing]


def test_how_slow_is_too_slow_is_read() -> None:
    assert limit("tell me when https://a.example is slower than 2 seconds")["slow"] == "2s"


def test_a_limit_in_days_compares_no_value() -> None:
    assert "compare" not in limit("the certificate of a.example runs out in less than 14 days: tell me")
