"""What a step would see now, before there is an automation."""

from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.values.fingerprint import fingerprint
from nomologi_tui.model import Automation, Event, RunStatus, Step, StepType
from nomologi_tui.runner.engine.execute import StepEnded
from nomologi_tui.store import automations, memories, runs
from nomologi_tui.usecases.flow.checking import step_problems
from nomologi_tui.usecases.flow.previewing import preview, verdict
from nomologi_tui.usecases.runs.running import rehearse
from nomologi_tui.usecases.workspace import Workspace


async def test_a_schedule_shows_its_next_times(ws: Workspace) -> None:
    text = await preview(ws, Step(StepType.TRIGGER, "schedule", {"times": ["08:00"]}))
    assert "Mon 23 Nov 2026  08:00 UTC" in text


async def test_a_webhook_shows_its_address_and_a_curl_line(ws: Workspace) -> None:
    text = await preview(ws, Step(StepType.TRIGGER, "webhook", {"token": "a" * 32}))
    assert "curl" in text
    assert f"http://127.0.0.1:8722/hook/{'a' * 32}" in text


async def test_what_is_not_finished_is_said(ws: Workspace) -> None:
    assert "missing" in await preview(ws, Step(StepType.TRIGGER, "schedule", {"every": "5 parsecs"}))


async def test_an_unknown_block_is_said(ws: Workspace) -> None:
    assert "no trigger called" in await preview(ws, Step(StepType.TRIGGER, "flurb"))
    assert (await verdict(ws, Step(StepType.CONDITION, "flurb")))[0] == "can't tell yet"


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ({"left": "3", "operator": "at least", "right": "2"}, "met"),
        ({"left": "1", "operator": "at least", "right": "2"}, "not met"),
        ({"left": "{{ event.size }}", "operator": "at least", "right": "2"}, "can't tell yet"),
        ({}, "can't tell yet"),
    ],
)
async def test_a_condition_is_met_or_not_or_nobody_can_tell(ws: Workspace, config: dict[str, str], word: str) -> None:
    found, reason = await verdict(ws, Step(StepType.CONDITION, "compare", config))
    assert found == word
    assert reason


@pytest.mark.parametrize("nested", [False, True])
async def test_a_command_is_not_run_while_it_is_typed(ws: Workspace, tmp_path: Path, nested: bool) -> None:
    step = Step(StepType.CONDITION, "command_succeeds", {"command": f"touch {tmp_path}/ran"})
    if nested:
        step = Step(StepType.CONDITION, "group", {"conditions": [{"block": step.block, "config": step.config}]})
    word, reason = await verdict(ws, step)
    assert (word, f"touch {tmp_path}/ran` succeeds" in reason) == ("can't tell yet", True)
    assert not (tmp_path / "ran").exists()
    records = [one.record async for one in rehearse(ws, Automation("", (step,))) if isinstance(one, StepEnded)]
    assert f"would run `touch {tmp_path}/ran`" in records[0].reason
    assert "taken as met" in records[0].reason
    assert not (tmp_path / "ran").exists()


async def test_how_another_automation_ran_is_seen_while_editing(ws: Workspace) -> None:
    asked = Step(StepType.CONDITION, "last_result", {})
    assert await verdict(ws, asked) == ("not met", "this automation has no run that ended")
    named = Step(StepType.CONDITION, "last_result", {"automation": "nobody"})
    word, reason = await verdict(ws, named)
    assert (word, "There is no automation called “nobody”" in reason) == ("can't tell yet", True)


async def test_looking_at_what_was_seen_remembers_nothing(ws: Workspace) -> None:
    asked = Step(StepType.CONDITION, "only_new", {"value": "a"})
    made = ws.store.write(automations.create, Automation("Once", (asked,), user_id=ws.user.id), ws.clock.now())
    for _ in range(2):
        assert await verdict(ws, made.steps[0]) == ("met", '"a" was not seen before')
    ws.store.write(memories.keep, made.steps[0].id, {fingerprint("a"): True}, ws.clock.now())
    assert await verdict(ws, made.steps[0]) == ("not met", '"a" was seen before')


@pytest.mark.parametrize(
    ("text", "word"),
    [("2 > 1", "met"), ("2 < 1", "not met"), ("event.size > 1", "can't tell yet"), ("2 >", "can't tell yet")],
)
async def test_an_expression_is_asked_while_editing_where_it_needs_no_event(
    ws: Workspace, text: str, word: str
) -> None:
    step = Step(StepType.CONDITION, "expression", {"expression": text})
    grouped = Step(StepType.CONDITION, "group", {"conditions": [{"block": step.block, "config": step.config}]})
    assert ((await verdict(ws, step))[0], (await verdict(ws, grouped))[0]) == (word, word)
    assert ("expression" in step_problems(ws.registry, step)) == (text == "2 >")


async def test_how_the_edited_automation_itself_ran_is_seen_too(ws: Workspace) -> None:
    asked = Step(StepType.CONDITION, "last_result", {"state": "ended"})
    made = ws.store.write(automations.create, Automation("Once", (asked,), user_id=ws.user.id), ws.clock.now())
    event = ws.store.write(runs.enqueue, made.id, Event("a"), ws.clock.now(), trigger="manual")
    ws.store.write(runs.claim, "runner", ws.clock.now(), 1)
    ws.store.write(runs.finish, event.run_id, "runner", RunStatus.SUCCESS, ws.clock.now(), summary="Done")
    assert await verdict(ws, made.steps[0], made.id) == ("met", "this automation succeeded 0 s ago")
