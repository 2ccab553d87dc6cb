"""Only on workdays, on days off, on public holidays."""

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, field_validator, model_validator

from nomologi_tui.blocks import ConditionContext, Verdict, Zone, condition
from nomologi_tui.blocks.tools.day_window import day_kinds
from nomologi_tui.schedules.holiday import check_country


class Workday(BaseModel, extra="forbid"):
    kind: Literal["workday", "day off", "public holiday"] = Field(
        "workday", title="Today is a", description="A day off is a weekend day or a public holiday.",
        examples=["public holiday"],
    )  # fmt: skip
    country: str = Field(
        "", title="Country", description="Whose weekend and holidays; empty: Mon to Fri are workdays.",
        examples=["DE-BY"],
    )  # fmt: skip
    timezone: Zone = Field("", title="Time zone", description="Empty: your own.", examples=["Europe/Berlin"])

    @field_validator("country")
    @classmethod
    def _known(cls, country: str) -> str:
        return check_country(country.strip()) if country.strip() else ""

    @model_validator(mode="after")
    def _complete(self) -> "Workday":
        if self.kind == "public holiday" and not self.country:
            raise ValueError("public holidays are those of a country; set country")
        return self


@condition(
    "workday",
    title="Workday, day off, public holiday",
    says=("it is a workday", "it is a day off", "it is a public holiday", "today is a public holiday"),
    example={"kind": "workday", "country": "DE-BY"},
)
async def workday(config: Workday, ctx: ConditionContext) -> Verdict:
    """True when today is such a day. For hours and weekdays, also quiet hours, take time_window."""
    zone = ZoneInfo(config.timezone) if config.timezone else ctx.timezone
    today = ctx.clock.now().astimezone(zone).date()
    kinds, words = day_kinds(today, config.country)
    return Verdict(config.kind in kinds, words, today.isoformat())


@workday.words
def _words(config: Workday) -> str:
    where = " ".join(part for part in (config.country, config.timezone) if part)
    return f"it is a {config.kind}{f' ({where})' if where else ''}"
