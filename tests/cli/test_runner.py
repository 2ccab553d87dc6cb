"""status; the runner itself is driven in tests/acceptance."""

import json
from pathlib import Path

from tests.cli.conftest import Cli
from tests.support import Background


def test_the_runner_writes_the_log_to_stderr_as_json(cli: Cli, home: Path) -> None:
    slug = cli("new", "every day at 08:00 run 'echo hello'", "--yes", "--json").json["slug"]
    with Background(home, "runner", "--log", "json") as runner:
        runner.err.wait_for(lambda line: '"listener_ready"' in line)
        cli("run", slug)
        told = json.loads(runner.err.wait_for(lambda line: '"completed"' in line))
        assert (told["automation"], told["level"]) == (slug, "info")
        assert told.keys() == cli("logs", "--json").json[0].keys()
        with Background(home, "runner", "--log", "json") as next_one:
            next_one.err.wait_for(lambda line: '"runner_waiting"' in line)
            assert next_one.stop() == 0
        assert runner.stop() == 0
    runner.err.wait_for(lambda line: '"runner_stopped"' in line)
    assert {*map(tuple, (json.loads(line) for line in (*runner.err.all, *next_one.err.all)))} == {tuple(told)}


def test_as_text_for_journald_with_its_priority(cli: Cli, home: Path, daily: str) -> None:
    with Background(home, "runner", "--log", "text", environ={"JOURNAL_STREAM": "8:1"}) as runner:
        cli("run", daily)
        line = runner.err.wait_for(lambda line: "Done: " in line)
        assert line.startswith("<6>")
        assert daily in line
        assert runner.stop() == 0
