"""Every template of the gallery, from its goal sentence to an automation that is on."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.document.gallery import gallery
from nomologi_tui.document.placeholders import filled_goal, samples
from nomologi_tui.document.template import check_template, read_template, to_yaml
from nomologi_tui.goals.matching import matches, sure
from nomologi_tui.model import AutomationStatus, RunStatus, Template
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.settings import Places, Settings
from nomologi_tui.store import names
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.flow import checking, drafting
from nomologi_tui.usecases.flow.values import ungiven
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.templates import templates
from nomologi_tui.usecases.workspace import Workspace
from tests.keyrings import MemoryKeyring

pytestmark = pytest.mark.usefixtures("a_home")

CATEGORIES = {"Server", "Backup", "Network", "Security", "Power", "Web", "Dev", "Mail", "Files", "Personal", "Home"}
ACCOUNTS = {
    "My mailbox": ("mailbox", {"address": "a@b.example", "password": "env:P", "imap_host": "imap.b.example"}),
    "My phone": ("apprise", {"url": "env:PHONE"}),
    "Home": ("mqtt", {"host": "mqtt.local"}),
}
EVENT = {  # what triggers give; all else is a short text
    "levels": ["a", "b"], "tags": ["a"], "attachments": [], "to": ["a@b.example"], "path": "/media/a.jpg",
    "modified": "2026-11-22T09:00:00Z",
}  # fmt: skip
each = pytest.mark.parametrize("template", gallery(), ids=lambda one: one.slug)


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Somebody with a mailbox, a phone and a broker."""
    home = tmp_path_factory.mktemp("gallery")
    ws = Workspace(Settings(Places(home, home, home), user="ada", timezone="UTC"), FakeClock())
    ws.secrets = Secrets({"P": "x", "PHONE": "json://localhost"}, MemoryKeyring, deadline=20)
    for label, (kind, values) in ACCOUNTS.items():
        connections.add(ws, ws.providers.get(kind), label, values)
    yield ws
    ws.close()


def test_there_are_the_36_in_their_eleven_categories() -> None:
    assert len(gallery()) == 36
    assert {one.category for one in gallery()} == CATEGORIES
    assert len({one.name for one in gallery()}) == 36


@each
async def test_its_goal_becomes_an_automation_that_was_rehearsed_and_is_on(
    person: Workspace, template: Template
) -> None:
    goal = filled_goal(template, samples(template))
    meant = sure(matches(goal, gallery()))
    assert meant is not None
    assert meant.slug == template.slug
    given = {one.name: samples(template)[one.name] for one in template.inputs if one.required}
    flow = templates.begin(person, template, given | {"tell": "My phone"}, goal)
    assert automations.activation_plan(person.registry, flow.steps)
    made = automations.save(person, flow, turn_on=False)
    ended = [one async for one in running.rehearse(person, made, ignores_conditions=True)]
    assert isinstance(ended[-1], RunEnded)
    assert (ended[-1].status, ended[-1].error) == (RunStatus.SUCCESS, "")
    assert automations.switch_on(person, made).status is AutomationStatus.ACTIVE
    assert (made.goal, made.configuration) == (goal, template.configuration)
    assert templates.made_from(person, made) == replace(
        template, id=flow.template_id or 0, created_at=person.clock.now()
    )


@each
async def test_it_asks_for_no_value_that_its_trigger_does_not_give(person: Workspace, template: Template) -> None:
    made = automations.save(person, templates.begin(person, template, samples(template)), turn_on=False)
    [trigger] = made.triggers
    assert [*ungiven(person.registry, made.steps)] == []
    gives = person.registry.get(trigger.type, trigger.block).gives
    event = {name: EVENT.get(name, "1") for name in gives}
    ended = [one async for one in running.rehearse(person, made, event, ignores_conditions=True, real_event=True)]
    assert isinstance(ended[-1], RunEnded)
    assert (ended[-1].status, ended[-1].error) == (RunStatus.SUCCESS, "")


@each
def test_it_is_safe_whole_and_told_in_a_few_plain_words(template: Template) -> None:
    check_template(template, load_registry())
    assert names.slug_of(template.name) == template.slug
    assert template.description.endswith(".")
    assert len(template.description) <= 140
    assert all(one.label and one.help for one in template.inputs)
    assert all(len(one.help) <= 80 for one in template.inputs)


@each
def test_it_says_the_same_after_a_round_trip(template: Template) -> None:
    again = read_template(to_yaml(template, load_registry()), load_registry())
    assert again.inputs == template.inputs
    assert (again.goal, again.words, again.version) == (template.goal, template.words, template.version)
    assert drafting.named(again.steps) == drafting.named(template.steps)


@each
def test_its_preview_names_every_step(person: Workspace, template: Template) -> None:
    shown = templates.preview(person.registry, template)
    assert len(shown.steps) == len(template.steps)
    assert not any("missing" in words for _, _, words in shown.steps)
    assert shown.goal == filled_goal(template, samples(template))


def test_a_missing_input_is_asked_where_it_belongs(ws: Workspace) -> None:
    flow = templates.begin(ws, templates.find(ws, "new-release"), {})
    [problem] = checking.problems(ws.registry, flow.steps)
    assert (problem.key, problem.message) == ("when.url", "Write a value in place of {{ inputs.repository }}.")
    flow = templates.begin(ws, templates.find(ws, "service-down"), {})
    [problem] = checking.problems(ws.registry, flow.steps)
    assert (problem.key, problem.message) == ("when.unit", "This is needed.")


def test_what_the_form_was_given_stands_in_the_goal_unless_a_person_wrote_that(person: Workspace) -> None:
    template = templates.find(person, "certificate-expiry")
    flow = templates.begin(person, template, {})
    filled_in = replace(flow.steps[0], config=flow.steps[0].config | {"url": "https://a.example", "days": 7})
    flow = flow.with_all((filled_in, *flow.steps[1:]))
    assert templates.goal_told(person, flow) == "Tell me 7 days before the certificate of https://a.example expires"
    mine = replace(flow, goal="watch my site")
    assert templates.goal_told(person, mine) == "watch my site"
