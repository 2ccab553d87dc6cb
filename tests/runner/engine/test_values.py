"""What templates can name: moments as the person's own clock shows them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.model import Event
from nomologi_tui.runner.engine.template import render
from nomologi_tui.runner.engine.values import run_values
from tests.runner.made import automation, say
from tests.runner.walk import a_run

BEGAN = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def values(data: dict[str, Any], trigger: str = "schedule") -> dict[str, Any]:
    wanted = automation(say("x"))
    run = replace(a_run(wanted), trigger=trigger)
    return run_values(wanted, run, Event("due:1", data), BEGAN, ZoneInfo("Europe/Berlin"))


def test_a_run_says_when_it_began_on_the_persons_clock() -> None:
    assert render("{{ run.started }}", values({})) == "2027-01-01T00:30:00+01:00"
    assert render('{{ run.started | date: "%Y" }}', values({})) == "2027"


def test_a_due_time_is_said_on_the_persons_clock_too() -> None:
    due = {"due": "2026-07-01T07:00:00+00:00"}
    assert render('{{ event.due | date: "%H:%M" }}', values(due)) == "09:00"
    assert values(due, "webhook")["event"]["due"] == due["due"]


@pytest.mark.parametrize("due", ["soon", 7, None], ids=str)
def test_what_is_no_moment_stays_as_it_is(due: Any) -> None:
    assert values({"due": due})["event"]["due"] == due
