import asyncio
import threading
from typing import Any

import pytest

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import BlockError
from nomologi_tui.model import StepType
from nomologi_tui.runner.engine.config import build_config, shown_input, worded
from nomologi_tui.runner.engine.output import kept
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.runner.made import Do, Doings


def block() -> Block:
    return Doings().registry().get(StepType.ACTION, "say")


async def build(config: dict[str, Any]) -> Do:
    built = await build_config(block(), config, str.upper, lambda reference: f"value of {reference}")
    assert isinstance(built, Do)
    return built


async def test_only_fields_for_templates_are_filled_in() -> None:
    config = await build({"text": "a", "parts": ["b", "c"], "what": "d"})
    assert (config.text, config.parts, config.what) == ("A", ["B", "C"], "d")


async def test_a_secret_field_gets_the_value_of_its_reference() -> None:
    assert (await build({"key": "env:KEY"})).key == "value of env:KEY"


async def test_an_empty_secret_is_not_asked_for() -> None:
    assert not (await build({"key": ""})).key


@pytest.mark.parametrize(
    ("config", "sentence"),
    [({"nosuch": 1}, "Say it, nosuch: There is no such field."), ({"number": "x"}, "Say it, number: ")],
)
async def test_a_wrong_config_names_the_field(config: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BlockError) as caught:
        await build(config)
    assert caught.value.message.startswith(sentence)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "Ask for approval, question: “{{ event.text }}” came out empty."),
        ("\ud800", "Ask for approval, question: "),
    ],
)
async def test_where_a_value_is_at_fault_the_automation_is_not_blamed(value: str, said: str) -> None:
    ask = load_registry().get(StepType.ACTION, "ask_for_approval")
    with pytest.raises(BlockError) as caught:
        await build_config(ask, {"question": "{{ event.text }}"}, lambda _: value, str)
    assert caught.value.message.startswith(said)
    assert "Edit the automation" not in str(caught.value)
    assert fault_of_failure(caught.value) == ""


async def test_a_value_may_be_empty_where_nobody_may_type_nothing() -> None:
    write = load_registry().get(StepType.ACTION, "write_file")
    await build_config(write, {"path": "/tmp/a", "content": "{{ steps.a.stdout }}"}, lambda _: "", str)
    assert check(write.config, {"path": "/tmp/a"})[1] == {"content": "There is nothing to append; write the text."}


async def test_a_keyring_that_waits_does_not_hold_up_the_loop() -> None:
    answered = threading.Event()

    def slow(reference: str) -> str:
        assert answered.wait(30)
        return "hush"

    building = asyncio.create_task(build_config(block(), {"key": "keyring:x"}, str, slow))
    await asyncio.sleep(0)
    answered.set()
    assert await building == Do(key="hush")


def test_the_trace_shows_references_and_hides_values() -> None:
    redact, typed = Redactor(), {"key": "env:KEY", "text": "x"}
    redact.add("hush-hush")
    shown = shown_input(typed, Do(key="hush-hush", text="say hush-hush"))
    assert kept(shown, redact) == {"key": "env:KEY", "text": "say [hidden]"}


def test_words_have_the_paths_that_the_block_fills_in_itself() -> None:
    block = load_registry().get(StepType.ACTION, "copy_file")
    config, _ = check(block.config, {"path": "{{ event.path }}", "to": "/tmp"})
    assert config is not None
    told = worded(block, config, lambda text: text.replace("{{ event.path }}", "/a/" + "b" * 500))
    assert block.in_words(told).startswith("copy /a/bbb")
    assert len(block.in_words(told)) < 300
    assert "{{ event.path }}" in block.in_words(config)
    assert worded(block, told, str.upper) is told
