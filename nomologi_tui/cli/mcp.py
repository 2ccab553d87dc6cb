"""mcp: a server by the Model Context Protocol, through which an assistant reads, drafts, rehearses and explains."""

from typing import Annotated

import typer

from nomologi_tui.errors import NeedsPersonError, install

MayTurnOn = Annotated[
    bool, typer.Option("--may-turn-on", help="Let the assistant also turn automations on; else a person does.")
]


def mcp(may_turn_on: MayTurnOn = False) -> None:
    """Serve an assistant, by its own protocol.

    The Model Context Protocol, over stdin and stdout. It may list and explain, read
    goals, make automations that are off, rehearse them, and run those that you turned on.
    """
    try:
        from nomologi_tui.cli.mcp_server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mcp":
            raise
        raise NeedsPersonError("The protocol's library is not installed.", f"Run: {install('mcp>=2,<3')}") from None
    serve(may_turn_on=may_turn_on)
