"""Automations of real commands, carried out."""

from dataclasses import replace
from typing import Any

from nomologi_tui.model import Automation, Configuration, Run, Step, StepType
from nomologi_tui.store import automations
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.workspace import Workspace


def command(name: str, line: str, **config: Any) -> Step:
    return Step(StepType.ACTION, "run_command", {"command": line, **config}, name=name)


def compare(left: str, right: str, name: str = "check") -> Step:
    return Step(StepType.CONDITION, "compare", {"left": left, "operator": "is", "right": right}, name=name)


def add(ws: Workspace, *steps: Step, **configuration: Any) -> Automation:
    """Store an automation that is switched off."""
    new = Automation("Test it", steps, user_id=ws.user.id, configuration=Configuration(**configuration))
    return ws.store.write(automations.create, new, ws.clock.now())


def change(ws: Workspace, one: Automation, *steps: Step) -> Automation:
    """Give it other steps, as its next revision."""
    return ws.store.write(automations.update, replace(one, steps=steps), ws.clock.now())


async def carried_out(ws: Workspace, one: Automation, **data: Any) -> Run:
    """A run by hand, once it has ended."""
    return await running.wait_for(ws, running.run_now(ws, one, data))
