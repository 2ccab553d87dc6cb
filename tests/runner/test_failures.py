import asyncio

import pytest

from nomologi_tui.errors import BlockError
from nomologi_tui.runner.failures import in_a_sentence, is_our_end


def test_an_error_of_ours_is_said_in_its_own_words() -> None:
    assert in_a_sentence(BlockError("The plug is out.", "Put it in.")) == "The plug is out. Put it in."


def test_any_other_error_is_named() -> None:
    assert in_a_sentence(KeyError("x")) == "It broke in an unforeseen way (KeyError: 'x'). Please report this."


def test_control_characters_do_not_get_through() -> None:
    assert "\x1b" not in in_a_sentence(ValueError("\x1b[31mred"))


@pytest.mark.parametrize("error", [SystemExit(), ValueError(), MemoryError(), BaseException()], ids=repr)
async def test_a_block_that_breaks_is_not_our_end(error: BaseException) -> None:
    assert not is_our_end(error)


async def test_a_cancellation_is_ours_only_if_we_were_cancelled() -> None:
    seen: list[bool] = []

    async def cancelled() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as error:
            seen.append(is_our_end(error))

    assert not is_our_end(asyncio.CancelledError())
    task = asyncio.create_task(cancelled())
    await asyncio.sleep(0)
    task.cancel()
    await task
    assert seen == [True]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), GeneratorExit()], ids=repr)
async def test_an_interrupt_is_ours(error: BaseException) -> None:
    assert is_our_end(error)
