import gzip
import socket
import threading
from typing import Any

import pytest

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.actions.http_request import HttpRequest, http_request
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.testing import FakeContext
from tests.blocks.web import Answer, WebServer
from tests.ports import free_port


async def request(
    url: str, values: dict[str, str] | None = None, account: Connected | None = None, **fields: Any
) -> dict[str, Any]:
    context = FakeContext(values, clock=SystemClock())
    if account:
        context.connections, fields["connection"] = {account.label: account}, account.label
    answer: dict[str, Any] = await http_request.run(HttpRequest(url=url, **fields), context)
    return answer


async def test_the_answer_is_there_for_later_steps(web: WebServer) -> None:
    web.answers["/x"] = Answer(headers={"x-a": "1", "set-cookie": "c"}, body=b'{"a": [1]}')
    found = await request(f"{web.url}/x", query={"q": "a b"})
    assert (found["status"], found["body"], found["json"], found["cut"]) == (200, '{"a": [1]}', {"a": [1]}, False)
    assert found["headers"]["x-a"] == "1"
    assert "set-cookie" not in found["headers"]
    assert web.received[0].path == "/x?q=a+b"
    assert "idempotency-key" not in web.received[0].headers


async def test_a_body_is_sent_with_its_type_and_the_key_of_the_try(web: WebServer) -> None:
    web.answers["/x"] = Answer()
    await request(f"{web.url}/x", method="POST", body='{"a": 1}', headers={"X-Mine": "m"})
    got = web.received[0]
    assert (got.method, got.body, got.headers["content-type"]) == ("POST", b'{"a": 1}', "application/json")
    assert (got.headers["idempotency-key"], got.headers["x-mine"]) == ("try-1", "m")


async def test_a_header_may_have_letters_of_any_language_in_its_value_only(web: WebServer) -> None:
    web.answers["/x"] = Answer()
    await request(f"{web.url}/x", headers={"Title": "Küche"})
    assert web.received[0].headers["title"].encode("latin-1").decode() == "Küche"
    for wrong in ({"Tïtle": "x"}, {"Title": "a\nb"}, {"Title": "\ud800"}):
        with pytest.raises(BlockError, match="A header or the address holds a character that is not allowed there"):
            await request(f"{web.url}/x", headers=wrong)


@pytest.mark.parametrize("host", ["xn--zz.local", "xn--n3h.local", "a..b", "a" * 300])
async def test_a_host_that_there_can_not_be_is_a_sentence_also_in_a_redirect(web: WebServer, host: str) -> None:
    web.answers["/x"] = Answer(302, {"location": f"http://{host}/"})
    for address in (f"http://{host}/", f"{web.url}/x"):
        with pytest.raises(BlockError, match="has a host whose name there can't be|was not found"):
            await request("{{ where }}" if address.endswith(host + "/") else address, {"where": address})


async def test_a_typed_host_in_letters_of_any_language_may_lie_in_ones_own_network(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *more, **options: real("127.0.0.1", *more, **options))
    web.answers["/x"] = Answer()
    assert (await request(f"{web.url.replace('127.0.0.1', 'Küche.test')}/x"))["status"] == 200


async def test_a_broken_json_body_is_not_sent(web: WebServer) -> None:
    with pytest.raises(BlockError, match="The body is not JSON"):
        await request(f"{web.url}/x", method="POST", body='{"a": "b"c"}')
    assert web.received == []


async def test_a_value_may_stand_in_the_address(web: WebServer) -> None:
    web.answers["/a%20b"] = Answer()
    assert (await request(f"{web.url}/{{{{ name }}}}", {"name": "a b"}))["status"] == 200


async def test_an_unexpected_status_fails_and_may_pass_for_get_or_before_anything_was_done(web: WebServer) -> None:
    web.answers["/x"] = Answer(status=503)
    web.answers["/many"] = Answer(status=429)
    for method, path, passing in (("GET", "x", True), ("POST", "x", False), ("POST", "many", True)):
        with pytest.raises(BlockError, match=r"127\.0\.0\.1 answered (503|429); expected was 200-299") as failure:
            await request(f"{web.url}/{path}", method=method)
        assert failure.value.passing is passing
    assert (await request(f"{web.url}/x", expect="200-299, 503"))["status"] == 503


async def test_redirects_are_followed_and_secrets_stay_at_home(web: WebServer) -> None:
    port = web.url.rpartition(":")[2]
    web.answers["/a"] = Answer(status=302, headers={"location": "/b"})
    web.answers["/b"] = Answer(body=b"there")
    web.answers["/away"] = Answer(status=302, headers={"location": f"http://localhost:{port}/b"})
    found = await request(f"{web.url}/a", headers={"X-Key": "s"})
    assert (found["body"], found["url"]) == ("there", f"{web.url}/b")
    assert web.received[-1].headers["x-key"] == "s"
    assert (await request(f"{web.url}/a", follow=False, expect="302"))["status"] == 302
    with pytest.raises(BlockError, match="localhost lies in your own network"):
        await request(f"{web.url}/away", headers={"X-Key": "s"})


