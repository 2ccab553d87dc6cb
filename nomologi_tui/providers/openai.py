"""A language model behind an endpoint as OpenAI's: Ollama, llama.cpp, vLLM, or a service."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Secret, Url
from nomologi_tui.blocks.tools.web.bound import shown_origin
from nomologi_tui.clock import Clock
from nomologi_tui.providers.asking import ask
from nomologi_tui.providers.base import provider


class OpenAi(BaseModel, extra="forbid"):
    url: Url = Field(
        title="Address", description="The endpoint, with /v1 at its end.", examples=["http://127.0.0.1:11434/v1"]
    )
    key: Secret = Field("", title="Key", description="Most local endpoints need none.", examples=["env:OPENAI_API_KEY"])
    model: str = Field("", title="Model", description="The model for steps that name no other.", examples=["llama3.2"])


@provider(
    "openai",
    title="Language model (OpenAI-compatible)",
    serves=("http", "openai"),
    example={"url": "http://127.0.0.1:11434/v1", "model": "llama3.2"},
)
async def openai(config: OpenAi, clock: Clock) -> str:
    """A language model behind an endpoint as OpenAI's: Ollama, llama.cpp, vLLM, or a service with a key."""
    return await ask(f"{config.url.rstrip('/')}/models", _hosts(config), _headers(config), clock)


@openai.headers
def _headers(config: OpenAi) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {config.key}"} if config.key else {}


@openai.hosts
def _hosts(config: OpenAi) -> list[str]:
    return [shown_origin(config.url)]


@openai.account
def _account(config: OpenAi) -> str:
    return shown_origin(config.url).partition("://")[2]
