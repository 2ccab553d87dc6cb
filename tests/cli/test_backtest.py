"""backtest, as people and scripts read it."""

import pytest

from tests.cli.conftest import Cli


@pytest.fixture
def hourly(cli: Cli) -> str:
    """The slug of an automation that would run each hour, on one weekday of the seven."""
    goal = "every hour run 'echo {{ event.due }}'"
    made: str = cli("new", goal, "--off", "--json").json["slug"]
    return made


def test_the_figures_come_first_and_then_each_event(cli: Cli, hourly: str) -> None:
    told = cli("backtest", hourly, "--days", "2")
    assert told.code == 0
    assert told.lines[0].startswith(f"{hourly}, revision 1, from 20")
    assert told.lines[1] == "  would have run 48 times"
    assert told.lines[2] == "  differs from what really happened 0 times"
    assert told.lines[3].split() == ["AT", "TRIGGER", "WOULD", "REALLY", "RUN", "DIFFERS", "WHAT"]
    assert len(told.lines) == 4 + 48


def test_older_events_are_in_the_document_only(cli: Cli, hourly: str) -> None:
    assert cli("backtest", hourly).lines[-1] == "118 older events are not shown; --json has all of them."
    document = cli("backtest", hourly, "--json").json
    assert list(document) == [
        "automation", "revision", "since", "until", "would_run", "would_skip", "would_fail", "skips", "differ", "cut",
        "looked_at_now", "left_out", "cases",
    ]  # fmt: skip
    assert document["would_run"] == len(document["cases"]) == 168
    assert list(document["cases"][0]) == ["at", "trigger", "would", "words", "step", "run", "really", "differs"]


def test_why_it_would_have_been_skipped_is_said_once_for_each_condition(cli: Cli) -> None:
    slug = cli("new", "every hour, only if {{ event.due }} is never, run 'true'", "--off", "--json").json["slug"]
    told = cli("backtest", slug, "--days", "1")
    assert told.lines[1] == "  would have run 0 times"
    assert told.lines[2].startswith("  would have skipped 24 times at “compare”, for example: ")


@pytest.mark.parametrize(
    ("arguments", "code"), [(["nothing"], 3), (["1", "--days", "0"], 2), (["1", "--days", "91"], 2)]
)
def test_what_can_not_be_is_a_sentence(cli: Cli, hourly: str, arguments: list[str], code: int) -> None:
    answer = cli("backtest", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.count("\n") == 1
