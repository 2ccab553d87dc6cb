"""replay, and what `trace` says about one."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.test_run import on_a_terminal
from tests.support import nomologi_here


@pytest.fixture
def hello(cli: Cli, tmp_path: Path) -> str:
    """The slug of an automation that appends its event's `name` to the file `out`, and ran once with `a`."""
    goal = f"every day at 08:00 run 'echo {{{{ event.name }}}} >> {tmp_path / 'out'}'"
    slug: str = cli("new", goal, "--off", "--json").json["slug"]
    assert cli("run", slug, "--wait", "--set", "name=a").code == 0
    return slug


def out(tmp_path: Path) -> list[str]:
    return (tmp_path / "out").read_text().split()


def test_what_should_happen_once_needs_a_word_where_nobody_can_be_asked(cli: Cli, hello: str, tmp_path: Path) -> None:
    refused = cli("replay", "1")
    assert refused.code == 4
    assert refused.err.startswith("What should happen once would happen again: 2 run_command")
    assert len(cli("runs", "--json").json) == 1
    assert out(tmp_path) == ["a"]


def test_a_replay_says_what_it_does_again_and_that_nothing_differs(cli: Cli, hello: str, tmp_path: Path) -> None:
    done = cli("replay", "1", "--yes", "--wait")
    assert done.code == 0
    assert done.lines[0] == f"Repeats run 1 on revision 1 of {hello}."
    assert done.lines[1].startswith("Done again, though it happened already: 2 run_command")
    assert done.lines[-1] == "Against run 1: nothing differs."
    assert out(tmp_path) == ["a", "a"]


def test_other_values_are_set_and_the_difference_is_shown(cli: Cli, hello: str, tmp_path: Path) -> None:
    done = cli("replay", "1", "--yes", "--wait", "--set", "name=b;$(id)")
    assert "  event  name: a → b;$(id)" in done.lines
    assert (tmp_path / "out").read_text() == "a\nb;$(id)\n"
    assert "  event  name: a → b;$(id)" in cli("trace", "2").lines
    assert "repeats run 1" in cli("trace", "2").lines[0]


def test_documents_of_a_replay(cli: Cli, hello: str) -> None:
    queued = cli("replay", "1", "--yes", "--json").json
    assert queued == {
        "run": 2, "automation": hello, "status": "pending", "replay_of": 1, "revision": 1, "taken_over": [],
        "twice": ["run_command"],
    }  # fmt: skip
    waited = cli("replay", "1", "--yes", "--json", "--wait", "--set", "name=b").json
    assert (waited["id"], waited["trigger"], waited["replay_of"]) == (3, "replay", 1)
    name = {"step": "event", "field": "name", "before": "a", "after": "b"}
    assert name in waited["diff"]
    traced = cli("trace", "3", "--json").json
    assert name in traced["diff"]
    assert cli("trace", "3", "1", "--diff", "--json").json == {
        "run": 3, "replay_of": 1, "against": 1, "diff": traced["diff"],
    }  # fmt: skip


def test_any_two_runs_are_compared(cli: Cli, hello: str) -> None:
    cli("run", hello, "--wait", "--set", "name=c")
    assert "  event  name: a → c" in cli("trace", "2", "1", "--diff").lines
    assert cli("trace", "2", "99").code == 3
    alone = cli("trace", "2", "--diff")
    assert (alone.code, alone.out) == (2, "")
    assert alone.err.startswith("Run 2 repeats no other run.")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["99"], 3), (["0"], 3), (["9" * 30], 3), (["x"], 2), (["1", "--from-step", "7"], 2), (["1", "--from-failed"], 2),
     (["1", "--from-failed", "--from-step", "2"], 2), (["1", "--set", "name"], 2), (["99", "--set", "a=b"], 3),
     (["1", "--edited"], 4)],
)  # fmt: skip
def test_what_can_not_be_is_a_sentence_and_changes_nothing(
    cli: Cli, hello: str, arguments: list[str], code: int
) -> None:
    answer = cli("replay", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == 1
    assert len(cli("runs", "--json").json) == 1


def test_a_run_that_has_not_ended_is_refused(cli: Cli, daily: str) -> None:
    cli("run", daily)
    for more in ([], ["--set", "a=b"]):
        answer = cli("replay", "1", "--yes", *more)
        assert (answer.code, answer.err.startswith("Run 1 has not ended yet: it is pending.")) == (2, True)


def test_the_data_is_edited_in_the_persons_editor(home: Path, cli: Cli, hello: str, tmp_path: Path) -> None:
    code, shown = on_a_terminal(home, "replay", "1", "--edited", "--yes", "--wait", EDITOR='sed -i s/\\"a\\"/\\"b\\"/')
    assert (code, out(tmp_path)) == (0, ["a", "b"])
    assert "event  name: a → b" in shown


@pytest.mark.parametrize("editor", ["false", "/no/such/editor", "'", "sh -c 'echo [ > $0'", "sh -c 'rm $0'"])
def test_an_editor_that_leaves_no_data_behind_changes_nothing(home: Path, hello: str, editor: str) -> None:
    code, shown = on_a_terminal(home, "replay", "1", "--edited", "--yes", VISUAL=editor)
    assert code == 2
    assert "Traceback" not in shown
    assert nomologi_here(home, "runs", "--json").stdout.count('"id"') == 1


@pytest.mark.parametrize(("typed", "wanted"), [("y\n", ["a", "a"]), ("n\n", ["a"])])
def test_on_a_terminal_it_asks_before_something_happens_twice(
    home: Path, hello: str, tmp_path: Path, typed: str, wanted: list[str]
) -> None:
    code, shown = on_a_terminal(home, "replay", "1", "--wait", typed=typed, after="Do it again?")
    assert (code, out(tmp_path)) == (0, wanted)
    assert "Done again, though it happened already" in shown


def test_what_a_step_wrote_is_shown_without_a_control_byte(cli: Cli, tmp_path: Path) -> None:
    line = f"cat {tmp_path / 'text'}"
    (tmp_path / "text").write_bytes(b"\x1b]0;title\x07 one [/foo]\n\xff")
    slug = cli("new", f"every day at 08:00 run '{line}'", "--off", "--json").json["slug"]
    cli("run", slug, "--wait")
    (tmp_path / "text").write_bytes(b"\x1b[31m two\n\xe2\x80\xae three")
    for shown in (cli("replay", "1", "--yes", "--wait"), cli("trace", "2"), cli("trace", "2", "--diff", "--json")):
        assert "two" in shown.out
        assert not [char for char in shown.out if not char.isprintable() and char != "\n"]
