"""One automation starts another: a run in the queue, made once by the step's key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.blocks.tools.following import depth_of
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Automation, Event, Run
from nomologi_tui.runner.lanes import how_in_lane
from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.store import Tx, automations, runs

TRIGGER = "run_automation"  # what such a run was started by
BY = "started_by"  # in its event: the run, the automation and all that began before it
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Chain:
    """What `run` may start."""

    tools: Tools
    run: Run

    async def start(self, ref: str, inputs: Mapping[str, str], key: str) -> Run:
        """The run of the automation `ref` under `key`, queued now or before. Raises a NomologiError."""
        now = self.tools.clock.now()
        return await until_it_works(self.tools, self.tools.store.awrite, _start, self.run, ref, inputs, key, now)


def _start(tx: Tx, run: Run, ref: str, inputs: Mapping[str, str], key: str, now: datetime) -> Run:
    caller = automations.by_id(tx, run.automation_id)
    if caller is None:
        raise BlockError("This automation is gone.")
    called = automations.get(tx, caller.user_id, ref)
    chain, depth = [*_before(run), caller.slug], depth_of(run) + 1
    _check(called, chain, depth)
    given = _defaults(called) | dict(inputs)
    by = {"run": run.id, "automation": caller.slug, "chain": chain}
    event = Event(id=key, data={"inputs": given, **given, BY: by, "depth": depth})
    how = how_in_lane(called.configuration, event, TRIGGER)
    queued = runs.enqueue(tx, called.id, event, now, trigger=TRIGGER, how=how)
    return runs.get(tx, caller.user_id, queued.run_id)


def _before(run: Run) -> list[str]:
    """The automations that led to `run`, the first one first."""
    by = run.input.get(BY) if run.trigger == TRIGGER else None
    return list(by["chain"]) if by else []


def _check(called: Automation, chain: list[str], depth: int) -> None:
    if called.slug in chain:
        way = " → ".join([*chain[chain.index(called.slug) :], called.slug])
        raise BlockError(f"“{called.slug}” would start itself again: {way}.", "Break the loop.")
    if depth >= DEEPEST:
        raise BlockError(f"{DEEPEST} automations have started each other already.", "Make the chain shorter.")


def _defaults(called: Automation) -> dict[str, Any]:
    """What its manual triggers ask for, each with its default."""
    asked: dict[str, Any] = {}
    for step in called.triggers:
        if step.block == "manual":
            asked |= step.config.get("inputs") or {}
    return asked
