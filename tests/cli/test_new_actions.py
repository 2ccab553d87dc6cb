"""new with --set for the actions on files and values, carried out for real."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_a_file_action_is_made_by_a_goal_and_carried_out(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "out").mkdir()
    made = cli("new", f"when I run it, copy {tmp_path}/a.txt to {tmp_path}/out", "--yes", "--set", "what.name=b.txt")
    assert made.lines[1:5] == [
        f" what: copy {tmp_path}/a.txt to {tmp_path}/out as b.txt", "It may:",
        f"  read {tmp_path}/a.txt", f"  write {tmp_path}/out",
    ]  # fmt: skip
    assert cli("run", cli("list", "--json").json[0]["slug"], "--wait").code == 0
    assert (tmp_path / "out" / "b.txt").read_text() == "a"


def test_a_wrong_ending_of_an_archive_names_its_field(cli: Cli) -> None:
    made = cli("new", "when I run it, archive ~/notes into ~/notes.rar", "--yes")
    assert (made.code, "what.to" in made.err, ".tar.gz" in made.err) == (4, True, True)


def test_data_is_shaped_from_step_to_step(cli: Cli) -> None:
    made = cli(
        "new", "when I run it, parse 'x' and pick the second", "--yes",
        "--set", "what.1.form=csv", "--set", "what.1.text=name,size\na,1\nb,2",
        "--set", "what.2.data={{ steps.parse_text.value | json }}", "--set", "what.2.path=[1].name",
    )  # fmt: skip
    assert made.code == 0, made.err
    ran = cli("run", cli("list", "--json").json[0]["slug"], "--wait", "--json").json
    assert ran["status"] == "success"
    shown = cli("trace", str(ran["id"]), "--json").json
    assert shown["steps"][-1]["output"] == {"value": "b", "found": True}


def test_a_row_is_added_with_its_columns_set(cli: Cli, tmp_path: Path) -> None:
    made = cli("new", f"when I run it, add a row to {tmp_path}/a.csv", "--yes", "--set", "what.row=name: x\nsize: 2")
    assert made.code == 0, made.err
    assert cli("run", cli("list", "--json").json[0]["slug"], "--wait").code == 0
    assert (tmp_path / "a.csv").read_text() == "name,size\nx,2\n"


def test_an_automation_runs_another_one_and_ends(cli: Cli) -> None:
    cli("new", "when I run it, make the text 'x'", "--yes")
    other = cli("list", "--json").json[0]["slug"]
    made = cli(
        "new", "when I run it, run another automation and stop here", "--yes", "--set", f"what.1.automation={other}",
        "--set", "what.2.outcome=failure", "--set", "what.2.message=Enough",
    )  # fmt: skip
    assert made.code == 0, made.err
    slug = next(one["slug"] for one in cli("list", "--json").json if one["slug"] != other)
    ran = cli("run", slug, "--wait", "--json").json
    assert (ran["status"], ran["error"]) == ("failure", "“Stop”: Enough")
    assert {one["trigger"] for one in cli("runs", "--json").json} == {"manual", "run_automation"}


def test_git_is_set_by_its_folder_and_verb(cli: Cli) -> None:
    made = cli("new", "when I run it, git pull in ~/notes", "--off", "--set", "what.verb=commit and push")
    assert (made.code, made.lines[1]) == (0, " what: commit and push ~/notes with git")
    assert "what.verb" in cli("new", "when I run it, git pull in ~/a", "--off", "--set", "what.verb=merge").err


def test_a_backup_needs_a_place_or_a_repository(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "geheim-123")
    cli("connections", "add", "repository", "Cloud", "--set", "to=/srv/backup", "--set", "password=env:PW")
    open_ = cli("new", "every night back up ~/documents", "--yes")
    assert (open_.code, "what: It needs a place to back up to, or a repository" in open_.err) == (4, True)
    made = cli("new", "every night back up ~/documents", "--set", "what.repository=Cloud", "--yes")
    assert (made.code, "send to the repository “Cloud”" in made.out) == (0, True)


def test_what_a_sentence_says_for_a_failure_is_done_only_then(cli: Cli, tmp_path: Path) -> None:
    goal = f"when I run it, run 'test -e {tmp_path}/here'; if that fails, run 'touch {tmp_path}/here'"
    made = cli("new", goal, "--yes")
    assert (made.code, f"run `touch {tmp_path}/here` (instead, after a failure)" in made.out) == (0, True), made.err
    slug = cli("list", "--json").json[0]["slug"]
    assert "“Run command” failed; instead: run `touch" in cli("run", slug, "--wait").out
    assert (tmp_path / "here").exists()
    assert "instead" not in cli("run", slug, "--wait").out
