import asyncio
import json
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.readers import page_text
from nomologi_tui.blocks.tools.web_checks.form import WebCheck
from nomologi_tui.blocks.tools.web_checks.look import json_value, number_in
from nomologi_tui.blocks.triggers.web_check import web_check
from nomologi_tui.clock import SystemClock
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.conftest import serving
from tests.blocks.triggers.asking import Asking, asking
from tests.blocks.web import Answer, WebServer
from tests.ports import free_port
from tests.support import eventually

NOW = SystemClock().now()  # TLS asks the machine's clock


@asynccontextmanager
async def checking(
    web: WebServer, cursor: dict[str, Any] | None = None, **fields: Any
) -> AsyncIterator[Asking]:  # fmt: skip
    async with asking(web_check, WebCheck(url=f"{web.url}/x", **fields), cursor, NOW) as found:
        yield found


def page(text: str) -> Answer:
    return Answer(headers={"content-type": "text/html"}, body=text.encode())


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [data["kind"] for data in events]


async def test_down_is_told_after_three_bad_looks_and_back_at_the_first_good_one(web: WebServer) -> None:
    web.answers["/x"] = Answer()
    async with checking(web) as found:
        assert await found.look() == []
        web.answers["/x"] = Answer(503)
        assert await found.look(times=2) == []
        (down,) = await found.look()
        assert await found.look(times=3) == []
        web.answers["/x"] = Answer()
        (back,) = await found.look()
    assert (down["kind"], down["status"]) == ("down", 503)
    assert down["reason"] == "127.0.0.1 answered 503; expected was 200-399."
    assert (back["kind"], back["since"]) == ("back", (NOW + timedelta(minutes=5)).isoformat())
    assert set(back) == set(web_check.gives)


async def test_a_good_look_in_between_begins_the_count_anew(web: WebServer) -> None:
    async with checking(web) as found:
        for status in (500, 500, 200, 500, 500, 200):
            web.answers["/x"] = Answer(status)
            assert await found.look() == []


async def test_nobody_there_and_a_server_that_hangs_are_down(web: WebServer) -> None:
    async with asking(web_check, WebCheck(url=f"http://127.0.0.1:{free_port()}", misses=1), None) as found:
        assert (await found.look())[0]["reason"].startswith("127.0.0.1 refused the connection")
    web.answers["/x"] = Answer(hold=threading.Event())
    async with checking(web, misses=1, timeout=0.2) as found:
        assert "did not answer within 0.2 s" in (await found.look())[0]["reason"]
    web.answers["/x"].hold.set()  # type: ignore[union-attr]


async def test_a_restart_neither_repeats_nor_loses_what_is_so(web: WebServer) -> None:
    cursor, told = None, []
    for status in (200, 500, 500, 500, 500, 200, 200):  # a new process for each look
        web.answers["/x"] = Answer(status)
        async with checking(web, cursor) as found:
            told.append(kinds(await found.look()))
        cursor = json.loads(json.dumps(found.context.cursor))
    assert told == [[], [], [], ["down"], [], ["back"], []]


async def test_a_crash_between_two_events_of_one_look_loses_neither(web: WebServer) -> None:
    fields: dict[str, Any] = {"events": ["status", "value"], "json_value": "a"}
    web.answers["/x"] = Answer(200, body=b'{"a": 1}')
    async with checking(web, **fields) as before:
        await before.look()
    web.answers["/x"] = Answer(201, body=b'{"a": 2}')
    config = WebCheck(url=f"{web.url}/x", **fields)
    events = web_check.run(config, FakeTriggerContext(before.context.cursor))
    first = await anext(events)  # only this one is accepted
    await events.aclose()
    async with checking(web, first.cursor, **fields) as after:
        assert [first.data["kind"], *kinds(await after.look())] == ["status", "value"]


async def test_what_is_so_at_the_first_look_is_told_unless_only_later_things_count(web: WebServer) -> None:
    web.answers["/x"] = Answer(500)
    async with checking(web, misses=1) as found:
        assert kinds(await found.look()) == ["down"]
    async with checking(web, misses=1, first="from now") as found:
        assert await found.look(times=2) == []
        web.answers["/x"] = Answer()
        assert kinds(await found.look()) == ["back"]
        web.answers["/x"] = Answer(500)
        assert kinds(await found.look()) == ["down"]


async def look_in(seconds: float, found: Asking, web: WebServer) -> list[dict[str, Any]]:
    """The events of a look whose answer takes so long."""
    before, release = len(web.received), threading.Event()
    web.answers["/x"] = Answer(waits_for=release)
    looking = asyncio.create_task(found.look())
    await eventually(lambda: len(web.received) > before)
    found.clock.tick(seconds)
    release.set()
    return await looking


