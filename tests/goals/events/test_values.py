"""What the value of a message must be: read as a condition, told once when it becomes so."""

from typing import Any

import pytest

from tests.goals.actions.test_acting import read


@pytest.mark.parametrize(("clause", "topic", "demanded"), [
    ("a message on attic/window says open", "attic/window", ("is", "open", "0s")),
    ("yard/pump reports 'dry run'", "yard/pump", ("is", "dry run", "0s")),
    ("attic/temp goes above 31", "attic/temp", ("greater than", "31", "0s")),
    ("plugs/oven/power is below 4 for 3 minutes", "plugs/oven/power", ("less than", "4", "3 min")),
    ("the mqtt topic shed/door is open for 10 minutes", "shed/door", ("is", "open", "10 min")),
])  # fmt: skip
def test_what_a_message_must_say_is_a_condition(clause: str, topic: str, demanded: tuple[str, ...]) -> None:
    reading = read(f"when {clause}, tell me")
    assert reading.when[0].config == {"topic": topic}
    (held,) = reading.conditions
    names = ("operator", "right", "duration")
    assert (held.block, tuple(held.config[name] for name in names)) == ("held", demanded)
    assert reading.not_understood == ()


def test_each_message_counts_where_nothing_is_said_of_it() -> None:
    reading = read("on a message in shop/bell run ~/bin/ring.sh")
    assert (reading.when[0].config, reading.conditions) == ({"topic": "shop/bell"}, ())


def test_what_a_state_is_called_is_taken_for_granted_and_said() -> None:
    assert "“open” is what a message says then." in read("when shed/door on mqtt is open tell me").remarks


@pytest.mark.parametrize(("goal", "field", "value"), [
    ("mail bo@x.example when the certificate of x.example expires within 20 days", "days", 20),
    ("tell me when https://x.example is down for 10 minutes", "every", "5 min"),
    ("tell me when the text on https://x.example changes", "events", ["text"]),
    ("tell me 3 weeks before the certificate of x.example expires", "days", 21),
    ('when https://x.example/rss has "rust" in the title, tell me', "title_has", ["rust"]),
    ("when an event with 'dentist' is in my calendar, remind me", "has", ["dentist"]),
])  # fmt: skip
def test_what_an_event_is_asked_for_is_in_its_field(goal: str, field: str, value: Any) -> None:
    assert read(goal).when[0].config[field] == value


def test_one_thing_to_publish_is_one_step() -> None:
    (part,) = read("at sunset turn on the lamp via mqtt topic yard/lamp/set with payload on").what
    assert part.config == {"topic": "yard/lamp/set", "payload": "on"}


def test_a_key_that_is_reported_is_taken_from_the_message() -> None:
    reading = read("when zigbee2mqtt/hatch reports contact false tell me")
    assert reading.conditions[0].config["left"] == "{{ event.value.contact }}"
    assert reading.conditions[0].config["right"] == "false"
