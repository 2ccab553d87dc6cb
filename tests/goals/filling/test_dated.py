"""Names that hold the day."""

import pytest

from tests.goals.actions.test_acting import read


@pytest.mark.parametrize(("goal", "field", "value"), [
    ("daily at 6 download https://a.example/x.json to ~/d/{date}.json", "to",
     "~/d/{{ event.due | date: '%Y-%m-%d' }}.json"),
    ("when a file lands in ~/in move it to ~/out/{year}", "to", "~/out/{{ run.started | date: '%Y' }}"),
])  # fmt: skip
def test_a_placeholder_is_filled_in_from_the_event(goal: str, field: str, value: str) -> None:
    assert read(goal).what[0].config[field] == value


def test_one_that_nothing_fills_is_named() -> None:
    assert "{moon}" in read("daily at 6 copy ~/a.txt to ~/out/{moon}").not_understood
