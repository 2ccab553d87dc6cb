"""blocks."""

from nomologi_tui.blocks.registry import load_registry
from tests.cli.conftest import Cli


def test_every_block_is_listed_and_described(cli: Cli) -> None:
    names = [block.name for block in load_registry()]
    assert [line.split()[1] for line in cli("blocks").lines[1:]] == names
    assert [one["name"] for one in cli("blocks", "--json").json] == names
    for name in names:
        assert cli("blocks", name).out.startswith(f"### {name}: ")


def test_a_block_as_json_has_fields_and_an_example(cli: Cli) -> None:
    block = cli("blocks", "run_command", "--json").json
    assert {"type", "name", "title", "description", "effect", "fields", "example"} <= set(block)
    assert block["fields"][0]["name"] == "command"


def test_an_unknown_block_gets_the_nearest_names(cli: Cli) -> None:
    answer = cli("blocks", "shedule")
    assert (answer.code, answer.out) == (3, "")
    assert "schedule" in answer.err
