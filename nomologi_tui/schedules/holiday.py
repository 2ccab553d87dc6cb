"""Public holidays and business days of a country, by the package holidays: loaded by the first schedule that asks.

It knows most countries from some year of the 20th century to 2100; beyond that only weekends are known.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from nomologi_tui.schedules.days import WORKDAYS
from nomologi_tui.schedules.rule import BadScheduleError

if TYPE_CHECKING:
    from holidays import HolidayBase

_DAY = timedelta(days=1)
_HINT = "Write for example DE, or DE-BY for the holidays of a part of the country."


@lru_cache(maxsize=1200)
def business_days(country: str, year: int, month: int) -> tuple[date, ...]:
    """The days of a month that are neither weekend nor public holiday there, in order; without a country Mon to Fri."""
    if not country:
        return tuple(day for day in _days_of(year, month) if day.weekday() in WORKDAYS)
    table = _table(country)
    return tuple(day for day in _days_of(year, month) if table.is_working_day(day))


@lru_cache(maxsize=1200)
def public_holidays(country: str, year: int, month: int) -> tuple[date, ...]:
    """The public holidays of a month there, in order."""
    table = _table(country)
    return tuple(day for day in _days_of(year, month) if day in table)


def holiday_name(country: str, day: date) -> str:
    """What a public holiday there is called; empty for another day."""
    return str(_table(country).get(day) or "")


def check_country(country: str) -> str:
    """`country` itself. Raises BadScheduleError when no holidays of it are known."""
    _table(country)
    return country


def known_until(country: str) -> int:
    """The last year of which its holidays are known."""
    return _table(country).end_year


@lru_cache(maxsize=32)
def _table(country: str) -> "HolidayBase":
    from holidays import country_holidays

    name, _, part = country.partition("-")
    try:
        return country_holidays(name, subdiv=part or None)
    except NotImplementedError:
        raise BadScheduleError(f"No public holidays are known of “{country}”.", _HINT) from None


def _days_of(year: int, month: int) -> list[date]:
    day = date(year, month, 1)
    return [day + _DAY * number for number in range(31) if (day + _DAY * number).month == month]
