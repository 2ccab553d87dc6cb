"""connections: list, add, test, remove; a secret comes by stdin or stays where it is."""

import pytest

from tests.blocks.conftest import web
from tests.blocks.web import Answer, WebServer
from tests.cli.conftest import Cli

__all__ = ["web"]  # a fixture


@pytest.fixture
def github(cli: Cli, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TOKEN", "ghp-0123456789")
    address = f"test_url={web.url}/me"
    made = cli("connections", "add", "bearer", "GitHub", "--set", "token=env:TOKEN", "--set", f"hosts={web.url}",
               "--set", address, "--json")  # fmt: skip
    assert (made.code, made.json["kind"], made.json["status"]) == (0, "bearer", "unknown")
    label: str = made.json["label"]
    return label


def test_the_kinds_are_listed_with_their_fields(cli: Cli) -> None:
    kinds = {one["kind"]: one["fields"] for one in cli("connections", "add", "--json").json}
    assert {"api_key", "bearer", "basic", "home_assistant", "openai"} <= set(kinds)
    assert [one["name"] for one in kinds["bearer"] if one["secret"]] == ["token"]
    assert "bearer" in cli("connections", "add").out


def test_nothing_but_a_fingerprint_is_shown_of_a_secret(cli: Cli, github: str, web: WebServer) -> None:
    [shown] = cli("connections", "list", "--json").json
    assert (shown["label"], shown["config"]["hosts"], shown["used_by"]) == ("GitHub", [web.url], [])
    assert shown["secrets"]["token"]["kept_in"] == "env"
    everything = cli("connections", "list").out + str(shown)
    assert shown["secrets"]["token"]["fingerprint"] in everything
    assert "0123456789" not in everything


def test_a_connection_is_tried_and_its_status_remembered(cli: Cli, github: str, web: WebServer) -> None:
    web.answers["/me"] = Answer()
    assert cli("connections", "test", "github").out == "127.0.0.1 took it (200).\n"
    assert cli("connections", "list", "--json").json[0]["status"] == "ok"
    web.answers["/me"] = Answer(status=401)
    refused = cli("connections", "test", "GitHub")
    assert (refused.code, refused.out) == (1, "")
    assert "refused the credential" in refused.err
    assert cli("connections", "list", "--json").json[0]["status"] == "refused"


def test_a_secret_that_is_gone_names_the_connection(cli: Cli, github: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOKEN")
    answer = cli("connections", "test", github)
    assert (answer.code, "The connection “GitHub”: The environment holds no secret" in answer.err) == (1, True)
    listed = cli("connections", "list").out.splitlines()[1]
    assert ("untried" in listed, "token unreadable" in listed) == (True, True)


def test_what_is_used_is_removed_by_force_only(cli: Cli, github: str, web: WebServer) -> None:
    goal = f"every day at 08:00 fetch {web.url}/x"
    slug = cli("new", goal, "--set", f"what.connection={github}", "--yes", "--json").json["slug"]
    assert cli("connections", "list", "--json").json[0]["used_by"] == [slug]
    refused = cli("connections", "remove", github)
    assert (refused.code, slug in refused.err, "--force" in refused.err) == (4, True, True)
    assert cli("connections", "remove", github, "--force", "--json").json["removed"]
    assert cli("connections", "list", "--json").json == []


@pytest.mark.parametrize(
    ("given", "missing"),
    [(("bearer", "--set", "hosts=api.github.com"), "--set token=env:NAME"),
     (("mailbox", "--set", "address=a@b.example", "--set", "imap_host=b.example"), "--set password=env:NAME"),
     (("mailbox", "--set", "address=a@b.example", "--set", "password=env:X"), "--set imap_host=…"),
     (("repository", "--set", "to=s3:https://x/b", "--set", "key_id=k"), "--set key=env:NAME")],
)  # fmt: skip
def test_what_is_missing_needs_a_person(cli: Cli, given: tuple[str, ...], missing: str) -> None:
    answer = cli("connections", "add", *given)
    assert (answer.code, answer.out, missing in answer.err) == (4, "", True), answer.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("add", "baerer"), 3), (("test", "nobody"), 3), (("remove", "nobody"), 3), (("add", "bearer", "--set", "x=1"), 2),
     (("add", "bearer", "--set", "token=geheim-geheim"), 2), (("add", "bearer", "--set", "token"), 2)],
)  # fmt: skip
def test_bad_input_is_one_line_on_stderr(cli: Cli, arguments: tuple[str, ...], code: int) -> None:
    answer = cli("connections", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert "geheim-geheim" not in answer.err


def test_a_secret_on_stdin_needs_a_keyring_or_is_refused_whole(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    answer = cli("connections", "add", "bearer", "--set", "hosts=x.example", stdin="ghp-by-stdin-1\n")
    assert (answer.code, "ghp" in answer.err) == (5, False)
    assert cli("connections", "list", "--json").json == []


def test_an_automation_is_not_turned_on_with_a_connection_that_is_not_there(cli: Cli, github: str) -> None:
    goal = ("new", "every day at 08:00 fetch https://api.github.com/x", "--set", "what.connection=GitHbu")
    answer = cli(*goal, "--yes")
    assert (answer.code, "connection: There is no connection called “GitHbu”. Perhaps GitHub?" in answer.err) == (
        4,
        True,
    )
    assert cli("list", "--json").json == []
    slug = cli(*goal, "--off", "--json").json["slug"]
    assert cli("on", slug, "--yes").code == 4


def test_a_connection_that_does_not_fit_is_not_turned_on(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NTFY", "ntfy://topic")
    assert cli("connections", "add", "apprise", "Phone", "--set", "url=env:NTFY").code == 0
    goal = ("new", "every day at 08:00 fetch https://api.github.com/x", "--set", "what.connection=Phone", "--yes")
    answer = cli(*goal)
    assert (answer.code, "“Phone” can't be used for this" in answer.err) == (4, True)


def test_what_an_address_tells_is_said_and_kept_and_a_login_needs_no_password(cli: Cli) -> None:
    made = cli("connections", "add", "mailbox", "Mails", "--set", "address=ada@gmx.net", "--set", "login=Work")
    assert (made.code, "imap_host: imap.gmx.net" in made.err, "smtp_host: mail.gmx.net" in made.err) == (0, True, True)
    [shown] = cli("connections", "list", "--json").json
    assert (shown["config"]["imap_port"], shown["account"], shown["secrets"]) == (993, "ada@gmx.net", {})
