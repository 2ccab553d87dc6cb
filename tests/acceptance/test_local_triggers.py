"""Triggers that look at this machine, made on the command line, with the runner as a process of its own."""

import os
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.support import Background, nomologi, nomologi_here, runs_of, wait_until


def listens(home: Path) -> bool:
    return "Listening" in nomologi_here(home, "logs").stdout


def test_a_command_whose_output_changes_starts_a_run(home: Path, tmp_path: Path, runner: Background) -> None:
    state, said = tmp_path / "state", tmp_path / "said"
    state.write_text("up\n")
    made = nomologi_here(
        home, "new", "when the output of the command changes run 'tell'", "--yes",
        "--set", f"when.command=cat {state}", "--set", "when.every=1s",
        "--set", f"what.command=sh -c 'echo \"$1\" > {said}' sh {{{{ event.stdout }}}}",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    wait_until(lambda: listens(home))
    (tmp_path / "new").write_text("down; $(id)\n")
    (tmp_path / "new").rename(state)  # at once: it is looked at each second
    wait_until(lambda: [one for one in runs_of(home) if one["finished_at"]])
    assert said.read_text() == "down; $(id)\n"


def test_what_a_killed_runner_left_of_a_trigger_s_command_is_ended_by_the_next(home: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    line = f"sh -c 'echo $$ > {note}.new; mv {note}.new {note}; exec sleep 600'"
    made = nomologi_here(
        home, "new", "when the command fails run 'true'", "--yes", "--set", f"when.command={line}",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with Background(home, "runner") as first:
        left = int(wait_until(lambda: note.exists() and note.read_text()))
        first.stop(signal.SIGKILL)
    os.kill(left, signal.SIG_DFL)  # still there
    note.unlink()
    with Background(home, "runner"):
        wait_until(note.exists)
        assert not Path(f"/proc/{left}/cmdline").exists() or not Path(f"/proc/{left}/cmdline").read_bytes()


def test_each_run_is_followed_once_even_when_the_runner_is_killed_in_between(home: Path) -> None:
    for goal, *more in (
        ("when I run it, run 'true'",),
        ("when another automation ends run 'true'", "--set", "when.automation=when-i-run-it-run-true"),
    ):
        made = nomologi_here(home, "new", goal, "--yes", *more)
        assert made.returncode == 0, made.stderr
    with Background(home, "runner") as running:
        wait_until(lambda: nomologi_here(home, "status", "--json").stdout.count('"ok"') >= 2)
        assert nomologi_here(home, "run", "1").returncode == 0
        running.stop(signal.SIGKILL)
    with Background(home, "runner"):
        wait_until(lambda: _ended(home).count("after") == 1)
    assert sorted(one["trigger"] for one in runs_of(home)) == ["after", "manual"]


def _ended(home: Path) -> list[str]:
    """By what the runs that are over were started; one that was killed inside its command gets its word."""
    runs = runs_of(home)
    for one in runs:
        if one["status"] == "waiting":
            nomologi(home, "approve", str(one["id"]), "--happened")
    return [one["trigger"] for one in runs if one["finished_at"]]


def test_a_program_that_ends_and_an_event_of_a_calendar_each_start_a_run(home: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "my.ics"
    begin = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")  # noqa: TID251 - the runner has the real clock, too
    calendar.write_text(
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:a\nDTSTAMP:{begin}\nDTSTART:{begin}\n"
        "RRULE:FREQ=SECONDLY;INTERVAL=3;COUNT=40\nSUMMARY:Bins; $(id)\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    (tmp_path / "nomo-job").symlink_to("/bin/sleep")
    said = tmp_path / "said"
    tell = f"what.command=sh -c 'echo \"$1\" >> {said}' sh"
    for goal, *more in (
        ("when the process ends, run 'tell'", "when.name=nomo-job", "when.when=ends", "when.every=1s",
         f"{tell} {{{{ event.text }}}}"),
        ("when a calendar event starts, run 'tell'", f"when.url={calendar}",
         f"{tell} {{{{ event.title }}}}"),
    ):  # fmt: skip
        made = nomologi_here(home, "new", goal, "--yes", *(part for one in more for part in ("--set", one)))
        assert made.returncode == 0, made.stderr
    with Background(home, "runner"), subprocess.Popen([tmp_path / "nomo-job", "600"]) as job:
        wait_until(lambda: nomologi_here(home, "status", "--json").stdout.count('"ok"') >= 2)
        job.kill()
        ended = {"process", "calendar"}
        wait_until(lambda: {one["trigger"] for one in runs_of(home) if one["finished_at"]} == ended)
    assert set(said.read_text().splitlines()) == {"Bins; $(id)", "nomo-job ends"}
