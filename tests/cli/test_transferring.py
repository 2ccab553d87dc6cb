"""Automations as YAML: out, and in again somewhere else, with nothing that belongs to this machine."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nomologi_tui.document import all_from_yaml
from nomologi_tui.errors import BadInputError
from nomologi_tui.usecases.workspace import Workspace
from tests.cli.conftest import Cli

HOOK = "when a webhook is called, run 'echo got it'"


@pytest.fixture
def hook(cli: Cli) -> str:
    made: str = cli("new", HOOK, "--yes", "--json").json["slug"]
    return made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another home."""
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    return tmp_path / "elsewhere"


def test_what_goes_out_comes_in_off_and_goes_out_the_same(
    cli: Cli, daily: str, hook: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = cli("export").out
    monkeypatch.setenv("NOMOLOGI_HOME", str(elsewhere))
    answer = cli("import", "-", stdin=text)
    assert (answer.code, answer.err) == (0, "2 came in, off. Turn one on with: nomologi on SLUG\n")
    assert [one["status"] for one in cli("list", "--json").json] == ["draft", "draft"]
    assert cli("export").out == text
    assert cli("on", daily, "--yes").code == 0


def test_no_webhooks_address_goes_out(cli: Cli, hook: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [trigger] = [step for step in cli("show", hook, "--json").json["steps"] if step["block"] == "webhook"]
    text = cli("export", hook).out
    assert trigger["config"]["token"] not in text
    monkeypatch.setenv("NOMOLOGI_HOME", str(elsewhere))
    cli("import", "-", stdin=text)
    [another] = [step for step in cli("show", hook, "--json").json["steps"] if step["block"] == "webhook"]
    assert another["config"]["token"] not in ("", trigger["config"]["token"])


def test_a_folder_has_a_file_for_each_and_is_read_as_one(
    cli: Cli, daily: str, hook: str, tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = cli("export", "--output", str(tmp_path / "all")).lines
    assert sorted(Path(one).stem for one in written) == sorted([daily, hook])
    (tmp_path / "all" / f"{daily}.yaml").rename(tmp_path / "all" / "morning.yaml")
    monkeypatch.setenv("NOMOLOGI_HOME", str(elsewhere))
    assert cli("import", str(tmp_path / "all")).code == 0
    assert {one["slug"] for one in cli("list", "--json").json} == {"morning", hook}


def test_what_is_here_already_is_left_out(cli: Cli, daily: str) -> None:
    answer = cli("import", "-", "--json", stdin=cli("export").out)
    assert [(one["slug"], one["known"]) for one in answer.json] == [(daily, True)]
    assert len(cli("list", "--json").json) == 1


def test_a_dry_run_says_what_it_may_do_and_keeps_nothing(cli: Cli) -> None:
    text = "version: 1\ngoal: look\nwhen: [{block: manual}]\nwhat: [{block: run_command, config: {command: ls /}}]\n"
    answer = cli("import", "-", "--dry-run", stdin=text)
    assert answer.lines == ["new: look", "    when: when you run it", "    what: run `ls /`", "    may run ls /"]
    assert cli("list", "--json").json == []


def test_a_dry_run_shows_what_stands_inside_another_step_and_what_runs_instead(cli: Cli) -> None:
    text = """\
version: 1
goal: look
configuration: {on_failure: instead}
when: [{block: manual}]
what:
- {block: branch, config: {test: event.a}, steps: [{block: run_command, config: {command: ls /}}]}
instead: [{block: run_command, config: {command: "true"}}]
"""
    lines = cli("import", "-", "--dry-run", stdin=text).lines
    assert lines[2:5] == [
        "    what: if event.a",
        "    what:   run `ls /`",
        "    what: run `true` (instead, after a failure)",
    ]


def test_what_it_lacks_is_told(cli: Cli) -> None:
    text = """\
version: 1
goal: tell Anna
when: [{block: manual}]
what: [{block: send_email, config: {mailbox: Annas mail, to: [a@b.example], subject: x, text: y}}]
"""
    [one] = cli("import", "-", "--json", stdin=text).json
    assert len(one["lacks"]) == 1
    assert "Annas mail" in one["lacks"][0]
    assert cli("on", one["slug"], "--yes").code == 4


def test_all_or_none(cli: Cli) -> None:
    good = "version: 1\ngoal: look\nwhen: [{block: manual}]\nwhat: [{block: run_command, config: {command: ls}}]\n"
    answer = cli("import", "-", stdin=f"{good}---\nversion: 1\ngoal: bad\nwhen: [{{block: nonsense}}]\n")
    assert (answer.code, answer.err.startswith("stdin: Document 2: when, step 1: ")) == (2, True)
    assert cli("list", "--json").json == []


ODD = {
    "nothing": "",
    "no mapping": "- a\n",
    "an alias": "a: &a [*a]\n",
    "an alias bomb": 'a: &a ["x","x"]\nb: &b [*a,*a]\nc: [*b,*b]\n',
    "depth": "[" * 2000,
    "a key twice": "version: 1\nversion: 1\n",
    "a tab": "a:\n\tb: 1\n",
    "a tag": "goal: !!python/object/apply:os.system ['touch /tmp/x']\nversion: 1\n",
    "another version": "version: 2\ngoal: x\n",
    "an unknown key": json.dumps({"version": 1, "goal": "x", "goals": []}),
    "steps that are none": json.dumps({"version": 1, "goal": "x", "when": {"block": "manual"}}),
    "a step that is none": json.dumps({"version": 1, "goal": "x", "when": [7]}),
    "a zero": "version: 1\ngoal: \0\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_one_sentence_and_keeps_nothing(cli: Cli, name: str) -> None:
    answer = cli("import", "-", stdin=ODD[name])
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("stdin")
    assert answer.err.count("\n") == 1
    assert cli("list", "--json").json == []


def test_odd_files_are_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"\x1f\x8b\x08\xff")
    (tmp_path / "long.yaml").write_bytes(b"# x\n" * 2_700_000)
    (tmp_path / "empty").mkdir()
    for name, said in (("bytes.yaml", "is not UTF-8"), ("long.yaml", "larger than 10 MB"), ("empty", "no YAML file")):
        answer = cli("import", str(tmp_path / name))
        assert (answer.code, said in answer.err) == (2, True)
    assert cli("import", str(tmp_path / "none.yaml")).code == 3


NAMES = ["version", "1", "goal", "when", "what", "if", "block", "run_command", "config", "{{ x }}", "é", "\0"]
MARKS = ["- ", ": ", "\n", "{", "}", "[", "]", "&a", "*a", "---", ">", '"', "'", "#", "!!str", "  "]


@pytest.fixture(scope="module")
def registry_ws() -> Workspace:
    return Workspace()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.sampled_from(NAMES + MARKS), max_size=40).map("".join) | st.text(max_size=200))
def test_whatever_the_text_is_it_is_read_or_refused(registry_ws: Workspace, text: str) -> None:
    with suppress(BadInputError):
        assert all(one.goal for one in all_from_yaml(text, registry_ws.registry))


@pytest.mark.parametrize("line", [["import"], ["import", "--dry-run"], ["apply"], ["restore"]], ids=" ".join)
def test_a_place_that_is_not_there_is_not_found(cli: Cli, tmp_path: Path, line: list[str]) -> None:
    answer = cli(*line, str(tmp_path / "none"))
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("There is no f")


def test_what_stays_off_of_another_programs_export_is_marked(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text(
        "- alias: Bell\n  triggers: [{trigger: time, at: '7:00'}, {trigger: mqtt, topic: bell, payload: single}]\n"
        "  conditions: [{condition: state, entity_id: a.b, state: 'on'}]\n"
        "  actions: [{action: light.turn_on, target: {entity_id: light.hall}}]\n"
    )
    said = cli("import", str(tmp_path / "house.yaml")).lines
    assert any(line.endswith("it waits for one payload only; take all of the topic, and a condition about "
                             "“event.payload” (off)") for line in said)  # fmt: skip
    assert "    what: call light.turn_on for light.hall of “Home Assistant” (off)" in said
