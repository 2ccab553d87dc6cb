"""Asking a person: held without a time, done once they said yes."""

import pytest

from nomologi_tui.blocks import HoldError
from nomologi_tui.blocks.actions.ask_for_approval import AskForApproval, ask_for_approval
from nomologi_tui.testing import FakeContext

QUESTION = AskForApproval(question="Delete it?")


async def test_it_asks_and_waits_for_a_person() -> None:
    with pytest.raises(HoldError, match="Asks: Delete it") as caught:
        await ask_for_approval.run(QUESTION, FakeContext())
    assert caught.value.until is None


async def test_it_is_done_once_it_was_approved() -> None:
    ctx = FakeContext()
    ctx.approved = True
    assert await ask_for_approval.run(QUESTION, ctx) == {"question": "Delete it?"}


def test_it_reads_as_a_person_says_it() -> None:
    assert ask_for_approval.in_words(QUESTION) == "ask for approval: Delete it?"
