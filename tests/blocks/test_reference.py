import json
from pathlib import Path

from nomologi_tui.blocks.reference import block_json, reference_markdown
from nomologi_tui.blocks.registry import load_registry

PAGE = Path(__file__).parents[2] / "docs" / "blocks.md"


def test_the_page_is_the_one_that_the_blocks_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_markdown(), (
        "python -m nomologi_tui.blocks.reference > docs/blocks.md"
    )


def test_every_block_is_json() -> None:
    names = [json.loads(json.dumps(block_json(block)))["name"] for block in load_registry()]
    assert len(names) == len(set(names)) >= 11
