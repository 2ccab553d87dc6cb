"""Whom a letter goes to, and the files that go with it."""

from typing import Any

import pytest

from tests.goals.actions.test_acting import read


def letter(goal: str) -> dict[str, Any]:
    return read(goal).what[0].config


def test_all_who_are_named_get_it_and_some_a_copy() -> None:
    config = letter("every monday send ~/report.pdf to ada@a.example and bob@b.example, cc eve@c.example")
    assert config["to"] == ["ada@a.example", "bob@b.example"]
    assert config["cc"] == ["eve@c.example"]


@pytest.mark.parametrize(("goal", "files"), [
    ("every friday email ~/hours.ods to hr@acme.example", ["~/hours.ods"]),
    ("a scan lands in ~/in → email it to acc@firm.example", ["{{ event.path }}"]),
    ("wenn eine neue Datei in ~/in liegt, schicke sie an buero@firma.example", ["{{ event.path }}"]),
    ("every day mail ada@a.example a summary of ~/app.log", None),
    ("when ~/in/a.txt changes mail ada@a.example", None),
])  # fmt: skip
def test_files_that_are_named_or_pointed_at_go_with_it(goal: str, files: list[str] | None) -> None:
    assert letter(goal).get("files") == files


def test_a_named_file_is_the_subject_where_nothing_happens() -> None:
    assert letter("every friday email ~/hours.ods to hr@acme.example")["subject"] == "hours.ods"
