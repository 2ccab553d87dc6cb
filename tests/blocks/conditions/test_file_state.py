import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.conditions.file_state import FileState, file_state
from nomologi_tui.blocks.fields import check
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Verdict
from nomologi_tui.testing import START, FakeContext

HOUR = 3600.0


def made(path: Path, *, age: float = 0.0, size: int = 0) -> Path:
    path.write_bytes(b"x" * size)
    os.utime(path, (START.timestamp() - age,) * 2)
    return path


async def asked(values: dict[str, str] | None = None, **fields: Any) -> Verdict:
    verdict: Verdict = await file_state.run(FileState.model_validate(fields), FakeContext(values))
    return verdict


@pytest.mark.parametrize(
    ("fields", "met", "reason", "value"),
    [
        ({}, True, "exists", True),
        ({"state": "does not exist"}, False, "exists", True),
        ({"state": "older than", "age": "1h"}, True, "is 2 h old, older than 1 h", 2 * HOUR),
        ({"state": "older than", "age": "1d"}, False, "is 2 h old, not older than 1 d", 2 * HOUR),
        ({"state": "newer than", "age": "1d"}, True, "is 2 h old, newer than 1 d", 2 * HOUR),
        ({"state": "larger than", "size": "1 kB"}, True, "is 1.5 kB large, larger than 1 kB", 1500),
        ({"state": "smaller than", "size": "1 KiB"}, False, "is 1.5 kB large, not smaller than 1 KiB", 1500),
    ],
)
async def test_a_file_is_as_asked_or_not(
    tmp_path: Path, fields: dict[str, Any], met: bool, reason: str, value: object
) -> None:
    path = made(tmp_path / "a", age=2 * HOUR, size=1500)
    assert await asked(path=str(path), **fields) == Verdict(met, f"{path} {reason}", value)


@pytest.mark.parametrize(("state", "met"), [("exists", False), ("does not exist", True), ("older than", False)])
async def test_what_is_not_there_is_neither_old_nor_new(tmp_path: Path, state: str, met: bool) -> None:
    gone = tmp_path / "gone" / "a"
    assert await asked(path=str(gone), state=state, age="1s") == Verdict(met, f"{gone} does not exist", False)


async def test_the_newest_file_of_a_pattern_is_looked_at(tmp_path: Path) -> None:
    made(tmp_path / "a.tgz", age=9 * HOUR)
    made(tmp_path / "b.tgz", age=3 * HOUR)
    made(tmp_path / ".c.tgz")
    (tmp_path / "d.tgz").mkdir()
    verdict = await asked(path=str(tmp_path), pattern="*.tgz", state="older than", age="1h")
    assert verdict.reason == f"{tmp_path}/b.tgz is 3 h old, older than 1 h"
    assert (await asked(path=str(tmp_path), pattern="*.zip")).reason == f"{tmp_path}/*.zip does not exist"


async def test_a_value_names_a_file_in_the_folder_and_never_leads_out_of_it(tmp_path: Path) -> None:
    made(tmp_path / "a b")
    typed = f"{tmp_path}/{{{{ event.name }}}}"
    assert (await asked({"event.name": "a b"}, path=typed)).met
    with pytest.raises(BlockError, match="leads to another folder"):
        await asked({"event.name": "../../etc/passwd"}, path=typed)


async def test_what_can_not_be_looked_at_is_no_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="is too long: names have at most 255 bytes"):
        await asked(path=f"{tmp_path}/{'x' * 300}")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may look everywhere, so he is somebody else for a while."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65_534)
    yield
    os.seteuid(before)


async def test_a_folder_that_may_not_be_entered_is_said(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0)
    request.getfixturevalue("nobody")
    with pytest.raises(BlockError, match="may not be looked at"):
        await asked(path=f"{shut}/a")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"state": "older than"}, "“older than” needs an age"),
        ({"state": "larger than"}, "“” is not a size"),
        ({"size": "ten"}, "“ten” is not a size; write for example 500 kB, 10 MB or 2 GiB"),
        ({"size": "3 ib"}, "“3 ib” is not a size"),
    ],
)
def test_what_the_form_refuses(fields: dict[str, str], problem: str) -> None:
    assert problem in check(FileState, {"path": "~/a", **fields})[1][""]


def test_its_words_say_what_is_asked() -> None:
    config = FileState.model_validate(file_state.example)
    assert file_state.in_words(config) == "the newest *.tar.gz in ~/backup is newer than 1 d"
    large = FileState(path="~/log", state="larger than", size="2 GiB")
    assert file_state.in_words(large) == "~/log is larger than 2 GiB"
