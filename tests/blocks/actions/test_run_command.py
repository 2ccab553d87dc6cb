from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.run_command import RunCommand, run_command
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.testing import FakeContext


async def run(command: str, values: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    context = FakeContext(values, clock=SystemClock())
    result: dict[str, Any] = await run_command.run(RunCommand(command=command, **fields), context)
    return result


async def test_a_value_with_shell_signs_is_one_argument(tmp_path: Path) -> None:
    name = "a b;$(id).txt"
    result = await run("printf '[%s]' {{ event.name }}", {"event.name": name}, folder=str(tmp_path))
    assert result["stdout"] == f"[{name}]"


async def test_a_shell_line_appends_to_a_file(tmp_path: Path) -> None:
    await run(f"date +%s >> {tmp_path}/beat")
    assert (tmp_path / "beat").read_text().strip().isdigit()


async def test_the_last_line_end_is_left_out_of_the_value() -> None:
    assert (await run("echo hi"))["stdout"] == "hi"


async def test_lines_and_json_are_read() -> None:
    assert (await run("printf 'a\\nb\\n'", output="lines"))["lines"] == ["a", "b"]
    assert (await run("echo '{\"a\": 1}'", output="json"))["json"] == {"a": 1}


async def test_environment_and_input_reach_it() -> None:
    result = await run('cat; echo "$MINE"; exit 0', stdin="in ", environment={"MINE": "x"})
    assert result["stdout"] == "in x"


async def test_what_it_writes_is_logged() -> None:
    context = FakeContext(clock=SystemClock())
    await run_command.run(RunCommand(command="printf 'a\\nb\\n'"), context)
    assert context.lines == ["a", "b"]


async def test_an_exit_code_may_be_expected() -> None:
    assert (await run("exit 24", expect=[0, 24]))["exit_code"] == 24


@pytest.mark.parametrize(
    ("command", "fields", "sentence"),
    [
        ("echo no >&2; exit 3", {}, "`echo no >&2; exit 3` ended with exit code 3: no"),
        ("exit 3", {}, "`exit 3` ended with exit code 3."),
        ("kill -SEGV $$", {}, "was ended by the signal SIGSEGV"),
        ("no-such-program x", {}, "The command “no-such-program” was not found."),
        ("no-such-program | cat; exit 127", {}, "exit code 127"),
        ("ls", {"folder": "/no/such/folder"}, "The folder /no/such/folder does not exist."),
        ("echo {{ v }}", {}, "The command can't be run: the value of {{ v }} is longer than 128 KiB"),
        ("ls", {"environment": {"A": "x\0"}}, "The value of the variable A holds a zero character"),
        ("echo x", {"output": "json"}, "`echo x` did not write JSON; its output begins “x”."),
        ("yes 1 | head -c 999999", {"output": "json"}, "wrote too much to be read as JSON"),
    ],
)
async def test_each_failure_is_a_sentence(command: str, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BlockError) as failure:
        await run(command, {"v": "x" * 200_000}, **fields)
    assert sentence in failure.value.message


@pytest.mark.parametrize(
    ("name", "mode", "sentence"),
    [("plain", 0o644, "may not be executed"), ("empty-head", 0o755, "is not a program")],
)
async def test_a_file_that_is_no_program_is_named(tmp_path: Path, name: str, mode: int, sentence: str) -> None:
    script = tmp_path / name
    script.write_bytes(b"\x01\x02")
    script.chmod(mode)
    with pytest.raises(BlockError, match=sentence):
        await run(str(script))


async def test_too_many_long_values_are_refused() -> None:
    many = " ".join(["{{ v }}"] * 40)
    with pytest.raises(BlockError, match="too long together"):
        await run(f"true {many}", {"v": "x" * 100_000})


async def test_its_time_limit_stops_it() -> None:
    with pytest.raises(StepTimeoutError):
        await run("sleep 600", timeout="200ms")


async def test_the_preview_shows_the_line_with_its_values(tmp_path: Path) -> None:
    config = RunCommand(command="touch {{ name }}", folder=str(tmp_path))
    shown = await run_command.previewed(config, FakeContext({"name": "a b"}))
    assert shown == f"would run `touch 'a b'` directly, without a shell in {tmp_path}"
    gone = RunCommand(command="a | b", folder="/no/such")
    assert "as a shell line in /no/such (which does not exist)" in await run_command.previewed(gone, FakeContext())
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_variable_is_named_while_it_is_typed() -> None:
    for name in ("A B", "A=B", "1A", ""):
        _, problems = check(RunCommand, {"command": "ls", "environment": {name: "x"}})
        assert "is not a variable's name" in problems["environment"]
