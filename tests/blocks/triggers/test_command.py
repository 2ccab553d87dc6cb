from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.commands.look import CommandLook
from nomologi_tui.blocks.triggers.command import command
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.triggers.hearing import hearing
from tests.support import eventually, lives


def cat(path: Path, **fields: Any) -> CommandLook:
    return CommandLook(command=f"cat {path}", every=10, **fields)


async def test_the_first_look_only_remembers_and_a_changed_output_is_told_with_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one\n")
    async with hearing(command, cat(path), FakeTriggerContext()) as found:
        await found.again(10)
        path.write_text("two\n")
        await found.again(10)
        event = await found.next()
        await found.again(10)
    assert found.events.empty()
    assert (event.data["stdout"], event.data["before"], event.data["exit_code"]) == ("two", "one", 0)


async def test_the_same_output_again_after_another_one_is_another_event(tmp_path: Path) -> None:
    path, ids = tmp_path / "a", []
    path.write_text("x")
    async with hearing(command, cat(path), FakeTriggerContext()) as found:
        for text in "yxyx":
            await found.looked(1)
            path.write_text(text)
            await found.again(10)
            ids.append((await found.next()).id)
    assert len(set(ids)) == 4


async def test_what_changed_while_nobody_looked_is_told_once_after_the_start(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    async with hearing(command, cat(path), FakeTriggerContext()) as before:
        await before.looked(1)
    path.write_text("two")
    for events in (1, 0):
        async with hearing(command, cat(path), FakeTriggerContext(before.context.cursor)) as after:
            await after.looked(1)
        assert after.events.qsize() == events
        before = after


async def test_an_edited_command_begins_anew(tmp_path: Path) -> None:
    async with hearing(command, CommandLook(command="echo a"), FakeTriggerContext()) as before:
        await before.looked(1)
    context = FakeTriggerContext(before.context.cursor)
    async with hearing(command, CommandLook(command="echo b"), context) as after:
        await after.looked(1)
    assert after.events.empty()


@pytest.mark.parametrize(
    ("when", "told"),
    [("the command fails", [1]), ("the command works", [0]), ("exit code changes", [1, 2, 0]), ("output changes", [])],
)
async def test_exit_codes_count_as_asked_for(tmp_path: Path, when: Any, told: list[int]) -> None:
    code, codes = tmp_path / "code", []
    code.write_text("0")
    config = CommandLook(command=f"sh -c 'exit $(cat {code})'", every=10, when=when)
    async with hearing(command, config, FakeTriggerContext()) as found:
        for number in "120":
            await found.looked(1)
            code.write_text(number)
            await found.again(10)
        while not found.events.empty():
            codes.append((await found.next()).data["exit_code"])
    assert codes == told


async def test_switched_off_in_the_middle_no_process_of_it_is_left(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    line = f"sh -c 'trap \"\" HUP; sleep 60 & echo $! > {note}.new; mv {note}.new {note}; wait'"
    async with hearing(command, CommandLook(command=line), FakeTriggerContext()):
        await eventually(note.exists)
    assert not lives(int(note.read_text()))


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"command": "no-such-program-here"}, BlockError, "was not found"),
        ({"command": "ls", "folder": "/no/such"}, BlockError, "does not exist"),
        ({"command": "sleep 60", "timeout": "100ms"}, StepTimeoutError, "longer than 0.1 s"),
    ],
)
async def test_a_command_that_cannot_run_is_a_sentence(fields: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        await anext(command.run(CommandLook(**fields), FakeTriggerContext()))


@pytest.mark.parametrize(
    "fields", [{"command": "echo {{ event.name }}"}, {"command": "'"}, {"command": "ls", "every": 0}]
)
def test_wrong_fields_are_named(fields: dict[str, Any]) -> None:
    assert set(check(CommandLook, {"command": "ls", **fields})[1]) == {*fields} - (
        {"command"} if len(fields) > 1 else set()
    )


def test_the_language_of_docker_is_no_value() -> None:
    assert CommandLook(command="docker ps --format '{{.Names}}'").command
