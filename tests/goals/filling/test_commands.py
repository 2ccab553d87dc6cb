"""What counts as a command: quoted, or as one types it; what only tells of a deed is asked for."""

from typing import Any

import pytest

from tests.goals.actions.test_acting import read


def first(goal: str) -> dict[str, Any]:
    return read(goal).what[0].config


@pytest.mark.parametrize(("said", "command"), [
    ("run ~/bin/tidy.sh --all", "~/bin/tidy.sh --all"),
    ("run du -sh /srv", "du -sh /srv"),
    ("execute make all", "make all"),
    ("run apt upgrade -y", "apt upgrade -y"),
    ("run /opt/tidy.sh as root", "/opt/tidy.sh"),
    ("start ~/bin/lamp and go on", "~/bin/lamp"),
    ("start mopidy", "mopidy"),
    ("update the records with ~/bin/dns.sh", "~/bin/dns.sh"),
    ("measure the line with iperf3 --json", "iperf3 --json"),
    ("log the output of 'free -m'", "free -m"),
    ("ssh 'ls'", "ls"),
    ("docker compose pull", "docker compose pull"),
    ("/opt/skripte/ordnen.sh ausführen", "/opt/skripte/ordnen.sh"),
    ("lance le script /opt/ranger.py", "/opt/ranger.py"),
])  # fmt: skip
def test_a_command_is_taken_as_it_is_typed(said: str, command: str) -> None:
    assert first(f"every day at 7 {said}")["command"] == command


@pytest.mark.parametrize("goal", ["starte jeden Montag ~/bin/x", "start at 5:00 ~/bin/x", "run daily ~/bin/x"])
def test_a_time_may_stand_before_the_command(goal: str) -> None:
    assert read(goal).what[0].config == {"command": "~/bin/x"}


@pytest.mark.parametrize("said", [
    "run the cleanup", "run it again", "run OCR on the scans", "wipe /srv/old", "mount /mnt/tape",
    "convert the photos to jpg", "switch off the screen by calling me", "clean up old files in /srv/tmp",
    "kill 'the job'", "start docker compose in /srv/stack",
])  # fmt: skip
def test_a_deed_without_a_command_is_asked_for_one(said: str) -> None:
    reading = read(f"every day at 7 {said}")
    assert "command" not in reading.what[0].config
    assert any(one.key.endswith("command") for one in reading.missing)


def test_a_folder_behind_in_is_where_the_command_runs() -> None:
    assert first("every day at 7 run git gc in ~/work/site") == {"command": "git gc", "folder": "~/work/site"}


def test_what_does_a_deed_is_no_second_deed() -> None:
    (part,) = read("refresh the picture each hour between 8 and 20 with ~/bin/picture").what
    assert part.config == {"command": "~/bin/picture"}


def test_a_command_on_another_machine_stands_behind_its_verb() -> None:
    part = read("at 3 on Sundays ssh into attic.lan and run apt-get upgrade").what[0]
    assert (part.block, part.config["command"]) == ("ssh_command", "apt-get upgrade")


def test_each_of_several_commands_is_run() -> None:
    commands = [part.config["command"] for part in read("every night run ~/a.sh, ~/b.sh and then ~/c.sh").what]
    assert commands == ["~/a.sh", "~/b.sh", "~/c.sh"]
    assert [part.config["command"] for part in read("hourly run 'df -h' and 'uptime'").what] == ["df -h", "uptime"]


def test_the_second_command_runs_where_the_first_one_does() -> None:
    reading = read("every monday ssh into web1 and run 'apt update' and then 'apt upgrade -y'")
    assert [part.block for part in reading.what] == ["ssh_command", "ssh_command"]


def test_who_runs_it_is_named_where_it_is_not_read() -> None:
    assert read("every day run /opt/tidy.sh as root").not_understood == ("root",)
