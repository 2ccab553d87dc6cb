"""Fetch what an action reads: a page or a feed, at an address that may hold a value."""

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.web.http import Answer, Call, fetch
from nomologi_tui.blocks.tools.web.request_form import check_status, typed_host

MOST = 10 * 1024 * 1024  # bytes, unpacked


async def ask_for(url: str, connection: str, seconds: float, ctx: ActionContext) -> tuple[Answer, str]:
    """The good answer, and the host in words. Raises BlockError, CredentialError where it refuses the connection."""
    address, typed = ctx.render(url).strip(), typed_host(url)
    headers = ctx.connection(connection).headers_for(address) if connection else {}
    answer = await fetch(Call("GET", address, typed, headers, timeout=seconds, most=MOST), clock=ctx.clock)
    host = typed or "the server"
    told = {"status": answer.status, "headers": answer.headers}
    check_status(told, "200-299", "GET", typed or "The server", connection)
    return answer, host