async def test_slow_answers_are_told_once_until_one_was_fast(web: WebServer) -> None:
    async with checking(web, events=["slow"], misses=2) as found:
        told = [len(await look_in(seconds, found, web)) for seconds in (3, 1, 3, 3, 3, 1, 3, 4)]
    assert told == [0, 0, 0, 1, 0, 0, 0, 1]


async def test_another_status_is_told_with_the_one_before(web: WebServer) -> None:
    async with checking(web, events=["status"]) as found:
        for status, told in ((200, []), (200, []), (404, ["200"]), (404, []), (200, ["404"])):
            web.answers["/x"] = Answer(status)
            assert [data["before"] for data in await found.look()] == told


async def test_a_json_value_is_told_when_it_crosses_the_threshold(web: WebServer) -> None:
    fields: dict[str, Any] = {
        "events": ["value"],
        "json_value": "items[0].price",
        "compare": "less than",
        "than": "200",
    }
    told = []
    async with checking(web, **fields) as found:
        for price in (250, 199.5, 150, 210, "1.199,00 €", "199,99 €"):
            web.answers["/x"] = Answer(body=json.dumps({"items": [{"price": price}]}).encode())
            told.append([data["value"] for data in await found.look()])
    assert told == [[], ["199.5"], [], [], [], ["199,99 €"]]


async def test_a_value_has_to_hold_for_as_long_as_was_said(web: WebServer) -> None:
    fields: dict[str, Any] = {
        "events": ["value"],
        "json_value": "@",
        "compare": "at least",
        "than": "5",
        "held": "10 min",
    }
    told = []
    async with checking(web, **fields) as found:
        for number in (7, 7, 3, 7, 7, 7, 7):
            web.answers["/x"] = Answer(body=str(number).encode())
            told.append(len(await found.look()))
    assert told == [0, 0, 0, 0, 0, 1, 0]


async def test_a_value_on_a_page_is_told_when_it_changes(web: WebServer) -> None:
    web.answers["/x"] = page("<p>x<b class=stock>Sold <i>out</i></b><b class=stock>2")
    async with checking(web, events=["value"], css=".stock") as found:
        assert await found.look() == []
        web.answers["/x"] = page("<p>y<b class=stock>In stock</b>")
        (data,) = await found.look()
        assert (data["before"], data["value"]) == ("Sold out", "In stock")
        web.answers["/x"] = page("<p>the place is gone")
        assert await found.look(times=2) == []
    assert found.context.lines == ["127.0.0.1 shows no such value."]


async def test_a_value_that_is_no_number_is_said_once(web: WebServer) -> None:
    web.answers["/x"] = Answer(body=b'"soon"')
    async with checking(web, events=["value"], json_value="@", compare="less than", than="5") as found:
        assert await found.look(times=3) == []
    assert found.context.lines == ['"soon" is not a number.']


async def test_a_changed_text_brings_its_difference_without_scripts(web: WebServer) -> None:
    web.answers["/x"] = page("<script>var a=1</script><p>One</p><p>Two</p><p>Three</p>")
    async with checking(web, events=["text"]) as found:
        await found.look()
        web.answers["/x"] = page("<script>var a=2</script><p>One</p><p>Two</p><p>Three</p>")
        assert await found.look() == []
        web.answers["/x"] = page("<p>One</p><p>Zwei</p><p>Three</p>")
        (data,) = await found.look()
    assert data["diff"] == "@@ -1,3 +1,3 @@\n One\n-Two\n+Zwei\n Three"


async def test_a_difference_is_cut(web: WebServer) -> None:
    async with checking(web, events=["text"]) as found:
        for letter in ("a", "b"):
            web.answers["/x"] = Answer(body="\n".join(f"{letter}{n}" * 50 for n in range(3000)).encode())
            events = await found.look()
    assert len(events[0]["diff"]) < 4100
    assert events[0]["diff"].endswith("… more was cut here …")
    assert len(json.dumps(found.context.cursor)) < 200_000


