import json
import math
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.runner.engine.output import CUT, MAX_DEPTH, MAX_OUTPUT, kept, plain
from nomologi_tui.runner.redaction import HIDDEN, Redactor


def same(text: str) -> str:
    return text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, 2.5, True, None, "x"]}, {"a": [1, 2.5, True, None, "x"]}),
        ((1, 2), [1, 2]),
        ({1: "a", None: "b"}, {"1": "a", "None": "b"}),
        (Path("/tmp/x"), "/tmp/x"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
        (b"ab", "b'ab'"),
    ],
    ids=str,
)
def test_any_value_becomes_plain_json(value: Any, expected: Any) -> None:
    assert plain(value) == expected


def test_an_object_that_cannot_say_what_it_is_is_named_by_its_type() -> None:
    class Mute:
        def __str__(self) -> str:
            raise KeyError("words")

    assert plain([Mute()]) == ["(Mute that can't be shown: KeyError)"]


def test_a_number_too_long_to_write_out_is_named_by_its_type() -> None:
    assert plain(10**5000) == "(int that can't be shown: ValueError)"


def test_a_value_that_holds_itself_ends() -> None:
    twice: list[Any] = []
    twice += [twice]
    text = json.dumps(plain(twice))
    assert text.count("[") == MAX_DEPTH
    assert json.loads(text) is not None
    assert CUT in json.loads(text)[0].__repr__()


def test_a_value_that_holds_itself_twice_ends_soon() -> None:
    knot: list[Any] = []
    knot += [knot, knot]
    assert isinstance(plain(knot), list)


def test_what_fits_is_kept_as_it_is() -> None:
    assert kept({"a": ["b", 1]}, same) == {"a": ["b", 1]}


def test_what_is_longer_than_256_kb_is_cut_and_says_so() -> None:
    short = kept({"a": "é" * MAX_OUTPUT}, same)
    assert (short["cut"], len(short["text"])) == (True, MAX_OUTPUT)
    assert "256 KB are kept" in short["note"]


def test_a_secret_is_hidden_before_the_cut() -> None:
    redact = Redactor()
    redact.add("tok_4f9a8b7c")
    value = "x" * (MAX_OUTPUT - 8) + "tok_4f9a8b7c" + "y" * 100
    assert "tok_" not in kept(value, redact)["text"]


def test_a_secret_that_is_a_number_is_hidden() -> None:
    redact = Redactor()
    redact.add("8675309123")
    assert kept({"pin": 8675309123, "other": 12}, redact) == {"pin": HIDDEN, "other": 12}
