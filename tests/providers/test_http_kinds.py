"""The kinds for HTTP, each tried at a real server that knows one credential."""

import base64
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BadInputError, BlockError, CredentialError
from nomologi_tui.providers.registry import load_providers
from tests.blocks.web import Answer, WebServer

PAIR = base64.b64encode(b"ada:geheim").decode()
KINDS: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("api_key", {"key": "k-123", "header": "X-Gotify-Key"}, "/me", "x-gotify-key", "k-123"),
    ("bearer", {"token": "t-123"}, "/me", "authorization", "Bearer t-123"),
    ("basic", {"username": "ada", "password": "geheim"}, "/me", "authorization", f"Basic {PAIR}"),
    ("home_assistant", {"token": "t-123"}, "/api/", "authorization", "Bearer t-123"),
    ("openai", {"key": "k-123"}, "/v1/models", "authorization", "Bearer k-123"),
]
each_kind = pytest.mark.parametrize(("name", "secrets", "path", "header", "sent"), KINDS, ids=lambda one: str(one)[:14])


def values_of(name: str, secrets: dict[str, Any], url: str) -> dict[str, Any]:
    if name == "openai":
        return {**secrets, "url": f"{url}/v1"}
    return {**secrets, **({"url": url} if name == "home_assistant" else {"hosts": [url], "test_url": f"{url}/me"})}


async def tried(name: str, values: dict[str, Any]) -> str:
    kind = load_providers().get(name)
    config, problems = check(kind.config, values)
    assert problems == {}
    return await kind.test(config, SystemClock())


@each_kind
async def test_a_credential_that_is_taken(
    web: WebServer, name: str, secrets: dict[str, Any], path: str, header: str, sent: str
) -> None:
    web.answers[path] = Answer()
    assert await tried(name, values_of(name, secrets, web.url)) == "127.0.0.1 took it (200)."
    assert web.received[0].headers[header] == sent


@each_kind
async def test_a_credential_that_is_refused_and_a_server_that_says_nothing_about_it(
    web: WebServer, name: str, secrets: dict[str, Any], path: str, header: str, sent: str
) -> None:
    web.answers[path] = Answer(status=401)
    with pytest.raises(CredentialError, match="127.0.0.1 refused the credential") as refused:
        await tried(name, values_of(name, secrets, web.url))
    web.answers[path] = Answer(status=302, headers={"location": "/login"})
    with pytest.raises(BlockError, match="answered 302, which says nothing"):
        await tried(name, values_of(name, secrets, web.url))
    assert sent.rsplit(maxsplit=1)[-1] not in str(refused.value)
    assert len(web.received) == 2  # the login page would have taken anybody


async def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(BlockError, match="refused the connection"):
        await tried("home_assistant", {"token": "t", "url": "http://127.0.0.1:9"})


async def test_nothing_is_sent_where_it_is_not_bound_or_there_is_no_address(web: WebServer) -> None:
    with pytest.raises(BadInputError, match="not bound"):
        await tried("bearer", {"token": "t", "hosts": ["api.example.com"], "test_url": f"{web.url}/me"})
    with pytest.raises(BadInputError, match="no address to try it at"):
        await tried("bearer", {"token": "t", "hosts": [web.url]})
    assert web.received == []


async def test_a_local_model_needs_no_key(web: WebServer) -> None:
    web.answers["/v1/models"] = Answer()
    assert "took it" in await tried("openai", {"url": f"{web.url}/v1/"})
    assert "authorization" not in web.received[0].headers