@pytest.mark.parametrize("target", ["file:///etc/passwd", "/again", "gopher://x/"])
async def test_a_redirect_to_nowhere_is_a_sentence(web: WebServer, target: str) -> None:
    web.answers["/again"] = Answer(status=302, headers={"location": target})
    with pytest.raises(BlockError, match=r"redirected|is not a web address"):
        await request(f"{web.url}/again")


async def test_a_long_answer_is_cut(web: WebServer) -> None:
    web.answers["/x"] = Answer(body=b"x" * 3_000_000)
    found = await request(f"{web.url}/x")
    assert (len(found["body"]), found["cut"], found["json"]) == (1024 * 1024, True, None)


async def test_a_compressed_bomb_stays_small(web: WebServer) -> None:
    bomb = gzip.compress(b"0" * 200_000_000, compresslevel=1)
    web.answers["/x"] = Answer(headers={"content-encoding": "gzip"}, body=bomb)
    found = await request(f"{web.url}/x")
    assert (len(found["body"]), found["cut"]) == (1024 * 1024, True)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "x"])
async def test_an_encoding_that_was_not_asked_for_is_refused(web: WebServer, encoding: str) -> None:
    web.answers["/x"] = Answer(headers={"content-encoding": encoding}, body=b"x")
    with pytest.raises(BlockError, match="not asked for"):
        await request(f"{web.url}/x")


async def test_a_broken_gzip_body_is_a_sentence(web: WebServer) -> None:
    web.answers["/x"] = Answer(headers={"content-encoding": "gzip"}, body=b"not gzip")
    with pytest.raises(BlockError, match="broke off"):
        await request(f"{web.url}/x")


async def test_a_server_that_hangs_runs_into_the_time_limit(web: WebServer) -> None:
    hold = threading.Event()
    web.answers["/x"] = Answer(hold=hold)
    for method, passing in (("GET", True), ("POST", False)):
        with pytest.raises(BlockError, match="did not answer within") as failure:
            await request(f"{web.url}/x", method=method, timeout="200ms")
        assert failure.value.passing is passing
    hold.set()


async def test_a_server_that_hangs_up_is_a_sentence(web: WebServer) -> None:
    web.answers["/x"] = Answer(headers={"content-length": "50"}, body=b"short")
    with pytest.raises(BlockError, match="broke off"):
        await request(f"{web.url}/x")


async def test_nobody_there_is_a_passing_failure_also_for_post() -> None:
    with pytest.raises(BlockError, match="refused the connection") as failure:
        await request(f"http://127.0.0.1:{free_port()}/", method="POST")
    assert failure.value.passing


async def test_an_unknown_name_is_a_passing_failure() -> None:
    with pytest.raises(BlockError, match=r"no-such-host\.invalid was not found") as failure:
        await request("http://no-such-host.invalid/")
    assert failure.value.passing


async def test_tls_with_somebody_who_speaks_none_is_a_sentence(web: WebServer) -> None:
    with pytest.raises(BlockError, match="TLS"):
        await request(web.url.replace("http", "https", 1))


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1", "http://2130706433", "http://[::ffff:127.0.0.1]", "http://[64:ff9b::7f00:1]", "http://0x7f.1",
     "http://[2002:7f00:1::]", "http://224.0.0.1", "http://169.254.169.254/latest/", "http://localhost", "http://0",
     "http://100.64.0.1", "http://evil.com\\@127.0.0.1/", "http://user@127.0.0.1", "http://[fd00:ec2::254]",
     "file:///etc/passwd", "unix:///run/docker.sock", "http:///x", "//127.0.0.1", "javascript:alert(1)", "http://①②⑦.⓪.⓪.①"],
)  # fmt: skip
async def test_an_address_from_a_value_reaches_nothing_private(url: str) -> None:
    with pytest.raises(BlockError) as failure:
        await request("{{ url }}", {"url": url}, timeout="3s")
    assert not failure.value.message.startswith("It broke")


async def test_a_value_in_the_host_is_not_a_typed_host(web: WebServer) -> None:
    port = web.url.rpartition(":")[2]
    with pytest.raises(BlockError, match="your own network"):
        await request(f"http://127.0.0.{{{{ last }}}}:{port}/", {"last": "1"})
    assert web.received == []


