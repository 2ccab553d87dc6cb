"""Run by a user who may not enter a folder: what each block that takes a path or folder says of it, as JSON."""

import asyncio
import json
import sys
from contextlib import suppress
from typing import Any

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import StepType
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.blocks.targets import connections_for
from tests.blocks.test_bad_targets import fault_in, run_of
from tests.ports import free_port
from tests.support import eventually


async def _heard(block: Block, config: dict[str, Any]) -> str:
    """What is wrong with how a trigger ends, if it ends before it rests."""
    model, problems = check(block.config, config)
    assert model is not None, problems
    clock = FakeClock()
    events = block.run(model, FakeTriggerContext(clock=clock))
    task = asyncio.ensure_future(anext(events))
    await eventually(lambda: task.done() or clock._sleepers)
    task.cancel()
    try:
        with suppress(asyncio.CancelledError):
            await task
    except Exception as error:  # noqa: BLE001 - which one it is is the question
        return fault_of_failure(error)
    return ""


async def _told(block: Block, spec: FieldSpec, path: str, open_folder: str) -> str:
    places = {one.name: open_folder for one in describe(block.config) if one.kind in ("path", "folder")}
    more = {"connection": ""} if block.name == "append_row" else {}
    config = {**block.example, **{k: v for k, v in places.items() if k in block.example}, **more, spec.name: path}
    if block.name == "append_row":
        config["path"] = f"{path}/a.csv"
    if block.type is StepType.TRIGGER:
        return await _heard(block, config)
    kinds = [one for one in describe(block.config) if one.kind == "connection"]
    connection = next(connections_for(kinds[0], "127.0.0.1", free_port())) if kinds else None
    if wrong := fault_in(await run_of(block, config, connection, dry=True), must_fail=False):
        return f"{wrong} in a rehearsal"
    record = await run_of(block, config, connection)
    must_fail = block.type is StepType.ACTION
    return fault_in(record, must_fail=must_fail) or (
        "" if record.status != "retrying" or kinds else "it is tried again"
    )


async def _all(closed: str, open_folder: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in load_registry():
        for spec in describe(block.config):
            if spec.kind in ("path", "folder"):
                for what, path in (("in it", f"{closed}/x"), ("itself", closed)):
                    wrong = await _told(block, spec, path, open_folder)
                    found |= {f"{block.type} {block.name}, {spec.name}, {what}": wrong} if wrong else {}
    return found


if __name__ == "__main__":
    json.dump(asyncio.run(_all(*sys.argv[1:])), sys.stdout)
