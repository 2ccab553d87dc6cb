"""How an automation runs, in words; contradictions; the steps that run instead."""

from typing import Any

import pytest

from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.model import CatchUp, Configuration, OnFailure, RunMode, StepType
from nomologi_tui.usecases.automations import automations, editing
from nomologi_tui.usecases.automations.how_it_runs import contradiction, in_words, problems, with_values
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.flow.instead import turned
from nomologi_tui.usecases.workspace import Workspace

TWO = "every day at 10:00 run 'one' and then run 'two'"


def flow(ws: Workspace, goal: str = TWO) -> Flow:
    return drafting.flow_from_goal(ws, goal)[0]


@pytest.mark.parametrize(("own", "words"), [
    ({}, "up to 4 tries, then it stops; one run at a time"),
    ({"retries": 0, "on_failure": OnFailure.CONTINUE, "mode": RunMode.QUEUED},
     "one try, then it goes on with the next step; one run at a time, the others queue"),
    ({"mode": RunMode.PARALLEL, "parallel": 3, "per": "{{ event.sender }}"},
     "up to 4 tries, then it stops; up to 3 runs at once for each {{ event.sender }}"),
    ({"mode": RunMode.RESTART, "cooldown": 60.0, "at_most": 5, "catch_up": CatchUp.SKIP, "alert_on_failure": False},
     ("up to 4 tries, then it stops; a new run ends the one before; 1 min between two runs; at most 5 in 1h; "
      "missed times are left out; a failure tells nobody")),
])  # fmt: skip
def test_it_is_a_sentence_with_the_settings_values_in_it(ws: Workspace, own: dict[str, Any], words: str) -> None:
    assert in_words(Configuration(**own), ws.settings) == words


@pytest.mark.parametrize(("values", "field", "words"), [
    ({"retries": "1000"}, "retries", "1000 can't be. Give a number from 0 to 100."),
    ({"parallel": "3"}, "", "3 runs at once contradict mode single."),
    ({"per": "{{ steps.fetch.body }}"}, "per",
     "“steps” is not known when a run is queued. Use what the trigger saw: {{ event.… }}."),
    ({"on_failure": "instead"}, "", "After a failure other steps shall run instead, but there are none."),
])  # fmt: skip
def test_what_cant_be_is_a_sentence_under_its_field(ws: Workspace, values: Any, field: str, words: str) -> None:
    assert problems(values, flow(ws).steps) == {field: words}


def test_what_cant_be_read_is_left_to_the_form(ws: Workspace) -> None:
    assert problems({"retries": "many"}, flow(ws).steps) == {}
    with pytest.raises(BadInputError, match="retries"):
        with_values(flow(ws), {"retries": "many"})


def test_a_contradiction_stays_in_the_draft_and_keeps_it_from_being_saved(ws: Workspace) -> None:
    kept = keeping.keep(ws, with_values(flow(ws), {"parallel": "3"}))
    again = keeping.resume(ws, kept.draft_id)
    assert (again.configuration.parallel, contradiction(again)) == (3, "3 runs at once contradict mode single.")
    with pytest.raises(BadInputError, match="3 runs at once contradict mode single"):
        automations.save(ws, again, turn_on=True)
    assert ws.reader.overview(ws.user_id) == []
    assert [draft.id for draft in ws.reader.drafts(ws.user_id)] == [kept.draft_id]


def test_marking_a_step_and_taking_the_mark_back_keep_steps_and_configuration_in_accord(ws: Workspace) -> None:
    marked = turned(flow(ws), 2)
    assert (marked.steps[2].instead, marked.configuration.on_failure) == (True, OnFailure.INSTEAD)
    assert contradiction(marked) == ""
    back = turned(marked, 2)
    assert back == flow(ws)


def test_the_last_step_that_runs_instead_takes_the_rule_with_it(ws: Workspace) -> None:
    marked = turned(flow(ws), 2)
    left = marked.with_steps(StepType.ACTION, marked.of_type(StepType.ACTION)[:1])
    assert left.configuration.on_failure is None
    assert automations.save(ws, left, turn_on=False).configuration == Configuration()


def test_what_a_person_chose_otherwise_stays_and_is_said(ws: Workspace) -> None:
    marked = with_values(turned(flow(ws), 2), {"on_failure": "stop"})
    assert contradiction(marked) == "There are steps under “instead”, but after a failure they would not run."
    assert turned(marked, 2).configuration.on_failure is OnFailure.STOP
    assert contradiction(turned(marked, 1)) == ""


def test_a_marked_step_is_a_change_by_hand(ws: Workspace) -> None:
    one = flow(ws)
    assert not drafting.same_steps(ws.registry, one.steps, turned(one, 2).steps)


def test_something_must_be_done_before_anything_is_done_instead(ws: Workspace) -> None:
    only = turned(flow(ws, "every day at 10:00 run 'one'"), 1)
    with pytest.raises(NeedsPersonError, match="Every action runs only after a failure of another one"):
        automations.save(ws, only, turn_on=True)


def test_a_template_that_can_not_be_read_is_refused_in_each_way_in(ws: Workspace) -> None:
    broken = {"per": "{{ event."}
    assert problems(broken, flow(ws).steps)["per"].startswith("The template “{{ event.” can't be read")
    assert "can't be read" in contradiction(with_values(flow(ws), broken))
    one = automations.save(ws, flow(ws), turn_on=False)
    with pytest.raises(BadInputError, match="configuration, per: The template"):
        editing.configure(ws, one, ["per={{ event."])
    assert editing.configure(ws, one, ["per={{ event.sender }}"]).configuration.per == "{{ event.sender }}"
