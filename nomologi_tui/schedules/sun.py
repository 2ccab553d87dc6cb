"""When the sun rises and sets at a place: the formulas are those of the package astral, loaded by the first schedule.

Its own `sunrise` goes by the days of a zone, leaves events out that slip over midnight and says some twice. Here an
event belongs to the noon before or after it, so that each day has one and their order never changes.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import degrees

from nomologi_tui.schedules.rule import SunEvent

_HORIZON = 90 + 959.63 / 3600  # degrees from straight up to the sun's middle while its upper edge touches the horizon
_TWILIGHT = 96.0  # civil: bright enough to see by
_NEAREST_POLE = 89.8  # degrees of latitude; the formulas end there
_TURNS = 3  # the sun moves on while we compute; after three turns by less than a second


@lru_cache(maxsize=4096)
def sun_moment(event: SunEvent, latitude: float, longitude: float, day: date) -> datetime | None:
    """When it happens around `day`'s noon by the sun there, to the second, in UTC; None when it does not."""
    from astral import SunDirection, refraction_at_zenith
    from astral.julian import julianday, julianday_to_juliancentury
    from astral.sun import eq_of_time, hour_angle, sun_declination

    zenith = _HORIZON if event in ("sunrise", "sunset") else _TWILIGHT
    zenith += refraction_at_zenith(zenith)
    direction = SunDirection.RISING if event in ("sunrise", "dawn") else SunDirection.SETTING
    latitude = max(-_NEAREST_POLE, min(latitude, _NEAREST_POLE))
    minutes = 720 - 4 * longitude
    try:
        for _ in range(_TURNS):
            century = julianday_to_juliancentury(julianday(day) + minutes / 1440)
            angle = degrees(hour_angle(latitude, sun_declination(century), zenith, direction))
            minutes = 720 - 4 * (longitude + angle) - eq_of_time(century)
    except ValueError:  # the sun does not come so high or so low on this day
        return None
    return datetime.combine(day, time(), UTC) + timedelta(seconds=round(minutes * 60))
