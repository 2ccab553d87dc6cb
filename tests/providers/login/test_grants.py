"""What a provider answers is values or one sentence, in whatever mood it is."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.login import Service, grants
from nomologi_tui.providers.login.asking import NoAnswerError, RefusedError
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.testing import FakeClock
from tests.blocks.web import Answer, WebServer
from tests.providers.login import hostile
from tests.providers.login.hostile import GOOD, MOODS, as_answer, serve
from tests.support import eventually

OLD = Tokens("at-old", FakeClock().now(), refresh="rt-old")


async def renewed(service: Service, clock: FakeClock) -> Tokens:
    return await grants.renew(OLD, service, await service.endpoints(clock), clock)


def sent(web: WebServer, path: str = "/token") -> dict[str, str]:
    last = next(one for one in reversed(web.received) if one.path == path)
    return {name: values[0] for name, values in parse_qs(last.body.decode()).items()}


@pytest.mark.parametrize("mood", MOODS)
async def test_each_mood_is_one_sentence(web: WebServer, service: Service, mood: str) -> None:
    answer, words = MOODS[mood]
    serve(web, answer)
    with pytest.raises(BlockError, match=words) as raised:
        await renewed(service, FakeClock())
    assert raised.value.message.count("\n") == 0
    assert "rt-old" not in str(raised.value)
    assert [one.path for one in web.received] == ["/.well-known/openid-configuration", "/token"]


async def test_a_provider_that_never_answers_is_given_up(web: WebServer, service: Service) -> None:
    silent = hostile.silent()
    serve(web, silent)
    with pytest.raises(NoAnswerError, match="did not answer within 0.2 s"):
        await renewed(replace(service, deadline=0.2), FakeClock())
    assert silent.hold
    silent.hold.set()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [(3600, 3600), ("120", 120), (1.5, 1.5), ("soon", 3600), (True, 3600), ([1], 3600), (-5, None), (0, None),
     (1e400, 365 * 86_400), (10**400, 3600), (float("nan"), 3600), (None, None)],
)  # fmt: skip
async def test_a_life_that_can_not_be_is_bounded(
    web: WebServer, service: Service, said: Any, seconds: float | None
) -> None:
    serve(web, as_answer({**GOOD, "expires_in": said}))
    clock = FakeClock()
    found = await renewed(service, clock)
    assert found.expires_at == (None if seconds is None else clock.now() + timedelta(seconds=seconds))


@pytest.mark.parametrize("said", [None, "", ["x"], 7, "two words"])
async def test_the_old_refresh_token_is_kept_where_no_new_one_comes(
    web: WebServer, service: Service, said: Any
) -> None:
    serve(web, as_answer({**GOOD, "refresh_token": said}))
    assert (await renewed(service, FakeClock())).refresh == "rt-old"


async def test_a_token_of_40_kb_is_kept_whole(web: WebServer, service: Service) -> None:
    serve(web, as_answer({**GOOD, "access_token": "A" * 40_000}))
    found = await renewed(service, FakeClock())
    assert Tokens.from_text(found.as_text()) == found
    assert len(found.access) == 40_000
    assert "AAAA" not in repr(found)


async def test_a_client_with_a_secret_says_it_in_the_header_or_the_form(web: WebServer, service: Service) -> None:
    secretive = replace(service, client_secret="geheim+/%20")
    serve(web)
    await renewed(secretive, FakeClock())
    assert web.received[-1].headers["authorization"].startswith("Basic ")
    assert "client_secret" not in sent(web)
    serve(web, token_endpoint_auth_methods_supported=["client_secret_post"])
    await renewed(secretive, FakeClock())
    assert sent(web)["client_secret"] == "geheim+/%20"
    assert "authorization" not in web.received[-1].headers


BAD_DOCUMENTS: list[tuple[dict[str, Any], str]] = [
    ({"issuer": "https://evil.example"}, "answered as another provider: “https://evil.example”"),
    ({"issuer": None}, "answered as another provider"),
    ({"token_endpoint": "javascript:alert(1)"}, "no web address"),
    ({"token_endpoint": None}, "no web address"),
    ({"token_endpoint": 7}, "no web address"),
    ({"token_endpoint": "http://[::1"}, "no web address"),
    ({"token_endpoint": "http://a@b.example/"}, "no web address"),
    ({"device_authorization_endpoint": ["x"]}, "no web address"),
    ({"token_endpoint": "http://10.0.0.1:9/token"}, "lies in your own network"),
    ({"token_endpoint": "http://metadata.localhost:9/token"}, "lies in your own network|was not found"),
]


@pytest.mark.parametrize(("changed", "words"), BAD_DOCUMENTS)
async def test_a_document_that_leads_astray_is_refused(
    web: WebServer, service: Service, changed: dict[str, Any], words: str
) -> None:
    serve(web, **changed)
    with pytest.raises(BlockError, match=words):
        await renewed(service, FakeClock())
    assert len(web.received) == 1  # no secret left


async def test_an_encrypted_issuer_may_not_name_an_open_endpoint() -> None:
    from nomologi_tui.providers.login.service import checked

    safe = Service("https://login.example.com", "nomologi")
    with pytest.raises(BlockError, match="not encrypted"):
        checked("http://login.example.com/token", safe, "token endpoint")
    assert checked("https://tokens.example.net/", safe, "token endpoint") == "https://tokens.example.net/"


@pytest.mark.parametrize("answer", [Answer(404), Answer(301, {"location": "http://10.0.0.1/"}), Answer(body=b"[]")])
async def test_a_provider_without_a_document_is_named(web: WebServer, service: Service, answer: Answer) -> None:
    web.answers["/.well-known/openid-configuration"] = answer
    with pytest.raises(BlockError, match="127.0.0.1 (has no discovery document|leads elsewhere|gave no answer)"):
        await renewed(service, FakeClock())


async def test_the_other_place_for_a_document_is_looked_at_too(web: WebServer) -> None:
    realm = f"{web.url}/realms/home"
    web.answers["/.well-known/oauth-authorization-server/realms/home"] = as_answer(
        hostile.document(web, issuer=f"{realm}/")
    )
    assert (await Service(realm, "x").endpoints(FakeClock())).token == f"{web.url}/token"


async def by_code(web: WebServer, service: Service, clock: FakeClock) -> Tokens:
    endpoints = await service.endpoints(clock)
    device = await grants.start_device(service, endpoints, clock)
    assert (device.code, device.url) == ("ABCD-EFGH", f"{web.url}/activate")
    return await grants.await_device(device, service, endpoints, clock)


async def asked(web: WebServer, clock: FakeClock, times: int, seconds: float) -> None:
    """Tick once it sleeps, until it was asked so often."""

    def questions() -> int:
        return sum(one.path == "/token" for one in web.received)

    before = questions()
    assert before == times - 1
    await eventually(lambda: clock._sleepers)
    clock.tick(seconds - 0.01)
    assert clock._sleepers  # not before its time
    clock.tick(0.01)
    await eventually(lambda: questions() == times)


async def test_slow_down_slows_down_for_good_and_a_dead_line_ever_more(web: WebServer, service: Service) -> None:
    serve(web)
    clock, told = FakeClock(), [as_answer({"error": code}, 400) for code in ("authorization_pending", "slow_down")]
    web.answers["/token"] = told[0]
    going = asyncio.create_task(by_code(web, service, clock))
    await asked(web, clock, 1, 5)
    web.answers["/token"] = told[1]
    await asked(web, clock, 2, 5)
    web.answers["/token"] = told[0]
    await asked(web, clock, 3, 10)
    web.answers["/token"] = hostile.lost()
    await asked(web, clock, 4, 10)
    web.answers["/token"] = as_answer(GOOD)
    await asked(web, clock, 5, 20)
    assert (await going).access == "at-good-1"


@pytest.mark.parametrize(
    ("code", "words"),
    [("access_denied", "was declined"), ("authorization_declined", "was declined"), ("expired_token", "has ended"),
     ("code_expired", "has ended"), ("invalid_grant", "refused"), ("device_flow_disabled", "device_flow_disabled")],
)  # fmt: skip
async def test_a_no_ends_the_waiting(web: WebServer, service: Service, code: str, words: str) -> None:
    serve(web, as_answer({"error": code}))
    clock = FakeClock()
    going = asyncio.create_task(by_code(web, service, clock))
    await asked(web, clock, 1, 5)
    with pytest.raises(CredentialError, match=words):
        await going


async def test_a_code_that_nobody_types_ends(web: WebServer, service: Service) -> None:
    serve(web, as_answer({"error": "authorization_pending"}, 428))
    web.answers["/device"] = as_answer(
        {"device_code": "d", "user_code": "ABCD-EFGH", "verification_url": f"{web.url}/activate", "expires_in": 12}
    )
    clock = FakeClock()
    going = asyncio.create_task(by_code(web, service, clock))
    await asked(web, clock, 1, 5)
    await asked(web, clock, 2, 5)
    with pytest.raises(RefusedError, match="ended before anybody used it"):
        await going


async def test_a_provider_that_gives_nothing_usable_until_a_code_ends_is_blamed_for_it(
    web: WebServer, service: Service
) -> None:
    serve(web, Answer(500))
    good = json.loads(web.answers["/device"].body)
    web.answers["/device"] = as_answer({**good, "expires_in": 12})
    clock = FakeClock()
    going = asyncio.create_task(by_code(web, service, clock))
    await asked(web, clock, 1, 5)
    with pytest.raises(RefusedError, match=r"whether it was used is not known: \S+ answered 500\."):
        await going


DEVICES: list[dict[str, Any]] = [
    {"user_code": 7}, {"user_code": "x" * 41}, {"verification_uri": "javascript:alert(1)"},
    {"verification_uri_complete": "file:///etc/passwd"}, {"device_code": None}, {"verification_uri": None},
]  # fmt: skip


@pytest.mark.parametrize("changed", DEVICES)
async def test_a_code_that_nobody_can_use_is_a_sentence(
    web: WebServer, service: Service, changed: dict[str, Any]
) -> None:
    serve(web)
    good = json.loads(web.answers["/device"].body)
    web.answers["/device"] = as_answer({**good, **changed})
    with pytest.raises(BlockError, match="gave no code|no web address"):
        await by_code(web, service, FakeClock())


@pytest.mark.parametrize(("interval", "seconds"), [("soon", 5), (-1, 5), (0, 1), (10**9, 60), (7, 7), (None, 5)])
async def test_the_rhythm_is_bounded(web: WebServer, service: Service, interval: Any, seconds: float) -> None:
    serve(web)
    good = json.loads(web.answers["/device"].body)
    web.answers["/device"] = as_answer({**good, "interval": interval})
    clock = FakeClock()
    going = asyncio.create_task(by_code(web, service, clock))
    await asked(web, clock, 1, seconds)
    await going
