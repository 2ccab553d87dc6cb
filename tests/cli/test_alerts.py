"""alerts, and what status says of them."""

from pathlib import Path

import pytest

from nomologi_tui.store.secrets import BUS
from tests.blocks.conftest import web
from tests.blocks.web import Answer, WebServer
from tests.cli.conftest import Cli

__all__ = ["web"]  # a fixture
TOKEN = "hush-hush-token"


@pytest.fixture(autouse=True)
def _no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/bin:/usr/bin")
    monkeypatch.setenv(BUS, "unix:path=/no/such/bus")


@pytest.fixture
def phone(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> WebServer:
    monkeypatch.setenv("PHONE", web.url.replace("http", "json") + f"/{TOKEN}")
    monkeypatch.setenv("NOMOLOGI_ALERT_CHANNEL", "env:PHONE")
    return web


@pytest.fixture
def failed(cli: Cli) -> str:
    """The slug of an automation whose run failed just now."""
    slug: str = cli("new", "every day at 08:00 run 'exit 3'", "--yes", "--json").json["slug"]
    assert cli("run", slug, "--wait").code == 1
    return slug


def test_a_home_that_is_not_there_yet_has_no_alerts_and_stays_so(cli: Cli, home: Path) -> None:
    document = cli("alerts", "--json").json
    assert (document["alerts"], set(document["channel"])) == ([], {"kind", "words"})
    assert not home.exists()


def test_a_failure_is_held_until_a_runner_tells_it(cli: Cli, failed: str, phone: WebServer) -> None:
    document = cli("alerts", "--json").json
    [alert] = document["alerts"]
    assert (alert["automation"], alert["kind"], alert["state"], alert["run_id"]) == (failed, "failed", "held", 1)
    assert alert["created_at"].endswith("Z")
    assert document["channel"] == {"kind": "message", "words": "the address in env:PHONE"}
    shown = cli("alerts")
    assert shown.lines[0] == "channel: the address in env:PHONE"
    assert "held, " in shown.lines[2]
    assert "Failed: every day at 08:00 run 'exit 3'" in shown.lines[2]


def test_status_shows_what_is_open(cli: Cli, failed: str) -> None:
    told = cli("status", "--json").json["alerts"]
    assert (told["held"], told["failed"]) == (1, 0)
    [trouble] = told["open"]
    assert (trouble["automation"], trouble["kind"], trouble["told"]) == (failed, "failed", False)
    assert f"open: {failed} Failed: every day at 08:00 run 'exit 3' (" in cli("status").out
    assert "alerts: 1 held, by " in cli("status").out


def test_the_channel_can_be_tested(cli: Cli, phone: WebServer) -> None:
    phone.answers[f"/{TOKEN}"] = Answer()
    assert cli("alerts", "--test").out == "Sent by JSON.\n"
    assert cli("alerts", "--test", "--json").json == {"sent": True, "channel": "JSON"}
    assert len(phone.received) == 2


def test_a_channel_that_does_not_work_says_why_without_its_address(cli: Cli, phone: WebServer) -> None:
    answer = cli("alerts", "--test")
    assert (answer.code, TOKEN in answer.out + answer.err) == (1, False)
    assert "JSON did not take the message" in answer.err


def test_what_is_off_can_not_be_tested(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMOLOGI_ALERT_CHANNEL", "off")
    answer = cli("alerts", "--test")
    assert (answer.code, answer.err.partition(".")[0]) == (2, "Alerts are off")


def test_the_terminal_needs_no_test(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMOLOGI_ALERT_CHANNEL", "terminal")
    assert cli("alerts", "--test").out == "Sent by the terminal.\n"


def test_an_address_in_the_settings_is_refused_and_not_repeated(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMOLOGI_ALERT_CHANNEL", f"ntfy://{TOKEN}")
    answer = cli("alerts")
    assert (answer.code, TOKEN in answer.err, "env:NAME" in answer.err) == (2, False, True)
