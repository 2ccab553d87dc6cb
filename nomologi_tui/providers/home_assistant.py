"""A Home Assistant, by a long-lived access token."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import shown_origin
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider


class HomeAssistant(BaseModel, extra="forbid"):
    url: Url = Field(
        title="Address", description="The address of its web page.", examples=["http://homeassistant.local:8123"]
    )
    token: Secret = Field(
        title="Token", description="A long-lived access token, from your profile's page.", examples=["env:HA_TOKEN"],
        min_length=1,
    )  # fmt: skip


@provider(
    "home_assistant",
    title="Home Assistant",
    serves=("http", "home_assistant"),
    example={"url": "http://homeassistant.local:8123", "token": "env:HA_TOKEN"},
)
async def home_assistant(config: HomeAssistant, clock: Clock) -> str:
    """A Home Assistant with a long-lived access token; its API lies under /api/ of its address."""
    return await ask(f"{config.url.rstrip('/')}/api/", _hosts(config), _headers(config), clock)


@home_assistant.headers
def _headers(config: HomeAssistant) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {config.token}"}


@home_assistant.hosts
def _hosts(config: HomeAssistant) -> list[str]:
    return [shown_origin(config.url)]


@home_assistant.account
def _account(config: HomeAssistant) -> str:
    return shown_origin(config.url).partition("://")[2]
