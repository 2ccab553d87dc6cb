"""How one automation fared lately, in a line or two: its last 24 hours, and how long its runs took."""

from datetime import datetime, timedelta

from nomologi_tui.screens.desk import Desk
from nomologi_tui.store.reading import Reader
from nomologi_tui.telling import charts
from nomologi_tui.telling.charts import HOURS, Counts

RUNS = HOURS  # durations that are shown: the two charts are as wide as each other


async def hours_line(desk: Desk, automation_id: int) -> str:
    """`24 h  ......o.x...  12 ok, 1 failed`, the last hour at the right."""
    since = desk.ws.clock.now() - timedelta(hours=HOURS)
    hours = await desk.draw(_hours, automation_id, since)
    return f"24 h  {charts.strip(hours)}  {charts.outcome_words(charts.total(hours))}"


async def took_line(desk: Desk, automation_id: int) -> str:
    """`Took  ▁▁█▁  0.9 s to 12 s, the last 1.4 s`, the last run at the right."""
    seconds = await desk.draw(_took, automation_id)
    return f"Took  {charts.spark(seconds).rjust(RUNS, charts.NOTHING)}  {charts.took_words(seconds) or 'nothing ran'}"


def _hours(reader: Reader, user_id: int, automation_id: int, since: datetime) -> list[Counts]:
    return reader.charts.per_hour(user_id, automation_id, since, HOURS)


def _took(reader: Reader, user_id: int, automation_id: int) -> list[float]:
    return reader.charts.took(user_id, automation_id, RUNS)
