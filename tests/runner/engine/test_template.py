import json
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomologi_tui.errors import TemplateError
from nomologi_tui.runner.engine.template import MAX_SIZE, as_value, check_template, render

HOSTILE: list[str] = json.loads((Path(__file__).parent / "data" / "hostile_templates.json").read_text())


def values(**event: Any) -> dict[str, Any]:
    return {"event": as_value(event), "steps": as_value({})}


def test_values_are_filled_in_by_path() -> None:
    filled = render("{{ event.a.b[0] }} and {{ event['c d'] }}", values(a={"b": ["x"]}, **{"c d": 2}))
    assert filled == "x and 2"


def test_text_without_braces_is_left_alone() -> None:
    assert render("50 % } of $HOME", {}) == "50 % } of $HOME"


def test_a_json_object_or_list_prints_as_json() -> None:
    assert render("{{ event.o }}", values(o={"é": [1, None, {"x": True}]})) == '{"é": [1, null, {"x": true}]}'


def test_the_json_filter_prints_what_a_program_can_read() -> None:
    assert json.loads(render("{{ event.o | json }}", values(o={"a": ['"', 1.5]}))) == {"a": ['"', 1.5]}


def test_a_missing_value_is_an_error_that_names_it() -> None:
    with pytest.raises(TemplateError, match=r"“\{\{ event\.nme \}\}” asks for a value that is not there") as caught:
        render("{{ event.nme }}", values(name="Ada"))
    assert "trace" in caught.value.hint


@pytest.mark.parametrize("template", ["{{ event.x | upcase }}", "{% for a in steps.x.y %}{% endfor %}{{ x }}"])
def test_a_missing_value_is_an_error_inside_filters_and_loops_too(template: str) -> None:
    with pytest.raises(TemplateError):
        render(template, values())


def test_default_stands_in_for_a_missing_value() -> None:
    assert render("{{ event.x | default: 'none' }}", values()) == "none"


def test_a_rehearsal_shows_missing_values_as_their_path() -> None:
    known = {"event": as_value({}), "steps": as_value({"fetch": {}})}
    filled = render("a {{ steps.fetch.body }} b {{ event.x }}", known, rehearsal=True)
    assert filled == "a ‹steps.fetch.body› b ‹event.x›"


def test_a_value_is_never_read_as_a_template() -> None:
    assert render("{{ event.x }}", values(x="{{ event.y }}{% raw %}")) == "{{ event.y }}{% raw %}"


def test_values_are_not_escaped() -> None:
    assert render("{{ event.x }}", values(x="<a href='b'>&</a>")) == "<a href='b'>&</a>"


@pytest.mark.parametrize(
    ("template", "words"),
    [("{{ event.x", "can't be read"), ("{% if %}", "can't be read"), ("{% nosuch %}", "can't be read"),
     ("x" * 70_000 + "{{ a }}", "longer than 64 KB")],
    ids=["open", "empty if", "unknown tag", "long"],
)  # fmt: skip
def test_a_broken_template_says_what_is_wrong(template: str, words: str) -> None:
    assert words in check_template(template)
    with pytest.raises(TemplateError, match=words):
        render(template, values())


def test_a_good_template_has_no_problem() -> None:
    assert not check_template("{{ event.x | default: 'a' }}")


def outcome(template: str, event: dict[str, Any], *, rehearsal: bool = False) -> str:
    """The result, or what the TemplateError says."""
    try:
        return render(template, event, rehearsal=rehearsal)
    except TemplateError as error:
        return f"error: {error}"


@pytest.mark.parametrize("template", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("rehearsal", [False, True])
def test_a_hostile_template_is_a_short_error_or_a_small_result(template: str, *, rehearsal: bool) -> None:
    event = values(text="a" * 10_000, items=list(range(5_000)), config={"a": 1})
    result = outcome(template, event, rehearsal=rehearsal)
    assert len(result) <= (400 if result.startswith("error: ") else MAX_SIZE)
    assert "<class" not in result
    assert "<function" not in result


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in (1..200) %}{% for b in (1..200) %}x{% endfor %}{% endfor %}",
        "{% assign s = 'aaaaaaaa' %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}",
        "{{ event.text | replace: 'a', event.text }}",
        "{{ event.items | join: event.text }}",
        "{% assign a = event.items %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}",
        "{{ 'now' | date: '%99d' }}",
    ],
)
def test_what_would_grow_without_end_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        render(template, values(text="a" * 10_000, items=list(range(1_000))))


@given(st.text(alphabet=st.sampled_from("{}%|.:'\"[]() \nabevnt09-,_\x00é…"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_random_text_is_a_result_or_a_template_error(text: str) -> None:
    assert isinstance(outcome(text, values(a="b")), str)


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_VALUES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
_FILTERS = ["upcase", "sort", "sum", "first", "reverse", "abs", "date", "round", "uniq", "map:'a'", "split:','", "json"]


@given(_VALUES, st.lists(st.sampled_from(_FILTERS), min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_any_filter_on_any_value_is_a_result_or_a_template_error(value: Any, filters: list[str]) -> None:
    assert isinstance(outcome(f"{{{{ event.x | {' | '.join(filters)} }}}}", values(x=value)), str)


class Busy(str):
    """A text that takes the thread's computing time, as a collection of garbage does, so many times."""

    __slots__ = ("left",)
    left: int

    def upper(self) -> str:
        self.left -= 1
        ends = time.thread_time() + 0.06
        while self.left >= 0 and time.thread_time() < ends:
            pass
        return "TEXT"


def test_a_template_that_was_slow_once_is_filled_in_and_one_that_is_so_again_is_not() -> None:
    text = Busy("text")
    text.left = 1
    assert render("{{ text | upcase | append: '!' }}", {"text": text}) == "TEXT!"
    text.left = 2
    with pytest.raises(TemplateError, match="takes too long"):
        render("{{ text | upcase | append: '!' }}", {"text": text})


def test_threads_have_their_own_budget() -> None:
    results: list[str] = []
    template = "{% for a in (1..300) %}{{ event.x | upcase }}{% endfor %}"

    def work() -> None:
        results.extend(render(template, values(x="a")) for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["A" * 300] * 40


def test_dates_are_values_too() -> None:
    assert render("{{ event.at | date: '%Y' }}", values(at=datetime(2026, 11, 22, tzinfo=UTC))) == "2026"


def test_in_a_rehearsal_with_a_real_event_what_the_event_lacks_is_an_error() -> None:
    known = {"steps": {"fetch": {}}, "event": {"a": 1}}
    filled = render(
        "{{ event.a }} {{ steps.fetch.body }} {{ event.b | default: 2 }}", known, rehearsal=True, real_event=True
    )
    assert filled == "1 ‹steps.fetch.body› 2"
    with pytest.raises(TemplateError, match=r"event\.b is undefined"):
        render("{{ event.b }}", known, rehearsal=True, real_event=True)
