"""A login at Microsoft: work, school and personal accounts."""

from collections.abc import Mapping

from pydantic import Field

from nomologi_tui.blocks import Url
from nomologi_tui.blocks.tools.web.bound import Hosts
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider
from nomologi_tui.providers.login import Endpoints, LoggedIn, Service, own_page

ME = "https://graph.microsoft.com/v1.0/me"
SERVER = "https://login.microsoftonline.com"


class Microsoft(LoggedIn):
    client_id: str = Field(
        title="Client", description="The application's id.", examples=["00000000-0000-0000-0000-000000000000"],
        pattern=r"^\S+$",
    )  # fmt: skip
    tenant: str = Field(
        "common", title="Tenant", description="common, organizations, consumers, or a tenant's id.",
        examples=["common"], pattern=r"^[A-Za-z0-9.-]+$",
    )  # fmt: skip
    scopes: list[str] = Field(
        ["offline_access", "User.Read"], title="Scopes", description="What it may do.", examples=["Mail.Read"]
    )
    hosts: Hosts = Field(
        ["graph.microsoft.com"], title="Hosts", description="The hosts of its API; it is sent to no other.",
        examples=["x.example.com"],
    )  # fmt: skip
    server: Url = Field(SERVER, title="Server", description="Another one in national clouds.", examples=[SERVER])
    test_url: Url = Field(
        ME, title="Test address", description="An address that answers 2xx only with the login.", examples=[ME]
    )


@provider("microsoft", title="Microsoft (login)", serves=("http", "microsoft"), example={"client_id": "0000-0000"})
async def microsoft(config: Microsoft, clock: Clock) -> str:
    """A login at Microsoft by an application of yours that is registered as a public client."""
    return await ask(config.test_url, config.hosts, config.bearer(), clock)


@microsoft.login
def _login(config: Microsoft) -> Service:
    base = f"{config.server.rstrip('/')}/{config.tenant}/oauth2/v2.0"
    me = own_page(config.test_url, config.hosts)
    known = Endpoints(f"{base}/token", f"{base}/authorize", f"{base}/devicecode", me)
    return Service(config.server, config.client_id, scopes=tuple(config.scopes), known=known,
                   redirect="http://localhost")  # fmt: skip


@microsoft.headers
def _headers(config: Microsoft) -> Mapping[str, str]:
    return config.bearer()


@microsoft.hosts
def _hosts(config: Microsoft) -> list[str]:
    return config.hosts
