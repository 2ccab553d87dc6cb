"""Run a command on another machine; its values arrive as arguments or environment, whichever shell is there."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, Command, Effect, Touch, action
from nomologi_tui.blocks.tools.commands.environment import Environment
from nomologi_tui.blocks.tools.commands.form import GoodExitCodes, Output, Stdin, TimeLimit
from nomologi_tui.blocks.tools.commands.result import read_result
from nomologi_tui.blocks.tools.commands.run import check_command, with_input
from nomologi_tui.blocks.tools.ssh import form
from nomologi_tui.blocks.tools.ssh.remote_line import filled_line, shown_line


class SshCommand(BaseModel, extra="forbid"):
    connection: form.Machine = Field(
        title="Connection", description="The machine it runs on.", examples=["NAS"], min_length=1
    )
    command: Annotated[Command, AfterValidator(check_command)] = Field(
        title="Command", description="A program with arguments, or a shell line.", examples=["df -h /"]
    )
    environment: Environment = Field(
        {}, title="Environment", description="Environment variables.", examples=["LANG: C"]
    )
    stdin: Stdin = ""
    timeout: TimeLimit = None
    expect: GoodExitCodes = [0]
    output: Output = "text"


@action(
    "ssh_command",
    title="Run a command on another machine",
    effect=Effect.ONCE,
    says=(
        "ssh|ssh_into|log_in|login|connect … run|execute|do|start|restart|reboot|update",
        "run|deploy|deploys|execute|do|restart|reboot|shut_down … with|over|by|via|through|per|por|par ssh",
        "ssh|ssh_into|connect_by_ssh",
        (
            "run|execute|ausfuhr~|lance|ejecuta … over_ssh|by_ssh|via_ssh|on_server|through_ssh|per_ssh|"
            "remote_server|remote_host|remotely|por_ssh|par_ssh"
        ),
        (
            "reboot|restart|shut_down|shutdown|power_off|update|turn_off|power_down|redemarre|reinicia|starte|"
            "fahre … <host>"
        ),
        "run|execute|do … on <host>",
        "<act>|check|read|look|get|show|list … via|over|by|through|per|por|par|with|using ssh",
        "<act> … on <host>",
        "log_into|log_in_to|login_to|connect_to|einloggen|connecte-toi … run|execute|do|start|restart|reboot|update",
    ),
    example={"connection": "NAS", "command": "systemctl is-active backup.timer", "timeout": "1 min"},
    gives=("stdout", "stderr", "exit_code", "seconds", "cut", "lines", "json", "command"),
)
async def ssh_command(config: SshCommand, ctx: ActionContext) -> dict[str, object]:
    """Run a program on another machine by SSH; its values are arguments. A line with shell signs runs in /bin/sh."""
    from nomologi_tui.blocks.tools.ssh.run import run_there  # asyncssh costs 280 ms

    remote = filled_line(config.command, config.environment, ctx.render)
    login = ctx.connection(config.connection).config.login()
    stdin = config.stdin.encode("utf-8", "replace")
    ended = await run_there(login, remote, stdin, config.timeout, clock=ctx.clock, tell=ctx.log)
    result = read_result(ended, config.command, config.expect, config.output)
    return {"command": shown_line(config.command, ctx.render), **result}


@ssh_command.words
def _words(config: SshCommand) -> str:
    return f"run `{' '.join(config.command.split())}` on “{config.connection}”"


@ssh_command.preview
async def _preview(config: SshCommand, ctx: ActionContext) -> str:
    return with_input(f"would run `{shown_line(config.command, ctx.render)}` on “{config.connection}”", config)


@ssh_command.touches
def _touches(config: SshCommand) -> list[Touch]:
    return form.touches_of(config.connection, Touch("run", f"{config.command} on “{config.connection}”"))
