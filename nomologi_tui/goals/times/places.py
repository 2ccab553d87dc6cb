"""Where time zones are: the table of the zones' own database, for the sun and for names of cities."""

import re
from dataclasses import dataclass
from functools import cache

_ROW = re.compile(r"[A-Z]{2}\t([+-]\d+)([+-]\d+)\t(\S+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A zone's city, and where it is: degrees, north and east above 0."""

    city: str
    latitude: float
    longitude: float


def place_of(zone: str) -> Place | None:
    """The city that names the zone; None for zones without one, such as UTC."""
    return _places().get(zone)


def zone_of_city(city: str) -> str:
    """The zone that is named after the city, in any case of letters; nothing when there is none."""
    named = [zone for zone, place in _places().items() if place.city.lower() == city.lower()]
    return named[0] if len(named) == 1 else ""


@cache
def _places() -> dict[str, Place]:
    from importlib.resources import files  # 6 ms that only a city needs

    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = [found for line in text.splitlines() if (found := _ROW.match(line))]
    return {row[3]: Place(_city(row[3]), _degrees(row[1]), _degrees(row[2])) for row in rows}


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _degrees(text: str) -> float:
    """`+5230`, `-0730` and, with seconds, `+404251`."""
    sign = -1 if text[0] == "-" else 1
    whole = text[1:]
    seconds = len(whole) > 5
    digits = len(whole) - (4 if seconds else 2)
    minutes = int(whole[digits : digits + 2]) + (int(whole[digits + 2 :]) / 60 if seconds else 0)
    return sign * round(int(whole[:digits]) + minutes / 60, 2)
