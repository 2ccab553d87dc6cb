"""A sentence with a schedule: made, run in the background, followed from another process."""

import json
import os
import signal
from pathlib import Path

from nomologi_tui.settings import Places
from nomologi_tui.store.reading import Reader
from tests.support import Background, nomologi, nomologi_here, runs_of, wait_until


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def test_the_first_sentence_of_all_runs(home: Path, tmp_path: Path, runner: Background) -> None:
    beat = tmp_path / "beat"
    made = nomologi(home, "new", f"every 5 seconds run 'date +%s >> {beat}' ", "--yes")
    assert (made.returncode, made.stderr) == (0, "")
    assert "every 5 seconds" in made.stdout
    wait_until(lambda: lines(beat))
    assert runner.stop(signal.SIGTERM) == 0
    first = runs_of(home)[-1]
    assert (first["status"], first["trigger"], first["error"]) == ("success", "schedule", "")
    with Reader.open(Places(home, home, home)) as reader:  # when it was due; when it ran is up to the machine
        assert {run.due.second % 5 for run in reader.runs(1) if run.due} == {0}


def test_the_file_grows_and_each_run_is_a_success(home: Path, tmp_path: Path, runner: Background) -> None:
    beat = tmp_path / "beat"
    assert nomologi_here(home, "new", f"every 1 second run 'date +%s >> {beat}'", "--yes").returncode == 0
    wait_until(lambda: len(lines(beat)) >= 3)
    assert runner.stop(signal.SIGTERM) == 0
    found = [one["status"] for one in runs_of(home) if one["status"] != "pending"]  # one may just have become due
    assert found == ["success"] * len(lines(beat))


def test_another_process_streams_the_log(home: Path, runner: Background) -> None:
    with Background(home, "logs", "-f", "--json") as following:
        nomologi_here(home, "new", "every 1 second run 'echo tick'", "--yes")
        following.out.wait_for(lambda line: json.loads(line)["event_type"] == "completed")
        entries = [json.loads(line) for line in following.out.all]
    assert {"created", "switched_on", "queued", "started", "step_started", "step_completed"} <= {
        one["event_type"] for one in entries
    }
    assert [one["id"] for one in entries] == sorted(one["id"] for one in entries)


def test_ctrl_c_ends_a_followed_log_without_a_word(home: Path) -> None:
    nomologi_here(home, "new", "every day at 8 run 'true'", "--yes")
    with Background(home, "logs", "-f") as following:
        following.out.wait_for(lambda line: "Switched on" in line)
        assert following.stop(signal.SIGINT) == 130
        assert following.err.all == []


def test_switching_off_reaches_a_runner_that_is_on(home: Path, tmp_path: Path, runner: Background) -> None:
    beat = tmp_path / "beat"
    made = nomologi_here(home, "new", f"every 1 second run 'date >> {beat}'", "--yes", "--json")
    slug = json.loads(made.stdout)["slug"]
    wait_until(lambda: lines(beat))
    assert nomologi_here(home, "off", slug).returncode == 0
    wait_until(lambda: '"off"' in nomologi_here(home, "status", "--json").stdout)
    before = len(runs_of(home))
    nomologi_here(home, "new", f"every 1 second run 'date >> {tmp_path / 'other'}'", "--yes")
    wait_until(lambda: len(lines(tmp_path / "other")) >= 2)
    assert len([one for one in runs_of(home) if one["automation"] == slug]) == before


def test_a_second_runner_waits_for_its_turn_and_takes_over(home: Path, tmp_path: Path, runner: Background) -> None:
    with Background(home, "runner") as second:
        second.err.wait_for(lambda line: "waits for its turn" in line)
        assert runner.stop() == 0
        beat = tmp_path / "beat"
        nomologi_here(home, "new", f"every 1 second run 'date >> {beat}'", "--yes")
        wait_until(lambda: lines(beat))
        assert second.stop() == 0


def test_a_killed_runners_lock_is_free_at_once(home: Path, runner: Background) -> None:
    runner.stop(signal.SIGKILL)
    assert json.loads(nomologi_here(home, "status", "--json").stdout)["runner"] is None


def test_what_a_command_makes_has_the_users_own_modes(home: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    shown = nomologi(home, "new", f"every day at 08:00 run 'touch {made}'", "--yes", "--json").stdout
    before = os.umask(0o022)
    try:
        assert nomologi(home, "run", json.loads(shown)["slug"], "--wait").returncode == 0
    finally:
        os.umask(before)
    assert made.stat().st_mode & 0o777 == 0o644
    assert {path.stat().st_mode & 0o077 for path in home.iterdir()} == {0}
