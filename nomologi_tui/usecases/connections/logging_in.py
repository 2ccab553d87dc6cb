"""Log a connection in: with a code that is typed elsewhere, or with a browser on this machine or another one.

    async with aclosing(login(ws, connection)) as steps:
        async for step in steps:
            match step:
                case EnterCode():    show step.url and step.code, until step.until
                case OpenAddress():  show step.url, and step.tunnel where there is one
                case Remark():       show step.words: what was pasted did not do
                case LoggedIn():     done; step.connection is the new row

Nothing else is to be done: `login` waits for the person by itself, and ends with `LoggedIn` or an error. To break it
off, close it or cancel the task: nothing is kept then.
"""

import asyncio
import os
import secrets as randomness
import shlex
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from nomologi_tui.errors import BadInputError, BlockError, NeedsPersonError, NomologiError, StoreError
from nomologi_tui.model import Connection
from nomologi_tui.providers.login import Endpoints, Service
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.runner.connections.logins import alone, keep
from nomologi_tui.runner.connections.resolving import config_of
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings.account import account
from nomologi_tui.store import connections, unused_secrets
from nomologi_tui.usecases.connections.connections import OURS, tools_of
from nomologi_tui.usecases.workspace import Workspace

PATIENCE = 600.0  # seconds that a person has in the browser

