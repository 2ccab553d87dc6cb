"""Runs whose `per` comes to the same value are in each other's way, others are not."""

from nomologi_tui.model import Configuration, Event
from nomologi_tui.runner.lanes import LONGEST, lane_of


def lane(per: str, **data: str) -> str | None:
    return lane_of(Configuration(per=per), Event("e", data), "webhook").name


def test_without_per_there_is_one_lane_for_all() -> None:
    assert lane("", sender="a@b.c") is None


def test_each_value_has_its_lane() -> None:
    assert lane("{{ event.sender }}", sender="a@b.c") == "a@b.c"
    assert lane("{{ event.sender | downcase }}-{{ event.trigger }}", sender="A") == "a-webhook"


def test_an_event_without_the_value_has_the_empty_lane() -> None:
    assert lane("{{ event.sender }}", subject="hi") == ""
    assert "event.sender is undefined" in lane_of(Configuration(per="{{ event.sender }}"), Event("e"), "mail").unfilled


def test_a_long_value_is_told_apart_by_its_hash() -> None:
    one, other = lane("{{ event.text }}", text="x" * 5_000), lane("{{ event.text }}", text="x" * 5_001)
    assert one != other
    assert len(one or "") <= LONGEST


def test_control_characters_of_a_value_are_made_visible() -> None:
    assert lane("{{ event.text }}", text="a\x1b[31m") == "a\ufffd[31m"
