"""blocks: what triggers, conditions and actions there are, and the fields of each."""

from typing import Annotated

import typer

from nomologi_tui.cli.options import Json
from nomologi_tui.cli.output import print_json, print_table, say


def blocks(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A block; all of them when left out.")] = None,
    as_json: Json = False,
) -> None:
    """List the blocks, or show the fields of one.

    With defaults and an example.
    """
    from nomologi_tui.blocks.reference import block_json, block_markdown
    from nomologi_tui.blocks.registry import load_registry

    registry = load_registry()
    found = registry.find(name) if name else list(registry)
    if as_json:
        documents = [block_json(block) for block in found]
        print_json(documents[0] if name and len(documents) == 1 else documents)
    elif name:
        say("\n".join(block_markdown(block) for block in found).rstrip())
    else:
        print_table(("KIND", "BLOCK", "TITLE"), [(block.type, block.name, block.title) for block in found])
