"""connections login: what a person sees and types, what scripts get, and who tells that a login is needed."""

import json
from pathlib import Path

import pytest

from tests.blocks.conftest import web
from tests.blocks.web import Answer, WebServer
from tests.cli.conftest import Cli
from tests.providers.login.hostile import GOOD, as_answer, serve

__all__ = ["web"]  # a fixture


@pytest.fixture
def kept(cli: Cli, web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WebServer:
    """A connection that has not logged in, and a vault for what a login gives."""
    monkeypatch.setenv("NOMOLOGI_VAULT_KEY_FILE", str(tmp_path / "key"))
    assert "Secrets go there from now on." in cli("doctor", "--make-vault").err
    serve(web)
    web.answers["/device"] = as_answer(
        {"device_code": "d", "user_code": "ABCD-EFGH", "verification_uri": f"{web.url}/activate", "interval": 0}
    )
    made = cli("connections", "add", "oauth", "Home", "--set", f"issuer={web.url}", "--set", "client_id=nomologi",
               "--set", f"hosts={web.url}", "--no-login", "--json")  # fmt: skip
    assert (made.code, made.json["status"]) == (0, "unknown")
    return web


def test_a_code_is_shown_on_stderr_and_the_result_is_one_document(cli: Cli, kept: WebServer) -> None:
    done = cli("connections", "login", "home", "--json")
    assert f"Open {kept.url}/activate and type the code ABCD-EFGH there (it holds until " in done.err
    assert (done.code, done.json["status"], done.json["renews"]) == (0, "ok", True)
    [shown] = cli("connections", "list", "--json").json
    assert (shown["health"], shown["renews"], shown["expires_at"]) == ("ok", True, done.json["expires_at"])
    assert "in 59 min, renews itself  ada@example.com" in cli("connections", "list").out
    assert shown["account"] == "ada@example.com"
    assert str(GOOD["access_token"]) not in json.dumps(shown) + done.out + done.err
    kept.answers["/me"] = Answer()
    tried = cli("connections", "test", "Home")
    assert tried.out.startswith("127.0.0.1 took it (200). Its token holds until ")
    assert tried.out.endswith(" and renews itself.\n")


def test_adding_logs_in_at_once_and_a_refusal_keeps_the_connection(cli: Cli, kept: WebServer) -> None:
    kept.answers["/token"] = as_answer({"error": "access_denied"}, 400)
    added = cli("connections", "add", "oauth", "Other", "--set", f"issuer={kept.url}", "--set", "client_id=x",
                "--set", f"hosts={kept.url}")  # fmt: skip
    assert (added.code, added.out) == (1, "")
    assert "If this does not work: nomologi connections login 2" in added.err
    assert "The login at 127.0.0.1 was declined there." in added.err
    assert [one["health"] for one in cli("connections", "list", "--json").json] == ["needs login", "needs login"]


def test_a_browser_elsewhere_needs_an_address_to_be_pasted(cli: Cli, kept: WebServer) -> None:
    done = cli("connections", "login", "Home", "--paste", stdin="\nhttp://127.0.0.1/callback?code=x&state=y\n")
    assert (done.code, done.out) == (4, "")
    for words in (f"{kept.url}/authorize?", "code_challenge=", "That address does not belong", "No address was pasted"):
        assert words in done.err


def test_a_login_that_is_needed_is_shown_by_status_and_why(
    cli: Cli, kept: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "t-0123456789")
    cli("connections", "add", "bearer", "Plain", "--set", "token=env:TOKEN", "--set", f"hosts={kept.url}")
    for label in ("Home", "Plain"):
        goal = f"every day at 08:00 fetch {kept.url}/x"
        slug = cli("new", goal, "--set", f"what.connection={label}", "--yes", "--json").json["slug"]
        kept.answers["/x"] = Answer(401)
        if label == "Home":
            cli("connections", "login", "Home")
        assert cli("run", slug, "--wait").code == 1
    status = cli("status")
    assert "connection: “Home” needs login: nomologi connections login 1" in status.lines
    assert "connection: “Plain” refused: nomologi connections test 2" in status.lines
    assert [one["status"] for one in cli("status", "--json").json["connections"]] == ["needs_login", "refused"]
    assert [one["health"] for one in cli("connections", "list", "--json").json] == ["needs login", "refused"]
    kept.answers["/x"] = Answer()
    assert cli("run", slug, "--wait").code == 0
    assert [one["label"] for one in cli("status", "--json").json["connections"]] == ["Home"]


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (("Home", "--device", "--paste"), 2, "one way to log in at a time"), (("Nobody",), 3, "no connection called"),
])  # fmt: skip
def test_bad_input_is_one_line(cli: Cli, kept: WebServer, arguments: tuple[str, ...], code: int, words: str) -> None:
    answer = cli("connections", "login", *arguments)
    assert (answer.code, answer.out, words in answer.err, answer.err.count("\n")) == (code, "", True, 1)
