"""A guided flow without a screen."""

from dataclasses import replace

from nomologi_tui.model import Step, StepType
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.workspace import Workspace

COMMAND = Step(StepType.ACTION, "run_command", {"command": "true"})


def test_each_step_has_a_name_of_its_own() -> None:
    names = [step.name for step in drafting.named([COMMAND, COMMAND, replace(COMMAND, name="x"), COMMAND])]
    assert names == ["run_command", "run_command_2", "x", "run_command_3"]


def test_a_draft_is_resumed_as_it_was_kept(ws: Workspace) -> None:
    flow, _ = drafting.flow_from_goal(ws, "when a webhook arrives run 'true' and tell me")
    kept = keeping.keep(ws, replace(flow, current_step=2))
    assert keeping.resume(ws, kept.draft_id) == kept
    keeping.discard(ws, kept.draft_id)
    assert ws.reader.drafts(ws.user_id) == []


def test_a_typed_secret_never_reaches_the_draft_on_disk(ws: Workspace) -> None:
    typed = Step(StepType.ACTION, "notify", {"message": "hi", "to": "tgram://CANARY-9137/1"})
    named = Step(StepType.ACTION, "notify", {"message": "hi", "to": "env:CHANNEL"})
    kept = keeping.keep(ws, drafting.Flow("tell me", (typed, named)))
    assert [step.config.get("to") for step in keeping.resume(ws, kept.draft_id).steps] == [None, "env:CHANNEL"]
    ws.close()
    assert not [path for path in ws.settings.places.data.iterdir() if b"CANARY" in path.read_bytes()]


def test_a_clear_goal_begins_at_the_second_form_and_another_one_at_the_first(ws: Workspace) -> None:
    steps = {goal: drafting.begun(ws, goal).current_step for goal in (
        "every hour run 'x'", "every hour tell me", "every hour flurb", "every hour run 'a'. every day run 'b'",
        "tell me when my disk is nearly full",
    )}  # fmt: skip
    assert list(steps.values()) == [2, 2, 1, 1, 1]


def test_plain_words_and_who_suggested_the_steps_are_kept_with_the_draft(ws: Workspace) -> None:
    flow, _ = drafting.flow_from_goal(ws, "every hour run 'x' at noon", ["at noon"])
    kept = keeping.keep(ws, replace(flow, suggested_by="tiny"))
    again = keeping.resume(ws, kept.draft_id)
    assert (again.plain, again.suggested_by, again.steps[0].config) == (("at noon",), "tiny", {"every": "1h"})


def test_how_often_at_most_goes_into_how_it_runs_and_out_again(ws: Workspace) -> None:
    flow, reading = drafting.flow_from_goal(ws, "when ~/x.log changes tell me at most once an hour")
    assert flow.configuration.cooldown == 3600
    assert keeping.resume(ws, keeping.keep(ws, flow).draft_id).configuration.cooldown == 3600
    assert drafting.with_how(flow.configuration, reading.how, {"at_most": 3}).cooldown == 0


def test_goals_put_aside_are_drafts(ws: Workspace) -> None:
    keeping.put_aside(ws, ["every hour run 'a'", "flurb"])
    assert {draft.answers["goal"] for draft in ws.reader.drafts(ws.user_id)} == {"every hour run 'a'", "flurb"}
