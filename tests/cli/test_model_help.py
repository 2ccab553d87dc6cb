"""new --help-by-model: what a model suggests is marked, and not turned on unseen."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.blocks.conftest import serving
from tests.blocks.web import Answer, WebServer
from tests.cli.conftest import Cli

GOAL = "every day at 7 flurb the gnork"
DRAFT = {
    "when": [{"block": "schedule", "config": {"times": ["07:00"]}}],
    "what": [{"block": "run_command", "config": {"command": "gnork"}}],
}


@pytest.fixture
def web(home: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    said = {"choices": [{"index": 0, "message": {"role": "assistant", "content": json.dumps(DRAFT)}}]}
    with serving() as found:
        found.answers["/v1/chat/completions"] = Answer(body=json.dumps(said).encode())
        added = cli("connections", "add", "openai", "Ours", "--set", f"url={found.url}/v1", "--set", "model=tiny")
        assert added.code == 0, added.err
        monkeypatch.setenv("NOMOLOGI_HELP_CONNECTION", "Ours")
        yield found


def test_a_suggestion_is_marked_and_saved_switched_off_even_with_yes(cli: Cli, web: WebServer) -> None:
    made = cli("new", GOAL, "--help-by-model", "--yes")
    assert made.code == 0
    assert "Suggested by tiny: look at each step" in made.err
    assert "not turned on unseen" in made.err
    assert made.lines[-1].endswith(", off.")
    assert cli("list", "--json").json[0]["status"] == "draft"


def test_json_says_who_suggested_it(cli: Cli, web: WebServer) -> None:
    made = cli("new", GOAL, "--help-by-model", "--off", "--json").json
    assert (made["suggested_by"], made["steps"][1]["words"]) == ("tiny", "run `gnork`")


def test_a_goal_that_is_understood_is_not_sent_anywhere(cli: Cli, web: WebServer) -> None:
    asked = len(web.received)
    made = cli("new", "every day at 7 run 'true'", "--help-by-model", "--yes", "--json").json
    assert (made["suggested_by"], made["status"], len(web.received)) == (None, "active", asked)


def test_without_the_option_no_model_is_asked(cli: Cli, web: WebServer) -> None:
    asked = len(web.received)
    assert cli("new", GOAL, "--yes").code == 4
    assert len(web.received) == asked


def test_without_the_setting_it_needs_a_person(cli: Cli, home: Path) -> None:
    made = cli("new", GOAL, "--help-by-model", "--yes")
    assert made.code == 4
    assert "No model is set" in made.err
