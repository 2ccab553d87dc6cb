"""Each condition from a goal and `--set` to a run by hand, with real files, commands and connections."""

import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

CASES = [
    ("if ~/backup exists", {"path": "{tmp}"}, "success", ""),
    ("if ~/backup exists", {"pattern": "*.tgz", "path": "{tmp}"}, "skipped", "*.tgz does not exist"),
    ("if `true` succeeds", {"command": "test -d {tmp}"}, "success", ""),
    ("if `true` succeeds", {"command": "test -f {tmp}", "timeout": "5s"}, "skipped", "ended with exit code 1"),
    ("if nas.local is reachable", {"host": "127.0.0.1", "port": "{port}"}, "success", ""),
    ("if 127.0.0.1 answers on port 22", {"port": "{shut}", "timeout": "2s"}, "skipped", "was refused"),
    ("if the last run failed", {"state": "is running"}, "skipped", "this automation is not running"),
    ("if {{ run.id }} is new", {"value": "x"}, "success", ""),
    ("if {{ run.id }} has changed", {"value": "x", "first": "is a change"}, "success", ""),
    ("if {{ run.id }} is above 0 for 10 min", {"right": "-1"}, "skipped", "is greater than -1, for 0 s"),
    ("if it is a public holiday", {"kind": "workday", "country": "Atlantis"}, "", "No public holidays are known"),
    ("if `1 > 0` holds", {"expression": "run.id > 99"}, "skipped", 'does not hold: run.id is "1"'),
]


@pytest.mark.parametrize(("said", "fields", "status", "words"), CASES)
def test_a_condition_decides_by_hand_too(
    cli: Cli, tmp_path: Path, said: str, fields: dict[str, str], status: str, words: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        places = {"{tmp}": str(tmp_path), "{port}": str(server.getsockname()[1]), "{shut}": "1"}
        sets = []
        for name, value in fields.items():
            sets += ["--set", f"if.{name}={places.get(value, value.replace('{tmp}', str(tmp_path)))}"]
        made = cli("new", f"every hour run 'true' {said}", "--yes", "--json", *sets)
        if not status:
            assert (made.code, words in made.err) == (2, True)
            return
        slug = made.json["slug"]
        cli("run", slug, "--wait")
        (run,) = cli("runs", slug, "--json").json
        assert (run["status"], words in run["summary"]) == (status, True)


def test_what_was_let_through_once_is_skipped_the_next_time(cli: Cli) -> None:
    goal = "every hour run 'true' if {{ run.id }} is new"
    slug = cli("new", goal, "--yes", "--json", "--set", "if.value=same").json["slug"]
    for _ in range(2):
        cli("run", slug, "--wait")
    newest, first = cli("runs", slug, "--json").json
    assert (first["status"], newest["status"]) == ("success", "skipped")
    assert '"same" was seen before' in newest["summary"]
