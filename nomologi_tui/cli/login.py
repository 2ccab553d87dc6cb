"""What a person sees and types while a connection logs in. On stderr: a result may be piped."""

import asyncio
import sys
import threading
from contextlib import aclosing
from typing import TYPE_CHECKING

from nomologi_tui.cli.output import complain
from nomologi_tui.errors import BadInputError
from nomologi_tui.telling.times import local

if TYPE_CHECKING:
    from nomologi_tui.model import Connection
    from nomologi_tui.usecases.connections.logging_in import LoggedIn, OpenAddress, Step, Way
    from nomologi_tui.usecases.workspace import Workspace


def chosen_way(*, device: bool, browser: bool, paste: bool) -> "Way | None":
    """The one way that was asked for. Raises BadInputError for two."""
    if device + browser + paste > 1:
        raise BadInputError("There is one way to log in at a time.", "Give --device, --browser or --paste, or none.")
    return "device" if device else "browser" if browser else "paste" if paste else None


async def log_in(ws: "Workspace", connection: "Connection", way: "Way | None") -> "LoggedIn":
    """Show what is to be done until it is done. Raises what `usecases.logging_in.login` raises."""
    from nomologi_tui.usecases.connections.logging_in import LoggedIn, login

    may_paste = way == "paste" or sys.stdin.isatty()
    async with aclosing(login(ws, connection, way, pasted if may_paste else None)) as steps:
        async for step in steps:
            if isinstance(step, LoggedIn):
                return step
            for line in _lines(ws, step, may_paste=may_paste):
                complain(line)
    raise AssertionError("a login ends with LoggedIn or an error")


def _lines(ws: "Workspace", step: "Step", *, may_paste: bool) -> list[str]:
    from nomologi_tui.usecases.connections.logging_in import EnterCode, OpenAddress, Remark

    match step:
        case EnterCode():
            until = local(step.until, ws.settings.zone)
            whole = [f"Or open it with the code in it: {step.whole}"] if step.whole else []
            return [f"Open {step.url} and type the code {step.code} there (it holds until {until}).", *whole]
        case OpenAddress():
            return _for_browser(step, may_paste=may_paste)
        case Remark():
            return [step.words]
        case _:
            return []


def _for_browser(step: "OpenAddress", *, may_paste: bool) -> list[str]:
    lines = ["Open this address in a browser:", step.url]
    if step.tunnel:
        lines += ["Is the browser on the machine that you came from? Run this there first:", step.tunnel]
    if not step.comes_back:
        lines += ["It ends at a page that can't be reached. Paste the address of that page here, and press Enter."]
    elif may_paste:
        lines += ["If it ends at a page that can't be reached, paste the address of that page here."]
    return lines


async def pasted() -> str | None:
    """The next line of stdin, None at its end. By a thread that nobody waits for: nothing else can be broken off."""
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str] = loop.create_future()

    def tell(text: str) -> None:
        if not line.done():
            line.set_result(text)

    def read() -> None:
        text = sys.stdin.readline()
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, text)

    threading.Thread(target=read, name="stdin", daemon=True).start()
    text = await line
    return text.strip() if text else None
