import asyncio
import gc
import logging

import pytest

from nomologi_tui.runner import unread


async def _fails(words: str) -> None:
    raise ConnectionError(f"https://ada:{words}@example.com broke")


async def test_a_failure_that_nobody_read_is_one_line_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    unread.tell_in_a_line()
    with caplog.at_level(logging.WARNING):
        for words in ("geheim", "geheim", "anders"):
            await asyncio.wait([asyncio.create_task(_fails(words))])
            gc.collect()
    (record,) = [one for one in caplog.records if one.name == unread.__name__]  # others may have left failures too
    assert record.getMessage().startswith(
        "A library left a failure behind that nobody read: ConnectionError in runner/"
    )
    assert ("geheim" in caplog.text, record.exc_info) == (False, None)
