"""The fields of the schedule trigger. Few of them are needed at once; which go together says `due.as_schedule`."""

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, WithJsonSchema, model_validator

from nomologi_tui.blocks.fields import Duration, TimeOfDay, Zone
from nomologi_tui.blocks.tools.schedules.due import as_schedule
from nomologi_tui.schedules import Schedule

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Month = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(r"(?:\d{4}-)?\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}", re.ASCII)


def _check_place(value: object) -> str:
    """A number, from the end below 0, or `last`; YAML gives numbers, a form text."""
    text = str(value).strip().lower()
    if text != "last" and not _NUMBER.fullmatch(text):
        raise ValueError(f"“{value}” is no place; write 1, 2 and so on, last, or -2 for the one before it")
    return text


def _check_business(value: object) -> str:
    return "every" if value == "every" else _check_place(value)


def _check_date(text: str) -> str:
    try:
        if _DATE.fullmatch(text.strip()):
            date.fromisoformat(text.strip() if len(text.strip()) > 5 else f"2000-{text.strip()}")
            return text.strip()
    except ValueError:
        pass
    raise ValueError(f"“{text}” is no date; write for example 2027-01-31, or 12-24 for each year")


def _check_dates(text: str) -> str:
    """A date, or two of them as `2026-12-24 to 2027-01-06`."""
    return " to ".join(_check_date(part) for part in text.split(" to ", 1))


def _check_day(text: str) -> str:
    if text and len(_check_date(text)) < 10:
        raise ValueError(f"“{text}” has no year; write for example 2027-01-31")
    return text.strip()


_NUMBER_OR_WORD = WithJsonSchema({"type": ["integer", "string"]})
Place = Annotated[str, BeforeValidator(_check_place), _NUMBER_OR_WORD]
BusinessPlace = Annotated[str, BeforeValidator(_check_business), _NUMBER_OR_WORD]
DateText = Annotated[str, AfterValidator(_check_date)]
DatesText = Annotated[str, AfterValidator(_check_dates)]
DayText = Annotated[str, AfterValidator(_check_day)]


class ScheduleTimes(BaseModel, extra="forbid"):
    # Tuples where there may be several: a list as a default is copied for each of thousands of schedules.
    every: Duration | None = Field(
        None, title="Every", description="How long from one time to the next.", examples=["15 min"]
    )
    times: tuple[TimeOfDay, ...] = Field(
        (), title="At", description="One or more times of day.", examples=["08:00, 18:30"]
    )
    weekdays: tuple[Weekday, ...] = Field(
        (), title="On", description="Only on these weekdays; none: every day.", examples=["mon, wed"]
    )
    cron: str = Field(
        "", title="Cron line", description="Five fields as in a crontab.", examples=["*/10 8-18 * * mon-fri"]
    )
    once: str = Field(
        "", title="Once at", description="A single day and time: YYYY-MM-DD HH:MM.", examples=["2027-01-31 09:00"]
    )
    timezone: Zone = Field("", title="Time zone", description="Empty: your own.", examples=["Europe/Berlin"])
    from_time: TimeOfDay | None = Field(
        None, title="From time", description="With Every: the first time of each day.", examples=["9"]
    )
    to_time: TimeOfDay | None = Field(
        None, title="To time", description="With Every: the last time, perhaps after midnight.", examples=["17"]
    )
    nth: tuple[Place, ...] = Field(
        (), title="Nth", description="Only the 1st to 5th or last such weekday of a month.", examples=["1, last"]
    )
    month_days: tuple[Place, ...] = Field(
        (), title="Month days", description="Days of the month: 1 to 31; last; -2: the last but one.",
        examples=["1, last"],
    )  # fmt: skip
    business_days: tuple[BusinessPlace, ...] = Field(
        (), title="Business days", description="“every”, or which of the month: 1, 2, last.", examples=["1, last"]
    )
    months: tuple[Month, ...] = Field(
        (), title="Months", description="Only in these months; none: every month.", examples=["mar, sep"]
    )
    dates: tuple[DateText, ...] = Field(
        (), title="Dates", description="Only on these days; without a year: each year.", examples=["2026-12-24, 02-29"]
    )
    cycle: str = Field(
        "", title="Cycle", description="Every so many days, weeks or months from Starts on.", examples=["2 weeks"]
    )
    country: str = Field(
        "", title="Country", description="Whose public holidays count, perhaps with its region.", examples=["DE-BY"]
    )
    sun: Literal["no", "dawn", "sunrise", "sunset", "dusk"] = Field(
        "no", title="Sun", description="When the sun does this at Latitude and Longitude.", examples=["sunset"]
    )
    offset: str = Field(
        "", title="Offset", description="So long after the sun does it; with - before.", examples=["-30 min"]
    )
    latitude: float | None = Field(
        None, title="Latitude", description="In degrees; north is above 0.", examples=["52.52"]
    )
    longitude: float | None = Field(
        None, title="Longitude", description="In degrees; east is above 0.", examples=["13.4"]
    )
    starts: DayText = Field("", title="Starts", description="Not before this day.", examples=["2027-01-31"])
    ends: DayText = Field("", title="Ends", description="Not after this day.", examples=["2027-12-31"])
    except_weekdays: tuple[Weekday, ...] = Field(
        (), title="Except weekdays", description="Not on these weekdays.", examples=["sat, sun"]
    )
    except_dates: tuple[DatesText, ...] = Field(
        (), title="Except dates", description="Not on these days; a range is written “A to B”.",
        examples=["12-24, 2027-07-01 to 2027-07-31"],
    )  # fmt: skip
    except_holidays: bool = Field(
        False, title="Except holidays", description="Not on public holidays of Country.", examples=["yes"]
    )
    except_cron: str = Field(
        "", title="Except cron line", description="Not at times of this cron line.", examples=["0 12 * * *"]
    )
    jitter: Duration | None = Field(
        None, title="Jitter", description="Each time later by a random part of this.", examples=["5 min"]
    )

    @model_validator(mode="after")
    def _is_a_schedule(self) -> "ScheduleTimes":
        _ = self.checked
        return self

    @cached_property
    def checked(self) -> Schedule:
        """The schedule in its own zone, or else in UTC: to make it is the check of the whole."""
        return as_schedule(self, self.timezone or "UTC")

    def schedule(self, default_zone: str) -> Schedule:
        """The schedule; where no zone is set, in `default_zone`."""
        zone = self.timezone or default_zone
        return self.checked if zone == self.checked.timezone else as_schedule(self, zone)
