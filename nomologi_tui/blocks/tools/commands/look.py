"""A command that is run again and again, and what changed since it last was."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field, field_validator

from nomologi_tui.blocks.contexts import PreviewContext, TriggerContext
from nomologi_tui.blocks.fields import Duration, Folder
from nomologi_tui.blocks.tools.commands.line import read_command
from nomologi_tui.blocks.tools.commands.run import check_command, run_command_line, shown_command
from nomologi_tui.blocks.tools.looking import LONGEST
from nomologi_tui.blocks.tools.processes.process import Ended
from nomologi_tui.clock import Clock
from nomologi_tui.model import Level
from nomologi_tui.text import show_duration

KEPT = 4_096  # characters of the output that are still there when it has changed


_WORDS = {
    "output changes": "the output of {} changes",
    "exit code changes": "the exit code of {} changes",
    "either changes": "the output or exit code of {} changes",
    "the command fails": "{} fails",
    "the command works": "{} works again",
}


class CommandLook(BaseModel, extra="forbid"):
    command: str = Field(
        title="Command", description="A program with arguments, or a shell line.", examples=["df -h /"]
    )
    every: Duration = Field(300.0, title="Every", description="How often it is run.", examples=["5 min"], ge=1, le=7e5)
    when: Literal["output changes", "exit code changes", "either changes", "the command fails", "the command works"] = (
        Field(
            "output changes",
            title="Start when",
            description="What must change to start.",
            examples=["the command fails"],
        )
    )
    folder: Folder = Field("~", title="Folder", description="The folder it runs in.", examples=["~/projects/site"])
    timeout: Duration = Field(
        60.0, title="Time limit", description="It is stopped after this long; 4 min at most.", examples=["30s"], gt=0,
        le=LONGEST,
    )  # fmt: skip

    @field_validator("command")
    @classmethod
    def _readable(cls, command: str) -> str:
        return _checked(command)


@dataclass(slots=True)
class _Line:
    """`command_run.Wanted`, for a command that gets neither values nor input."""

    command: str
    folder: str
    environment: dict[str, str]
    stdin: str
    timeout: float | None


@dataclass(frozen=True, slots=True)
class _Around:
    """`command_run.Around`: what it writes is not logged, it would fill the log with the same lines."""

    clock: Clock
    idempotency_key: str

    def log(self, text: str, level: Level = Level.INFO) -> None:
        """Nothing."""

    def render(self, template: str) -> str:
        return template


def _checked(command: str) -> str:
    """The line, when it can be read and needs no value. Raises ValueError with a sentence."""
    if read_command(check_command(command), "~").templates:
        raise ValueError("nothing has happened yet, so there is no value to fill in; write the line without {{ … }}")
    return command


async def run_watched(config: CommandLook, ctx: TriggerContext) -> Ended:
    """Run it once. Raises BlockError where it can't be started, StepTimeoutError where it takes too long."""
    return await run_command_line(_line(config), _Around(ctx.clock, ctx.process_name))


def _line(config: CommandLook) -> _Line:
    return _Line(config.command, config.folder, {}, "", config.timeout)


def seen_of(ended: Ended) -> dict[str, Any]:
    """What is remembered of a look."""
    output = ended.stdout.rstrip("\n")
    digest = hashlib.sha256(output.encode("utf-8", "surrogateescape")).hexdigest()
    return {"exit_code": ended.exit_code, "digest": digest, "output": output[:KEPT]}


def counts(when: str, before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether what became of `before` is a change that was asked for."""
    output, code = (before[name] != now[name] for name in ("digest", "exit_code"))
    if when in ("the command fails", "the command works"):
        return (bool(before["exit_code"]), bool(now["exit_code"])) == (
            when == "the command works",
            when == "the command fails",
        )
    return bool({"output changes": output, "exit code changes": code, "either changes": output or code}[when])


def change_words(config: CommandLook) -> str:
    """The change that counts."""
    return _WORDS[config.when].format(f"`{' '.join(config.command.split())}`")


def change_data(config: CommandLook, before: dict[str, Any], ended: Ended) -> dict[str, Any]:
    """The event's data."""
    return {
        "command": config.command,
        "stdout": ended.stdout.rstrip("\n"),
        "stderr": ended.stderr.rstrip("\n"),
        "exit_code": ended.exit_code,
        "seconds": ended.seconds,
        "before": before["output"],
        "exit_code_before": before["exit_code"],
    }


def shown_watched(config: CommandLook, ctx: PreviewContext) -> str:
    """What would be run, how often, and where."""
    shown = shown_command(_line(config), _Around(ctx.clock, ""))
    return f"{shown}, every {show_duration(config.every)}; the first time only remembers what it says"
