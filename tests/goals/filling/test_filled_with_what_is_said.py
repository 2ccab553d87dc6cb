"""Fields that a goal fills: each with what the sentence says as that thing, whatever words stand round it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import read_goal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "block", "config"),
    [
        ("if ping to 8.8.8.8 fails", "host", {"host": "8.8.8.8", "when": "goes down"}),
        ("when host nas is unreachable", "host", {"host": "nas", "when": "goes down"}),
        ("if a process called gimp uses more than 4 GB memory", "process",
         {"name": "gimp", "when": "uses more memory than", "limit": 4000.0}),
        ("when postgres eats more than 50% cpu for 2 minutes", "process",
         {"name": "postgres", "when": "uses more processor than", "limit": 50.0, "held": "2 min"}),
        ("when cpu usage is above 90% for 2 minutes", "metric",
         {"what": "processor used", "crosses": "goes above", "threshold": 90.0, "held": "2 min"}),
        ("when disk / has less than 10 GB free", "metric",
         {"folder": "/", "what": "disk free", "crosses": "goes below", "threshold": 10.0}),
        ("when disk has under 500 MB left", "metric",
         {"what": "disk free", "crosses": "goes below", "threshold": 0.5}),
        ("when less than 15 % of the disk is free", "metric",
         {"what": "disk used", "crosses": "goes above", "threshold": 85.0}),
        ("when less than 10 % of memory is free", "metric",
         {"what": "memory used", "crosses": "goes above", "threshold": 90.0}),
        ("when https://e.example.com/n shows over 200", "web_check",
         {"url": "https://e.example.com/n", "events": ["value"], "compare": "greater than", "than": "200"}),
        ("if a user is added to /etc/passwd", "file",
         {"folder": "/etc", "pattern": "passwd", "events": ["changed"]}),
        ("when a container named web stops", "container", {"name": "web", "when": "ends"}),
        ("when the container web crashes", "container", {"name": "web", "when": "fails"}),
        ("if the gpu is hotter than 85C", "metric",
         {"what": "temperature", "crosses": "goes above", "threshold": 85.0}),
        ("ping nas and if it doesn't answer", "host", {"host": "nas", "when": "goes down"}),
        ("when the cert of a.example runs out in less than two weeks", "web_check",
         {"url": "https://a.example", "events": ["certificate"], "days": 14}),
        ("when there is a new job on https://a.example/work", "web_check",
         {"url": "https://a.example/work", "events": ["text"]}),
    ],
)  # fmt: skip
def test_of_an_event(event: str, block: str, config: dict[str, Any]) -> None:
    reading = read_goal(f"{event} tell me", registry=load_registry(), timezone="UTC", now=NOW)
    assert (reading.when[0].block, reading.when[0].config) == (block, config)
    assert reading.not_understood == ()


@pytest.mark.parametrize(
    ("deed", "block", "config"),
    [
        ("wait 2 minutes", "wait", {"time": "2 min"}),
        ("warte 2 Stunden", "wait", {"time": "2 h"}),
        ("run the query 'select 1'", "query_database", {"statement": "select 1"}),
        ("starte nginx neu", "restart_service", {"name": "nginx", "verb": "restart"}),
        ("start the container plex", "restart_container", {"name": "plex", "verb": "start"}),
        ("starte den Dienst foo", "restart_service", {"name": "foo", "verb": "start"}),
        ("starte den Dienst neu", "restart_service", {"verb": "restart"}),
        ("restart the service called foo", "restart_service", {"name": "foo", "verb": "restart"}),
        ("restart the service 'foo bar'", "restart_service", {"name": "foo bar", "verb": "restart"}),
    ],
)
def test_of_an_action(deed: str, block: str, config: dict[str, Any]) -> None:
    reading = read_goal(f"every day at 5:00 {deed}", registry=load_registry(), timezone="UTC", now=NOW)
    assert (reading.what[0].block, reading.what[0].config) == (block, config)
    assert reading.not_understood == ()


@pytest.mark.parametrize(
    "event", ["when ~/videos is bigger than 10 GB", "when memory use is above 8 GB", "when free memory is below 500 MB"]
)
def test_what_nothing_measures_in_that_unit_is_asked_for(event: str) -> None:
    reading = read_goal(f"{event} tell me", registry=load_registry(), timezone="UTC", now=NOW)
    assert "threshold" not in reading.when[0].config
    assert [one.key for one in reading.missing] == ["when.1.threshold"]


def test_copying_to_another_machine_is_one_action() -> None:
    goal = "kopiere jede Nacht ~/Dokumente auf nas:/backup"
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert [(part.block, part.config) for part in reading.what] == [
        ("sftp_copy", {"direction": "put", "path": "~/Dokumente", "to": "/backup"})
    ]


def test_how_long_before_is_said_in_the_message_too() -> None:
    goal = "notify me 10 minutes before each event in https://cal.example.com/me.ics"
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert reading.what[0].config["message"] == "10 minutes before each event: {{ event.title }}"


def test_what_a_message_of_mqtt_must_be_is_a_condition() -> None:
    goal = "when hall/smoke publishes 1 tell me"
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert reading.conditions[0].config == {
        "left": "{{ event.value }}", "operator": "is", "right": "1", "duration": "0s",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("event", "block", "config"),
    [
        ("when nothing new has arrived in /b for 26 hours", "silence",
         {"no": "new file", "folder": "/b", "after": "26 h"}),
        ("wenn seit 2 Tagen nichts Neues in ~/in liegt", "silence",
         {"no": "new file", "folder": "~/in", "after": "2 d"}),
        ("when a failed ssh login is seen", "service", {"unit": "ssh", "when": "line matches"}),
    ],
)  # fmt: skip
def test_of_what_is_no_plain_event(event: str, block: str, config: dict[str, Any]) -> None:
    reading = read_goal(f"{event}, tell me", registry=load_registry(), timezone="UTC", now=NOW)
    assert (reading.when[0].block, reading.when[0].config) == (block, config)


def test_a_limit_below_nought_keeps_its_sign() -> None:
    goal = "tell me if the freezer gets warmer than -15 degrees"
    conditions = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW).conditions
    assert [(one.config["operator"], one.config["right"]) for one in conditions] == [("greater than", "-15")]
