"""A newer version of a template: what it changes, what stays, and what it asks for."""

from dataclasses import replace
from typing import Any

import pytest

from nomologi_tui.document.template import read_template
from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.model import Automation, OnFailure, Template
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.templates import own as own_templates
from nomologi_tui.usecases.templates import templates, upgrading
from nomologi_tui.usecases.workspace import Workspace

FIRST = """
template: 1
name: Disk watch
category: Server
description: Watches a disk.
goal: Watch the disk of {{ inputs.folder }}
inputs:
  folder: {kind: folder, default: /}
  limit: {kind: number, default: "90"}
  page: {label: Page, default: home}
when:
- block: metric
  config: {what: disk used, crosses: goes above, threshold: "{{ inputs.limit }}", folder: "{{ inputs.folder }}"}
what:
- block: run_command
  name: look
  config: {command: "df -h {{ inputs.folder }}"}
- block: http_request
  name: tell
  config: {url: "https://example.com/{{ inputs.page }}", method: POST}
"""
SECOND = (
    FIRST.replace('command: "df -h', 'timeout: 1 min, command: "df -hT')
    .replace("description: Watches a disk.", "description: Watches a disk.\nversion: 2\nconfiguration: {retries: 2}")
    .replace("inputs:\n", "inputs:\n  host: {kind: host, example: nas.local}\n", 1)
    + '- block: notify\n  config: {message: "{{ inputs.host }} knows"}\n'
)


@pytest.fixture
def first(ws: Workspace) -> Template:
    return own_templates.keep(ws, read_template(FIRST, ws.registry))


def use(ws: Workspace, template: Template, **given: Any) -> Automation:
    return automations.save(ws, templates.begin(ws, template, given), turn_on=False)


def second(ws: Workspace, text: str = SECOND) -> None:
    own_templates.keep(ws, read_template(text, ws.registry))


def config(automation: Automation, name: str) -> dict[str, Any]:
    return next(step.config for step in automation.steps if step.name == name)


def test_it_takes_what_changed_and_asks_only_for_the_new_input(ws: Workspace, first: Template) -> None:
    made = use(ws, first, folder="/srv", limit="80", page="a b")
    second(ws)
    planned = upgrading.upgrade_of(ws, made, {})
    assert [one.name for one in planned.asks] == ["host"]
    with pytest.raises(NeedsPersonError):
        upgrading.upgrade(ws, made, planned)
    after = upgrading.upgrade(ws, made, upgrading.upgrade_of(ws, made, {"host": "nas.local"}))
    assert config(after, "look") == {"command": "df -hT /srv", "timeout": "1 min"}
    assert config(after, "notify") == {"message": "nas.local knows"}
    assert (config(after, "metric"), config(after, "tell")) == (config(made, "metric"), config(made, "tell"))
    assert (after.revision, after.configuration.retries, after.goal) == (2, 2, "Watch the disk of /srv")
    assert templates.made_from(ws, after) == templates.find(ws, "disk-watch")


def test_what_a_person_changed_stays_and_is_told(ws: Workspace, first: Template) -> None:
    made = use(ws, first)
    own = [
        replace(step, config={**step.config, "command": "lsblk"}) if step.name == "look" else step
        for step in made.steps
        if step.name != "tell"
    ]
    changed = replace(made, steps=tuple(own), goal="My disks", configuration=replace(made.configuration, retries=5))
    second(ws)
    planned = upgrading.upgrade_of(ws, changed, {"host": "nas.local"})
    assert (planned.after.goal, planned.after.configuration.retries) == ("My disks", 5)
    assert config(planned.after, "look") == {"command": "lsblk", "timeout": "1 min"}
    assert "tell" not in [step.name for step in planned.after.steps]
    assert {(one.step, one.field) for one in planned.kept} == {
        ("look", "command"),
        ("tell", "step"),
        (made.slug, "retries"),
    }


def test_a_value_that_was_typed_over_is_the_inputs_value_from_then_on(ws: Workspace, first: Template) -> None:
    made = use(ws, first)
    steps = tuple(
        replace(step, config={**step.config, "folder": "/home"}) if step.name == "metric" else step
        for step in made.steps
    )
    second(ws)
    planned = upgrading.upgrade_of(ws, replace(made, steps=steps), {"host": "x"})
    assert config(planned.after, "metric")["folder"] == "/home"


def test_a_step_of_ones_own_stays_where_it_stood(ws: Workspace, first: Template) -> None:
    made = use(ws, first)
    own = replace(made.steps[1], name="mine", id=0, config={"command": "true"})
    second(ws)
    planned = upgrading.upgrade_of(ws, replace(made, steps=(*made.steps[:2], own, *made.steps[2:])), {"host": "x"})
    assert [step.name for step in planned.after.steps] == ["metric", "look", "mine", "tell", "notify"]


def test_a_step_that_the_template_gave_up_goes_unless_it_was_changed(ws: Workspace, first: Template) -> None:
    made = use(ws, first)
    shorter = FIRST.partition("- block: http_request")[0].replace("  page: {label: Page, default: home}\n", "")
    second(ws, shorter)
    assert [step.name for step in upgrading.upgrade_of(ws, made, {}).after.steps] == ["metric", "look"]
    steps = tuple(
        replace(step, config={**step.config, "method": "PUT"}) if step.name == "tell" else step for step in made.steps
    )
    kept = upgrading.upgrade_of(ws, replace(made, steps=steps), {})
    assert [step.name for step in kept.after.steps] == ["metric", "look", "tell"]


def test_there_is_nothing_to_upgrade_to_without_a_newer_version(ws: Workspace, first: Template) -> None:
    made = use(ws, first)
    with pytest.raises(BadInputError, match="no newer version than 1"):
        upgrading.upgrade_of(ws, made, {})
    own_templates.remove(ws, templates.find(ws, "disk-watch"))
    with pytest.raises(BadInputError, match="from no template"):
        upgrading.upgrade_of(ws, automations.find(ws, made.slug), {})


def test_an_upgrade_that_changes_nothing_still_notes_the_version(ws: Workspace, first: Template) -> None:
    made = use(ws, first)
    second(ws, FIRST.replace("Watches a disk.", "Watches one disk."))
    planned = upgrading.upgrade_of(ws, made, {})
    assert (planned.changes, planned.kept, planned.asks) == ((), (), ())
    assert upgrading.upgrade(ws, made, planned).revision == 2
    assert made.configuration.on_failure is not OnFailure.STOP
