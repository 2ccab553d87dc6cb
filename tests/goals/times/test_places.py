import pytest

from nomologi_tui.goals.times.places import Place, place_of, zone_of_city


def test_a_zone_has_the_place_of_its_city() -> None:
    assert place_of("Europe/Berlin") == Place("Berlin", 52.5, 13.37)
    assert place_of("America/New_York") == Place("New York", 40.71, -74.01)
    assert place_of("Australia/Sydney") == Place("Sydney", -33.87, 151.22)


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+2", "Mars/Base", ""])
def test_a_zone_without_a_city_has_none(zone: str) -> None:
    assert place_of(zone) is None


def test_a_city_names_its_zone() -> None:
    assert zone_of_city("new york") == "America/New_York"
    assert zone_of_city("gotham") == ""
