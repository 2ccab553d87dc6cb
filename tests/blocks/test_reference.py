import json

from nomologi_tui.blocks.reference import block_json, reference_markdown
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import StepType


def test_the_page_tells_of_every_block_and_each_of_its_fields() -> None:
    page = reference_markdown()
    assert [block.title for block in load_registry() if block.title not in page] == []
    assert [name for block in load_registry() for name in block.config.model_fields if f"`{name}`" not in page] == []


def test_every_block_is_json() -> None:
    names = [json.loads(json.dumps(block_json(block)))["name"] for block in load_registry()]
    assert len(names) == len(set(names)) >= 11


def test_the_page_of_a_block_names_the_values_that_later_steps_can_use() -> None:
    page, registry = reference_markdown(), load_registry()
    given = [f"{{{{ event.{name} }}}}" for block in registry.of_type(StepType.TRIGGER) for name in block.gives]
    assert [name for name in given if name not in page] == []
    assert "`{{ steps.run_command.stdout }}`" in page
    assert "Steps inside it also `{{ item }}`, `{{ index }}`." in page
    assert block_json(registry.get(StepType.TRIGGER, "file"))["values"][0] == "event.path"
