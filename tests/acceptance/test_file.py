"""A file automation made by a sentence: the file's name is one argument, whatever is in it."""

from pathlib import Path

from tests.support import Background, nomologi_here, runs_of, wait_until

NAMES = ("a b;$(id).txt", "-rf.txt", "[red] 'quoted' \"twice\".txt", "tab\tand\x1b[31mred.txt", "näme 文.txt")


def test_a_dropped_file_runs_a_command_with_its_name_as_one_argument(
    home: Path, tmp_path: Path, runner: Background
) -> None:
    drop, said = tmp_path / "drop", tmp_path / "said"
    drop.mkdir()
    script = tmp_path / "tell"
    script.write_text('#!/bin/sh\nprintf \'%s|%s\\n\' "$#" "$1" >> "$2"\n')
    script.chmod(0o755)
    goal = f"when a file appears in {drop} run '{script} {{{{ event.name }}}} {said}'"
    made = nomologi_here(home, "new", goal, "--yes")
    assert made.returncode == 0, made.stderr
    wait_until(lambda: "Listening" in nomologi_here(home, "logs").stdout)
    for name in NAMES:
        (drop / name).write_text("content")
    wait_until(lambda: len([one for one in runs_of(home) if one["finished_at"]]) == len(NAMES))
    found = runs_of(home)
    assert {one["error"] for one in found} == {""}
    assert sorted(said.read_text().splitlines()) == sorted(f"2|{name}" for name in NAMES)
    shown = "".join(
        nomologi_here(home, *line).stdout for line in (["logs"], *(["trace", str(one["id"])] for one in found))
    )
    assert not [char for char in shown if not char.isprintable() and char not in "\n\t"]


def test_a_folder_that_vanishes_is_a_state_and_what_it_holds_when_it_is_back_counts(
    home: Path, tmp_path: Path, runner: Background
) -> None:
    drop = tmp_path / "drop"
    made = nomologi_here(home, "new", f"when a file appears in {drop} run 'cat {{{{ event.path }}}}'", "--yes")
    assert made.returncode == 0, made.stderr
    wait_until(lambda: f"the folder {drop} is not there" in nomologi_here(home, "logs").stdout)
    assert "file retrying" in nomologi_here(home, "status").stdout
    drop.mkdir()
    (drop / "first").write_text("x")
    wait_until(lambda: [one for one in runs_of(home) if one["status"] == "success"])
    assert "file ok" in nomologi_here(home, "status").stdout
    drop.rename(tmp_path / "away")
    wait_until(lambda: "file retrying" in nomologi_here(home, "status").stdout)
    (tmp_path / "away" / "second").write_text("x")
    (tmp_path / "away").rename(drop)
    wait_until(lambda: len([one for one in runs_of(home) if one["status"] == "success"]) == 2)
    wait_until(lambda: "file ok" in nomologi_here(home, "status").stdout)
