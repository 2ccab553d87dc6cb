"""Recorded outputs that can't stand in for a step."""

import pytest

from nomologi_tui.model import StepRecord, StepStatus, StepType
from nomologi_tui.runner.engine.output import kept
from nomologi_tui.runner.engine.taken_over import lost_value
from nomologi_tui.runner.engine.template import values_used
from nomologi_tui.runner.redaction import Redactor
from tests.runner.made import say


def recorded(output: object, secret: str = "") -> dict[str, StepRecord]:
    redact = Redactor()
    redact.add(secret)
    record = StepRecord(1, 1, StepType.ACTION, "say", "fetch", StepStatus.SUCCESS, output=kept(output, redact))
    return {"fetch": record}


def test_whole_outputs_lose_nothing() -> None:
    assert lost_value(say("{{ steps.fetch.body }} {{ event.path }}"), recorded({"body": "all"})) is None


def test_a_hidden_secret_is_lost_where_it_is_asked_for_and_only_there() -> None:
    known = recorded({"token": "hunter22", "list": [{"a": "x hunter22"}], "open": "yes"}, "hunter22")
    assert lost_value(say("{{ steps.fetch.open }}"), known) is None
    found = lost_value(say("{{ steps.fetch.token | upcase }}"), known)
    assert found == ("steps.fetch.token", "a secret in its recorded output is hidden")
    assert lost_value(say("{{ steps['fetch'].list[0].a }}"), known) is not None


@pytest.mark.parametrize(
    "asked",
    ["{{ steps.fetch }}", "{{ steps }}", "{{ steps[event.which].open }}", "{{ steps.fetch[event.key] }}",
     "{% for x in steps.fetch %}{{ x }}{% endfor %}", "{% assign s = steps %}{{ s.fetch.token }}"],
)  # fmt: skip
def test_what_may_ask_for_it_counts_as_asking(asked: str) -> None:
    known = recorded({"token": "hunter22", "open": "hunter22 too"}, "hunter22")
    assert lost_value(say(asked), known) is not None


def test_a_hidden_name_hides_its_value_too() -> None:
    assert lost_value(say("{{ steps.fetch.hunter22 }}"), recorded({"hunter22": 1}, "hunter22")) is not None


def test_a_cut_output_is_lost_as_a_whole() -> None:
    known = recorded({"head": "x", "body": "y" * 300_000})
    assert lost_value(say("{{ steps.fetch.head }}"), known) == ("steps.fetch.head", "its recorded output was cut")
    assert lost_value(say("{{ steps.other.head }}"), known) is None


def test_an_output_that_only_looks_cut_is_whole() -> None:
    assert lost_value(say("{{ steps.fetch.text }}"), recorded({"cut": True, "note": "n", "text": "t"})) is None


def test_values_are_found_in_lists_and_objects_of_a_config() -> None:
    step = say("", parts=["a", "{{ steps.fetch.token }}"], more={"deep": ["{{ steps.fetch.token }}"]})
    assert lost_value(step, recorded({"token": "hunter22"}, "hunter22")) is not None


def test_a_template_that_can_not_be_read_asks_for_nothing() -> None:
    assert values_used("{{ steps.") == []
    assert values_used("{% include 'x' %}") == []
    assert values_used("plain") == []
