"""Run a command, with or without a shell; its values arrive as arguments or environment, never as shell text."""

from typing import Literal

from pydantic import BaseModel, Field, field_validator

from nomologi_tui.blocks import ActionContext, Command, Duration, Effect, Folder, Template, Touch, action
from nomologi_tui.blocks.tools.command_result import read_result
from nomologi_tui.blocks.tools.command_run import check_command, filled_command, run_command_line, shown_command


class RunCommand(BaseModel, extra="forbid"):
    command: Command = Field(title="Command", description="Program, arguments or shell line.", examples=["df -h /"])
    folder: Folder = Field("~", title="Folder", description="Where it runs.", examples=["~/projects/site"])
    environment: dict[str, Template] = Field(
        {}, title="Environment", description="More variables.", examples=["LANG: C"]
    )
    stdin: Template = Field("", title="Input", description="Its standard input.", examples=["{{ event.body }}"])
    timeout: Duration | None = Field(
        None, title="Time limit", description="Then it is stopped.", examples=["10 min"], gt=0
    )
    expect: list[int] = Field([0], title="Good exit codes", description="Another one is a failure.", examples=["0, 24"])
    output: Literal["text", "lines", "json"] = Field(
        "text", title="Output", description="How later steps get what it wrote.", examples=["lines"]
    )

    @field_validator("command")
    @classmethod
    def _readable(cls, command: str) -> str:
        return check_command(command)


@action(
    "run_command",
    title="Run a command",
    effect=Effect.ONCE,
    says=("run", "execute", "call the command", "start the script", "run the script", "back up with"),
    example={"command": "tar czf /tmp/notes.tgz notes", "folder": "~", "timeout": "10 min"},
    gives=("stdout", "stderr", "exit_code", "seconds"),
)
async def run_command(config: RunCommand, ctx: ActionContext) -> dict[str, object]:
    """Run a program; its values are arguments. A line with shell signs (| > $ ; *) runs in /bin/sh."""
    ended = await run_command_line(config, ctx)
    result = read_result(ended, config.command, config.expect, config.output)
    return {"command": filled_command(config, ctx), **result}


@run_command.words
def _words(config: RunCommand) -> str:
    return f"run `{' '.join(config.command.split())}`"


@run_command.preview
async def _preview(config: RunCommand, ctx: ActionContext) -> str:
    return shown_command(config, ctx)


@run_command.touches
def _touches(config: RunCommand) -> list[Touch]:
    return [Touch("run", config.command)]
