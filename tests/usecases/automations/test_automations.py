"""Save, switch on and off, delete."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nomologi_tui.errors import BadInputError, NeedsPersonError, NotFoundError
from nomologi_tui.model import Automation, AutomationStatus, Step, StepType
from nomologi_tui.store import automations as rows
from nomologi_tui.store import users
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.flow.drafting import Flow, named
from nomologi_tui.usecases.workspace import Workspace

RUN = Step(StepType.ACTION, "run_command", {"command": "true"})


def made(ws: Workspace, goal: str = "every day at 10:00 run 'true'", *, turn_on: bool = True) -> Automation:
    return automations.save(ws, drafting.flow_from_goal(ws, goal)[0], turn_on=turn_on)


def test_what_is_saved_switched_on_is_due(ws: Workspace) -> None:
    assert made(ws).status is AutomationStatus.ACTIVE
    assert ws.reader.overview(ws.user_id)[0].next_due == datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_what_is_saved_switched_off_is_a_draft_without_a_due_time(ws: Workspace) -> None:
    assert made(ws, turn_on=False).status is AutomationStatus.DRAFT
    assert ws.reader.overview(ws.user_id)[0].health == "off"


def test_nothing_is_saved_while_something_is_missing(ws: Workspace) -> None:
    with pytest.raises(NeedsPersonError):
        made(ws, "every day at 10:00 tell me")
    assert ws.reader.overview(ws.user_id) == []


def test_a_webhook_keeps_the_address_that_it_was_shown_with(ws: Workspace) -> None:
    flow, _ = drafting.flow_from_goal(ws, "when a webhook arrives run 'true'")
    token = flow.steps[0].config["token"]
    saved = automations.save(ws, flow, turn_on=True)
    assert automations.find(ws, saved.slug).steps[0].config["token"] == token


def test_editing_changes_the_automation_and_ends_the_draft(ws: Workspace) -> None:
    first = made(ws)
    flow = keeping.keep(ws, replace(drafting.flow_from_automation(automations.find(ws, "1")), goal="another goal"))
    second = automations.save(ws, flow, turn_on=False)
    assert (second.id, second.goal, second.revision) == (first.id, "another goal", 2)
    assert ws.reader.drafts(ws.user_id) == []


def test_a_deleted_automation_comes_back_switched_off(ws: Workspace) -> None:
    one = made(ws)
    automations.delete(ws, one)
    with pytest.raises(NotFoundError):
        automations.find(ws, one.slug)
    automations.restore(ws, one.id)
    assert automations.find(ws, one.slug).status is AutomationStatus.INACTIVE


def test_the_plan_names_what_each_enabled_step_may_do_once(ws: Workspace) -> None:
    flow, _ = drafting.flow_from_goal(ws, "every day at 8 run 'true' and then run 'false'")
    assert automations.activation_plan(ws.registry, flow.steps) == ["run true", "run false"]
    twice = (*flow.steps[:2], flow.steps[1], replace(flow.steps[2], enabled=False))
    assert automations.activation_plan(ws.registry, twice) == ["run true"]


def test_no_line_of_a_command_looks_like_one_of_the_plan(ws: Workspace) -> None:
    steps = [Step(StepType.ACTION, "run_command", {"command": "echo a # b\n\n  reach nothing\n"})]
    assert automations.activation_plan(ws.registry, steps) == ["run echo a # b ⏎\n      reach nothing"]


def test_nobody_brings_back_what_another_one_deleted(ws: Workspace) -> None:
    bob = ws.store.write(users.add, "bob", "Bob", "", ws.clock.now())
    theirs = ws.store.write(rows.create, Automation("theirs", (), user_id=bob.id), ws.clock.now())
    ws.store.write(rows.delete, theirs.id, ws.clock.now())
    with pytest.raises(NotFoundError, match="is in no trash of yours"):
        automations.restore(ws, theirs.id)
    with pytest.raises(NotFoundError, match="is in no trash of yours"):
        automations.undelete(ws, str(theirs.id))


def test_what_would_never_run_is_not_switched_on(ws: Workspace) -> None:
    over = Step(StepType.TRIGGER, "schedule", {"once": "2020-01-01 08:00"})
    with pytest.raises(BadInputError, match="It would never run: no time is left of “at 08:00 on 1 Jan 2020”"):
        automations.save(ws, Flow("g", named([over, RUN])), turn_on=True)
    assert ws.reader.overview(ws.user_id) == []
    one = automations.save(ws, Flow("g", named([over, RUN])), turn_on=False)
    with pytest.raises(BadInputError, match="It would never run"):
        automations.switch_on(ws, one)
    assert automations.find(ws, one.slug).status is AutomationStatus.DRAFT
    by_hand = Step(StepType.TRIGGER, "manual", {})
    assert automations.save(ws, Flow("h", named([over, by_hand, RUN])), turn_on=True).status is AutomationStatus.ACTIVE
