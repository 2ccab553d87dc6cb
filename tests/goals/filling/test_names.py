from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="UTC", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("goal", "name"),
    [
        ("if the home assistant container stops tell me", "home*assistant"),
        ("when the uptime kuma container becomes unhealthy tell me", "uptime*kuma"),
        ("wenn der Home Assistant Container abstürzt, sag mir Bescheid", "home*assistant"),
    ],
)
def test_a_name_of_two_words_is_a_pattern_where_one_is_taken(goal: str, name: str) -> None:
    reading = read(goal)
    assert (reading.when[0].block, reading.when[0].config["name"]) == ("container", name)
    assert reading.missing == ()


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("when home assistant dies tell me", "home assistant"),
        ("every night at 4 restart the home assistant container", "home assistant"),
        ("restart my game server service every night at 5", "game server"),
    ],
)
def test_elsewhere_it_is_asked_how_that_name_is_written(goal: str, words: str) -> None:
    reading = read(goal)
    assert [one.question.partition("? ")[2] for one in reading.missing] == [f"How the name of “{words}” is written."]
    assert all("name" not in part.config for part in (*reading.when, *reading.what) if part.block != "notify")


def test_a_pattern_of_names_names_nobody_that_is_restarted() -> None:
    reading = read("when the home assistant container fails restart it")
    assert reading.what[0].config["name"] == "{{ event.name }}"


def test_a_container_that_may_be_a_service_too_is_a_container() -> None:
    reading = read("restart the plex container every night")
    assert (reading.what[0].block, reading.what[0].config["name"]) == ("restart_container", "plex")


@pytest.mark.parametrize(
    ("goal", "when"),
    [
        ("when the container web is unhealthy restart it", "becomes unhealthy"),
        ("restart the container web when it is unhealthy", "becomes unhealthy"),
        ("watch the container web and restart it when it is unhealthy", "becomes unhealthy"),
        ("restart the web container when it dies", "ends"),
    ],
    ids=lambda one: one,
)
def test_a_container_may_be_called_like_a_thing(goal: str, when: str) -> None:
    reading = read(goal)
    assert reading.when[0].config == {"name": "web", "when": when}
    assert reading.what[0].config == {"name": "web", "verb": "restart"}
