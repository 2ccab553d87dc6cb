from datetime import UTC, datetime

import pytest

from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.sentence.slots import folder_and_pattern
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS
from tests.goals.blocks import REGISTRY

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FOUND = [
    ("copy ~/a.txt and '/mnt/my disk/b' to *.bak", {"paths": ["~/a.txt", "/mnt/my disk/b", "*.bak"]}),
    ("fetch https://a.example/x", {"urls": ["https://a.example/x"]}),
    ("is nas.example up or 10.0.0.1", {"hosts": ["nas.example", "10.0.0.1"]}),
    ("write to bo@b.example and #ops", {"recipients": ["bo@b.example", "#ops"]}),
    ("every day at 7 and 18:30 stretch", {"times": ["07:00", "18:30"]}),
    ("on 24 Dec 2026 at noon stretch", {"times": ["24 Dec 2026", "12:00"]}),
    ("run 'make all'", {"commands": ["make all"]}),
    ("warn if it is above 90 % or more than 5 GB", {"thresholds": ["above 90 %", "more than 5 GB"]}),
    ("nothing here", {}),
]


@pytest.mark.parametrize(("goal", "slots"), FOUND, ids=[goal for goal, _ in FOUND])
def test_named_things_are_found(goal: str, slots: dict[str, list[str]]) -> None:
    assert read_goal(goal, registry=REGISTRY, timezone="UTC", now=NOW).slots == slots


@pytest.mark.parametrize(
    ("path", "folder", "pattern"),
    [
        ("~/Scans", "~/Scans", ""),
        ("~/Scans/*.pdf", "~/Scans", "*.pdf"),
        ("*.pdf", "", "*.pdf"),
        ("/notes.txt", "/", "notes.txt"),
        ("~/.config", "~/.config", ""),
        ("/srv/v1.2", "/srv/v1.2", ""),
    ],
)
def test_a_path_is_split_into_folder_and_names(path: str, folder: str, pattern: str) -> None:
    assert folder_and_pattern(path, FILE_ENDINGS) == (folder, pattern)
