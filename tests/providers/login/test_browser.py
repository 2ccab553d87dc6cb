"""A browser that comes back: only with this login's state, from the right provider, once, whoever else calls."""

import asyncio
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from nomologi_tui.errors import BadInputError, BlockError, CredentialError
from nomologi_tui.providers.login import Endpoints, Service
from nomologi_tui.providers.login.browser import Attempt, challenge
from nomologi_tui.providers.login.callback import Callback, callback

SERVICE = Service("https://login.example.com", "nomologi", scopes=("openid", "mail"), more={"prompt": "consent"})
PLACES = Endpoints("https://t.example/", "https://login.example.com/auth?x=1", issuer="https://login.example.com")


@pytest.fixture
def attempt() -> Attempt:
    return Attempt(SERVICE, PLACES, "http://127.0.0.1:5000/callback")


def test_the_proof_is_that_of_the_standard() -> None:
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_browser_is_sent_with_state_and_proof_and_without_the_secret(attempt: Attempt) -> None:
    asked = parse_qs(urlsplit(attempt.address).query)
    assert asked["code_challenge"] == [challenge(attempt.verifier)]
    assert asked["code_challenge_method"] == ["S256"]
    assert (asked["state"], asked["scope"], asked["prompt"], asked["x"]) == (
        [attempt.state], ["openid mail"], ["consent"], ["1"],
    )  # fmt: skip
    assert attempt.verifier not in attempt.address
    assert 43 <= len(attempt.verifier) <= 128
    assert len({Attempt(SERVICE, PLACES, "x").state for _ in range(50)}) == 50


def test_only_an_address_of_this_login_is_taken(attempt: Attempt) -> None:
    good = f"http://127.0.0.1:5000/callback?code=c-1&state={attempt.state}"
    assert attempt.code_in(f"  {good}\n") == "c-1"
    assert attempt.code_in(f"{good}&iss=https%3A%2F%2Flogin.example.com") == "c-1"
    another = Attempt(SERVICE, PLACES, attempt.redirect).state
    for bad in (
        "",
        "hello",
        "http://[",
        f"?code=c&state={another}",
        "?code=c",
        f"?state={attempt.state}",
        "?" + "a&" * 99,
    ):
        with pytest.raises(BadInputError):
            attempt.code_in(bad)


def test_a_code_of_another_provider_is_not_taken(attempt: Attempt) -> None:
    good = f"?code=c-1&state={attempt.state}"
    with pytest.raises(BadInputError, match="does not come from login.example.com"):
        attempt.code_in(f"{good}&iss=https%3A%2F%2Fevil.example")
    with pytest.raises(BadInputError, match="does not come from"):
        replace(attempt, endpoints=replace(PLACES, says_issuer=True)).code_in(good)


def test_a_no_is_said_plainly_and_without_control_characters(attempt: Attempt) -> None:
    with pytest.raises(CredentialError, match="was declined"):
        attempt.code_in(f"?error=access_denied&state={attempt.state}")
    with pytest.raises(CredentialError, match="refused the login") as raised:
        attempt.code_in(f"?error=%1b[2Jserver_error&error_description=%07x&state={attempt.state}")
    assert raised.value.message.isprintable()


def test_a_provider_without_a_page_says_so() -> None:
    with pytest.raises(BlockError, match="offers no login by a browser"):
        _ = Attempt(SERVICE, Endpoints("https://t.example/"), "x").address


async def call(page: Callback, target: str, host: str = "", method: str = "GET") -> str:
    """What the page answers: its status line and words."""
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{page.port}'}\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    return answer


async def test_strangers_are_sent_away_and_the_login_goes_on() -> None:
    async with callback("http://127.0.0.1/callback") as page:
        attempt = Attempt(SERVICE, PLACES, page.address)
        code = asyncio.create_task(page.code(attempt.code_in))
        await asyncio.sleep(0)
        good = f"/callback?code=c-1&state={attempt.state}"
        assert "400 Bad" in await call(page, "/callback?code=evil&state=guess")
        assert "404" in await call(page, good, host="evil.test")
        assert "404" in await call(page, good, method="POST")
        assert "404" in await call(page, good.replace("callback", "other"))
        assert "404" in await call(page, "/\x00")
        assert not code.done()
        assert "200 OK" in await call(page, good, host=f"localhost:{page.port}")
        assert await code == "c-1"
        assert "404" in await call(page, good)  # once


async def test_a_flood_and_a_slow_caller_keep_nobody_out() -> None:
    async with callback("http://127.0.0.1/callback") as page:
        attempt = Attempt(SERVICE, PLACES, page.address)
        code = asyncio.create_task(page.code(attempt.code_in))
        _, slow = await asyncio.open_connection("127.0.0.1", page.port)
        slow.write(b"GET /callback?")
        for _ in range(20):
            answers = await asyncio.gather(*(call(page, "/callback?code=x&state=y") for _ in range(50)))
            assert all("400" in answer for answer in answers)
        _, huge = await asyncio.open_connection("127.0.0.1", page.port)
        huge.write(b"GET /" + b"a" * 100_000)
        await call(page, f"/callback?code=c-1&state={attempt.state}")
        assert await code == "c-1"
        slow.close()
        huge.close()


async def test_a_no_at_the_page_ends_the_waiting() -> None:
    async with callback("http://127.0.0.1/callback") as page:
        attempt = Attempt(SERVICE, PLACES, page.address)
        code = asyncio.create_task(page.code(attempt.code_in))
        await asyncio.sleep(0)
        await call(page, f"/callback?error=access_denied&state={attempt.state}")
        with pytest.raises(CredentialError, match="was declined"):
            await code


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    async with callback("http://127.0.0.1/callback") as page:
        with pytest.raises(BlockError, match=f"Port {page.port} of this machine is taken"):
            async with callback(page.address):
                pass
