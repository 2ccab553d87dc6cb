"""next: what is due in the next 24 hours."""

from datetime import timedelta
from typing import Annotated

import typer

from nomologi_tui.cli.options import Json, OptionalRef, automation_id, workspace
from nomologi_tui.cli.output import complain, print_json, print_table
from nomologi_tui.telling.charts import HOURS, ahead_strip, hour_scale
from nomologi_tui.telling.times import near


def next_(
    ref: OptionalRef = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="At most so many automations.")] = 50,
    as_json: Json = False,
) -> None:
    """Show what is due or goes on in the next 24 hours.

    Hour by hour, also runs that wait for a time. A digit is how many times in that hour, + is ten or more; the first
    hour begins now.
    """
    from nomologi_tui.usecases.automations.ahead import coming

    with workspace() as ws:
        now, zone = ws.clock.now(), ws.settings.zone
        found = ws.reader.charts.ahead(
            ws.user_id, now + timedelta(hours=HOURS), automation_id(ws, ref), limit=limit + 1
        )
        rows = coming(ws, found, now, HOURS)[:limit]
        if as_json:
            print_json(
                [
                    {"id": one.automation_id, "automation": one.slug, "goal": one.goal, "next_due": one.next_due,
                     "per_hour": list(one.per_hour)}
                    for one in rows
                ]
            )  # fmt: skip
            return
        print_table(
            ("AUTOMATION", "NEXT", hour_scale(now, zone), "GOAL"),
            [(one.slug, near(one.next_due, now, zone), ahead_strip(one.per_hour), one.goal) for one in rows],
        )
        if len(found) > limit:
            complain(f"There are more; --limit {limit * 2} shows them.")
