from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.blocks import PastRun
from nomologi_tui.blocks.conditions.last_result import LastResult, last_result
from nomologi_tui.model import Verdict
from nomologi_tui.testing import START, FakeContext

FAILED = PastRun("backup", "failure", START - timedelta(hours=2))


async def asked(past: PastRun, **fields: Any) -> Verdict:
    context = FakeContext()
    context.past_runs["backup"] = past
    config = LastResult.model_validate({"automation": "backup", **fields})
    verdict: Verdict = await last_result.run(config, context)
    return verdict


@pytest.mark.parametrize(
    ("fields", "met", "reason"),
    [
        ({"state": "failed"}, True, "backup failed 2 h ago"),
        ({"state": "ended", "within": "1d"}, True, "backup failed 2 h ago"),
        ({"state": "failed", "within": "1h"}, False, "backup failed 2 h ago, longer ago than 1 h"),
        ({}, False, "backup failed 2 h ago"),
    ],
)
async def test_how_it_ended_and_when_decide(fields: dict[str, Any], met: bool, reason: str) -> None:
    assert await asked(FAILED, **fields) == Verdict(met, reason, "failure")


async def test_a_stopped_run_ended_but_did_not_succeed() -> None:
    stopped = PastRun("backup", "cancelled", START)
    assert [(await asked(stopped, state=state)).met for state in ("succeeded", "failed", "ended")] == [
        False, False, True,
    ]  # fmt: skip


async def test_one_that_never_ended_is_said() -> None:
    assert await asked(PastRun("backup"), state="ended") == Verdict(False, "backup has no run that ended", "")


async def test_one_that_is_under_way_is_running() -> None:
    busy = PastRun("backup", "success", START, under_way=True)
    assert await asked(busy, state="is running") == Verdict(True, "backup is running", "running")
    assert await asked(FAILED, state="is running") == Verdict(False, "backup is not running", "failure")


def test_its_words_name_what_is_asked() -> None:
    assert last_result.in_words(LastResult()) == "the last run of this automation succeeded"
    config = LastResult(automation="backup", state="failed", within=86_400)
    assert last_result.in_words(config) == "the last run of backup failed, at most 1 d ago"
