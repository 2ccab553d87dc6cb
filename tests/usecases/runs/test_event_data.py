"""The event's data as a person gives it."""

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.usecases.runs.event_data import MOST, from_json, of_inputs, pairs_of, with_values


def test_a_json_object_is_taken() -> None:
    assert from_json('{"path": "/a", "n": [1, null]}') == {"path": "/a", "n": [1, None]}


@pytest.mark.parametrize(
    "text",
    ["", "x", "[1]", "3", "null", "{", '{"a": NaN}', '{"a": Infinity}', "[" * 100_000, '{"a": "\\ud800"}',
     '{"a": ' + "9" * 5000 + "}", " " * (MOST + 1)],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_anything_else_is_one_sentence(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        from_json(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_texts_stay_texts_and_other_values_are_read_as_json() -> None:
    data = {"name": "a", "size": 1, "meta": {"deep": [1]}}
    changed = with_values(data, {"name": "5", "size": "2", "meta.deep": "[2]", "new": "{}"})
    assert changed == {"name": "5", "size": 2, "meta": {"deep": [2]}, "new": "{}"}
    assert data["meta"] == {"deep": [1]}


def test_an_input_changes_in_both_its_places() -> None:
    assert with_values(of_inputs({"title": "a"}), {"title": "b"}) == {"inputs": {"title": "b"}, "title": "b"}


def test_a_value_that_can_not_take_the_others_place_is_refused() -> None:
    with pytest.raises(BadInputError, match="“size” is no text"):
        with_values({"size": 1}, {"size": "big"})


@pytest.mark.parametrize("text", ["name", "=a", " =a"])
def test_a_pair_needs_a_name_and_a_value(text: str) -> None:
    with pytest.raises(BadInputError, match="sets nothing"):
        pairs_of([text])
