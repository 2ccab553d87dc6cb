"""A file automation made by a sentence: the file's name is one argument, whatever is in it."""

from pathlib import Path

import pytest

from tests.support import Background, nomologi, runs_of, wait_until

NAMES = ("a b;$(id).txt", "-rf.txt", "[red] 'quoted' \"twice\".txt", "tab\tand\x1b[31mred.txt", "näme 文.txt")


@pytest.mark.parametrize("name", NAMES)
def test_a_dropped_file_runs_a_command_with_its_name_as_one_argument(
    home: Path, tmp_path: Path, name: str, runner: Background
) -> None:
    drop, said = tmp_path / "drop", tmp_path / "said"
    drop.mkdir()
    script = tmp_path / "tell"
    script.write_text('#!/bin/sh\nprintf \'%s|%s\' "$#" "$1" > "$2"\n')
    script.chmod(0o755)
    goal = f"when a file appears in {drop} run '{script} {{{{ event.name }}}} {said}'"
    made = nomologi(home, "new", goal, "--yes")
    assert made.returncode == 0, made.stderr
    wait_until(lambda: "Listening" in nomologi(home, "logs").stdout)
    (drop / name).write_text("content")
    found = wait_until(lambda: [one for one in runs_of(home) if one["finished_at"]])
    assert [one["error"] for one in found] == [""]
    assert said.read_text() == f"2|{name}"
    shown = nomologi(home, "trace", str(found[0]["id"])).stdout + nomologi(home, "logs").stdout
    assert not [char for char in shown if not char.isprintable() and char not in "\n\t"]


def test_a_folder_that_vanishes_is_a_state_and_what_it_holds_when_it_is_back_counts(
    home: Path, tmp_path: Path, runner: Background
) -> None:
    drop = tmp_path / "drop"
    assert (
        nomologi(home, "new", f"when a file appears in {drop} run 'cat {{{{ event.path }}}}'", "--yes").returncode == 0
    )
    wait_until(lambda: f"the folder {drop} is not there" in nomologi(home, "logs").stdout)
    assert "file retrying" in nomologi(home, "status").stdout
    drop.mkdir()
    (drop / "first").write_text("x")
    wait_until(lambda: [one for one in runs_of(home) if one["status"] == "success"])
    assert "file ok" in nomologi(home, "status").stdout
    drop.rename(tmp_path / "away")
    wait_until(lambda: "file retrying" in nomologi(home, "status").stdout)
    (tmp_path / "away" / "second").write_text("x")
    (tmp_path / "away").rename(drop)
    wait_until(lambda: len([one for one in runs_of(home) if one["status"] == "success"]) == 2)
    wait_until(lambda: "file ok" in nomologi(home, "status").stdout)
