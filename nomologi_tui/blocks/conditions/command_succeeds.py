"""Whether a command ends well."""

from pydantic import BaseModel, Field, field_validator

from nomologi_tui.blocks import Command, ConditionContext, Duration, Folder, Touch, Verdict, condition
from nomologi_tui.blocks.tools.commands.environment import Environment
from nomologi_tui.blocks.tools.commands.form import Stdin
from nomologi_tui.blocks.tools.commands.result import how_it_ended, last_words
from nomologi_tui.blocks.tools.commands.run import check_command, run_command_line, shown_command


class CommandSucceeds(BaseModel, extra="forbid"):
    command: Command = Field(
        title="Command", description="A program with arguments, or a shell line.", examples=["pgrep -x rsync"]
    )
    folder: Folder = Field("~", title="Folder", description="The folder it runs in.", examples=["~/projects/site"])
    environment: Environment = Field(
        {}, title="Environment", description="More environment variables.", examples=["LANG: C"]
    )
    stdin: Stdin = ""
    timeout: Duration = Field(
        30.0, title="Time limit", description="It is stopped after this long.", examples=["10s"], gt=0
    )
    expect: list[int] = Field(
        [0], title="Good exit codes", description="The condition holds with these exit codes.", examples=["0, 24"],
        min_length=1,
    )  # fmt: skip

    @field_validator("command")
    @classmethod
    def _readable(cls, command: str) -> str:
        return check_command(command)


@condition(
    "command_succeeds",
    title="A command succeeds",
    says=("succeeds", "works", "ends well"),
    example={"command": "mountpoint -q /mnt/backup", "timeout": "10s"},
)
async def command_succeeds(config: CommandSucceeds, ctx: ConditionContext) -> Verdict:
    """True when the command ends with one of the good exit codes. It should only look: a crash may repeat it.

    Values are arguments as in run_command. One that can't be started, or takes too long, fails the run.
    """
    ended = await run_command_line(config, ctx)
    command = " ".join(config.command.split())
    met = ended.exit_code in config.expect
    return Verdict(met, f"`{command}` {how_it_ended(ended)}{'' if met else last_words(ended)}", ended.exit_code)


@command_succeeds.words
def _words(config: CommandSucceeds) -> str:
    return f"`{' '.join(config.command.split())}` succeeds"


@command_succeeds.preview
async def _preview(config: CommandSucceeds, ctx: ConditionContext) -> str:
    return shown_command(config, ctx)


@command_succeeds.touches
def _touches(config: CommandSucceeds) -> list[Touch]:
    return [Touch("run", config.command)]
