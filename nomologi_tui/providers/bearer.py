"""A token that goes out as `Authorization: Bearer …`."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import Hosts
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider


class Bearer(BaseModel, extra="forbid"):
    token: Secret = Field(
        title="Token", description="The token that the service gave you.", examples=["env:TOKEN"], min_length=1
    )
    hosts: Hosts = Field(
        title="Hosts", description="It is sent to these hosts and no other.", min_length=1, examples=["api.github.com"]
    )
    test_url: Url = Field(
        "", title="Test address", description="An address that answers 2xx only with the token.",
        examples=["https://api.github.com/user"],
    )  # fmt: skip


@provider(
    "bearer",
    title="Bearer token",
    serves=("http",),
    example={"token": "env:TOKEN", "hosts": ["api.github.com"], "test_url": "https://api.github.com/user"},
)
async def bearer(config: Bearer, clock: Clock) -> str:
    """A token for an HTTP service, sent as `Authorization: Bearer …`."""
    return await ask(config.test_url, config.hosts, _headers(config), clock)


@bearer.headers
def _headers(config: Bearer) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {config.token}"}


@bearer.hosts
def _hosts(config: Bearer) -> list[str]:
    return config.hosts
