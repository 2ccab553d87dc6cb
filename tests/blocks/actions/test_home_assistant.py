"""Services of Home Assistant, called at a server that speaks its REST form and knows one token."""

import json
from typing import Any

import pytest

from nomologi_tui.blocks.actions.home_assistant import HomeAssistant, home_assistant
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.fields import check
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.registry import load_providers
from nomologi_tui.testing import FakeContext
from tests.blocks.web import Answer, WebServer

PATH = "/api/services/light/turn_on"
CHANGED = [{"entity_id": "light.kitchen", "state": "on", "attributes": {"brightness": 102}}]


async def called(url: str, **fields: Any) -> dict[str, Any]:
    kind = load_providers().get("home_assistant")
    config, _ = check(kind.config, {"url": url, "token": "t-123"})
    assert config
    context = FakeContext()
    context.connections["Home"] = Connected("Home", kind.name, config, kind.hosts_of(config), kind.headers_of(config))
    step = HomeAssistant.model_validate({"connection": "Home", "service": "light.turn_on", **fields})
    return dict(await home_assistant.run(step, context))


async def test_a_service_is_called_with_values_as_json(web: WebServer) -> None:
    web.answers[PATH] = Answer(body=json.dumps(CHANGED).encode())
    data = {"brightness_pct": "40", "rgb_color": "[255, 0, 0]", "effect": "colour; $(id)", "flash": "true"}
    found = await called(f"{web.url}/", entities=["light.kitchen, light.hall", "light.attic"], data=data)
    assert found == {"changed": ["light.kitchen"], "states": {"light.kitchen": "on"}, "response": None}
    request = web.received[0]
    assert (request.method, request.headers["authorization"]) == ("POST", "Bearer t-123")
    assert json.loads(request.body) == {
        "brightness_pct": 40, "rgb_color": [255, 0, 0], "effect": "colour; $(id)", "flash": True,
        "entity_id": ["light.kitchen", "light.hall", "light.attic"],
    }  # fmt: skip


async def test_a_service_that_answers_is_asked_to(web: WebServer) -> None:
    body = {"changed_states": [], "service_response": {"weather.home": {"forecast": [{"temperature": 7}]}}}
    web.answers["/api/services/weather/get_forecasts"] = Answer(body=json.dumps(body).encode())
    found = await called(web.url, service="weather.get_forecasts", answers=True)
    assert found["response"] == {"weather.home": {"forecast": [{"temperature": 7}]}}
    assert web.received[0].path.endswith("?return_response=true")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(400, body=b'{"message": "No light\\u001b[31m here."}'), r"\(400\): No light�\[31m here"),
        (Answer(404, body=b"404: Not Found"), r"did not do light.turn_on \(404\)\."),
        (Answer(500), "answered 500"),
        (Answer(302, {"location": "http://elsewhere.example/"}), "answered 302"),
        (Answer(body=b"<html>hello"), "did not answer as a Home Assistant does"),
        (Answer(body=b"7"), "did not answer as a Home Assistant does"),
        (Answer(body=b"[" * 100_000), "did not answer as a Home Assistant does"),
    ],
)  # fmt: skip
async def test_what_went_wrong_is_a_sentence_and_not_tried_again(web: WebServer, answer: Answer, says: str) -> None:
    web.answers[PATH] = answer
    with pytest.raises(BlockError, match=says) as failure:
        await called(web.url)
    assert not failure.value.passing  # the light may be on


async def test_who_is_turned_away_as_one_too_many_asks_again_later(web: WebServer) -> None:
    web.answers[PATH] = Answer(429, {"retry-after": "7"})
    with pytest.raises(BlockError, match="answered 429") as failure:
        await called(web.url)
    assert (failure.value.passing, failure.value.retry_after) == (True, 7)


async def test_a_token_that_is_refused_names_the_connection(web: WebServer) -> None:
    web.answers[PATH] = Answer(401)
    with pytest.raises(CredentialError, match="refused the connection “Home”") as refused:
        await called(web.url)
    assert "t-123" not in str(refused.value)
    with pytest.raises(BlockError, match="refused the connection"):
        await called("http://127.0.0.1:9")


async def test_strange_entries_of_an_answer_are_left_out(web: WebServer) -> None:
    web.answers[PATH] = Answer(body=json.dumps([7, {"entity_id": 7}, *CHANGED, None]).encode())
    assert (await called(web.url))["changed"] == ["light.kitchen"]


@pytest.mark.parametrize(
    "service", ["", "light", "light.", "Light.turn_on", "light.turn_on/../x", "{{ event.a }}", "a.b.c"]
)
def test_what_is_no_service_is_said_while_editing(service: str) -> None:
    assert "service" in check(HomeAssistant, {"connection": "Home", "service": service})[1]
