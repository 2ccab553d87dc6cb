"""apply: the automations become what a folder of files says."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

LOOK = """\
version: 1
goal: look # at it
when: [{block: schedule, config: {every: 5 min}}]
what: [{block: run_command, config: {command: ls /}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "declared").mkdir()
    (tmp_path / "declared" / "look.yaml").write_text(LOOK)
    return tmp_path / "declared"


def changes(cli: Cli, folder: Path, *more: str) -> list[tuple[str, str]]:
    answer = cli("apply", str(folder), "--yes", "--json", *more)
    assert answer.code == 0, answer.err
    return [(one["change"], one["slug"]) for one in answer.json["changes"]]


def test_done_again_it_changes_nothing(cli: Cli, folder: Path) -> None:
    assert changes(cli, folder) == [("create", "look")]
    assert changes(cli, folder) == [("nothing", "look")]
    [one] = cli("list", "--json").json
    assert (one["slug"], one["status"]) == ("look", "draft")
    assert cli("apply", str(folder)).err == "All is as the files say.\n"


def test_a_change_is_told_with_what_it_may_do_and_what_is_on_stays_on(cli: Cli, folder: Path) -> None:
    changes(cli, folder)
    cli("on", "look", "--yes")
    (folder / "look.yaml").write_text(LOOK.replace("ls /", "ls /tmp"))
    answer = cli("apply", str(folder), "--dry-run")
    assert answer.lines == ["  change: look (look)", "          may run ls /tmp"]
    assert changes(cli, folder) == [("change", "look")]
    [one] = cli("list", "--json").json
    assert one["status"] == "active"
    assert "ls /tmp" in cli("export", "look").out


def test_a_check_fails_where_something_differs_and_changes_nothing(cli: Cli, folder: Path) -> None:
    assert cli("apply", str(folder), "--check").code == 1
    assert cli("list", "--json").json == []
    changes(cli, folder)
    assert cli("apply", str(folder), "--check").code == 0


def test_only_what_it_made_is_pruned(cli: Cli, folder: Path, daily: str) -> None:
    changes(cli, folder)
    (folder / "look.yaml").rename(folder / "see.yaml")
    assert changes(cli, folder) == [("create", "see")]
    assert changes(cli, folder, "--prune") == [("nothing", "see"), ("delete", "look")]
    assert {one["slug"] for one in cli("list", "--json").json} == {"see", daily}


def test_what_was_exported_is_applied_with_its_address_and_memory(cli: Cli, tmp_path: Path) -> None:
    slug = cli("new", "when a webhook is called, run 'echo got it'", "--yes", "--json").json["slug"]
    before = cli("show", slug, "--json").json["steps"][0]
    cli("export", "--output", str(tmp_path / "all"))
    file = tmp_path / "all" / f"{slug}.yaml"
    assert changes(cli, tmp_path / "all") == [("nothing", slug)]
    file.write_text(file.read_text().replace("echo got it", "echo two"))
    assert changes(cli, tmp_path / "all") == [("change", slug)]
    after = cli("show", slug, "--json").json["steps"][0]
    assert (after["id"], after["config"]["token"]) == (before["id"], before["config"]["token"])


def test_a_bad_file_changes_nothing_at_all(cli: Cli, folder: Path) -> None:
    (folder / "z.yaml").write_text("version: 1\ngoal: bad\nwhen: [{block: nonsense}]\n")
    answer = cli("apply", str(folder), "--yes")
    assert (answer.code, answer.err.startswith("z.yaml: when, step 1: ")) == (2, True)
    assert cli("list", "--json").json == []


@pytest.mark.parametrize("name", ["Two Words.yaml", "x.yaml"])
def test_a_file_that_names_no_automation_is_refused(cli: Cli, folder: Path, name: str) -> None:
    (folder / name).write_text(LOOK if "W" in name else f"{LOOK}---\n{LOOK}")
    answer = cli("apply", str(folder), "--yes")
    assert (answer.code, "does not name one automation" in answer.err) == (2, True)


def test_hidden_files_are_an_editors_and_a_link_that_leads_nowhere_deletes_nothing(cli: Cli, folder: Path) -> None:
    (folder / ".#look.yaml").symlink_to("ada@host.1")
    (folder / ".look.yaml").write_text("not: [yaml")
    assert changes(cli, folder) == [("create", "look")]
    (folder / "look.yaml").unlink()
    (folder / "look.yaml").symlink_to(folder / "gone")
    answer = cli("apply", str(folder), "--prune", "--yes")
    assert (answer.code, answer.err) == (3, f"The link {folder}/look.yaml leads nowhere.\n")
    assert len(cli("list", "--json").json) == 1


def test_without_a_word_nothing_happens(cli: Cli, folder: Path) -> None:
    answer = cli("apply", str(folder))
    assert (answer.code, "Give --yes" in answer.err) == (4, True)
    assert cli("list", "--json").json == []


def test_export_keeps_the_comments_of_a_file_that_is_there(cli: Cli, folder: Path) -> None:
    changes(cli, folder)
    cli("configure", "look", "--set", "catch_up=skip")
    cli("export", "look", "--output", str(folder))
    text = (folder / "look.yaml").read_text()
    assert text.startswith("version: 1\ngoal: look # at it\nwhen: [{block: schedule, config: {every: 5 min}}]\n")
    assert "catch_up: skip" in text
    assert changes(cli, folder) == [("nothing", "look")]


@pytest.mark.parametrize("line", [("apply", "", "--prune", "--yes"), ("import", ""), ("export", "-o", "")], ids=str)
def test_a_variable_that_is_not_set_names_no_folder(cli: Cli, daily: str, line: tuple[str, ...]) -> None:
    """Where the folder that one happens to be in would do."""
    answer = cli(*line)
    assert (answer.code, answer.err.startswith("A file or folder is named by nothing. ")) == (2, True)
