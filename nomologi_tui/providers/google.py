"""A login at Google."""

from collections.abc import Mapping

from pydantic import Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import Hosts
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider
from nomologi_tui.providers.login import Endpoints, LoggedIn, Service, own_page

API = "www.googleapis.com"
CLIENT = "123-abc.apps.googleusercontent.com"
ME = f"https://{API}/oauth2/v3/userinfo"


class Google(LoggedIn):
    client_id: str = Field(
        title="Client", description="The client id of your app.", examples=[CLIENT], pattern=r"^\S+$"
    )
    client_secret: Secret = Field(
        title="Client's secret", description="The app's secret; Google wants it too.", examples=["env:GOOGLE_SECRET"],
        min_length=1,
    )  # fmt: skip
    scopes: list[str] = Field(["openid", "email"], title="Scopes", description="What it may do.", examples=["openid"])
    hosts: Hosts = Field(
        [API], title="Hosts", description="The hosts of its API; it is sent to no other.",
        examples=["gmail.googleapis.com"],
    )  # fmt: skip
    test_url: Url = Field(
        ME, title="Test address", description="An address that answers 2xx only with the login.",
        examples=[f"https://{API}/"],
    )  # fmt: skip


@provider(
    "google",
    title="Google (login)",
    serves=("http", "google"),
    example={"client_id": CLIENT, "client_secret": "env:GOOGLE_SECRET"},
)
async def google(config: Google, clock: Clock) -> str:
    """A login at Google; a code serves few scopes and a client for TVs, a browser all and one for desktops."""
    return await ask(config.test_url, config.hosts, config.bearer(), clock)


@google.login
def _login(config: Google) -> Service:
    asked, page = "https://oauth2.googleapis.com", "https://accounts.google.com"
    known = Endpoints(
        f"{asked}/token", f"{page}/o/oauth2/v2/auth", f"{asked}/device/code", own_page(config.test_url, config.hosts),
        f"{asked}/revoke", page,
    )  # fmt: skip
    more = {"access_type": "offline", "prompt": "consent"}  # else it gives nothing to renew tokens with
    return Service(page, config.client_id, config.client_secret, tuple(config.scopes), known, more)


@google.headers
def _headers(config: Google) -> Mapping[str, str]:
    return config.bearer()


@google.hosts
def _hosts(config: Google) -> list[str]:
    return config.hosts
