import json
import subprocess
from typing import Any

import pytest

from nomologi_tui.blocks import WebRequest
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.web.signatures import Signing, sample_headers
from nomologi_tui.blocks.triggers.webhook import Webhook, webhook
from nomologi_tui.model import Event
from nomologi_tui.testing import START, FakeTriggerContext


async def receive(config: Webhook, headers: dict[str, str], body: bytes) -> tuple[list[Event], list[tuple[str, str]]]:
    """What becomes of one request: events and refusals."""
    context = FakeTriggerContext()
    context.incoming.put_nowait(WebRequest("d-1", headers, {"q": "1"}, body, START))
    context.end()
    return [event async for event in webhook.run(config, context)], context.refused


async def test_a_request_is_an_event_with_its_data() -> None:
    headers = {"content-type": "application/json", "cookie": "x"}
    events, refused = await receive(Webhook(), headers, b'{"a": [1]}')
    assert not refused
    assert events[0].id == "hook:d-1"
    assert events[0].data == {
        "body": '{"a": [1]}', "json": {"a": [1]}, "headers": {"content-type": "application/json"}, "query": {"q": "1"},
    }  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[" * 100_000])
async def test_a_broken_body_is_text_without_json(body: bytes) -> None:
    events, _ = await receive(Webhook(), {}, body)
    assert events[0].data["json"] is None


async def test_a_wrong_signature_is_refused_with_the_reason() -> None:
    signing = Signing("github", "k")
    config = Webhook(scheme="github", secret="k")
    good = sample_headers(signing, b"x", START.timestamp())
    assert len((await receive(config, good, b"x"))[0]) == 1
    assert await receive(config, good, b"y") == ([], [("d-1", "the signature is wrong")])


@pytest.mark.parametrize("scheme", ["slack", "stripe"])
async def test_a_copy_of_a_request_whose_time_is_signed_is_the_same_event(scheme: str) -> None:
    config, ids = Webhook(scheme=scheme, secret="k"), []
    for moment in (START.timestamp(), START.timestamp(), START.timestamp() + 1):
        headers = sample_headers(Signing(scheme, "k"), b"x", moment)
        events, _ = await receive(config, {**headers, "x-request-id": "other"}, b"x")
        ids.append(events[0].id)
    first, copy, later = ids
    assert first == copy != later


def test_each_new_token_is_another_one_of_256_bits() -> None:
    tokens = {Webhook().token for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 43 for token in tokens)


@pytest.mark.parametrize(
    ("fields", "place"), [({"token": "short"}, "token"), ({"token": "a/" * 20}, "token"), ({"scheme": "slack"}, "")]
)
def test_weak_settings_are_refused(fields: dict[str, Any], place: str) -> None:
    assert check(Webhook, fields)[1][place]


@pytest.mark.parametrize("scheme", ["none", "standard", "github", "slack", "stripe", "hmac"])
async def test_the_previews_curl_line_is_one_that_would_be_accepted(scheme: str) -> None:
    config = Webhook(scheme=scheme, secret="it's")
    url, line = (await webhook.previewed(config, FakeTriggerContext())).splitlines()
    assert url.endswith(config.token)
    assert "it's" not in line
    shell = f"curl() {{ printf '%s\\n' \"$@\"; }}; {line.partition('   (')[0]}"
    words = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout.splitlines()
    headers = dict(word.split(": ") for word, flag in zip(words[1:], words, strict=False) if flag == "-H")
    events, refused = await receive(config, headers, words[words.index("-d") + 1].encode())
    assert (len(events), refused) == (1, [])
    assert json.loads(events[0].data["body"]) == {"hello": "world"}
