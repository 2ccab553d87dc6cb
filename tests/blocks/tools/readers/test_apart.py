import pytest

from nomologi_tui.blocks.tools.readers.apart import read_apart
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError

CLOCK = SystemClock()


async def test_what_a_stranger_sent_is_read_in_a_process_of_its_own() -> None:
    found = await read_apart("page_text", b"<p>Hello<p>you", "p", what="The page", clock=CLOCK)
    assert found == {"value": "Hello", "text": "Hello\nyou", "title": ""}


async def test_a_page_of_brackets_runs_into_the_time_limit() -> None:
    with pytest.raises(BlockError, match=r"The page takes longer than 0\.5 s to read"):
        await read_apart("page_text", b"<div>" * 200_000, what="The page", clock=CLOCK, seconds=0.5)


async def test_a_reader_that_breaks_is_a_sentence() -> None:
    with pytest.raises(BlockError, match="The page can't be read: its reader ended with .*SelectolaxError"):
        await read_apart("page_text", b"<p>", "p[[", what="The page", clock=CLOCK)


async def test_nothing_is_read_too() -> None:
    assert await read_apart("page_text", b"", what="It", clock=CLOCK) == {"value": "", "text": "", "title": ""}
