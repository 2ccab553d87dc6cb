"""Values go into a template's steps as data, whatever they hold."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from liquid import Environment

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.blocks.tools.commands.line import read_command
from nomologi_tui.document.placeholders import filled, filled_goal, printed, samples, word
from nomologi_tui.document.template import read_template
from nomologi_tui.model import Step, StepType, Template, TemplateInput
from tests.test_docs import ROOT

# A carriage return ends a line in Liquid.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)
few = settings(max_examples=60)
NASTY = st.one_of(TEXTS, st.text("{}%\"'\\$` a|", max_size=12))


@few
@given(NASTY)
def test_a_value_in_a_text_is_printed_as_it_is(value: str) -> None:
    assert render(f"a {{{{ 1 }}}} {printed(value)} z") == f"a 1 {value} z"


@few
@given(NASTY.filter(lambda value: value and value[0] != "~"))  # a path at home is meant to be one
def test_a_value_in_a_command_is_one_argument(value: str) -> None:
    line = read_command(f"echo -- {word(value)}", "/home/ada")
    filled_in, _ = line.fill(render)
    assert filled_in == ("echo", "--", value)


@few
@given(NASTY.filter(bool))
def test_a_value_in_a_shell_line_travels_by_environment_unless_it_is_plain(value: str) -> None:
    line = read_command(f"echo -- {word(value)} | cat", "/home/ada")
    (_, _, script), environment = line.fill(render)
    assert list(environment.values()) in ([value], [])
    assert environment or script == f"echo -- {value} | cat"


def render(template: str) -> str:
    """Liquid without the program's limit of time, which a busy test process may break."""
    return Environment().from_string(template).render()


def one(block: str, config: dict[str, Any], *inputs: TemplateInput) -> Template:
    return Template(
        "x", "", "", (Step(StepType.ACTION, block, config),), inputs, goal="do {{ inputs.a }} in {{ inputs.b }}"
    )


def config_of(template: Template, **values: Any) -> dict[str, Any]:
    return filled(template, values, load_registry())[0].config


@pytest.mark.parametrize(
    ("field", "raw", "value", "put_in"),
    [
        (
            "url",
            "https://x.example/{{ inputs.a }}?q={{ inputs.a }}",
            "a b&c{",
            "https://x.example/a%20b%26c%7B?q=a%20b%26c%7B",
        ),
        ("url", "https://{{ inputs.a }}/", "good.example@evil.example", "https://good.example%40evil.example/"),
        ("headers", {"X": "{{ inputs.a }}", "Y": "b"}, "{{ x }}", {"X": '{{ "{" }}{{ "{" }} x }}', "Y": "b"}),
        ("body", "{{ inputs.a }}", "", None),
        ("body", "<{{ inputs.a }}>", "", "<>"),
    ],
)
def test_each_kind_of_field_gets_it_in_its_own_spelling(field: str, raw: Any, value: str, put_in: Any) -> None:
    template = one("http_request", {field: raw}, TemplateInput("a"))
    assert config_of(template, a=value).get(field) == put_in


def test_lists_take_lists_and_single_values() -> None:
    template = one(
        "send_email", {"to": ["{{ inputs.a }}", "me@x.example"], "cc": "{{ inputs.a }}"}, TemplateInput("a", "list")
    )
    assert config_of(template, a=["b", "c"]) == {"to": ["b", "c", "me@x.example"], "cc": ["b", "c"]}
    assert config_of(template, a="b") == {"to": ["b", "me@x.example"], "cc": ["b"]}
    assert config_of(template) == {"to": ["me@x.example"]}


def test_a_number_stands_in_an_expression_and_nothing_else_of_it() -> None:
    template = one("branch", {"test": "event.size > {{ inputs.a }}"}, TemplateInput("a", "number"))
    assert config_of(template, a="10.50") == {"test": "event.size > 10.5"}
    with pytest.raises(ValueError, match="could not convert"):
        config_of(template, a="1 or true")


def test_an_input_that_is_the_field_goes_in_as_typed() -> None:
    template = one("notify", {"message": "{{ inputs.a }}"}, TemplateInput("a", "template"))
    assert config_of(template, a="{{ event.x }}") == {"message": "{{ event.x }}"}


def test_what_is_missing_stays_open() -> None:
    template = one(
        "notify", {"title": "{{ inputs.a }}", "message": "{{ inputs.a }} and {{ inputs.b }}"}, *map(TemplateInput, "ab")
    )
    assert config_of(template, b="{") == {"message": '{{ inputs.a }} and {{ "{" }}'}
    assert (
        filled_goal(replace(template, inputs=(TemplateInput("a", label="Thing"),)), {"b": ["x", "y"]})
        == "do thing in x, y"
    )


def test_the_guides_file_can_be_imported() -> None:
    text = (ROOT / "docs" / "guide" / "templates.md").read_text(encoding="utf-8")
    template = read_template(text.partition("```yaml\n")[2].partition("```")[0], load_registry())
    assert samples(template) == {"folder": "~/Downloads", "limit": "1000"}
