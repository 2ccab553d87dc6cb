from nomologi_tui.blocks.conditions.time_window import TimeWindow, time_window
from nomologi_tui.testing import FakeContext


async def test_it_says_the_local_time_now() -> None:
    verdict = await time_window.run(TimeWindow(from_time="22:00", to_time="6:00"), FakeContext(zone="Europe/Berlin"))
    assert (verdict.met, verdict.reason) == (False, "it is 10:00 on Sunday, not between 22:00 and 06:00")
    assert verdict.value == "2026-11-22T10:00:00+01:00"


async def test_a_zone_of_its_own_comes_before_the_users() -> None:
    config = TimeWindow(from_time="09:00", to_time="09:30", weekdays=["sun"], timezone="UTC")
    verdict = await time_window.run(config, FakeContext(zone="Europe/Berlin"))
    assert (verdict.met, verdict.reason) == (True, "it is 09:00 on Sunday, between 09:00 and 09:30 on Sunday")
    assert time_window.in_words(config).endswith("on Sunday (UTC)")
