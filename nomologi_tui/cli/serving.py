"""serve: the app in a browser on this machine."""

import asyncio
import secrets
from typing import Annotated

import typer

from nomologi_tui.cli.output import complain, say_now
from nomologi_tui.errors import BadInputError, NeedsPersonError, install


def serve(
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Where; 0: any that is free.")] = 0,
) -> None:
    """Show the app in a browser on this machine.

    It is served on 127.0.0.1 alone, to whoever has the address that is printed: a token in it is new each time. From
    elsewhere: ssh -L PORT:127.0.0.1:PORT. Needs the extra `serve`. Ctrl+c ends it.
    """
    from nomologi_tui.settings import load_settings
    from nomologi_tui.usecases.workspace import Workspace

    try:
        from nomologi_tui.web.server import Pages
    except ModuleNotFoundError:
        raise NeedsPersonError(
            "Showing the app in a browser needs an extra that is not installed.",
            f"Run: {install('textual-serve>=1.1.3,<2')}",
        ) from None

    _ = Workspace(load_settings()).must_sign_in  # what is wrong with the store is said here

    def said(address: str) -> None:
        say_now(f"Open {address}")
        complain("Automations run while a page is open or `nomologi runner` is on. Ctrl+c ends it.")

    try:
        asyncio.run(Pages(secrets.token_urlsafe(32)).serve_on(port, said))
    except OSError as error:
        raise BadInputError(f"Port {port} can't be served: {error.strerror}.", "Give another --port.") from None
