"""A login by OAuth 2 at any provider that has a discovery document."""

from collections.abc import Mapping

from pydantic import Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import Hosts, shown_origin
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider
from nomologi_tui.providers.login import LoggedIn, Service
from nomologi_tui.providers.login.service import REDIRECT, Redirect


class OAuth(LoggedIn):
    issuer: Url = Field(
        title="Issuer", description="The address of the login service.",
        examples=["https://login.example.com/realms/home"],
    )  # fmt: skip
    client_id: str = Field(
        title="Client", description="The client id it gave you.", examples=["nomologi"], pattern=r"^\S+$"
    )
    client_secret: Secret = Field(
        "", title="Client's secret", description="The client's secret, if it has one.", examples=["env:CLIENT_SECRET"]
    )
    scopes: list[str] = Field([], title="Scopes", description="What it may do.", examples=["openid, offline_access"])
    hosts: Hosts = Field(
        title="Hosts", description="Its tokens are sent to these hosts and no other.", min_length=1,
        examples=["api.example.com"],
    )  # fmt: skip
    redirect: Redirect = Field(
        REDIRECT, title="Redirect", description="The redirect address as it is registered there.", examples=[REDIRECT]
    )
    test_url: Url = Field(
        "", title="Test address", description="Empty: the service's own.", examples=["https://api.example.com/"]
    )


@provider(
    "oauth",
    title="Login (OAuth 2)",
    serves=("http",),
    example={"issuer": "https://login.example.com", "client_id": "nomologi", "hosts": ["api.example.com"]},
)
async def oauth(config: OAuth, clock: Clock) -> str:
    """A login at a provider that has a discovery document, with a code or a browser; its tokens renew themselves."""
    if config.test_url:
        return await ask(config.test_url, config.hosts, config.bearer(), clock)
    own = (await _login(config).endpoints(clock)).userinfo
    return await ask(own, [shown_origin(own)] if own else [], config.bearer(), clock)


@oauth.login
def _login(config: OAuth) -> Service:
    more = {"prompt": "consent"} if "offline_access" in config.scopes else {}  # OpenID Connect 11: ignored without
    scopes, secret = tuple(config.scopes), config.client_secret
    return Service(config.issuer, config.client_id, secret, scopes, more=more, redirect=config.redirect)


@oauth.headers
def _headers(config: OAuth) -> Mapping[str, str]:
    return config.bearer()


@oauth.hosts
def _hosts(config: OAuth) -> list[str]:
    return config.hosts
