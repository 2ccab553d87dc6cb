"""Files of a folder that an action is for: a pattern and an age, or a question."""

from typing import Any

import pytest

from tests.goals.actions.test_acting import read


def config(goal: str) -> dict[str, Any]:
    return read(goal).what[0].config


@pytest.mark.parametrize(("goal", "path", "older"), [
    ("delete files older than 30 days from ~/In every sunday", "~/In/*", "30d"),
    ("every week delete logs in /srv/logs older than 2 months", "/srv/logs/*", "60d"),
    ("cada domingo borra los archivos de más de 3 semanas en ~/In", "~/In/*", "21d"),
    ("chaque dimanche supprime les fichiers de plus de 12 heures dans ~/In", "~/In/*", "12h"),
    ("delete all pdfs in ~/In every night", "~/In/*.pdf", None),
    ("move all jpg files from ~/In to ~/Out every evening", "~/In/*.jpg", None),
    ("every evening copy everything in ~/In to /mnt/nas", "~/In/*", None),
    ("every night delete ~/build", "~/build", None),
])  # fmt: skip
def test_several_files_are_a_pattern_and_an_age(goal: str, path: str, older: str | None) -> None:
    assert (config(goal).get("path"), config(goal).get("older")) == (path, older)
    assert read(goal).not_understood == ()


def test_where_they_go_to_is_no_part_of_it() -> None:
    assert config("every night copy the pdfs in ~/Scans to /mnt/nas") == {"path": "~/Scans/*.pdf", "to": "/mnt/nas"}


def test_old_files_are_those_of_thirty_days_and_that_is_said() -> None:
    reading = read("every sunday delete old files in ~/In")
    assert reading.what[0].config == {"path": "~/In/*", "older": "30 d"}
    assert "How old the files must be is not said: 30 days without a change." in reading.remarks


@pytest.mark.parametrize("said", [
    "delete all empty files in ~/In", "move screenshots from ~/In to ~/Out", "delete everything but the pdfs in ~/In",
    "delete files larger than 1 GB in ~/In",
])  # fmt: skip
def test_which_files_is_asked_where_no_pattern_says_it(said: str) -> None:
    reading = read(f"every night {said}")
    assert not reading.what[0].config["path"]
    assert "what.1.path" in [one.key for one in reading.missing]


def test_the_event_s_file_is_one() -> None:
    assert config("when a pdf lands in ~/In, move it to ~/Out") == {"path": "{{ event.path }}", "to": "~/Out"}


@pytest.mark.parametrize(
    ("said", "older"),
    [
        ("keep only files newer than 14 days in /backups", "14d"),
        ("keep only the files of the last 2 weeks in /backups", "14d"),
    ],
)
def test_what_is_older_than_what_is_kept_goes(said: str, older: str) -> None:
    reading = read(f"every night {said}")
    assert [(part.block, part.config) for part in reading.what] == [
        ("trash_file", {"path": "/backups/*", "older": older})
    ]


def test_how_many_are_kept_is_asked() -> None:
    goal = "keep only the last 7 backups in /backups every night"
    reading = read(goal)
    assert [one.key for one in reading.missing] == ["what.1.path"]


@pytest.mark.parametrize("said", ["except pdfs", "but the pdfs", "without pdfs"])
def test_what_is_left_out_is_not_what_is_meant(said: str) -> None:
    assert config(f"every night move all files {said} from ~/x to ~/y")["path"] == ""


def test_what_comes_behind_but_leaves_no_file_out() -> None:
    reading = read("every night delete everything older than 2 weeks from ~/In but ask me first")
    assert reading.what[1].config == {"path": "~/In/*", "older": "14d"}