@contextmanager
def tls_server(folder: Path, days: float) -> Iterator[tuple[WebServer, str]]:
    """A server with a certificate of our own authority that ends in so many days, and the authority's file."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    ends = NOW + timedelta(days=days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", not_after=ends, not_before=ends - timedelta(days=400)).configure_cert(context)
    with serving(context) as web:
        web.answers["/x"] = Answer()
        yield web, str(folder / "ca.pem")


@pytest.mark.parametrize(("days", "told"), [(30, []), (10, ["certificate"])])
async def test_a_certificate_with_few_days_left_is_told_once(tmp_path: Path, days: float, told: list[str]) -> None:
    with tls_server(tmp_path, days) as (web, authority):
        async with checking(web, events=["down", "certificate"], authority=authority) as found:
            events = await found.look()
            assert await found.look(times=2) == []
    assert kinds(events) == told
    assert all(9.9 <= data["days_left"] <= 10 for data in events)


async def test_an_ended_certificate_is_down_and_has_no_days_left(tmp_path: Path) -> None:
    with tls_server(tmp_path, -300) as (web, authority):
        async with checking(web, events=["down", "certificate"], misses=1, authority=authority) as found:
            events = await found.look()
    assert [(data["kind"], data["days_left"]) for data in events] == [("down", 0), ("certificate", 0)]
    assert events[0]["reason"] == "127.0.0.1 has a certificate that has ended."


async def test_a_stranger_s_certificate_is_down_and_a_missing_authority_is_said(tmp_path: Path) -> None:
    with tls_server(tmp_path, 30) as (web, _):
        async with checking(web, misses=1) as found:
            assert "can't be trusted" in (await found.look())[0]["reason"]
        async with checking(web, misses=1, authority=str(tmp_path / "no.pem")) as found:
            assert "holds no certificates" in (await found.look())[0]["reason"]


async def test_a_redirect_into_the_own_network_is_down(web: WebServer) -> None:
    web.answers["/x"] = Answer(302, {"location": web.url.replace("127.0.0.1", "localhost") + "/y"})
    async with checking(web, misses=1) as found:
        assert "your own network" in (await found.look())[0]["reason"]
    assert len(web.received) == 1


async def test_the_preview_says_what_is_seen_now(web: WebServer) -> None:
    config = WebCheck(url=f"{web.url}/x", events=["value"], json_value="a")
    web.answers["/x"] = Answer(body=b'{"a": [1]}')
    shown = await web_check.previewed(config, FakeTriggerContext())
    assert shown.splitlines() == ["127.0.0.1 answers 200 in 0 s", "  the value is [1]"]
    web.answers["/x"] = Answer(500)
    assert "answered 500" in await web_check.previewed(config, FakeTriggerContext())


async def test_a_password_in_the_address_is_not_told(web: WebServer) -> None:
    config = WebCheck(url=web.url.replace("//", "//ada:secret@") + "/x", misses=1)
    async with asking(web_check, config) as found:
        (data,) = await found.look()
    assert "secret" not in json.dumps(data) + web_check.in_words(config) + str(web_check.plan(config))
    assert data["url"] == f"{web.url}/x"


@pytest.mark.parametrize(
    "url", ["http://x:99999/", "http://a..b/", "http://[::1", "http://%/", "http://\0", "http://\ud800/"]
)
async def test_an_address_that_is_none_is_down_with_a_sentence(url: str) -> None:
    async with asking(
        web_check, WebCheck.model_construct(**{**dict(WebCheck(url="http://x", misses=1)), "url": url})
    ) as found:
        assert (await found.look())[0]["reason"].endswith(".")


def test_its_words_take_what_was_typed_as_it_is() -> None:
    config = WebCheck(url="http://x", events=["value", "down"], css="p", compare="is", than="{0} {x}")
    assert web_check.in_words(config) == "when http://x shows a value that is {0} {x} or is down"
    below = WebCheck(url="http://x", events=["value"], css="p", compare="less than", than="50")
    assert web_check.in_words(below) == "when http://x shows a value that is less than 50"


@pytest.mark.parametrize(
    ("text", "number"),
    [("now 1.299,00 €", "1299.00"), ("$1,299.50", "1299.50"), ("1,299", "1299"), ("0,5", "0.5"), ("-3", "-3"),
     ("1 299 kr", "1299"), ("1.299.000", "1299000"), ("12.", "12"), ("soon", "soon"), ("99,9 %", "99.9")],
)  # fmt: skip
def test_a_number_is_found_in_what_shops_write(text: str, number: str) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "not json", "[" * 100_000, "{}", "[1]", '{"a": null}', "9" * 5000])
def test_a_json_value_that_is_not_there_is_none(text: str) -> None:
    assert json_value(text, "a.b[0].sum(@)" if text == "[1]" else "a.b") is None


def test_a_page_is_read_in_its_own_charset() -> None:
    assert page_text.read(b'<meta charset="latin-1"><p>caf\xe9')["text"] == "café"
    assert page_text.read(b"<p>caf\xe9", "", "no-such-charset")["text"] == "caf\ufffd"


@pytest.mark.parametrize(
    ("fields", "place"),
    [({"url": "x"}, "url"), ({"url": "http://x", "events": []}, "events"), ({"url": "http://x", "misses": 0}, "misses"),
     ({"url": "http://x", "expect": "fine"}, "expect"), ({"url": "http://x", "json_value": "a["}, "json_value"),
     ({"url": "http://x", "css": "p[["}, "css"), ({"url": "http://x", "events": ["value"]}, ""),
     ({"url": "http://x", "events": ["value"], "css": "p", "json_value": "a"}, ""),
     ({"url": "http://x", "events": ["value"], "css": "p", "compare": "is"}, ""),
     ({"url": "http://x", "events": ["certificate"]}, "")],
)  # fmt: skip
def test_wrong_fields_are_named(fields: dict[str, Any], place: str) -> None:
    assert place in check(WebCheck, fields)[1]
