"""What happens, in words that people use."""

import pytest

from nomologi_tui.model import BY_HAND
from nomologi_tui.model.runs import called, started_by


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("run_command", "Run command"),
        ("", "Run command"),
        ("run_command_2", "Run command 2"),
        ("run_command_twice", "run_command_twice"),
        ("backup", "backup"),
    ],
)
def test_a_step_is_called_as_somebody_named_it_else_by_its_block(name: str, words: str) -> None:
    assert called(name, "run_command") == words


def test_a_run_was_started_by_hand_or_by_its_trigger() -> None:
    assert [started_by(BY_HAND), started_by("web_check")] == ["hand", "web check"]
