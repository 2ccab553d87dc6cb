"""Values of the event that a goal names, in a file and in a message."""

from typing import Any

import pytest

from tests.goals.actions.test_acting import read

LANDS = "when a file lands in ~/in, "
DAY = '{{ run.started | date: "%Y-%m-%d" }}'


def last(goal: str) -> dict[str, Any]:
    return read(goal).what[-1].config


@pytest.mark.parametrize(
    ("goal", "content"),
    [
        (LANDS + "append its name to ~/list.txt", "{{ event.name }}"),
        (LANDS + "write the file's path to ~/list.txt", "{{ event.path }}"),
        ("every day at 9 append today's date to ~/days.txt", DAY),
        ("wenn eine Datei in ~/in landet, schreib ihren Namen in ~/l.txt", "{{ event.name }}"),
        ("quand un fichier arrive dans ~/in, ajoute son nom et sa taille à ~/l", "{{ event.name }} {{ event.size }}"),
        ("cuando llegue un archivo a ~/in, anota su nombre y la fecha en ~/l", "{{ event.name }} " + DAY),
        ("when a webhook comes in, append the body to ~/hooks.log", "{{ event.body }}"),
        ("log the date and the temperature from mqtt topic den/temp to ~/t", DAY + " {{ event.value }}"),
    ],
    ids=lambda one: one[:40],
)
def test_a_file_gets_the_values_that_are_named(goal: str, content: str) -> None:
    assert last(goal)["content"] == content
    assert read(goal).not_understood == ()


def test_a_table_gets_them_as_cells() -> None:
    reading = read(LANDS + "append its name, its size and the date to ~/list.csv")
    row = {"name": "{{ event.name }}", "size": "{{ event.size }}", "date": DAY}
    assert (reading.what[-1].block, last(reading.goal)) == ("append_row", {"path": "~/list.csv", "row": row})


def test_what_is_no_value_ends_the_row_and_is_named() -> None:
    reading = read(LANDS + "append its name and the weather to ~/list.txt")
    assert (reading.what[-1].config["content"], reading.not_understood) == ("{{ event.name }}", ("weather",))


@pytest.mark.parametrize(
    ("goal", "ending"),
    [
        (LANDS + "tell me its name and size", "{{ event.name }}, {{ event.size }}"),
        ("when somebody logs in, send me a message with the user and the ip", "{{ event.user }}, {{ event.from }}"),
        ("when / is over 85 % full send me a push with the current value", "{{ event.text }}"),
        (LANDS + "tell me “its name”", "its name"),
    ],
    ids=lambda one: one[:40],
)
def test_a_message_has_the_values_that_are_named(goal: str, ending: str) -> None:
    assert last(goal)["message"].endswith(ending)


def test_the_output_that_is_written_is_understood() -> None:
    reading = read("every day at 9 run 'uptime' and append the output to ~/load.log")
    assert reading.what[-1].config["content"] == "{{ steps.run_command.stdout }}"
    assert reading.not_understood == ()


@pytest.mark.parametrize(
    ("goal", "command"),
    [
        (LANDS + "run ~/x.sh with its name and size", "~/x.sh {{ event.name }} {{ event.size }}"),
        ("resize new images in ~/in with 'mogrify -resize 9x {{ event.path }}'", "mogrify -resize 9x {{ event.path }}"),
        ("when a webhook arrives, run ~/x.sh with the branch name", "~/x.sh"),
    ],
    ids=lambda one: one[:40],
)
def test_a_command_gets_the_values_that_are_named(goal: str, command: str) -> None:
    assert last(goal)["command"] == command


def test_who_is_told_of_a_failure_is_told_why() -> None:
    letter = last("run ~/x.sh at 2am and email bob@x.org the output if it fails")
    assert letter["text"] == "{{ failure.error }}"
    assert last("run ~/x.sh at 2am, tell me if it fails")["message"].endswith("if it fails: {{ failure.error }}")


def test_what_something_is_compared_with_is_no_command() -> None:
    reading = read('GET https://api.example.com/status every 5 min and alert me when state is not "ok"')
    assert "ok" not in str(reading.when[0].config.get("command"))
