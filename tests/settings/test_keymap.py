"""[keys], checked: which keys may be, which clash, and what is said of the others."""

from typing import Any

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.settings.keymap import bindings, check, check_one, read_keys, shown


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("N", ("N",)), ("?", ("question_mark",)), ("N, f5", ("N", "f5")), (["N", "ctrl+n"], ("N", "ctrl+n")),
        ("none", ("none",)), ("Esc", ("escape",)), (" ", ("space",)), (",", ("comma",)), ("-", ("minus",)),
    ],
)  # fmt: skip
def test_keys_are_written_as_people_know_them(value: Any, keys: tuple[str, ...]) -> None:
    assert read_keys("home.new", value) == keys


@pytest.mark.parametrize(
    "value",
    ["ctrl+h", "ctrl+i", "ctrl+m", "ctrl+b", "ctrl+a", "alt+x", "ctrl+alt+x", "hyper+x", "f13", "banana", "\x1b", "",
     5, [], [1], {"a": 1}, True, "none, N"],
)  # fmt: skip
def test_keys_that_no_terminal_sends_are_refused(value: Any) -> None:
    with pytest.raises(BadInputError):
        read_keys("home.new", value)


def test_a_clash_is_told_with_its_place_and_the_rest_counts() -> None:
    raw = {"home.new": "N", "home.missed": "r", "automation.why": "N", "home.nwe": "x"}
    found = check(raw, lambda id_: f"line {list(raw).index(id_) + 1}")
    assert dict(found.keys) == {"home.new": ("N",)}
    assert found.problems["home.missed"].startswith("line 2: home.missed can't be r: that is automation.run already")
    assert "home.new already" in found.problems["automation.why"]
    assert "Did you mean home.new" in found.problems["home.nwe"]


def test_two_may_change_places() -> None:
    assert len(check({"home.new": "r", "automation.run": "n"}).keys) == 2


def test_a_key_of_lists_clashes_with_those_of_screens() -> None:
    with pytest.raises(BadInputError, match="rows.down"):
        check_one({}, "home.new", "j")


def test_what_works_in_fields_needs_a_key_that_types_nothing() -> None:
    with pytest.raises(BadInputError, match="would be typed"):
        read_keys("flow.next", "n")
    assert read_keys("flow.next", "f12") == ("f12",)


def test_no_key_of_the_code_is_one_that_is_refused() -> None:
    known = [(one.id, key) for one in bindings().values() for key in one.keys]
    assert [
        (id_, key) for id_, key in known if read_keys("home.new" if id_ == "home.new" else id_, key) != (key,)
    ] == []
    assert {shown(key) for _, key in known} >= {"?", "Esc", "F1", "Enter", "n"}