async def test_a_header_with_a_line_break_is_refused(web: WebServer) -> None:
    with pytest.raises(BlockError, match="not allowed"):
        await request(f"{web.url}/x", headers={"X-A": "a\r\nX-Evil: 1"})
    assert web.received == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [({"url": "example.com"}, "url"), ({"url": "http://x", "expect": "fine"}, "expect"),
     ({"url": "http://x", "timeout": 0}, "timeout")],
)  # fmt: skip
def test_wrong_fields_are_said_while_editing(fields: dict[str, Any], place: str) -> None:
    assert place in check(HttpRequest, fields)[1]


def test_the_plan_names_the_host() -> None:
    assert http_request.plan(HttpRequest(url="https://user@Example.com:80/{{ x }}"))[0].target == "example.com"
    assert "any public host" in http_request.plan(HttpRequest(url="{{ x }}"))[0].target


def account(*hosts: str) -> Connected:
    return Connected("GitHub", "bearer", None, hosts, {"Authorization": "Bearer geheim"})


async def test_a_connection_adds_its_header_in_place_of_a_typed_one(web: WebServer) -> None:
    web.answers["/x"] = Answer()
    await request(f"{web.url}/x", account=account(web.url), headers={"authorization": "mine", "X-A": "1"})
    assert web.received[0].headers["authorization"] == "Bearer geheim"
    assert web.received[0].headers["x-a"] == "1"


async def test_a_connection_goes_to_no_other_host_or_port(web: WebServer, second_web: WebServer) -> None:
    with pytest.raises(BlockError, match="“GitHub” is not bound to http://127.0.0.1:") as refused:
        await request("{{ url }}/x", {"url": second_web.url}, account=account(web.url))
    assert f"It is for {web.url}" in refused.value.hint
    assert web.received == second_web.received == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_credential_is_dropped_on_the_way_to_another_origin(
    web: WebServer, second_web: WebServer, status: int
) -> None:
    web.answers["/same"] = Answer(status=status, headers={"location": "/away"})
    web.answers["/away"] = Answer(status=status, headers={"location": f"{second_web.url}/there"})
    second_web.answers["/there"] = Answer(status=status, headers={"location": f"{web.url}/home"})
    web.answers["/home"] = Answer(body=b"arrived")
    both = account(web.url, second_web.url)  # it is dropped also where the other origin is one of its own
    assert (await request(f"{web.url}/same", account=both))["body"] == "arrived"
    sent = [one.headers.get("authorization") for one in (*web.received, *second_web.received)]
    assert sent == ["Bearer geheim", "Bearer geheim", None, None]


async def test_a_refused_connection_is_named(web: WebServer) -> None:
    web.answers["/x"] = Answer(status=401)
    with pytest.raises(CredentialError, match=r"127\.0\.0\.1 refused the connection “GitHub” \(401\)") as refused:
        await request(f"{web.url}/x", account=account(web.url))
    assert not refused.value.passing
    assert "geheim" not in str(refused.value)


def test_the_plan_names_the_credential() -> None:
    plan = http_request.plan(HttpRequest(url="https://api.github.com/x", connection="GitHub"))
    assert [(one.verb, one.target) for one in plan] == [
        ("reach", "api.github.com"), ("send", "the credential of “GitHub” to api.github.com"),
    ]  # fmt: skip


async def test_the_preview_shows_what_would_go_out_but_no_secret(web: WebServer) -> None:
    config = HttpRequest(
        method="POST", url=f"{web.url}/{{{{ name }}}}", query={"q": "a b"}, body='{"a": 1}',
        headers={"Authorization": "Bearer hunter2", "X-Note": "ghp_" + "a" * 36, "X-Mine": "m"},
    )  # fmt: skip
    shown = await http_request.previewed(config, FakeContext({"name": "x"}))
    assert shown.splitlines() == [
        f"would send POST {web.url}/x?q=a+b", "with the headers", "  Authorization: [hidden]", "  X-Note: [hidden]",
        "  X-Mine: m", "with the body:", '{"a": 1}',
    ]  # fmt: skip
    with pytest.raises(BlockError, match="The body is not JSON"):
        await http_request.previewed(config.model_copy(update={"body": "{"}), FakeContext({"name": "x"}))
    assert web.received == []


async def test_a_port_that_there_can_not_be_is_a_sentence(web: WebServer) -> None:
    for port in ("99999", "-1"):
        with pytest.raises(BlockError, match="names a port that there can't be"):
            await request("http://127.0.0.1:{{ port }}/x", {"port": port})
    assert "names a port" in check(HttpRequest, {"url": "http://127.0.0.1:99999/x"})[1]["url"]
    web.answers["/x"] = Answer(302, {"location": "http://127.0.0.1:99999/y"})
    with pytest.raises(BlockError, match="names a port that there can't be"):
        await request(f"{web.url}/x")
