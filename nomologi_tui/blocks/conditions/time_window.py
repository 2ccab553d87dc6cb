"""Only at some hours, only on some days."""

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, TimeOfDay, Verdict, Zone, condition
from nomologi_tui.blocks.tools.day_window import inside, moment_words, window_words


class TimeWindow(BaseModel, extra="forbid"):
    from_time: TimeOfDay = Field("00:00", title="From", description="When the window begins.", examples=["22:00"])
    to_time: TimeOfDay = Field(
        "00:00", title="Until", description="When it ends, perhaps after midnight; same as From: all day.",
        examples=["06:00"],
    )  # fmt: skip
    weekdays: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(
        [], title="On", description="The days on which it begins; none: every day.", examples=["sat, sun"]
    )
    timezone: Zone = Field("", title="Time zone", description="Empty: your own.", examples=["Europe/Berlin"])


@condition(
    "time_window",
    title="Time of day and week",
    says=("only between", "only on", "only at night", "during working hours", "on weekdays", "not before"),
    example={"from_time": "08:00", "to_time": "18:00", "weekdays": ["mon", "tue", "wed", "thu", "fri"]},
)
async def time_window(config: TimeWindow, ctx: ConditionContext) -> Verdict:
    """True in these hours of these days. A window over midnight belongs to the day on which it begins."""
    zone = ZoneInfo(config.timezone) if config.timezone else ctx.timezone
    local = ctx.clock.now().astimezone(zone)
    met = inside(local, config.from_time, config.to_time, config.weekdays)
    window = window_words(config.from_time, config.to_time, config.weekdays)
    return Verdict(met, f"it is {moment_words(local)}, {'' if met else 'not '}{window}", local.isoformat())


@time_window.words
def _words(config: TimeWindow) -> str:
    zone = f" ({config.timezone})" if config.timezone else ""
    return f"it is {window_words(config.from_time, config.to_time, config.weekdays)}{zone}"
