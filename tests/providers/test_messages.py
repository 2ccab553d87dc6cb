"""Where messages go, tried at a real receiver."""

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.providers.messages import Messages, messages
from tests.blocks.web import Answer, WebServer


async def test_its_test_sends_a_message_and_a_refusal_names_no_address(web: WebServer) -> None:
    web.answers["/hush-token"] = Answer()
    config = Messages(url=web.url.replace("http", "json", 1) + "/hush-token")
    assert await messages.test(config, SystemClock()) == "A message was sent to 1 address."
    assert b"This is a test." in web.received[0].body
    web.answers["/hush-token"] = Answer(status=403)
    with pytest.raises(BlockError, match="JSON did not take the message") as refused:
        await messages.test(config, SystemClock())
    assert "hush" not in str(refused.value)


def test_of_an_address_only_the_service_is_told() -> None:
    assert (
        messages.account_of(Messages(url="ntfys://user:hush@host/topic mailto://hush:hush@b.example")) == "ntfys mailto"
    )
    assert check(Messages, {"url": ""})[1]
