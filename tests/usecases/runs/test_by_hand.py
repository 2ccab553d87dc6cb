"""What a run by hand needs to be told."""

from typing import Any

import pytest

from nomologi_tui.errors import NeedsPersonError
from nomologi_tui.model import Automation, Configuration, Step, StepType
from nomologi_tui.store import automations
from nomologi_tui.usecases.runs import by_hand, running
from nomologi_tui.usecases.workspace import Workspace


def made(ws: Workspace, content: str, trigger: str = "file", *more: Step, **config: Any) -> Automation:
    """It writes `content` down when something happens."""
    write = Step(StepType.ACTION, "write_file", {"path": "/tmp/never", "content": content}, name="write")
    steps = (Step(StepType.TRIGGER, trigger, config or {"folder": "/tmp"}), *more, write)
    one = Automation("Note it", steps, configuration=Configuration(), user_id=ws.user.id)
    return ws.store.write(automations.create, one, ws.clock.now())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("nothing", []),
        ("{{ event.path }} {{ event.id }} {{ event.trigger }}", ["path"]),
        ("{{ event.path | default: 'none' }} {{ event.size }}", ["size"]),
        ("{% if event.name %}{{ event.size | times: 2 }}{% endif %}", ["name", "size"]),
        ("{{ event.body.title }} {{ event.body }} {{ event.rows[0].name }}", ["body.title", "rows"]),
        ("{{ event.tags.size }}", ["tags"]),
        ("{{ steps.other.path }} {{ automation.goal }}", []),
    ],
)
def test_what_only_a_trigger_tells_is_asked_for(ws: Workspace, content: str, told: list[str]) -> None:
    assert list(by_hand.wanted(ws, made(ws, content)).told) == told


def test_conditions_count_also_inside_a_group_unless_they_are_not_asked(ws: Workspace) -> None:
    inside = {"block": "expression", "config": {"expression": "event.size > 5"}}
    group = Step(StepType.CONDITION, "group", {"conditions": [inside]})
    automation = made(ws, "{{ event.path }}", "file", group)
    assert list(by_hand.wanted(ws, automation).told) == ["size", "path"]
    assert list(by_hand.wanted(ws, automation, ignores_conditions=True).told) == ["path"]


def test_a_field_that_is_empty_may_stand_for_what_the_trigger_saw(ws: Workspace) -> None:
    move = Step(StepType.ACTION, "move_mail", {"mailbox": "m", "to": "Archive", "folder": "INBOX"}, name="move")
    assert list(by_hand.wanted(ws, made(ws, "x", "file", move)).told) == ["uid"]


def test_what_nobody_gave_is_named_with_how_to_give_it(ws: Workspace) -> None:
    found = by_hand.wanted(ws, made(ws, "{{ event.path }} {{ event.size }}"))
    with pytest.raises(NeedsPersonError, match=r"it saw nothing: size\.") as refused:
        found.with_values({"path": "/a"})
    assert refused.value.hint == "Give --set size=…."
    given = found.with_values({"path": "/a", "size": "5"})
    assert (given["path"], given["size"]) == ("/a", "5")


def test_what_the_last_run_saw_stands_there_and_stays_whole_unless_it_is_changed(ws: Workspace) -> None:
    automation = made(ws, "{{ event.text }} {{ event.tags }}")
    text = "two\nlines " + "x" * 500
    run_id = running.run_now(ws, automation, {"text": text, "tags": ["a"], "more": 1})
    found = by_hand.wanted(ws, automation)
    assert (found.like, found.title()) == (run_id, f"Run it as if its trigger saw this (run {run_id} did)")
    assert (found.told["tags"], len(found.told["text"])) == ('["a"]', 200)
    assert found.with_values(found.told)["text"] == text
    changed = found.with_values({"text": "short", "tags": '["b", "c"]'})
    assert (changed["text"], changed["tags"], changed["more"]) == ("short", ["b", "c"], 1)


def test_a_schedule_run_by_hand_is_due_now(ws: Workspace) -> None:
    found = by_hand.wanted(ws, made(ws, "{{ event.due }}", "schedule", every="1 h"))
    assert (found.told, found.with_values({})["due"]) == ({}, ws.clock.now().isoformat())


def test_inputs_of_a_manual_trigger_are_asked_for_as_before(ws: Workspace) -> None:
    found = by_hand.wanted(ws, made(ws, "{{ event.title }} {{ event.inputs.title }}", "manual", inputs={"title": "a"}))
    assert (found.inputs, found.told, found.title()) == ({"title": "a"}, {}, "Run it with")
    assert found.with_values({"title": "b"})["inputs"] == {"title": "b"}


def test_an_input_that_nobody_declared_is_asked_for_and_given_by_its_name(ws: Workspace) -> None:
    found = by_hand.wanted(ws, made(ws, "{{ event.inputs.text }}", "manual", inputs={"title": "x"}))
    assert list(found.told) == ["inputs.text"]
    with pytest.raises(NeedsPersonError, match="it saw nothing: inputs.text"):
        found.with_values({})
    assert found.with_values({"text": "hi"})["inputs"] == {"title": "x", "text": "hi"}
    assert found.with_values({"inputs.text": "hi"})["inputs"] == {"title": "x", "text": "hi"}
