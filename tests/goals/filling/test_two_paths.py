"""Actions with two paths: which is which, and which is the event's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import read_goal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("goal", "block", "config"),
    [
        ("when a file appears in ~/in, move it to ~/out", "move_file", {"path": "{{ event.path }}", "to": "~/out"}),
        ("every day copy ~/a.txt to ~/out", "copy_file", {"path": "~/a.txt", "to": "~/out"}),
        ("every day archive ~/a into ~/a.zip", "archive", {"path": "~/a", "to": "~/a.zip"}),
        ("when a file appears in ~/in, delete the file", "trash_file", {"path": "{{ event.path }}"}),
        ("every day commit ~/notes", "git", {"folder": "~/notes", "verb": "commit"}),
        ("every hour git pull in ~/notes", "git", {"folder": "~/notes", "verb": "pull"}),
        ("every day delete ~/a.txt", "trash_file", {"path": "~/a.txt"}),
    ],
)
def test_each_path_finds_its_field(goal: str, block: str, config: dict[str, Any]) -> None:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert [(part.block, part.config) for part in reading.what] == [(block, config)]
    assert reading.not_understood == ()


def test_without_an_event_the_file_is_asked_for() -> None:
    reading = read_goal("every day move it to ~/out", registry=load_registry(), timezone="UTC", now=NOW)
    assert [part.config for part in reading.what] == [{"to": "~/out"}]
    assert [missing.question for missing in reading.missing] == [
        "File? The file; with * in its name all such files of its folder."
    ]


def test_a_file_to_write_is_not_the_event_s() -> None:
    goal = "when a file appears in ~/in, write 'x'"
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert [part.config.get("path") for part in reading.what] == [None]


@pytest.mark.parametrize(
    ("goal", "block", "config"),
    [
        ("every day tell me to copy the report", "notify", {"message": "copy the report"}),
        ("remind me to move the car every day at 8", "notify", {"message": "move the car"}),
        ("every day run rsync -a --delete a b", "run_command", {"command": "rsync -a --delete a b"}),
        ("every day run 'git pull' in ~/x", "run_command", {"command": "git pull", "folder": "~/x"}),
    ],
)
def test_a_verb_in_what_is_told_or_run_is_no_action(goal: str, block: str, config: dict[str, Any]) -> None:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert [(part.block, part.config) for part in reading.what] == [(block, config)]
