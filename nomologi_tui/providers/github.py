"""A login at GitHub, or at a GitHub Enterprise server."""

from collections.abc import Mapping

from pydantic import Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import Hosts
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider
from nomologi_tui.providers.login import Endpoints, LoggedIn, Service, own_page


class GitHub(LoggedIn):
    client_id: str = Field(
        title="Client", description="The client id of your app.", examples=["Ov23liAbCdEf"], pattern=r"^\S+$"
    )
    client_secret: Secret = Field(
        "", title="Client's secret", description="Needed only for a login by browser.", examples=["env:GITHUB_SECRET"]
    )
    scopes: list[str] = Field(
        ["repo", "read:user"], title="Scopes", description="What it may do; empty for a GitHub App.", examples=["repo"]
    )
    hosts: Hosts = Field(
        ["api.github.com"], title="Hosts", description="The hosts of its API; it is sent to no other.",
        examples=["api.github.com"],
    )  # fmt: skip
    server: Url = Field(
        "https://github.com", title="Server", description="Its web page; another one for GitHub Enterprise.",
        examples=["https://github.com"],
    )  # fmt: skip
    test_url: Url = Field(
        "https://api.github.com/user", title="Test address",
        description="An address that answers 2xx only with the login.", examples=["https://api.github.com/user"],
    )  # fmt: skip


@provider("github", title="GitHub (login)", serves=("http", "github"), example={"client_id": "Ov23liAbCdEf"})
async def github(config: GitHub, clock: Clock) -> str:
    """A login at GitHub by your own OAuth or GitHub App, with its device flow switched on."""
    return await ask(config.test_url, config.hosts, config.bearer(), clock)


@github.login
def _login(config: GitHub) -> Service:
    base = f"{config.server.rstrip('/')}/login"
    me = own_page(config.test_url, config.hosts)
    known = Endpoints(f"{base}/oauth/access_token", f"{base}/oauth/authorize", f"{base}/device/code", me)
    return Service(config.server, config.client_id, config.client_secret, tuple(config.scopes), known)


@github.headers
def _headers(config: GitHub) -> Mapping[str, str]:
    return config.bearer()


@github.hosts
def _hosts(config: GitHub) -> list[str]:
    return config.hosts
