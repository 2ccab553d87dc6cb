import asyncio

from nomologi_tui.blocks.triggers.manual import Manual, manual
from nomologi_tui.testing import FakeClock, FakeTriggerContext


async def test_it_never_starts_by_itself_but_shows_that_it_lives() -> None:
    clock = FakeClock()
    context = FakeTriggerContext(clock=clock)
    waiting = asyncio.ensure_future(anext(manual.run(Manual(), context)))
    for _ in range(3):
        await asyncio.sleep(0)
        clock.tick(60)
    await asyncio.sleep(0)
    assert (waiting.done(), context.beats) == (False, 4)
    waiting.cancel()


async def test_the_preview_says_how_to_run_it_and_what_it_asks() -> None:
    shown = await manual.previewed(Manual(inputs={"title": "x", "to": ""}), FakeTriggerContext())
    assert shown.splitlines() == [
        "Nothing starts it by itself: start it in the app, or by `nomologi run`. It asks for:",
        "  title (unless you say otherwise: x)",
        "  to (unless you say otherwise: nothing)",
    ]
