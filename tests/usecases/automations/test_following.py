from dataclasses import replace

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import Automation, AutomationStatus, Step, StepType
from nomologi_tui.store import automations as stored
from nomologi_tui.usecases.automations import automations, editing
from nomologi_tui.usecases.workspace import Workspace

SAY = Step(StepType.ACTION, "run_command", {"command": "true"})


def after(*others: str) -> tuple[Step, ...]:
    triggers = [
        Step(StepType.TRIGGER, "after", {"when": "automation ends", "automation": other}, name=f"t{number}")
        for number, other in enumerate(others)
    ]
    return (*(triggers or [Step(StepType.TRIGGER, "manual")]), SAY)


def make(ws: Workspace, slug: str, *others: str) -> Automation:
    new = Automation(slug, after(*others), slug=slug, user_id=ws.user.id)
    return ws.store.write(stored.create, new, ws.clock.now())


def test_one_that_follows_itself_is_refused(ws: Workspace) -> None:
    with pytest.raises(BadInputError, match="a → a"):
        automations.switch_on(ws, make(ws, "a", "a"))
    assert automations.find(ws, "a").status is AutomationStatus.DRAFT


def test_a_circle_is_refused_by_the_one_that_would_close_it(ws: Workspace) -> None:
    make(ws, "c")
    for slug, other in (("b", "c"), ("a", "b")):
        automations.switch_on(ws, make(ws, slug, other))
    closing = replace(automations.find(ws, "c"), steps=after("a"))
    closing = ws.store.write(stored.update, closing, ws.clock.now())
    with pytest.raises(BadInputError, match="for ever: c → b → a → c"):
        automations.switch_on(ws, closing)


def test_a_circle_through_one_that_is_off_waits_until_that_is_switched_on(ws: Workspace) -> None:
    one, other = make(ws, "a", "b"), make(ws, "b", "a")
    automations.switch_on(ws, one)
    with pytest.raises(BadInputError, match="for ever"):
        automations.switch_on(ws, other)


def test_an_edit_of_one_that_is_on_can_close_no_circle(ws: Workspace) -> None:
    first = automations.switch_on(ws, make(ws, "first"))
    automations.switch_on(ws, make(ws, "second", "first"))
    text = editing.as_yaml(ws, automations.find(ws, "second")).replace("automation: first", "automation: second")
    with pytest.raises(BadInputError, match="second → second"):
        editing.edited(ws, automations.find(ws, "second"), text)
    assert automations.find(ws, "second").revision == 1
    assert first.status is AutomationStatus.ACTIVE


def test_two_ways_to_the_same_one_are_no_circle(ws: Workspace) -> None:
    make(ws, "base")
    for slug, others in (("left", ["base"]), ("right", ["base"]), ("top", ["left", "right", "base"])):
        assert automations.switch_on(ws, make(ws, slug, *others)).status is AutomationStatus.ACTIVE


def test_one_that_is_not_there_is_named(ws: Workspace) -> None:
    with pytest.raises(NotFoundError, match="no automation called “nobody”"):
        automations.switch_on(ws, make(ws, "a", "nobody"))
