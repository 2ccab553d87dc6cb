"""The test of a credential for HTTP: one GET, no redirect followed, because a login page also answers 200."""

from collections.abc import Mapping, Sequence

from nomologi_tui.clock import Clock
from nomologi_tui.errors import BadInputError, BlockError, CredentialError

DEADLINE = 10.0  # seconds


async def ask(url: str, hosts: Sequence[str], headers: Mapping[str, str], clock: Clock) -> str:
    """What the server says to the credential, in a sentence. Raises as `providers.base` says of tests."""
    from nomologi_tui.blocks.tools.web.bound import is_bound
    from nomologi_tui.blocks.tools.web.http import Call, send
    from nomologi_tui.blocks.tools.web.request_form import typed_host

    if not url:
        raise BadInputError(
            "There is no address to try it at.", "Add it again with one: --replace --set test_url=https://…"
        )
    if not is_bound(url, hosts):
        raise BadInputError(f"It is not bound to the host of {url}.", f"It is for {', '.join(hosts)}.")
    host = typed_host(url)
    call = Call("GET", url, host, headers, timeout=DEADLINE, follow=False)
    status = (await send(call, clock=clock))["status"]
    if status in (401, 403):
        raise CredentialError(f"{host} refused the credential ({status}).", "Is it the right one, and not expired?")
    if not 200 <= status <= 299:
        raise BlockError(f"{host} answered {status}, which says nothing about the credential.", "Try another address.")
    return f"{host} took it ({status})."
