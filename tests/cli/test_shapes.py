"""Each command's JSON has a shape that is written down; the other tests of this room check what is printed by it."""

from collections.abc import Iterator

import pytest
import typer

from nomologi_tui.cli.build import build
from nomologi_tui.cli.shapes import PRINTED, checker, schema


def _commands_with_json() -> Iterator[str]:
    program = typer.main.get_command(build())
    for name, command in program.commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", None)
        for path, one in (
            {f"{name} {part}": below for part, below in parts.items()}.items() if parts else [(name, command)]
        ):
            if any("--json" in parameter.opts for parameter in one.params):
                yield path


def test_each_command_that_prints_json_has_a_shape() -> None:
    assert sorted(_commands_with_json()) == sorted(PRINTED)


def test_the_schema_has_an_entry_for_each() -> None:
    assert list(schema()["properties"]) == list(PRINTED)


@pytest.mark.parametrize("command", PRINTED)
def test_a_shape_forbids_what_it_does_not_name(command: str) -> None:
    with pytest.raises(
        ValueError, match="Extra inputs are not permitted|should be a valid (list|array)|Field required"
    ):
        checker(command).validate_python([{"surprise": 1}])
