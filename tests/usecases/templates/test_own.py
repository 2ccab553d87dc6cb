"""Saving an automation as a template, importing one, removing one; nobody sees those of others."""

import pytest

from nomologi_tui.document.template import to_yaml
from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import Automation, Step, StepType
from nomologi_tui.settings import Settings
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.templates import own as own_templates
from nomologi_tui.usecases.templates import templates
from nomologi_tui.usecases.templates.own import About
from nomologi_tui.usecases.workspace import Workspace
from tests.keyrings import MemoryKeyring

CANARY = "tgram://CANARY-4711/chat"


@pytest.fixture
def made(ws: Workspace) -> Automation:
    """An automation with a webhook, a secret, a connection and a template."""
    ws.secrets = Secrets({"TOKEN": "x"}, MemoryKeyring, deadline=20)
    connections.add(ws, ws.providers.get("bearer"), "GitHub", {"token": "env:TOKEN", "hosts": ["api.github.com"]})
    steps = (
        Step(StepType.TRIGGER, "webhook", {"scheme": "none"}),
        Step(StepType.ACTION, "http_request", {"url": "https://api.github.com/x", "connection": "GitHub"}),
        Step(StepType.ACTION, "notify", {"message": "{{ event.body }} at noon", "to": CANARY}),
    )
    flow = Flow("when a webhook comes tell me at noon", drafting.named(steps))
    return automations.save(ws, flow, turn_on=True)


def test_chosen_values_connections_and_secrets_become_inputs(ws: Workspace, made: Automation) -> None:
    saved = own_templates.save_as(ws, made, About("Hook"), ["what.2.message=words"])
    assert {one.name: (one.kind, one.default) for one in saved.inputs} == {
        "words": ("template", "{{ event.body }} at noon"),
        "connection": ("connection", "GitHub"),
        "to": ("secret", None),
    }
    text = to_yaml(saved, ws.registry)
    assert not {"CANARY", "keyring:", made.steps[0].config["token"]} & {one for one in text.split() if one}
    assert "CANARY" not in text
    assert "keyring:" not in text
    assert made.steps[0].config["token"] not in text


def test_what_is_made_of_it_has_a_token_of_its_own_and_the_same_steps(ws: Workspace, made: Automation) -> None:
    saved = own_templates.save_as(ws, made, About("Hook"), [])
    again = automations.save(ws, templates.begin(ws, saved, {"to": "env:PHONE"}), turn_on=True)
    assert (again.template_id, [one.block for one in again.steps]) == (saved.id, [one.block for one in made.steps])
    assert again.steps[0].config["token"] != made.steps[0].config["token"]
    assert again.steps[2].config == {"message": "{{ event.body }} at noon", "to": "env:PHONE"}


def test_the_goal_takes_the_input_where_it_names_its_value(ws: Workspace) -> None:
    flow, _ = drafting.flow_from_goal(ws, "every day at 8 run 'du -sh /srv'")
    one = automations.save(ws, flow, turn_on=False)
    saved = own_templates.save_as(ws, one, About("Size"), ["when.times"])
    assert saved.goal == "every day at 8 run 'du -sh /srv'"
    assert [one.kind for one in saved.inputs] == ["list"]


def test_saving_it_again_makes_the_next_version_and_the_same_again_none(ws: Workspace, made: Automation) -> None:
    first = own_templates.save_as(ws, made, About("Hook"), [])
    assert own_templates.save_as(ws, made, About("Hook"), []) == first
    assert own_templates.save_as(ws, made, About("Hook", "Better told"), []).version == 2
    assert [one.version for one in templates.listed(ws) if one.user_id] == [2]


def test_a_name_of_the_gallery_is_refused(ws: Workspace, made: Automation) -> None:
    with pytest.raises(BadInputError, match="of the gallery"):
        own_templates.save_as(ws, made, About("Disk nearly full"), [])
    with pytest.raises(BadInputError, match="stays"):
        own_templates.remove(ws, templates.find(ws, "disk-nearly-full"))


def test_two_values_under_one_name_are_refused(ws: Workspace, made: Automation) -> None:
    with pytest.raises(BadInputError, match="two different values"):
        own_templates.save_as(ws, made, About("Hook"), ["what.1.url=x", "what.2.message=x"])


def test_nobody_sees_another_ones_templates(ws: Workspace, made: Automation, settings_of_eve: Settings) -> None:
    own_templates.save_as(ws, made, About("Hook"), [])
    eve = Workspace(settings_of_eve, ws.clock)
    assert len(templates.listed(eve)) == 36
    with pytest.raises(NotFoundError):
        templates.find(eve, "hook")
    eve.close()


@pytest.fixture
def settings_of_eve(ws: Workspace) -> Settings:
    from dataclasses import replace

    return replace(ws.settings, user="eve")


def test_a_draft_whose_template_was_removed_can_still_be_saved(ws: Workspace, made: Automation) -> None:
    saved = own_templates.save_as(ws, made, About("Hook"), [])
    draft = keeping.keep(ws, templates.begin(ws, saved, {"to": "env:PHONE"}))
    own_templates.remove(ws, saved)
    assert automations.save(ws, keeping.resume(ws, draft.draft_id), turn_on=False).template_id is None
