"""What no server of good will says: each lie ends in a sentence, within bounds, and no half file gets a name."""

from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import BlockError
from nomologi_tui.blocks.actions.save_attachments import save_attachments
from nomologi_tui.blocks.tools.mail.form import Mails
from nomologi_tui.blocks.tools.mail.imap import MOST_LINES, number_of
from nomologi_tui.blocks.tools.mail.look import newest_mails
from nomologi_tui.blocks.tools.mail.watch import PAUSE
from nomologi_tui.blocks.triggers.mail import mail
from nomologi_tui.clock import SystemClock
from nomologi_tui.testing import FakeClock, FakeContext, FakeTriggerContext
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.blocks.fake_imap import Say, a_mail, a_part, connection, saying, serving
from tests.blocks.triggers.hearing import hearing
from tests.support import eventually

LIES: dict[str, dict[str, Say]] = {
    "a greeting without an end": {"GREETING": b"x" * 17_000_000},
    "another protocol": {"GREETING": b"HTTP/1.1 400 Bad Request"},
    "no text": {"CAPABILITY": b"* CAPABILITY \xff\xfe"},
    "a folder by no number": {"EXAMINE": b"* OK [UIDVALIDITY " + b"9" * 6000 + b"] x"},
    "no folder, named by escape codes": {"EXAMINE": b"NO x", "LIST": b'* LIST () "/" "&\x1b[31m' + b"A" * 9999 + b'"'},
    "a number of thousands of digits": {"SEARCH": b"* SEARCH 1 " + b"9" * 5000},
    "a literal of gigabytes": {"FETCH": b"* 1 FETCH (UID 1 BODY[1] {99999999999}"},
    "a literal of nonsense": {"FETCH": b"* 1 FETCH (UID 1 BODY[1] {" + b"1" * 5000 + b"}\r\n"},
    "lines without an end": {"FETCH": b"* 1 FETCH (UID 1)\r\n" * (MOST_LINES + 9)},
    "parts in parts": {"FETCH": a_mail(parts=b"(" * 12_000 + b'"TEXT"' + b")" * 12_000)},
    "a size without an end": {"FETCH": a_mail(size=b"9" * 6000)},
    "the answer to nobody": {"SEARCH": b"* SEARCH 1\r\nOTHER9 OK done"},
}


def context(port: int) -> FakeTriggerContext:
    made = FakeTriggerContext(clock=SystemClock())
    made.connections["m"] = connection(port)
    made.process_name = "nomologi-x-trigger-1"
    return made


async def saved(port: int, folder: Path) -> Any:
    made = FakeContext({"event.uid": "7:1", "event.folder": "INBOX"})
    made.connections["m"] = connection(port)
    return await save_attachments.run(save_attachments.config(mailbox="m", to=str(folder)), made)


async def fault_of_what(work: Awaitable[Any]) -> str:
    try:
        await work
    except BlockError as error:
        return fault_of_failure(error)
    return ""


@pytest.mark.parametrize("lie", LIES)
async def test_a_lie_is_a_sentence_or_nothing_at_all(lie: str, tmp_path: Path) -> None:
    with serving(saying(**LIES[lie])) as port:
        for work in (newest_mails(Mails(mailbox="m"), context(port)), saved(port, tmp_path)):
            assert await fault_of_what(work) == "", lie
    assert not [path for path in tmp_path.iterdir() if path.name != "a.pdf"]


@pytest.mark.parametrize(
    "part",
    [b"* 1 EXPUNGE", b"* 1 FETCH (UID 1 BODY[2]<0> NIL)", a_part(b""), a_part(b"aGVsbG8=", uid=9)],
    ids=["expunged", "nil", "empty", "another mail"],
)
async def test_a_mail_that_goes_away_while_its_file_is_read_leaves_none(part: bytes, tmp_path: Path) -> None:
    with serving(saying(PART=part)) as port, pytest.raises(BlockError, match="went away while its files were read"):
        await saved(port, tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_a_mail_that_the_server_does_not_tell_is_no_mail_without_files(tmp_path: Path) -> None:
    with serving(saying(FETCH=a_mail(uid=99))) as port, pytest.raises(BlockError, match="went away"):
        await saved(port, tmp_path)


@pytest.mark.parametrize("said", [a_part(b"aGVsbG8="), b'* 1 FETCH (UID 1 BODY[2]<0> "aGVsbG8=")'], ids=["{8}", '""'])
async def test_a_small_file_may_come_as_a_quoted_text(said: bytes, tmp_path: Path) -> None:
    with serving(saying(PART=said)) as port:
        await saved(port, tmp_path)
    assert (tmp_path / "a.pdf").read_bytes() == b"hello"


async def test_a_server_that_takes_nobody_says_so_and_may_be_asked_again() -> None:
    with serving(saying(GREETING=b"* BYE too many connections")) as port, pytest.raises(BlockError) as refused:
        await newest_mails(Mails(mailbox="m"), context(port))
    assert (refused.value.passing, "takes nobody at present" in str(refused.value)) == (True, True)


def has_beaten(context: FakeTriggerContext, times: int) -> bool:
    return context.beats > times


async def test_a_server_that_refuses_to_speak_by_itself_is_asked_each_minute() -> None:
    clock = FakeClock()
    with serving(saying(IDLE=b"NO not here")) as port:
        made = context(port)
        made.clock = clock
        async with hearing(mail, Mails(mailbox="m", first="everything"), made) as found:
            assert (await found.next()).data["subject"] == "Hi"
            for _ in range(3):
                await eventually(lambda: clock._sleepers)
                before = made.beats
                clock.tick(20)
                await eventually(partial(has_beaten, made, before))


async def test_a_server_that_speaks_without_end_is_looked_at_once_a_second() -> None:
    clock, looks = FakeClock(), 0

    def rests_after(times: int) -> bool:
        return looks == times and any(due == clock.monotonic() + PAUSE for due, _, _ in clock._sleepers)

    def counted() -> bytes:
        nonlocal looks
        looks += 1
        return b"* SEARCH 1"

    with serving(saying(IDLE=b"* 2 EXISTS\r\n", SEARCH=counted)) as port:
        made = context(port)
        made.clock = clock
        async with hearing(mail, Mails(mailbox="m"), made):
            for times in (1, 2, 3):
                await eventually(partial(rests_after, times))
                clock.tick(PAUSE)


@pytest.mark.parametrize(("said", "number"), [(b"5", 5), (b"4294967295", 2**32 - 1), (b"9" * 11, 0), (b"-1", 0),
                                              (b"\xb2", 0), (None, 0), (b"", 0)])  # fmt: skip
def test_what_is_no_number_of_imap_is_none(said: object, number: int) -> None:
    assert number_of(said) == number
