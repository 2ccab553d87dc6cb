"""Real files, written to, rotated and emptied as logs are."""

from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import BlockError
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.files.line_form import Lines
from nomologi_tui.blocks.tools.files.line_watch import last_line
from nomologi_tui.blocks.triggers.line import line
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.triggers.hearing import Hearing, hearing


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "app.log"
    path.write_text("ERROR of yesterday\n")
    return path


def of(path: Path, **fields: Any) -> Lines:
    return Lines.model_validate({"path": str(path), **fields})


def add(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


async def texts(found: Hearing, count: int) -> list[str]:
    got = [(await found.next()).data["line"] for _ in range(count)]
    assert found.events.empty()
    return got


async def test_each_line_that_counts_starts_once_and_what_was_there_before_does_not(log: Path) -> None:
    async with hearing(line, of(log, has=["error"], without=["ignored"]), FakeTriggerContext()) as found:
        await found.looked(1)
        add(log, "all is well\nERROR one\nerror, ignored\nError two\n")
        await found.again(2)
        assert await texts(found, 2) == ["ERROR one", "Error two"]
        await found.again(2)
        assert found.events.empty()


async def test_a_coloured_line_is_read_without_its_colours(log: Path) -> None:
    async with hearing(line, of(log, has=["disk full"]), FakeTriggerContext()) as found:
        await found.looked(1)
        add(log, "\x1b[31mdisk\x1b[0m full\n")
        await found.again(2)
        assert await texts(found, 1) == ["disk full"]


async def test_a_line_counts_once_it_has_ended(log: Path) -> None:
    async with hearing(line, of(log), FakeTriggerContext()) as found:
        await found.looked(1)
        add(log, "half a")
        await found.again(2)
        assert found.events.empty()
        add(log, " line\n")
        await found.again(2)
        assert await texts(found, 1) == ["half a line"]


async def test_what_was_added_while_nobody_watched_is_read_later_and_once(log: Path) -> None:
    context = FakeTriggerContext()
    async with hearing(line, of(log), context) as found:
        await found.looked(1)
        add(log, "first\n")
        await found.again(2)
        assert await texts(found, 1) == ["first"]
    add(log, "second\n")
    async with hearing(line, of(log), context) as found:
        assert await texts(found, 1) == ["second"]


async def test_a_rotated_log_is_read_to_its_end_and_the_new_one_from_its_start(log: Path) -> None:
    async with hearing(line, of(log), FakeTriggerContext()) as found:
        await found.looked(1)
        add(log, "last of the old")
        log.rename(log.with_name("app.log.1"))
        log.write_text("first of the new\n")
        await found.again(2)
        assert await texts(found, 2) == ["last of the old", "first of the new"]


@pytest.mark.parametrize("text", ["short\n", "ERROR of today, which is longer\n"])
async def test_an_emptied_log_is_read_from_its_start_and_the_loss_is_told(log: Path, text: str) -> None:
    context = FakeTriggerContext()
    async with hearing(line, of(log), context) as found:
        await found.looked(1)
        log.write_text(text)
        await found.again(2)
        assert await texts(found, 1) == [text.strip()]
        assert any("may be lost" in str(said) for said in context.lines)


async def test_a_log_that_is_not_there_yet_is_an_error_and_then_read_from_its_start(tmp_path: Path) -> None:
    context, path = FakeTriggerContext(), tmp_path / "later.log"
    with pytest.raises(BlockError, match=r"There is no file .*later\.log"):
        async with hearing(line, of(path), context) as found:
            await found.task
    path.write_text("one\n")
    async with hearing(line, of(path), context) as found:
        assert await texts(found, 1) == ["one"]


async def test_everything_reads_more_than_one_megabyte_at_the_first_start(log: Path) -> None:
    log.write_text("".join(f"{number:07} {'x' * 90}\n" for number in range(25_000)))
    async with hearing(
        line, of(log, first="everything", has=["0000000 ", "0012345", "0024999"]), FakeTriggerContext()
    ) as found:
        assert [text[:7] for text in await texts(found, 3)] == ["0000000", "0012345", "0024999"]


async def test_a_line_without_end_is_cut_and_bytes_that_are_no_text_do_no_harm(log: Path) -> None:
    async with hearing(line, of(log), FakeTriggerContext()) as found:
        await found.looked(1)
        with log.open("ab") as file:
            file.write(b"\xff\xfe bad\n" + b"y" * 3_000_000 + b"\n")
        await found.again(2)
        assert (await found.next()).data["line"] == "\ufffd\ufffd bad"
        assert len((await found.next()).data["line"]) <= 10_000


@pytest.mark.parametrize("place", ["folder", "device"])
async def test_what_is_no_file_is_refused(tmp_path: Path, place: str) -> None:
    path = tmp_path if place == "folder" else Path("/dev/zero")
    with pytest.raises(BlockError, match="can't be read"):
        async with hearing(line, of(path), FakeTriggerContext()) as found:
            await found.task


@pytest.mark.parametrize("path", ["", "~nobody-of-that-name/app.log", "/" + "x" * 300])
def test_a_path_that_can_not_be_is_named_in_the_form(path: str) -> None:
    assert "path" in check(Lines, {"path": path})[1]


async def test_the_preview_shows_the_newest_line_that_counts(log: Path) -> None:
    assert await last_line(of(log, has=["error"])) == "The last one: ERROR of yesterday"
    assert await last_line(of(log, has=["fatal"])) == "No such line is in app.log yet."
