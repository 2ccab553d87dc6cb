"""backtest: what an automation would have done."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nomologi_tui.cli.options import Json, Ref, workspace
from nomologi_tui.cli.output import print_json, print_table, say
from nomologi_tui.model import Automation
from nomologi_tui.telling.backtest import by_step, summary_lines
from nomologi_tui.telling.times import local
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.runs.backtest import Backtest, Case

SHOWN = 50  # events in the table


def backtest(
    ref: Ref,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How many days back.")] = 7,
    as_json: Json = False,
) -> None:
    """Say what an automation would have done in the last days.

    As it is now, as if it had been on all the time, with the due times and recorded events of those days. Conditions
    see the event's moment as now. Nothing is carried out.
    """
    import asyncio

    from nomologi_tui.usecases.automations import automations
    from nomologi_tui.usecases.runs.backtest import backtest as look

    with workspace() as ws:
        automation = automations.find(ws, ref)
        found = asyncio.run(look(ws, automation, days))
        if as_json:
            print_json(_document(automation, found))
        else:
            _print(ws, automation, found)


def _print(ws: Workspace, automation: Automation, found: "Backtest") -> None:
    zone = ws.settings.zone
    say(f"{automation.slug}, revision {automation.revision}, from {local(found.since, zone)} on, as if it had been on:")
    for line in summary_lines(found):
        say(f"  {line}")
    if found.cases:
        rows = [_row(ws, case) for case in found.cases[-SHOWN:]]
        print_table(("AT", "TRIGGER", "WOULD", "REALLY", "RUN", "DIFFERS", "WHAT"), rows)
    if len(found.cases) > SHOWN:
        say(f"{len(found.cases) - SHOWN:,} older events are not shown; --json has all of them.")


def _row(ws: Workspace, case: "Case") -> tuple[str, ...]:
    really = case.really
    return (
        local(case.at, ws.settings.zone), case.trigger, case.would, really.status if really else "-",
        str(really.id) if really else "-", "yes" if case.differs else "", case.words,
    )  # fmt: skip


def _document(automation: Automation, found: "Backtest") -> dict[str, Any]:
    skips = [{"step": step, "number": number} for step, number in by_step(found, "skip").items()]
    return {
        "automation": automation.slug, "revision": automation.revision, "since": found.since, "until": found.until,
        "would_run": found.number("run"), "would_skip": found.number("skip"), "would_fail": found.number("fail"),
        "skips": skips, "differ": sum(case.differs for case in found.cases), "cut": list(found.cut),
        "looked_at_now": list(found.looks), "left_out": found.elsewhere,
        "cases": [_case(case) for case in found.cases],
    }  # fmt: skip


def _case(case: "Case") -> dict[str, Any]:
    really = case.really
    return {
        "at": case.at, "trigger": case.trigger, "would": case.would, "words": case.words, "step": case.step,
        "run": really.id if really else None, "really": really.status if really else None, "differs": case.differs,
    }  # fmt: skip
