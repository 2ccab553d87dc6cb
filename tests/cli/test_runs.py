"""run, runs, trace, cancel."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import lives, wait_until

UTC_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
KEYS = ["id", "automation", "status", "trigger", "started_at", "finished_at", "duration_s", "summary", "error"]


def make(cli: Cli, command: str) -> str:
    made: str = cli("new", f"every day at 08:00 run '{command}'", "--off", "--json").json["slug"]
    return made


def test_a_run_is_queued_and_says_that_nobody_takes_it(cli: Cli, daily: str) -> None:
    queued = cli("run", daily)
    assert (queued.code, queued.out) == (0, f"Run 1 of {daily} is queued.\n")
    assert queued.err.startswith("No runner is on")
    assert cli("runs", "--json").json[0]["status"] == "pending"


def test_a_queued_run_as_json(cli: Cli, daily: str) -> None:
    assert cli("run", daily, "--json").json == {"run": 1, "automation": daily, "status": "pending"}


def test_rehearsing_says_every_effect_and_causes_none(cli: Cli, tmp_path: Path) -> None:
    slug = make(cli, f"touch {tmp_path / 'made'}")
    rehearsed = cli("run", slug, "--dry")
    assert rehearsed.code == 0
    assert rehearsed.out.startswith("run_command: would run `touch ")
    assert not (tmp_path / "made").exists()
    assert cli("runs", "--json").json == []
    document = cli("run", slug, "--dry", "--json").json
    keys = ["step", "block", "status", "words", "error", "item", "depth"]
    assert list(document["steps"][0]) == keys


def test_waiting_carries_out_this_run_alone_where_no_runner_is_on(cli: Cli, daily: str, tmp_path: Path) -> None:
    other = make(cli, f"touch {tmp_path / 'made'}")
    cli("run", other)
    done = cli("run", daily, "--wait")
    assert (done.code, done.out) == (0, "Run 2: success. Done: run `echo hello`.\n")
    assert not (tmp_path / "made").exists()
    assert [one["status"] for one in cli("runs", "--json").json] == ["success", "pending"]


def test_waiting_for_a_failure_exits_1_with_its_sentence(cli: Cli) -> None:
    done = cli("run", make(cli, "echo no luck >&2; exit 3"), "--wait")
    assert done.code == 1
    assert done.out.startswith("Run 1: failure.")
    assert "ended with exit code 3: no luck" in done.err


def test_inputs_reach_the_command_as_values(cli: Cli, tmp_path: Path) -> None:
    slug = make(cli, f"echo {{{{ event.name }}}} > {tmp_path / 'out'}")
    assert cli("run", slug, "--wait", "--set", "name=a b;$(id)").code == 0
    assert (tmp_path / "out").read_text() == "a b;$(id)\n"


def test_a_value_that_is_not_there_fails_with_its_name(cli: Cli) -> None:
    done = cli("run", make(cli, "echo {{ steps.nothing.text }}"), "--wait")
    assert done.code == 1
    assert "asks for a value that is not there" in done.err


def test_an_input_without_a_value_is_bad_input(cli: Cli, daily: str) -> None:
    assert cli("run", daily, "--set", "name").code == 2
    assert cli("runs", "--json").json == []


def test_runs_have_the_shape_that_scripts_depend_on(cli: Cli, daily: str) -> None:
    cli("run", daily, "--wait")
    (one,) = cli("runs", "--json").json
    assert list(one) == KEYS
    assert (one["automation"], one["trigger"], one["error"]) == (daily, "manual", "")
    assert UTC_TIME.match(one["started_at"])
    assert UTC_TIME.match(one["finished_at"])
    assert 0 <= one["duration_s"] < 60


def test_runs_are_chosen_by_automation_state_and_time(cli: Cli, daily: str) -> None:
    failing = make(cli, "false")
    cli("run", daily, "--wait")
    cli("run", failing, "--wait")
    assert [one["id"] for one in cli("runs", "--json").json] == [2, 1]
    assert [one["id"] for one in cli("runs", "--json", "--status", "failure").json] == [2]
    assert [one["id"] for one in cli("runs", "--json", daily).json] == [1]
    assert [one["id"] for one in cli("runs", "--json", "--since", "1h").json] == [2, 1]
    assert cli("runs", "--json", "--since", "2999-01-01").json == []
    assert [one["id"] for one in cli("runs", "--json", "--since", "0001-01-01").json] == [2, 1]
    assert len(cli("runs", "--json", "--limit", "1").json) == 1


@pytest.mark.parametrize("option", [("--status", "lost"), ("--since", "soon"), ("--limit", "0"), ("--limit", "x")])
def test_an_option_that_can_not_be_read_is_bad_input(cli: Cli, daily: str, option: tuple[str, str]) -> None:
    answer = cli("runs", *option)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1


def test_trace_shows_each_step_with_its_values(cli: Cli, daily: str) -> None:
    cli("run", daily, "--wait")
    traced = cli("trace", "1")
    assert traced.lines[0] == f"Run 1 of {daily}: success, by manual. Done: run `echo hello`."
    assert "     output.stdout: hello" in traced.lines
    document = cli("trace", "1", "--json").json
    assert list(document) == [*KEYS, "input", "output", "steps", "replay_of", "against", "diff"]
    assert document["steps"][0]["output"]["stdout"] == "hello"


def test_no_value_in_a_trace_looks_like_a_line_of_ours(cli: Cli) -> None:
    slug = make(cli, r'printf "a\n9. forged: success\n"')
    cli("run", slug, "--wait")
    traced = cli("trace", "1").lines
    assert [line for line in traced if line.startswith("9.")] == []
    assert "       | 9. forged: success" in traced
    assert "     output.cut: false" in traced


@pytest.mark.parametrize("command", ["trace", "cancel"])
@pytest.mark.parametrize(("number", "code"), [("99", 3), ("0", 3), ("9" * 30, 3), ("x", 2)])
def test_an_unknown_run_is_not_found(cli: Cli, daily: str, command: str, number: str, code: int) -> None:
    answer = cli(command, number)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == 1


def test_cancelling_a_queued_run_ends_it_at_once(cli: Cli, daily: str) -> None:
    cli("run", daily)
    assert cli("cancel", "1").out == "Run 1 is cancelled.\n"
    assert cli("runs", "--json").json[0]["status"] == "cancelled"
    assert cli("cancel", "1").code == 2


def test_all_runs_of_an_automation_that_have_not_begun_are_cancelled_together(cli: Cli, daily: str) -> None:
    cli("new", "every day at 09:00 run 'echo other'", "--yes")
    for name in (daily, daily, "every-day-at-09"):
        cli("run", name)
    assert cli("cancel", "--queued", daily).out == f"Cancelled: 2 runs of {daily} that had not begun.\n"
    assert [run["status"] for run in cli("runs", "--json").json] == ["pending", "cancelled", "cancelled"]
    assert len([line for line in cli("logs", daily).lines if "before it began" in line]) == 2
    assert cli("cancel", "--queued", daily).out == f"Cancelled: 0 runs of {daily} that had not begun.\n"


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("1", "--queued", "x"), 2), (("--queued", "x"), 3)])
def test_what_shall_be_cancelled_is_said_once(cli: Cli, daily: str, arguments: tuple[str, ...], code: int) -> None:
    answer = cli("cancel", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)


HOSTILE = 'printf "\\033[31mred\\033]0;title\\007\\000\\377 [/foo] \\342\\200\\256back\\n"'


def test_what_a_command_prints_is_shown_without_a_control_byte(cli: Cli) -> None:
    slug = cli("new", "every day at 08:00 run 'true'", "--off", "--json", "--set", f"command={HOSTILE}").json["slug"]
    assert cli("run", slug, "--wait").code == 0
    for shown in (
        cli("trace", "1"),
        cli("logs"),
        cli("trace", "1", "--json"),
        cli("logs", "--json"),
        cli("show", slug),
    ):
        assert shown.code == 0
        assert not [char for char in shown.out if not char.isprintable() and char != "\n"]
    assert "[/foo]" in cli("trace", "1").out


def test_a_flood_is_cut_and_the_cut_is_marked(cli: Cli) -> None:
    done = cli("run", make(cli, 'head -c 3000000 /dev/zero | tr "\\0" x'), "--wait")
    assert done.code == 0
    assert cli("trace", "1", "--json").json["steps"][0]["output"]["cut"] is True
    assert len(cli("logs").out) < 1_000_000


def test_no_child_outlives_its_run(cli: Cli, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    cli("run", make(cli, f"sleep 300 & echo $! > {mark}; setsid sleep 301 & exit 0"), "--wait")
    wait_until(lambda: not lives(int(mark.read_text())))


def test_runs_are_chosen_by_words(cli: Cli, daily: str) -> None:
    cli("run", daily, "--wait")
    cli("run", make(cli, "echo no luck >&2; exit 3"), "--wait")
    assert [one["id"] for one in cli("runs", "--grep", "NO LUCK", "--json").json] == [2]
    assert cli("runs", "--grep", "50%", "--json").json == []


def test_runs_are_counted_by_the_day(cli: Cli, daily: str) -> None:
    cli("run", daily, "--wait")
    cli("run", make(cli, "exit 3"), "--wait")
    told = cli("runs", "--per-day")
    assert [line.split()[-4:] for line in told.lines[:2]] == [["DAY", "OK", "FAILED", "OTHERS"], ["1", "1", "0", "#x"]]
    days = cli("runs", daily, "--per-day", "--since", "2d", "--json").json
    assert [(one["success"], one["failure"]) for one in days] == [(0, 0), (0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--per-day", "--asks"], "--per-day counts runs in every state."),
        (["--per-day", "--since", "9000d"], "--per-day counts a year at most."),
        (["--asks", "--status", "failure"], "--asks are runs in state waiting."),
    ],
)
def test_flags_that_exclude_each_other_are_named(cli: Cli, arguments: list[str], sentence: str) -> None:
    done = cli("runs", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(sentence)
