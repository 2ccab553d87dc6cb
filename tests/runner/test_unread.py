import asyncio
import gc
import logging

import pytest

from nomologi_tui.runner.unread import tell_in_a_line


async def _fails(words: str) -> None:
    raise ConnectionError(f"https://ada:{words}@example.com broke")


async def test_a_failure_that_nobody_read_is_one_line_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    tell_in_a_line()
    with caplog.at_level(logging.WARNING):
        for words in ("geheim", "geheim", "anders"):
            await asyncio.wait([asyncio.create_task(_fails(words))])
            gc.collect()
    (record,) = caplog.records
    assert record.getMessage().startswith(
        "A library left a failure behind that nobody read: ConnectionError in runner/"
    )
    assert ("geheim" in caplog.text, "Traceback" in caplog.text) == (False, False)
