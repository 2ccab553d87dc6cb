"""What keeps steps from running, a sentence a field."""

from dataclasses import replace

import pytest

from nomologi_tui.model import Step, StepType
from nomologi_tui.usecases.flow import checking
from nomologi_tui.usecases.workspace import Workspace

COMMAND = Step(StepType.ACTION, "run_command", {"command": "true"})


def test_a_bad_template_is_a_problem_of_its_field(ws: Workspace) -> None:
    step = Step(StepType.ACTION, "notify", {"message": "{{ event. }}"})
    assert "message" in checking.step_problems(ws.registry, step)


@pytest.mark.parametrize(
    ("command", "is_fine"),
    [
        ("docker ps --format '{{.Names}}'", True),
        ("docker ps --format '{{ .Names }}' --filter name={{ event.name }}", True),
        ("docker ps --format '{{.Names}}' --filter name={{ event. }}", False),
        ("docker ps --format '{{.Names}}' {{ event.name }} {% if %}", False),
        ("docker ps --format '{{json .}}'", True),
        ("docker ps --format '{{ json . }}' --filter name={{ event.name }}", True),
        ("docker inspect -f '{{range .Mounts}}{{.Source | printf \"%s\"}}{{end}}' web", True),
        ("docker inspect -f '{{if $x := .State}}{{len .Mounts}}{{else}}none{{end}}' web", True),
        ("echo {{ event.name | append: ' .txt' }}", True),
        ("echo {{ event.name }} {{ event.path", False),
        ("stat -c '{%n}' notes", True),
    ],
)
def test_the_format_of_another_program_in_a_command_is_no_template_of_ours(
    ws: Workspace, command: str, is_fine: bool
) -> None:
    step = Step(StepType.ACTION, "run_command", {"command": command})
    assert ("command" not in checking.step_problems(ws.registry, step)) is is_fine


def test_a_template_of_another_program_says_how_it_is_written(ws: Workspace) -> None:
    step = Step(StepType.ACTION, "write_file", {"path": "~/a", "content": "{{json .}}"})
    assert "between {% raw %} and {% endraw %}" in checking.step_problems(ws.registry, step)["content"]
    raw = replace(step, config={"path": "~/a", "content": "{% raw %}{{json .}}{% endraw %}"})
    assert checking.step_problems(ws.registry, raw) == {}


def test_steps_without_trigger_or_action_are_a_problem(ws: Workspace) -> None:
    assert [one.key for one in checking.problems(ws.registry, ())] == ["when", "what"]
    assert [one.key for one in checking.problems(ws.registry, (replace(COMMAND, enabled=False),))] == ["when", "what"]
