import pytest

from nomologi_tui.blocks.tools.values.pattern import check_pattern, found
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError


async def test_a_pattern_is_found_anywhere() -> None:
    assert await found(r"in\w+ \d+", "an invoice 42é", SystemClock())
    assert not await found("^voice", "an invoice", SystemClock())


async def test_a_pattern_that_would_never_end_is_stopped() -> None:
    with pytest.raises(BlockError, match="takes too long"):
        await found("(a+)+$", "a" * 60 + "b", SystemClock())


@pytest.mark.parametrize("pattern", ["(", "*", "(?P<x"])
async def test_what_is_no_pattern_is_a_sentence(pattern: str) -> None:
    with pytest.raises(ValueError, match="not a regular expression"):
        check_pattern(pattern)
    with pytest.raises(BlockError, match="not a regular expression"):
        await found(pattern, "x", SystemClock())
