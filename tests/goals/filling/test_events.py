"""What a trigger gets from the clause that tells of its event."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import read_goal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("goal", "config"),
    [
        ("cpu above 80% for 5 minutes → telegram",
         {"what": "processor used", "crosses": "goes above", "threshold": 80.0, "held": "5 min"}),
        ("when postgres dies page me", {"name": "postgres", "when": "ends"}),
        ("check https://a.example/x every 10 minutes and tell me when it is down",
         {"url": "https://a.example/x", "events": ["down"], "every": "10 min"}),
        ("tell me when the response time of https://a.example is over 3 seconds",
         {"url": "https://a.example", "events": ["slow"], "slow": "3s"}),
        ("when a *.pdf is added to ~/Scans tell me", {"folder": "~/Scans", "pattern": "*.pdf", "events": ["created"]}),
        ("wenn die Datei ~/x.txt gelöscht wird, sag Bescheid",
         {"folder": "~", "pattern": "x.txt", "events": ["deleted"]}),
        ("if the battery is below 20 percent warn me",
         {"what": "battery charge", "crosses": "goes below", "threshold": 20.0}),
        ("when the container web becomes unhealthy tell me", {"name": "web", "when": "becomes unhealthy"}),
        ("tell me when a container is unhealthy", {"when": "becomes unhealthy"}),
        ("if a docker container is unhealthy restart it", {"when": "becomes unhealthy"}),
        ("when someone logs in tell me", {"when": "somebody logs in"}),
        ("when user root logs in tell me", {"name": "root", "when": "somebody logs in"}),
        ("tell me when the unit nginx.service fails", {"unit": "nginx.service", "when": "unit fails"}),
        ("when a new release of owner/tool comes out on github tell me", {"url": "owner/tool"}),
        ("when a .torrent file ends up in ~/Down tell me",
         {"folder": "~/Down", "pattern": "*.torrent", "events": ["created"]}),
        ("when .env changes in ~/app tell me", {"folder": "~/app", "pattern": ".env", "events": ["changed"]}),
        ("once nightly-dump is done run ~/v.sh", {"when": "automation succeeds", "automation": "nightly-dump"}),
        ("run 'df -i /' and tell me when the output changes", {"command": "df -i /", "when": "output changes"}),
    ],
)  # fmt: skip
def test_the_fields_that_are_said_are_filled(goal: str, config: dict[str, Any]) -> None:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert [part.config for part in reading.when] == [config]


def test_commits_of_a_repository_are_a_feed() -> None:
    goal = "tell me about new commits of torvalds/linux"
    (step,) = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW).when
    assert (step.block, step.config) == ("feed", {"url": "https://github.com/torvalds/linux/commits.atom"})
