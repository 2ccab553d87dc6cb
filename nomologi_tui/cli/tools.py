"""doctor and demo."""

import asyncio
from typing import Annotated

import typer

from nomologi_tui.cli.options import Json, workspace
from nomologi_tui.cli.output import complain, print_json, say, say_now

AcceptClock = Annotated[
    bool, typer.Option("--accept-clock", help="Today's clock is right, though it was later once: go on by it.")
]


def demo() -> None:
    """See it work for some seconds.

    A goal becomes an automation and runs, in a temporary home that is removed afterwards.
    """
    from nomologi_tui.usecases.demo import show

    raise typer.Exit(asyncio.run(show(say_now)))


def doctor(accept: AcceptClock = False, as_json: Json = False) -> None:
    """Check what could keep automations from running.

    Places, store, keyring, runner and time; exit code 1 when something needs attention.
    """
    from nomologi_tui.usecases.doctor import accept_clock, examine

    with workspace() as ws:
        if accept:
            complain(f"Today's clock is taken for right; {accept_clock(ws)} triggers had seen a later one.")
        checks = examine(ws)
    if as_json:
        print_json([{"check": one.name, "ok": one.ok, "finding": one.finding, "hint": one.hint} for one in checks])
    else:
        for one in checks:
            say(f"{'ok' if one.ok else 'LOOK':<5} {one.name}: {one.finding}{'' if one.ok else ' ' + one.hint}")
    raise typer.Exit(0 if all(one.ok for one in checks) else 1)
