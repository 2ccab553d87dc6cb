"""A name and a password for an HTTP service."""

import base64
from collections.abc import Mapping

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import Hosts
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider


class Basic(BaseModel, extra="forbid"):
    username: str = Field(
        title="Name", description="The name you log in with.", examples=["ada"], min_length=1, pattern="^[^:]*$"
    )
    password: Secret = Field(
        title="Password", description="The password of that name.", examples=["env:PASSWORD"], min_length=1
    )
    hosts: Hosts = Field(
        title="Hosts", description="It is sent to these hosts and no other.", min_length=1,
        examples=["cloud.example.com"],
    )  # fmt: skip
    test_url: Url = Field(
        "", title="Test address", description="An address that answers 2xx only with the login.",
        examples=["https://cloud.example.com/dav"],
    )  # fmt: skip


@provider(
    "basic",
    title="Name and password",
    serves=("http",),
    example={"username": "ada", "password": "env:PASSWORD", "hosts": ["cloud.example.com"]},
)
async def basic(config: Basic, clock: Clock) -> str:
    """A name and a password for an HTTP service, sent as `Authorization: Basic …`."""
    return await ask(config.test_url, config.hosts, _headers(config), clock)


@basic.headers
def _headers(config: Basic) -> Mapping[str, str]:
    pair = base64.b64encode(f"{config.username}:{config.password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


@basic.hosts
def _hosts(config: Basic) -> list[str]:
    return config.hosts


@basic.account
def _account(config: Basic) -> str:
    return config.username
