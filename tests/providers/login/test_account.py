"""Whose account a login is for, as providers say it in good and bad moods."""

import base64
import json
from typing import Any

import pytest

from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.providers.login import Service
from nomologi_tui.providers.login.account import asked, named_by, named_in
from nomologi_tui.providers.login.grants import tokens_in
from nomologi_tui.testing import START
from tests.blocks.web import Answer, WebServer
from tests.providers.login.hostile import GOOD, as_answer, serve


def id_token(claims: Any) -> str:
    """As a provider makes it, without its padding."""
    return f"e30.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c2ln"


@pytest.mark.parametrize(("claims", "name"), [
    ({"sub": "1", "email": "ada@example.com", "name": "Ada"}, "ada@example.com"),
    ({"id": 7, "login": "ada", "email": "public@example.com"}, "ada"),
    ({"userPrincipalName": "ada@firm.example", "mail": None}, "ada@firm.example"),
    ({"email": 7, "name": " \x1b]0;x\x07Ada "}, "\ufffd]0;x\ufffdAda"),
    ({"email": "x" * 4_000}, "x" * 99 + "…"),
    ({"sub": "1"}, ""),
])  # fmt: skip
def test_a_person_is_named_as_people_know_them(claims: dict[str, Any], name: str) -> None:
    assert named_in(claims) == name


def test_an_id_token_that_comes_with_the_tokens_names_the_account(service: Service) -> None:
    token = id_token({"aud": ["nomologi"], "email": "ada@example.com"})
    assert tokens_in({**GOOD, "id_token": token}, service, START).account == "ada@example.com"


@pytest.mark.parametrize("token", [
    None, 7, "", "a.b", "a.!!.c", "a..c", f"a.{'W' * 100_000}.c", id_token([1]), id_token({"email": "a@b.example"}),
    id_token({"aud": "another", "email": "a@b.example"}), id_token({"aud": {"nomologi": 1}, "email": "a@b.example"}),
])  # fmt: skip
def test_what_is_no_id_token_of_ours_names_nobody(token: object) -> None:
    assert named_by(token, "nomologi") == ""


async def test_the_providers_page_about_the_user_is_asked_with_the_token(web: WebServer, service: Service) -> None:
    serve(web)
    endpoints = await service.endpoints(SystemClock())
    assert await asked("at-1", service, endpoints, SystemClock()) == "ada@example.com"
    assert web.received[-1].headers["authorization"] == "Bearer at-1"
    web.answers["/me"] = as_answer({"sub": "0815"})
    assert await asked("at-1", service, endpoints, SystemClock()) == "0815"


@pytest.mark.parametrize("answer", [
    Answer(401), Answer(404), Answer(302, {"location": "http://10.0.0.1/"}), as_answer([1]), Answer(body=b"<html>"),
])  # fmt: skip
async def test_a_page_that_says_nothing_is_a_sentence(web: WebServer, service: Service, answer: Answer) -> None:
    serve(web)
    web.answers["/me"] = answer
    with pytest.raises(BlockError, match=r"^127\.0\.0\.1 .*\.$"):
        await asked("at-1", service, await service.endpoints(SystemClock()), SystemClock())
