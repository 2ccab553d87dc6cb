from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from nomologi_tui.blocks import Duration, Secret, Template, TimeOfDay, Url, Zone
from nomologi_tui.blocks.fields import (
    FieldSpec,
    Kind,
    check,
    describe,
    parse_duration,
    parse_text,
    show_value,
)
from nomologi_tui.text import show_duration


class Part(BaseModel):
    name: str


class Everything(BaseModel, extra="forbid"):
    plain: str = Field(title="Plain", description="Text.", examples=["x"])
    wait: Duration | None = None
    at: list[TimeOfDay] = []
    later: tuple[TimeOfDay, ...] = ()
    days: list[Literal["mon", "tue"]] = []
    headers: dict[str, Template] = {}
    parts: list[Part] = []
    token: Secret = ""
    zone: Zone = ""
    url: Url = "http://x"
    count: int | None = None
    on: bool = False
    one: Literal["a", "b"] | None = None


SPECS = {spec.name: spec for spec in describe(Everything)}


def test_a_model_is_read_once_for_everybody() -> None:
    kinds = {name: spec.kind for name, spec in SPECS.items()}
    assert kinds == {
        "plain": "text", "wait": "duration", "at": "list", "later": "list", "days": "list", "headers": "mapping",
        "parts": "groups", "token": "secret", "zone": "zone", "url": "url", "count": "integer", "on": "boolean",
        "one": "choice",
    }  # fmt: skip
    assert (SPECS["at"].item, SPECS["headers"].item) == ("time", "template")
    assert (SPECS["one"].choices, SPECS["days"].choices) == (("a", "b"), ("mon", "tue"))
    assert {name for name, spec in SPECS.items() if spec.takes_values} == {"headers", "url"}
    assert [name for name, spec in SPECS.items() if spec.required] == ["plain"]
    assert SPECS["wait"].label == "Wait"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("5", 5), ("5s", 5), ("15 min", 900), ("1h 30m", 5400), ("1h and 5 s", 3605), ("2 weeks", 1209600)],
)
def test_a_length_of_time_is_read_as_people_write_it(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds
    assert parse_duration(show_duration(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "soon", "5 parsecs", "-5", "five", "1h!"])
def test_what_is_no_length_of_time_is_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"length of time|unit of time"):
        parse_duration(text)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0s"), (0.25, "0.25s"), (90, "1 min 30s"), (86400, "1d")])
def test_a_length_of_time_is_shown_short_and_exact(seconds: float, shown: str) -> None:
    assert show_duration(seconds) == shown


@pytest.mark.parametrize(
    ("time", "read"),
    [("8", "08:00"), ("7:30 pm", "19:30"), ("12 am", "00:00"), ("12pm", "12:00"), ("08:00:05", "08:00:05")],
)
def test_a_time_of_day_is_read_as_people_write_it(time: str, read: str) -> None:
    model, _ = check(Everything, {"plain": "x", "at": [time]})
    assert model is not None
    assert model.model_dump()["at"] == [read]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("at", ["25:00"], "“25:00” is not a time of day; hours go to 23, minutes to 59."),
        ("at", ["13 pm"], "“13 pm” is not a time of day; with am or pm the hour goes from 1 to 12."),
        ("at", ["noon"], "“noon” is not a time of day; write for example 08:00 or 7:30 pm."),
        ("zone", "../etc/passwd", "“../etc/passwd” is not a time zone; write for example Europe/Berlin or UTC."),
        ("url", "ftp://x", "“ftp://x” is not a web address; it starts with http:// or https://."),
        ("later", 5, "It takes a list."),
        ("nonsense", 1, "There is no such field."),
        ("header", 1, "There is no such field. Did you mean headers?"),
        ("plain", None, "It takes a text."),
        ("count", "many", "It takes a whole number."),
        ("on", "perhaps", "It takes yes or no."),
        ("one", "c", "It takes one of these: a or b."),
        ("days", ["mon", "sun"], "In number 2: it takes one of these: mon or tue."),
        ("headers", {"X-A": 1}, "In “X-A”: it takes a text."),
        ("parts", [{}], "In number 1, “name”: this is needed."),
    ],
)
def test_each_problem_is_one_sentence_by_field(name: str, value: Any, sentence: str) -> None:
    assert check(Everything, {"plain": "x", name: value})[1] == {name: sentence}


def test_an_empty_list_is_the_same_of_either_kind() -> None:
    assert SPECS["at"].default == SPECS["later"].default == []


def test_what_is_needed_is_named() -> None:
    assert check(Everything, {})[1] == {"plain": "This is needed."}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("on", "Yes", True),
        ("on", "off", False),
        ("days", "mon, tue\n", ["mon", "tue"]),
        ("headers", "A: 1:2\n\nB=x: y\n", {"A": "1:2", "B": "x: y"}),
        ("wait", "  ", None),
        ("plain", " x ", "x"),
    ],
)
def test_typed_text_becomes_a_value(name: str, text: str, value: Any) -> None:
    assert parse_text(SPECS[name], text) == value


@pytest.mark.parametrize(("name", "text"), [("on", "perhaps"), ("headers", "no pair")])
def test_typed_text_that_is_wrong_is_a_sentence(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"neither yes nor no|is not a pair"):
        parse_text(SPECS[name], text)


def test_several_lines_of_text_stay_as_they_are() -> None:
    assert parse_text(FieldSpec("x", "X", "", "multiline", required=True), " a\n b \n") == " a\n b \n"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [("boolean", True, "yes"), ("list", ["a", 1], "a, 1"), ("mapping", {"a": 1}, "a: 1"), ("text", None, "")],
)
def test_values_are_shown_as_they_are_typed(kind: Kind, value: Any, shown: str) -> None:
    assert show_value(FieldSpec("x", "X", "", kind, required=False), value) == shown


def test_a_secret_is_never_shown() -> None:
    assert (show_value(SPECS["token"], "hush"), show_value(SPECS["token"], "")) == ("(set)", "")


def test_a_length_of_time_may_be_a_number_or_words_in_a_file() -> None:
    class Waits(BaseModel):
        every: Duration = Field(60.0, description="How often.")

    shape = Waits.model_json_schema()["properties"]["every"]
    assert shape["anyOf"] == [{"type": "number"}, {"type": "string"}]
    assert (shape["description"], shape["default"]) == ("How often.", 60.0)
