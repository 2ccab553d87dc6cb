from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.crossing import Crossing
from nomologi_tui.blocks.tools.machine.metric_form import Metric
from nomologi_tui.blocks.triggers.metric import metric
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from tests.blocks.triggers.hearing import hearing

DISK = {"what": "disk used", "crosses": "goes above"}


class Values:
    """Values that are looked at one after the other, ten seconds apart; the cursor moves as a runner moves it."""

    def __init__(self, **fields: Any) -> None:
        self.clock = FakeClock()
        self.context = FakeTriggerContext(clock=self.clock)
        self.fields = {"threshold": 90, **DISK, **fields}
        self.restart()

    def restart(self, **fields: Any) -> None:
        self.fields |= fields
        config = Metric(**self.fields)
        self.crossing = Crossing(config, self.context, config.about)

    async def told(self, *values: float) -> list[float]:
        """Those at which it told."""
        found = []
        for value in values:
            self.clock.tick(10)
            if await self.crossing.happened(value):
                self.context.cursor = self.crossing.memory.event(True, {}).cursor
                found.append(value)
        return found


async def test_a_crossing_is_told_once() -> None:
    assert await Values().told(80, 91, 95, 91) == [91]


async def test_a_value_that_swings_around_the_threshold_is_told_once_until_it_was_back_by_the_margin() -> None:
    assert await Values(margin=5).told(80, 90.1, 89.9, 90.2, 86, 90.3, 84, 92) == [90.1, 92]


async def test_below_is_the_other_way_round() -> None:
    assert await Values(crosses="goes below", threshold=20, what="battery charge").told(50, 19, 20.5, 19.5, 22, 18) == [
        19,
        18,
    ]


async def test_it_must_stay_so_as_long_as_asked_for() -> None:
    assert await Values(held=25).told(80, 91, 92, 80, 91, 92, 93, 94, 95) == [94]


async def test_what_is_so_at_the_first_look_counts_only_where_asked_for() -> None:
    assert await Values().told(95, 96, 50, 97) == [97]
    assert await Values(first="at once").told(95, 96) == [95]
    assert await Values(first="at once", held=15).told(95, 96, 97) == [97]


async def test_a_restart_neither_tells_again_nor_loses_a_crossing() -> None:
    values = Values()
    assert await values.told(80, 91) == [91]
    values.restart()
    assert await values.told(92) == []
    await values.told(50)
    values.restart()
    assert await values.told(93) == [93]


async def test_another_threshold_begins_anew() -> None:
    values = Values()
    await values.told(80, 91)
    values.restart(threshold=95)
    assert await values.told(91, 96) == [96]


async def test_the_real_disk_is_told_with_its_value(tmp_path: Path) -> None:
    config = Metric(**DISK, threshold=-1, folder=str(tmp_path), first="at once")
    async with hearing(metric, config, FakeTriggerContext()) as found:
        event = await found.next()
        await found.again(30)
    assert found.events.empty()
    assert (event.data["what"], event.data["unit"], event.data["path"]) == ("disk used", "%", str(tmp_path))
    assert 0 <= event.data["value"] <= 100


async def test_a_vanished_folder_is_a_sentence(tmp_path: Path) -> None:
    config = Metric(**DISK, threshold=90, folder=str(tmp_path / "gone"))
    with pytest.raises(BlockError, match="does not exist"):
        await anext(metric.run(config, FakeTriggerContext()))
    assert "does not exist" in await metric.previewed(config, FakeTriggerContext())


async def test_the_preview_says_the_value_of_now() -> None:
    shown = await metric.previewed(Metric(**DISK, threshold=-1), FakeTriggerContext())
    assert shown.startswith("disk used is ")
    assert shown.endswith("now: beyond the threshold")


@pytest.mark.parametrize("fields", [{"threshold": "inf"}, {"margin": -1}, {"what": "moon"}, {"every": 0}])
def test_wrong_fields_are_named(fields: dict[str, Any]) -> None:
    assert set(check(Metric, {"threshold": 90, **DISK, **fields})[1]) == set(fields)
