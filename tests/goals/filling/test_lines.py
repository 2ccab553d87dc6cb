"""Which lines of a log count, as people say it."""

from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="UTC", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


SAID = [
    ("when ERROR shows up in ~/srv/app.log tell me", ["ERROR"], []),
    ("tell me about each line with 'panic' in /var/log/kern.log but not 'drill'", ["panic"], ["drill"]),
    ("when ~/app.log contains Traceback message me", ["Traceback"], []),
    ("if the word refused appears in ~/srv/proxy.log run ~/bin/again.sh", ["refused"], []),
    ("when a PANIC line shows up in ~/srv/app.log tell me", ["PANIC"], []),
    ("each time a new line with PANIC is written to ~/srv/app.log run ~/x.sh", ["PANIC"], []),
    ("message me for errors in ~/srv/app.log", ["error"], []),
    ("follow ~/srv/app.log and tell me about new lines", [], []),
    ("wenn eine Zeile mit FEHLER in ~/app.log geschrieben wird, sag mir Bescheid", ["FEHLER"], []),
    ("cuando aparezca FALLO en ~/app.log avísame", ["FALLO"], []),
    ("quand une ligne avec ERREUR est écrite dans ~/app.log préviens-moi", ["ERREUR"], []),
]


@pytest.mark.parametrize(("goal", "has", "without"), SAID, ids=[goal for goal, *_ in SAID])
def test_the_texts_that_a_line_must_have_are_read(goal: str, has: list[str], without: list[str]) -> None:
    (when,) = read(goal).when
    assert when.block == "line"
    assert (when.config.get("has", []), when.config.get("without", [])) == (has, without)


def test_a_new_file_in_the_folder_of_logs_is_no_line() -> None:
    assert [part.block for part in read("when a new file appears in /var/log/nginx tell me").when] == ["file"]


def test_the_line_itself_is_what_is_told() -> None:
    assert "{{ event.line }}" in read("when ERROR shows up in ~/srv/app.log tell me").what[0].config["message"]
