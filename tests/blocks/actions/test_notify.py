import json

import pytest

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.actions.notify import Notify, notify
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.problems import NEEDED
from nomologi_tui.blocks.tools.messages import addresses_in
from nomologi_tui.errors import BlockError
from nomologi_tui.providers.messages import Messages
from nomologi_tui.testing import FakeContext
from tests.blocks.web import Answer, WebServer

TOKEN = "hush-hush-token"


def address(web: WebServer, path: str) -> str:
    return web.url.replace("http://", "json://") + path


async def test_a_message_reaches_a_real_receiver_as_it_is(web: WebServer) -> None:
    web.answers["/in"] = Answer()
    message = "<b>1 & 2</b> *x* [/foo]\n:smile: \\n"
    config = Notify(message=message, title="Backup <i>", to=address(web, "/in"), level="warning")
    assert await notify.run(config, FakeContext()) == {"message": message, "sent": 1}
    got = json.loads(web.received[0].body)
    assert (got["message"], got["title"], got["type"]) == (message, "Backup <i>", "warning")


async def test_the_receiver_can_not_send_it_on_to_somebody_else(web: WebServer, second_web: WebServer) -> None:
    web.answers["/hook"] = Answer(307, {"location": f"{second_web.url}/hook"})
    with pytest.raises(BlockError, match="did not take the message"):
        await notify.run(Notify(to=address(web, "/hook"), message="x"), FakeContext())
    assert (len(web.received), second_web.received) == (1, [])


async def test_a_refusal_is_told_without_the_address(web: WebServer) -> None:
    web.answers[f"/{TOKEN}"] = Answer(401)
    with pytest.raises(BlockError) as failure:
        await notify.run(Notify(message="x", to=address(web, f"/{TOKEN}?+key={TOKEN}")), FakeContext())
    assert failure.value.message.startswith("JSON did not take the message: ")
    assert "401" in failure.value.message
    assert TOKEN not in str(failure.value)


async def test_the_other_addresses_get_it_when_one_fails(web: WebServer) -> None:
    web.answers["/good"] = Answer()
    both = f"{address(web, '/bad')}, {address(web, '/good')}"
    with pytest.raises(BlockError, match=r"^1 of 2 messages were sent\. JSON did not take"):
        await notify.run(Notify(message="x", to=both), FakeContext())
    assert {one.path for one in web.received} == {"/bad", "/good"}


@pytest.mark.parametrize("wrong", ["nonsense", f"nosuch://{TOKEN}", "discord://"])
async def test_an_address_that_is_none_is_a_sentence(wrong: str) -> None:
    with pytest.raises(BlockError, match="can't be used") as failure:
        await notify.run(Notify(message="x", to=wrong), FakeContext())
    assert TOKEN not in str(failure.value)


async def test_nobody_there_is_a_sentence() -> None:
    with pytest.raises(BlockError, match="did not take the message"):
        await notify.run(Notify(message="x", to="json://127.0.0.1:9/in"), FakeContext())


async def test_without_an_address_it_stands_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    context = FakeContext()
    await notify.run(Notify(message="done", title="Backup"), context)
    assert context.lines == ["Backup: done"]


async def test_a_desktop_that_does_not_answer_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/bus")
    monkeypatch.setenv("DISPLAY", ":99")
    context = FakeContext()
    await notify.run(Notify(message="done"), context)
    assert context.lines[0] == "done"


def test_addresses_stand_in_lines_or_with_commas() -> None:
    assert addresses_in(" a://1?x=1,2,b://3\nc://4 ") == ["a://1?x=1,2", "b://3", "c://4"]


async def test_words_and_preview_name_no_address() -> None:
    config = Notify(message="a\nb", to=f"ntfy://{TOKEN}")
    shown = notify.in_words(config) + await notify.previewed(config, FakeContext()) + str(notify.plan(config))
    assert TOKEN not in shown
    assert notify.in_words(Notify(message="a\nb")) == "tell you “a b” here"


async def test_a_message_goes_where_a_connection_says_too(web: WebServer) -> None:
    web.answers["/in"] = web.answers[f"/{TOKEN}"] = Answer()
    context = FakeContext()
    context.connections["My phone"] = Connected("My phone", "apprise", Messages(url=address(web, f"/{TOKEN}")))
    both = Notify(message="done", to=address(web, "/in"), connection="My phone")
    assert await notify.run(both, context) == {"message": "done", "sent": 2}
    assert {one.path for one in web.received} == {"/in", f"/{TOKEN}"}
    assert notify.plan(both)[0].target == "a message to the address(es) in “To” and “My phone”"
    assert await notify.run(Notify(message="done", connection="My phone"), context) == {"message": "done", "sent": 1}
    assert context.lines == []


async def test_a_value_that_is_empty_is_told_as_that_and_nothing_typed_is_asked_for(web: WebServer) -> None:
    web.answers["/in"] = Answer()
    config, _ = check(Notify, {"message": "\n", "to": address(web, "/in")}, filled=True)
    assert (await notify.run(config, FakeContext()))["message"] == "(empty)"
    assert json.loads(web.received[-1].body)["message"] == "(empty)"
    assert check(Notify, {"message": " "})[1] == {"message": NEEDED}
