"""run: what it asks, what it takes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.test_run import on_a_terminal


@pytest.fixture
def asks(cli: Cli, tmp_path: Path) -> str:
    """The slug of an automation with the inputs `title` (Untitled) and `note` (nothing), written to `out`."""
    goal = f"when I say so run 'echo {{{{ event.title }}}}:{{{{ event.note }}}} > {tmp_path / 'out'}'"
    made: str = cli("new", goal, "--off", "--json", "--set", "inputs=title: Untitled\nnote:").json["slug"]
    return made


def out(tmp_path: Path) -> str:
    return (tmp_path / "out").read_text()


def test_without_a_terminal_inputs_have_their_defaults(cli: Cli, asks: str, tmp_path: Path) -> None:
    assert cli("run", asks, "--wait").code == 0
    assert out(tmp_path) == "Untitled:\n"


def test_on_a_terminal_it_asks_for_what_was_not_given(home: Path, asks: str, tmp_path: Path) -> None:
    code, shown = on_a_terminal(home, "run", asks, "--wait", "--set", "note=n", typed="Hello\n", after="[Untitled]: ")
    assert (code, out(tmp_path)) == (0, "Hello:n\n")
    assert "note" not in shown.partition("Run 1")[0]


def test_a_sample_event_from_a_file_or_from_stdin(cli: Cli, asks: str, tmp_path: Path) -> None:
    sample = json.dumps({"title": "from file", "note": "1"})
    (tmp_path / "event.json").write_text(sample)
    assert cli("run", asks, "--wait", "--event", str(tmp_path / "event.json")).code == 0
    assert out(tmp_path) == "from file:1\n"
    assert cli("run", asks, "--wait", "--event", "-", "--set", "note=2", stdin=sample).code == 0
    assert out(tmp_path) == "from file:2\n"


def test_the_data_of_an_earlier_run(cli: Cli, asks: str, tmp_path: Path) -> None:
    cli("run", asks, "--wait", "--set", "title=first")
    assert cli("run", asks, "--wait", "--like", "1", "--set", "note=n").code == 0
    assert out(tmp_path) == "first:n\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "code"),
    [(["--event", "-"], "[1]", 2), (["--event", "-"], "{", 2), (["--event", "/no/such"], "", 3),
     (["--event", "/"], "", 2), (["--like", "99"], "", 3), (["--like", "1", "--event", "-"], "{}", 2),
     (["--set", "=x"], "", 2)],
)  # fmt: skip
def test_data_that_can_not_be_is_a_sentence(cli: Cli, asks: str, arguments: list[str], stdin: str, code: int) -> None:
    answer = cli("run", asks, *arguments, stdin=stdin)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == 1
    assert cli("runs", "--json").json == []


def test_conditions_are_asked_unless_they_shall_not_be(cli: Cli, tmp_path: Path) -> None:
    goal = f"every day at 08:00, only if {{{{ event.n }}}} is 5, run 'echo did > {tmp_path / 'out'}'"
    slug = cli("new", goal, "--off", "--json").json["slug"]
    assert cli("run", slug, "--wait", "--set", "n=1").out.startswith("Run 1: skipped.")
    assert "would run" not in cli("run", slug, "--dry", "--set", "n=1").out
    assert "would run" in cli("run", slug, "--dry", "--set", "n=1", "--no-conditions").out
    assert cli("run", slug, "--wait", "--set", "n=1", "--no-conditions").out.startswith("Run 2: success.")
    assert out(tmp_path) == "did\n"


def test_following_prints_the_runs_log_until_it_ends(cli: Cli) -> None:
    slug = cli("new", "every day at 08:00 run 'echo one; echo two; false'", "--off", "--json").json["slug"]
    followed = cli("run", slug, "--follow")
    assert followed.code == 1
    words = [line.rpartition("  ")[2] for line in followed.lines]
    assert words[0] == "Queued by hand"
    assert words.index("| one") < words.index("| two") < len(words) - 1
    assert followed.lines[-1].startswith("Run 1: failure.")


def test_following_as_json_prints_one_object_a_line_and_last_the_run(cli: Cli, daily: str) -> None:
    lines = [json.loads(line) for line in cli("run", daily, "--follow", "--json").lines]
    assert {line["event_type"] for line in lines[:-1]} >= {"queued", "started", "completed"}
    assert (lines[-1]["id"], lines[-1]["status"]) == (1, "success")


@pytest.fixture
def noting(cli: Cli, tmp_path: Path) -> str:
    """The slug of an automation that writes down what a file's trigger tells."""
    goal = f"when a file appears in {tmp_path} run 'echo {{{{ event.name }}}} > {tmp_path / 'out'}'"
    made: str = cli("new", goal, "--off", "--json").json["slug"]
    return made


def test_what_only_a_trigger_tells_is_named_and_may_be_given(cli: Cli, noting: str, tmp_path: Path) -> None:
    refused = cli("run", noting, "--wait")
    assert (refused.code, refused.out) == (4, "")
    assert "it saw nothing: name. Give --set name=…." in refused.err
    assert cli("run", noting, "--wait", "--set", "name=a.pdf").code == 0
    assert out(tmp_path) == "a.pdf\n"
    assert "or --like 1 for what run 1 saw" in cli("run", noting).err
    assert cli("run", noting, "--dry").code == 0


def test_on_a_terminal_what_a_trigger_would_tell_is_asked_with_what_it_told_last(
    home: Path, cli: Cli, noting: str, tmp_path: Path
) -> None:
    assert cli("run", noting, "--wait", "--set", "name=a.pdf").code == 0
    code, shown = on_a_terminal(home, "run", noting, "--wait", typed="b.pdf\n", after="[a.pdf]: ")
    assert (code, out(tmp_path)) == (0, "b.pdf\n")
    assert "Run it as if its trigger saw this (run 1 did):" in shown
