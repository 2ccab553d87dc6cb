from datetime import time

import pytest

from nomologi_tui.schedules import Holidays, OnDays, Schedule, check_schedule, country_named


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"), ("UK", "GB"), ("united states", "US"), ("New Zealand", "NZ"), ("Österreich", "AT"),
        ("Bavaria", "DE-BY"), ("Baden-Württemberg", "DE-BW"), ("England", "GB-ENG"), ("de-by", "DE-BY"),
    ],
)  # fmt: skip
def test_a_country_or_a_part_of_one_is_known_by_its_name(name: str, code: str) -> None:
    assert country_named(name) == code


@pytest.mark.parametrize("name", ["Narnia", "", "it", "de-xx", "day"])
def test_what_names_none_is_empty(name: str) -> None:
    assert country_named(name) == ""


def test_holidays_that_are_known_from_a_later_year_only_are_some() -> None:
    assert check_schedule(Schedule(OnDays(Holidays("ES"), (time(9),)), "Europe/Madrid"))
