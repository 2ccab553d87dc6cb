"""From a command's config to a run process: read, fill in, start; every way to fail is a sentence."""

import errno
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from nomologi_tui.blocks.tools.commands.line import read_command
from nomologi_tui.blocks.tools.foretelling import with_text, with_values
from nomologi_tui.blocks.tools.paths import check_folder, folder_of, home, is_folder
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Level

if TYPE_CHECKING:  # a command that is only read or shown needs no asyncio
    from nomologi_tui.blocks.tools.processes.process import Ended, Program


class Wanted(Protocol):
    """The fields that say what to run."""

    command: str
    folder: str
    environment: dict[str, str]
    stdin: str

    @property
    def timeout(self) -> float | None:
        """In seconds; None: as long as the step may take."""
        ...


class Around(Protocol):
    """What a command needs of the context that it runs in; `blocks.contexts.ActionContext` has it."""

    @property
    def clock(self) -> Clock: ...

    @property
    def idempotency_key(self) -> str: ...

    def log(self, text: str, level: Level = Level.INFO) -> None: ...

    def render(self, template: str) -> str: ...


def check_command(line: str) -> str:
    """The line, when it can be read. Raises ValueError with a sentence."""
    read_command(line, "~")
    return line


async def run_command_line(wanted: Wanted, ctx: Around) -> "Ended":
    """Run it and log what it writes. Raises BlockError, and StepTimeoutError when its own time limit passes."""
    from nomologi_tui.blocks.tools.processes.process import run_process

    program = _program(wanted, ctx)
    try:
        return await run_process(program, clock=ctx.clock, tell=ctx.log)
    except OSError as error:
        raise _not_started(error, program) from error


def filled_command(wanted: Wanted, ctx: Around) -> str:
    """The line with its values filled in, for a person to read."""
    return read_command(wanted.command, home()).in_words(ctx.render)


def shown_command(wanted: Wanted, ctx: Around) -> str:
    """What would be run and where, with the values filled in."""
    line = read_command(wanted.command, home())
    folder = folder_of(wanted.folder)
    missing = "" if is_folder(folder) else " (which does not exist)"
    how = "as a shell line" if line.shell else "directly, without a shell"
    return with_input(f"would run `{line.in_words(ctx.render)}` {how} in {folder}{missing}", wanted)


class Given(Protocol):
    """The fields that say what a command is given besides its arguments."""

    environment: dict[str, str]
    stdin: str


def with_input(said: str, wanted: Given) -> str:
    """`said`, and below it what the command would be given."""
    said = with_values(said, wanted.environment, "with the environment")
    return with_text(f"{said}\nwith the input" if wanted.stdin else said, wanted.stdin)


def _program(wanted: Wanted, ctx: Around) -> "Program":
    from nomologi_tui.blocks.tools.processes.process import Program

    folder = folder_of(wanted.folder)
    check_folder(folder, "Create it, or choose another folder for the command.")
    try:
        arguments, values = read_command(wanted.command, home()).fill(ctx.render)
    except ValueError as error:
        raise BlockError(f"The command can't be run: {error}.") from None
    environment = {**_checked(wanted.environment), **values}
    stdin = wanted.stdin.encode("utf-8", "replace")
    return Program(arguments, folder, environment, stdin, wanted.timeout, ctx.idempotency_key)


def _checked(environment: Mapping[str, str]) -> Mapping[str, str]:
    for name, value in environment.items():
        if "\0" in value:
            raise BlockError(f"The value of the variable {name} holds a zero character, which no command can take.")
    return environment


def _not_started(error: OSError, program: "Program") -> BlockError:
    name = program.arguments[0]
    if isinstance(error, FileNotFoundError):
        return BlockError(f"The command “{name}” was not found.", "Install it, or write its full path.")
    if isinstance(error, PermissionError):
        return BlockError(f"“{name}” may not be executed.", f"Run: chmod +x {name}")
    if error.errno == errno.ENOEXEC:
        return BlockError(f"“{name}” is not a program.", "A script needs a first line such as #!/bin/sh.")
    if error.errno == errno.E2BIG:
        return BlockError(
            f"The values for “{name}” are too long together.", "Hand them over by standard input or a file."
        )
    return BlockError(
        f"“{name}” could not be started: {error.strerror}.", passing=error.errno in (errno.EAGAIN, errno.ENOMEM)
    )
