from datetime import UTC, datetime

import pytest

from nomologi_tui.goals.times.phrases import read_schedule
from nomologi_tui.schedules import AtTimes, Holidays, OnDays
from tests.goals.actions.test_acting import read

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("every workday at 8 except holidays in Germany", "DE"),
        ("weekdays at 9 excluding UK bank holidays", "GB"),
        ("daily at 9 except public holidays in the United States", "US"),
        ("every Monday at 9 unless it is a bank holiday in England", "GB-ENG"),
        ("jeden Werktag um 7 außer an Feiertagen in Bayern", "DE-BY"),
        ("tous les jours à 8h sauf les jours fériés en France", "FR"),
        ("todos los días a las 8 excepto festivos en España", "ES"),
    ],
)
def test_holidays_of_a_country_are_left_out(phrase: str, country: str) -> None:
    found = read_schedule(phrase, timezone="Europe/Berlin", now=NOW).schedule
    assert found is not None
    assert isinstance(found.rule, AtTimes)
    assert found.skips == (Holidays(country),)


def test_a_schedule_may_be_on_holidays() -> None:
    found = read_schedule("on public holidays in Austria at 10", timezone="Europe/Berlin", now=NOW).schedule
    assert found is not None
    assert isinstance(found.rule, OnDays)
    assert found.rule.days == Holidays("AT")


@pytest.mark.parametrize("phrase", ["daily at 8 except holidays", "daily at 8 except public holidays in Narnia"])
def test_whose_holidays_they_are_is_asked(phrase: str) -> None:
    found = read_schedule(phrase, timezone="Europe/Berlin", now=NOW)
    assert found.schedule is None
    assert found.reason.startswith("Whose public holidays")


@pytest.mark.parametrize("goal", [
    "every day at 8 run ~/bin/x.sh if it is not a holiday", "daily at 8, unless it's a bank holiday, run ~/bin/x.sh",
    "only if it's not a public holiday run ~/bin/x.sh at 8 every day",
    "täglich um 8 außer an Feiertagen starte ~/bin/x.sh",
    "tous les jours à 8h sauf les jours fériés lance ~/bin/x.sh",
])  # fmt: skip
def test_in_a_goal_only_the_country_is_asked_for(goal: str) -> None:
    reading = read(goal)
    assert [part.config for part in reading.when] == [{"times": ["08:00"], "except_holidays": True}]
    assert ([one.key for one in reading.missing], reading.not_understood) == (["when.1.country"], ())
    assert (reading.what[0].config, reading.schedule) == ({"command": "~/bin/x.sh"}, None)


def test_holidays_of_a_school_are_no_public_ones() -> None:
    assert "Whose" not in read_schedule("every day at 9 in school holidays", timezone="UTC", now=NOW).reason
