from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.following import DEEPEST, After
from nomologi_tui.blocks.triggers.after import after
from nomologi_tui.model import Ending, Run, RunStatus
from nomologi_tui.testing import START, FakeTriggerContext


def ended(status: RunStatus, number: int = 7, **fields: Any) -> tuple[str, Ending]:
    run = Run(number, 1, status, fields.pop("trigger", "schedule"), 1, finished_at=START, **fields)
    return "backup", Ending(40 + number, run)


async def told(when: Any, *endings: Any) -> tuple[list[Any], FakeTriggerContext]:
    context = FakeTriggerContext()
    for one in endings:
        context.incoming.put_nowait(one)
    context.end()
    return [event async for event in after.run(After(when=when, automation="backup"), context)], context


@pytest.mark.parametrize(
    ("when", "runs"),
    [("automation succeeds", [1]), ("automation fails", [2]), ("automation ends", [1, 2]),
     ("automation is skipped", [3])],
)  # fmt: skip
async def test_only_ends_that_are_followed_count(when: str, runs: list[int]) -> None:
    statuses = (RunStatus.SUCCESS, RunStatus.FAILURE, RunStatus.SKIPPED, RunStatus.CANCELLED)
    events, _ = await told(when, *(ended(status, number) for number, status in enumerate(statuses, 1)))
    assert [event.id for event in events] == [f"run:{number}" for number in runs]


async def test_an_event_says_what_ended_and_where_to_go_on() -> None:
    (event,), _ = await told("automation fails", ended(RunStatus.FAILURE, error="no disk", summary="Failed"))
    assert event.cursor == {"position": 47}
    assert event.data == {
        "automation": "backup", "run": 7, "status": "failure", "summary": "Failed", "error": "no disk",
        "started": None, "finished": START.isoformat(), "depth": 1,
    }  # fmt: skip


async def test_a_chain_ends_after_so_many_runs_and_says_so() -> None:
    endings = [ended(RunStatus.SUCCESS, depth, trigger="after", input={"depth": depth}) for depth in (19, DEEPEST)]
    events, context = await told("automation succeeds", *endings)
    assert [event.data["depth"] for event in events] == [DEEPEST]
    assert f"last of {DEEPEST}" in context.lines[0]


async def test_what_somebody_typed_as_depth_does_no_harm() -> None:
    events, _ = await told("automation succeeds", ended(RunStatus.SUCCESS, trigger="after", input={"depth": "x"}))
    assert events[0].data["depth"] == 1


async def test_the_start_of_the_runner_is_told_by_its_mark() -> None:
    events, _ = await told("the runner starts", ("mark", datetime(2026, 1, 1, tzinfo=UTC)))
    assert (events[0].id, events[0].data["started"]) == ("runner:mark", "2026-01-01T00:00:00+00:00")


def test_which_automation_is_needed_but_for_the_runner_s_start() -> None:
    assert "nomologi list" in check(After, {"when": "automation fails"})[1]["automation"]
    assert check(After, {"when": "the runner starts"})[1] == {}
    assert after.followed(After(when="the runner starts")) == []
