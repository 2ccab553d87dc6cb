"""The kinds that log in: where they log in, with what, and that their token goes to their hosts only."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BadInputError, CredentialError
from nomologi_tui.providers.login import Service
from nomologi_tui.providers.registry import load_providers
from tests.blocks.web import Answer, WebServer
from tests.providers.login.hostile import serve

KINDS = [one for one in load_providers() if one.logs_in]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def service_of(name: str, **changed: Any) -> Service:
    kind = load_providers().get(name)
    config, problems = check(kind.config, {**kind.example, **changed})
    assert problems == {}
    assert kind.logs_in
    return kind.logs_in(config)


def test_there_is_one_for_any_provider_and_three_presets() -> None:
    assert [one.name for one in KINDS] == ["oauth", "github", "microsoft", "google"]


@pytest.mark.parametrize("name", ["github", "microsoft", "google"])
async def test_a_preset_knows_its_endpoints(name: str) -> None:
    found = await service_of(name).endpoints(SystemClock())
    for url in (found.token, found.authorize, found.device):
        assert urlsplit(url).scheme == "https"


def test_what_is_special_about_each() -> None:
    assert service_of("google").more["access_type"] == "offline"  # else nothing to renew with
    assert service_of("microsoft").redirect == "http://localhost"  # where the port does not count
    assert "/organizations/" in str(service_of("microsoft", tenant="organizations").known)
    elsewhere = service_of("github", server="https://git.example.com").known
    assert elsewhere
    assert elsewhere.token == "https://git.example.com/login/oauth/access_token"


@pytest.mark.parametrize("redirect", ["https://evil.example/", "http://10.0.0.1/callback", "http://127.0.0.1:99/a b"])
def test_a_login_comes_back_to_this_machine_only(redirect: str) -> None:
    kind = load_providers().get("oauth")
    assert "redirect" in check(kind.config, {**kind.example, "redirect": redirect})[1]


@each_kind
def test_without_a_login_nothing_is_sent(kind: Any) -> None:
    config, _ = check(kind.config, kind.example)
    assert config is not None
    assert kind.headers_of(config) == {}
    config.with_token("at-1")  # type: ignore[attr-defined]
    assert kind.headers_of(config) == {"Authorization": "Bearer at-1"}
    assert "at-1" not in repr(config) + str(config.model_dump())


async def tried(web: WebServer, **changed: Any) -> str:
    kind = load_providers().get("oauth")
    config, _ = check(kind.config, {"issuer": web.url, "client_id": "x", "hosts": ["api.example.com"], **changed})
    assert config is not None
    config.with_token("at-1")  # type: ignore[attr-defined]
    return await kind.test(config, SystemClock())


async def test_it_is_tried_at_the_providers_own_page_or_the_one_that_was_given(web: WebServer) -> None:
    serve(web)
    web.answers["/me"] = web.answers["/api"] = Answer()
    assert await tried(web) == "127.0.0.1 took it (200)."
    assert await tried(web, hosts=[web.url], test_url=f"{web.url}/api") == "127.0.0.1 took it (200)."
    assert [one.headers.get("authorization") for one in web.received if one.path in ("/me", "/api")] == [
        "Bearer at-1"
    ] * 2


async def test_it_is_refused_or_there_is_nothing_to_ask(web: WebServer) -> None:
    serve(web)
    web.answers["/me"] = Answer(401)
    with pytest.raises(CredentialError, match="refused the credential"):
        await tried(web)
    serve(web, userinfo_endpoint=None)
    with pytest.raises(BadInputError, match="no address to try it at"):
        await tried(web)
