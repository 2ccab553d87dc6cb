"""Commands as one types them, and what only looks like an action."""

import pytest

from tests.goals.actions.test_acting import read


@pytest.mark.parametrize(("goal", "command"), [
    ("at 22:00 lower brightness with brightnessctl set 20%", "brightnessctl set 20%"),
    ("mysqldump --all-databases > /b/all.sql each night at 1", "mysqldump --all-databases > /b/all.sql"),
    ("every day at 8 run ~/bin/heat on and run ~/bin/log off", "~/bin/heat on"),
])  # fmt: skip
def test_a_command_is_read_as_it_is_typed(goal: str, command: str) -> None:
    assert read(goal).what[0].config == {"command": command}


def test_a_program_amid_an_action_is_none_of_its_own() -> None:
    (step,) = read("every day at 4 restart the docker container api").what
    assert (step.block, step.config["name"]) == ("restart_container", "api")


def test_a_state_of_a_file_that_is_verified_is_a_condition() -> None:
    reading = read("verify every sunday that ~/b exists, if not tell me")
    assert [one.config for one in reading.conditions] == [{"path": "~/b", "state": "does not exist"}]
    assert [one.block for one in (*reading.when, *reading.what)] == ["schedule", "notify"]


def test_what_a_thing_is_in_need_of_is_no_action() -> None:
    assert [one.block for one in read("lösche alle 2 Stunden leere Ordner unter ~/x").what] == ["trash_file"]
