"""The form of a calendar whose events are waited for: which calendar, which events, when; and its words."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from nomologi_tui.blocks.fields import Duration, Hint
from nomologi_tui.blocks.problems import check_port
from nomologi_tui.blocks.tools.web.polling import Asked
from nomologi_tui.text import show_duration

_CALENDAR = re.compile(r"https?://[^\s/]|/|~", re.IGNORECASE)  # a file's path is whole: who knows where a runner stands
_WEEKS = 5_184_000.0  # seconds: 60 days


class Calendar(Asked):
    """Which calendar, and which moment of which of its events."""

    url: Annotated[str, Hint("address")] = Field(
        title="Calendar", examples=["https://example.com/bins.ics"], max_length=2000,
        description="The address of an ICS file or a CalDAV calendar, or a file here.",
    )  # fmt: skip
    when: Literal["starts", "ends"] = Field(
        "starts", title="When it", description="The start or the end of the event.", examples=["ends"]
    )
    before: Duration = Field(
        0.0, title="So long before", examples=["10 min"], ge=0, le=_WEEKS,
        description="0s: right then. All-day events start at midnight.",
    )  # fmt: skip
    has: list[str] = Field(
        [], title="Title, place or text has", description="Only events with one of these words.",
        examples=["bins, trash"],
    )  # fmt: skip
    without: list[str] = Field(
        [], title="But none of", description="Not events with one of these words.", examples=["optional"]
    )
    late: Duration = Field(
        3600.0, title="Even if late by", examples=["1d"], ge=0, le=604_800,
        description="How late an event that was missed still counts.",
    )  # fmt: skip
    first: Literal["from now", "at once"] = Field(
        "from now", title="Events that are due already", examples=["at once"],
        description="Of those that are not over: left out, or each starts it once when it is on.",
    )  # fmt: skip
    caldav: bool = Field(
        False, title="By CalDAV", description="The address is a calendar of a CalDAV server.", examples=["yes"]
    )

    @field_validator("url")
    @classmethod
    def _named(cls, url: str) -> str:
        named = url.strip()
        if named.lower().startswith(("webcal://", "webcals://")):
            named = f"https://{named.partition('://')[2]}"
        if not named or "\0" in named:
            raise ValueError("the calendar is needed: a web address or a file")
        if not _CALENDAR.match(named):
            raise ValueError(f"“{named[:60]}” is neither a web address nor a file, which begins with / or ~")
        return check_port(named)

    @property
    def is_file(self) -> bool:
        return "://" not in self.url

    @property
    def shown(self) -> str:
        """The calendar as it may be shown: the path of a private one is often its key."""
        return self.url if self.is_file else self.host

    @property
    def about(self) -> str:
        """What is waited for; an edit of it begins anew."""
        return f"{self.shown_url} {self.when} {self.before}"

    def moment(self, item: Mapping[str, Any]) -> datetime:
        """When it is time for the event."""
        edge = datetime.fromisoformat(item["start"] if self.when == "starts" else item["end"])
        return edge - timedelta(seconds=self.before)

    def is_under_way(self, item: Mapping[str, Any], now: datetime) -> bool:
        """Whether its moment has passed, but the event itself is not over."""
        return self.moment(item) <= now < datetime.fromisoformat(item["end"])

    def wants(self, item: Mapping[str, Any]) -> bool:
        """Whether the event counts, upper and lower case being the same."""
        text = f"{item['title']}\n{item['location']}\n{item['text']}".casefold()
        return (not self.has or any(word.casefold() in text for word in self.has)) and not any(
            word.casefold() in text for word in self.without
        )


def calendar_words(config: Calendar) -> str:
    """`10 min before an event of example.com with “bins” starts`."""
    lead = f"{show_duration(config.before)} before" if config.before else "when"
    having = f" with “{' or '.join(config.has)}”" if config.has else ""
    left_out = f", but not “{' or '.join(config.without)}”" if config.without else ""
    return f"{lead} an event of {' '.join(config.shown.split())}{having}{left_out} {config.when}"
