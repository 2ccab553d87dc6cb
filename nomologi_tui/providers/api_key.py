"""A key in a header of the service's own choice."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import Hosts
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider


class ApiKey(BaseModel, extra="forbid"):
    key: Secret = Field(
        title="Key", description="The key that the service gave you.", examples=["env:API_KEY"], min_length=1
    )
    header: str = Field(
        "X-Api-Key", title="Header", description="The header it is sent in.", examples=["X-Gotify-Key"],
        pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
    )  # fmt: skip
    hosts: Hosts = Field(
        title="Hosts", description="It is sent to these hosts and no other.", min_length=1, examples=["api.example.com"]
    )
    test_url: Url = Field(
        "", title="Test address", description="An address that answers 2xx only with the key.",
        examples=["https://api.example.com/me"],
    )  # fmt: skip


@provider(
    "api_key",
    title="API key",
    serves=("http",),
    example={"key": "env:API_KEY", "header": "X-Gotify-Key", "hosts": ["push.example.com"]},
)
async def api_key(config: ApiKey, clock: Clock) -> str:
    """A key that is sent in a header, to the hosts that it is for."""
    return await ask(config.test_url, config.hosts, _headers(config), clock)


@api_key.headers
def _headers(config: ApiKey) -> Mapping[str, str]:
    return {config.header: config.key}


@api_key.hosts
def _hosts(config: ApiKey) -> list[str]:
    return config.hosts
