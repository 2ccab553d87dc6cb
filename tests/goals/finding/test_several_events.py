from typing import Any

import pytest

from tests.goals.actions.test_acting import read


def started_by(goal: str) -> list[tuple[str, dict[str, Any]]]:
    return [(part.block, part.config) for part in read(goal).when]


@pytest.mark.parametrize(
    ("goal", "blocks"),
    [
        ("when postgres dies or when the disk is above 90% tell me", ["process", "metric"]),
        ("when postgres dies or the disk is above 90% tell me", ["process", "metric"]),
        ("wenn nginx abstürzt oder die Platte zu mehr als 90% voll ist, sag mir Bescheid", ["process", "metric"]),
        ("si mysql tombe ou si le disque dépasse 90%, préviens-moi", ["process", "metric"]),
        ("tell me when a pdf lands in ~/in and when https://a.example goes down", ["file", "web_check"]),
        ("when a.example is down or nas.local is unreachable send me a push", ["web_check", "web_check"]),
    ],
)
def test_each_event_is_a_trigger_of_its_own(goal: str, blocks: list[str]) -> None:
    reading = read(goal)
    assert ([part.block for part in reading.when], reading.not_understood) == (blocks, ())


def test_each_has_what_is_said_of_it() -> None:
    found = started_by("when the disk is above 90% or the memory above 80% tell me")
    assert [(one["what"], one["threshold"]) for _, one in found] == [("disk used", 90.0), ("memory used", 80.0)]


def test_another_thing_that_may_happen_to_the_first_is_an_event_too() -> None:
    reading = read("when a container crashes or becomes unhealthy restart it")
    assert [part.config["when"] for part in reading.when] == ["fails", "becomes unhealthy"]
    assert reading.what[0].config["name"] == "{{ event.name }}"


def test_what_is_told_tells_of_all_and_brings_only_what_all_bring() -> None:
    message = read("when bo@mail.example writes or a file appears in ~/in tell me").what[0].config["message"]
    assert message == "Bo@mail.example writes or a file appears in ~/in"


@pytest.mark.parametrize(
    ("goal", "events"),
    [
        ("when https://a.example is down or slow tell me", ["down", "slow"]),
        ("when a file in ~/in is created or changed tell me", ["created", "changed"]),
    ],
)
def test_several_values_of_one_field_are_one_event(goal: str, events: list[str]) -> None:
    reading = read(goal)
    assert [part.config["events"] for part in reading.when] == [events]
    assert reading.not_understood == ()


def test_an_event_that_is_not_told_in_full_is_named() -> None:
    assert read("when nginx or my helper dies tell me").not_understood == ("or my helper dies", "helper")


@pytest.mark.parametrize(("goal", "names"), [
    ("when nginx or postgres stops tell me", ["nginx", "postgres"]),
    ("tell me when nas.local or web.local is unreachable", ["https://nas.local", "https://web.local"]),
    ("when ~/a.txt or ~/b.txt changes commit ~/r", ["a.txt", "b.txt"]),
])  # fmt: skip
def test_things_that_share_a_verb_start_it_each(goal: str, names: list[str]) -> None:
    assert [config.get("name", config.get("url", config.get("pattern"))) for _, config in started_by(goal)] == names
    assert read(goal).not_understood == ()


def test_times_of_several_actions_are_named_one_by_one() -> None:
    reading = read("at 8 run ~/on.sh and at 18 run ~/off.sh")
    assert (reading.when, reading.not_understood) == ((), ("at 8", "at 18"))
    assert "“at 8”, “at 18”" in reading.missing[0].question
