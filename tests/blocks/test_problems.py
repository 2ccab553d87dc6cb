from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field
from pydantic_core._pydantic_core import list_all_errors

from nomologi_tui.blocks import Duration
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.problems import sentence_of
from nomologi_tui.testing.bad_input import fault_of

EVERY = {str(one["type"]): one for one in list_all_errors()}


class Bounds(BaseModel, extra="forbid"):
    port: Annotated[int, Field(gt=0, lt=65_536)] = 1
    share: Annotated[float, Field(ge=0.5, le=1)] = 1
    wait: Annotated[Duration, Field(ge=30, le=7200)] = 60
    name: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    code: Annotated[str, Field(min_length=3)] = "abc"
    some: Annotated[list[str], Field(min_length=1, max_length=2)] = ["a"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("port", 0, "It has to be more than 0."),
        ("port", 65_536, "It has to be less than 65536."),
        ("share", 0.2, "It has to be at least 0.5."),
        ("share", 2, "It has to be at most 1."),
        ("wait", "10s", "It has to be at least 30s."),
        ("wait", "1d", "It has to be at most 2h."),
        ("name", "", "This is needed."),
        ("name", "abcd", "It has more than 3 characters."),
        ("code", "ab", "It needs at least 3 characters."),
        ("some", [], "This is needed."),
        ("some", ["a", "b", "c"], "It has more than 2."),
    ],
)
def test_a_bound_is_told_in_the_units_of_the_field(name: str, value: Any, sentence: str) -> None:
    assert check(Bounds, {name: value})[1] == {name: sentence}


@pytest.mark.parametrize("kind", EVERY)
def test_whatever_pydantic_may_find_is_told_in_words_of_ours(kind: str) -> None:
    one = EVERY[kind]
    context = dict.fromkeys(one.get("example_context") or {}, 1)
    said = sentence_of({"type": kind, "msg": one["example_message_python"], "loc": ("a", 0), "ctx": context}, "x")
    assert fault_of(said) == ""
    assert kind in ("value_error", "assertion_error") or one["message_template_python"] not in said


def test_what_a_block_says_itself_stays_its_own() -> None:
    assert sentence_of({"type": "value_error", "msg": "Value error, no folder", "loc": ("a",)}) == "No folder."