Way = Literal["device", "browser", "paste"]
Pasted = Callable[[], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class EnterCode:
    """The person opens `url`, on any machine, and types `code` there; `whole` has the code in it, or is empty."""

    url: str
    code: str
    whole: str
    until: datetime


@dataclass(frozen=True, slots=True)
class OpenAddress:
    """The person opens `url`.

    `tunnel`: in an SSH session the command that lets a browser on the person's own machine come back here, else empty.
    `comes_back`: whether this machine listens; else the address that the browser ends at is to be pasted.
    """

    url: str
    tunnel: str
    comes_back: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What was pasted did not do, and why; the login goes on."""

    words: str


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """It is done."""

    connection: Connection
    words: str


Step = EnterCode | OpenAddress | Remark | LoggedIn


async def login(
    ws: Workspace, connection: Connection, way: Way | None = None, pasted: Pasted | None = None
) -> AsyncGenerator[Step, None]:
    """Log it in, anew where it was before: steps keep it, and its old tokens are forgotten.

    `way`: `device` (a code), `browser` (comes back to this machine), `paste` (comes back by hand); left out: a code
    where the provider offers one. `pasted` gives an address that the person pasted, None when no more will come; it is
    asked in the ways of a browser, and needed for `paste`.

    Raises BadInputError for a kind that has no login, CredentialError where the provider or the person says no,
    BlockError where the provider can't be reached or makes no sense, NeedsPersonError where nobody came back in time,
    StoreError where the keyring takes nothing; the connection then stays as it was.
    """
    provider, tools = ws.providers.get(connection.provider), tools_of(ws)
    if provider.logs_in is None:
        raise BadInputError(
            f"The connection “{connection.label}” is of the kind {provider.name}, which has a secret and no login.",
            f"Enter it anew: nomologi connections add {provider.name} {shlex.quote(connection.label)} --replace",
        )
    service = provider.logs_in(await asyncio.to_thread(config_of, provider, connection, ws.secrets.get))
    await _check_keyring(ws)
    endpoints = await service.endpoints(ws.clock)
    by_code = way == "device" or (way is None and endpoints.device)
    if by_code:
        steps = _by_code(tools, service, endpoints)
    else:
        steps = _by_browser(tools, service, endpoints, pasted, listens=way != "paste")
    async with aclosing(steps):
        async for step in steps:
            yield await _logged_in(tools, connection, step, service, endpoints) if isinstance(step, Tokens) else step


async def _check_keyring(ws: Workspace) -> None:
    """Before a person does anything: what a login gives must have a place."""
    state = await asyncio.to_thread(ws.secrets.state)
    if not state.ready:
        raise StoreError(f"A login can't be kept: {state.words}", state.hint)


async def _by_code(tools: Tools, service: Service, endpoints: Endpoints) -> AsyncGenerator[Step | Tokens, None]:
    from nomologi_tui.providers.login import grants

    clock = tools.clock
    device = await grants.start_device(service, endpoints, clock)
    yield EnterCode(device.url, device.code, device.whole, clock.now() + timedelta(seconds=device.holds))
    yield await grants.await_device(device, service, endpoints, clock)


async def _by_browser(
    tools: Tools, service: Service, endpoints: Endpoints, pasted: Pasted | None, *, listens: bool
) -> AsyncGenerator[Step | Tokens, None]:
    from nomologi_tui.providers.login import grants
    from nomologi_tui.providers.login.browser import Attempt
    from nomologi_tui.providers.login.callback import callback

    redirect = service.redirect if listens else _with_port(service.redirect)
    async with callback(redirect) if listens else _nobody_listens() as page:
        attempt = Attempt(service, endpoints, page.address if page else redirect)
        yield OpenAddress(attempt.address, tunnel(page.port) if page else "", comes_back=page is not None)
        back = page.code(attempt.code_in) if page else None
        code = ""
        async with aclosing(_first(tools, back, attempt.code_in, pasted)) as coming:
            async for come in coming:
                if isinstance(come, Remark):
                    yield come
                else:
                    code = come
    yield await grants.exchange(code, attempt.verifier, attempt.redirect, service, endpoints, tools.clock)


def _with_port(redirect: str) -> str:
    """`redirect` on a port on which hardly anybody listens: the browser only shows its address."""
    read = urlsplit(redirect)
    port = read.port or 49152 + randomness.randbelow(16_000)
    return f"{read.scheme}://{read.hostname}:{port}{read.path}"


@asynccontextmanager
async def _nobody_listens() -> AsyncIterator[None]:
    yield None


async def _first(
    tools: Tools, back: Awaitable[str] | None, code_in: Callable[[str], str], pasted: Pasted | None
) -> AsyncGenerator[Remark | str, None]:
    """A remark for each address that does not do, then the code that came first: by the page, or pasted."""
    late = asyncio.ensure_future(tools.clock.sleep(PATIENCE))
    page = asyncio.ensure_future(back) if back else None
    typed = asyncio.ensure_future(pasted()) if pasted else None
    try:
        while page or typed:
            waited: set[asyncio.Future[str | None] | asyncio.Future[str] | asyncio.Future[None]]
            waited = {one for one in (late, page, typed) if one}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if page and page.done():
                yield page.result()
                return
            if late.done():
                raise NeedsPersonError("Nobody came back from the browser in time.", "Log in again.")
            text = typed.result() if typed else None
            typed = asyncio.ensure_future(pasted()) if pasted and text is not None else None
            if text and (come := _read(text, code_in)):
                yield come
                if isinstance(come, str):
                    return
    finally:
        await _end(late, page, typed)
    raise NeedsPersonError("No address was pasted.", "Paste the one that the browser ends at.")


def _read(text: str, code_in: Callable[[str], str]) -> Remark | str:
    try:
        return code_in(text)
    except BadInputError as error:
        return Remark(str(error))


async def _end(*futures: "asyncio.Future[str] | asyncio.Future[str | None] | asyncio.Future[None] | None") -> None:
    for one in futures:
        if one is not None:
            one.cancel()
            with suppress(asyncio.CancelledError, NomologiError):
                await one


async def _logged_in(
    tools: Tools, connection: Connection, tokens: Tokens, service: Service, endpoints: Endpoints
) -> LoggedIn:
    """Keep the new tokens, forget the old ones, and ask whose they are."""
    reference, now = f"{OURS}{randomness.token_hex(8)}/login", tools.clock.now()
    async with alone(tools, connection):
        before = await tools.store.aread(connections.get, connection.user_id, connection.id)
        await tools.store.awrite(unused_secrets.note, [reference], now + unused_secrets.FOR_A_ROW)
        try:
            await keep(tools, replace(before, access_token_ref=reference), tokens)
        except NomologiError:
            await asyncio.to_thread(unused_secrets.forget, tools.store, tools.secrets, now, [reference])
            raise
        old = [before.access_token_ref] if before.access_token_ref else []
        await tools.store.awrite(unused_secrets.note, old, now)
        await asyncio.to_thread(unused_secrets.forget, tools.store, tools.secrets, now)
    account, trouble = await _whose(tools, tokens, service, endpoints)
    await tools.store.awrite(connections.note_account, connection.id, account)
    made = await tools.store.aread(connections.get, connection.user_id, connection.id)
    another = f" It was {before.account} before." if before.account not in ("", account) and account else ""
    whose = f" as {account}" if account else ""
    return LoggedIn(made, f"“{made.label}” is logged in{whose}; {ends_in_words(made)}.{another}{trouble}")


async def _whose(tools: Tools, tokens: Tokens, service: Service, endpoints: Endpoints) -> tuple[str, str]:
    """The account as the provider calls it, or why that is not known, as a sentence with a space before it."""
    from nomologi_tui.providers.login import account

    try:
        found = tokens.account or await account.asked(tokens.access, service, endpoints, tools.clock)
    except BlockError as error:
        return "", f" Whose account it is could not be asked: {error.message}"
    return found, "" if found else f" {service.host} does not say whose account it is."


def ends_in_words(connection: Connection) -> str:
    """How long a login lasts, without the time."""
    if connection.refresh_token_ref is not None:
        return "it renews itself"
    return "it ends, and must then be repeated" if connection.expires_at else "it holds until the provider ends it"


def tunnel(port: int, environ: Mapping[str, str] = os.environ) -> str:
    """The line that leads a browser's way back through SSH to `port` here; empty outside of an SSH session."""
    parts = environ.get("SSH_CONNECTION", "").split()
    if len(parts) != 4:
        return ""
    _, _, host, ssh_port = parts
    another = "" if ssh_port == "22" else f"-p {ssh_port} "
    return f"ssh -N {another}-L {port}:127.0.0.1:{port} {account()}@{host}"
