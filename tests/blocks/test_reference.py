import json

from nomologi_tui.blocks.reference import block_json, reference_markdown
from nomologi_tui.blocks.registry import load_registry


def test_the_page_tells_of_every_block_and_each_of_its_fields() -> None:
    page = reference_markdown()
    assert [block.title for block in load_registry() if block.title not in page] == []
    assert [name for block in load_registry() for name in block.config.model_fields if f"`{name}`" not in page] == []


def test_every_block_is_json() -> None:
    names = [json.loads(json.dumps(block_json(block)))["name"] for block in load_registry()]
    assert len(names) == len(set(names)) >= 11
