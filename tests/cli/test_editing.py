"""configure and edit: what can't be is one sentence, and nothing changes."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli


def revision(cli: Cli, slug: str) -> int:
    found: int = cli("configure", slug, "--json").json["revision"]
    return found


def document(cli: Cli, slug: str, tmp_path: Path, **changes: Any) -> str:
    """A YAML file with an automation like the daily one."""
    lines = [
        "version: 1", f"goal: {changes.get('goal', 'say hello')}", "when:", "- block: schedule", "  name: schedule",
        "  config: {times: ['09:00']}", "what:", "- block: run_command", "  name: run_command",
        f"  config: {{command: {changes.get('command', 'echo hello')}}}", *changes.get("more", []),
    ]  # fmt: skip
    path = tmp_path / "automation.yaml"
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def test_how_it_runs_is_shown_with_what_each_setting_is(cli: Cli, daily: str) -> None:
    shown = cli("configure", daily)
    assert shown.code == 0
    assert any(line.startswith("mode ") and "single" in line for line in shown.lines)
    assert any(line.startswith("run_timeout ") and "6h" in line for line in shown.lines)


def test_a_setting_is_changed_and_taken_back(cli: Cli, daily: str) -> None:
    changed = cli("configure", daily, "--set", "mode=queued", "--set", "cooldown=5 min", "--json")
    assert changed.json["configuration"]["mode"] == "queued"
    assert changed.json["configuration"]["cooldown"] == "5 min"
    assert cli("configure", daily, "--set", "mode=", "--json").json["configuration"]["mode"] == "single"


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("colour=red", "sets nothing of how it runs"),
        ("mode", "sets nothing of how it runs"),
        ("mode=often", "mode"),
        ("cooldown=soon", "is not a length of time"),
        ("retries=-1", "retries: -1 can't be"),
        ("parallel=3", "contradict mode single"),
        ("on_failure=instead", "there are none"),
        ("step_timeout=0", "step_timeout"),
    ],
)
def test_what_can_not_be_changes_nothing(cli: Cli, daily: str, pair: str, words: str) -> None:
    before = revision(cli, daily)
    refused = cli("configure", daily, "--set", pair)
    assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 1)
    assert words in refused.err
    assert revision(cli, daily) == before


def test_a_file_replaces_the_automation_as_its_next_revision(cli: Cli, daily: str, tmp_path: Path) -> None:
    done = cli("edit", daily, "--file", document(cli, daily, tmp_path, command="date"))
    assert done.out == f"{daily} is changed, now revision 2.\n"
    assert any("`date`" in line for line in cli("show", daily).lines)


def test_the_same_again_makes_no_revision(cli: Cli, daily: str, tmp_path: Path) -> None:
    file = document(cli, daily, tmp_path)
    cli("edit", daily, "--file", file)
    assert cli("edit", daily, "--file", file).out == f"{daily} is as it was.\n"


@pytest.mark.parametrize(
    "more",
    [
        ["configuration: {mode: sometimes}"], ["configuration: {on_failure: instead}"], ["instead: [{block: nothing}]"],
        ["instead:", "- block: run_command", "  config: {command: 'true'}"], ["unknown: 1"],
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_changes_nothing(cli: Cli, daily: str, tmp_path: Path, more: list[str]) -> None:
    refused = cli("edit", daily, "--file", document(cli, daily, tmp_path, more=more))
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert revision(cli, daily) == 1


def test_steps_for_a_failure_come_by_yaml(cli: Cli, daily: str, tmp_path: Path) -> None:
    more = ["configuration: {on_failure: instead}", "instead:", "- block: run_command", "  config: {command: 'true'}"]
    assert cli("edit", daily, "--file", document(cli, daily, tmp_path, more=more)).code == 0
    assert cli("configure", daily, "--json").json["configuration"]["on_failure"] == "instead"


def test_without_a_terminal_edit_says_how_else(cli: Cli, daily: str) -> None:
    refused = cli("edit", daily)
    assert (refused.code, refused.err) == (
        4, "An editor needs a terminal, and here is none. Give the YAML with --file.\n",
    )  # fmt: skip


def test_a_file_that_is_not_there_is_named(cli: Cli, daily: str) -> None:
    answer = cli("edit", daily, "--file", "/nowhere.yaml")
    assert (answer.code, answer.err) == (3, "There is no file /nowhere.yaml.\n")


def test_what_is_off_may_lack_something_as_by_apply(cli: Cli, daily: str, tmp_path: Path) -> None:
    file = tmp_path / "half.yaml"
    file.write_text("version: 1\ngoal: half\nwhat: [{block: run_command, config: {command: date}}]\n")
    refused = cli("edit", daily, "--file", str(file))
    assert (refused.code, revision(cli, daily)) == (4, 1)
    assert refused.err.startswith(f"{daily} can't be on: when: Nothing says when it runs.")
    assert cli("off", daily).code == 0
    assert cli("edit", daily, "--file", str(file)).code == 0
    answer = cli("on", daily, "--yes")
    assert (answer.code, answer.out, answer.err) == (4, "", refused.err)


def test_an_address_that_a_file_leaves_out_stays(cli: Cli, tmp_path: Path) -> None:
    slug = cli("new", "when a webhook is called, run 'date'", "--yes", "--json").json["slug"]
    before = cli("show", slug, "--yaml").out
    exported = tmp_path / "hook.yaml"
    exported.write_text(cli("export", slug).out)
    assert "token" not in exported.read_text()
    assert cli("edit", slug, "--file", str(exported)).out == f"{slug} is as it was.\n"
    assert cli("show", slug, "--yaml").out == before


def test_an_address_is_made_for_a_webhook_that_a_file_brings(cli: Cli, daily: str, tmp_path: Path) -> None:
    file = tmp_path / "hook.yaml"
    file.write_text("version: 1\ngoal: hook\nwhen: [{block: webhook}]\nwhat: [{block: wait, config: {time: 1 s}}]\n")
    assert cli("edit", daily, "--file", str(file)).code == 0
    assert cli("show", daily, "--json").json["steps"][0]["url"] == cli("show", daily, "--json").json["steps"][0]["url"]
    assert "token: " in cli("show", daily, "--yaml").out


def test_a_secret_that_a_file_holds_goes_to_the_vault_alone(cli: Cli, daily: str, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "hook.yaml"
    file.write_text(
        "version: 1\ngoal: hook\nwhen: [{block: webhook, config: {scheme: github, secret: correct-horse}}]\n"
        "what: [{block: run_command, config: {command: date}}]\n"
    )
    refused = cli("edit", daily, "--file", str(file))
    assert (refused.code, revision(cli, daily)) == (5, 1)
    assert not any(b"correct-horse" in one.read_bytes() for one in home.rglob("*") if one.is_file())
