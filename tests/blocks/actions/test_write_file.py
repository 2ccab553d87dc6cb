from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.write_file import WriteFile, write_file
from nomologi_tui.blocks.fields import check
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeContext


async def write(path: object, values: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    config = WriteFile(path=str(path), **{"content": "new", **fields})
    result: dict[str, Any] = await write_file.run(config, FakeContext(values))
    return result


async def test_append_adds_lines_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("old")
    await write(tmp_path / "log")
    await write(tmp_path / "log", content="more\n")
    assert (tmp_path / "log").read_text() == "old\nnew\nmore\n"


async def test_appending_a_value_that_is_empty_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("old")
    config, _ = check(WriteFile, {"path": f"{tmp_path}/log", "content": ""}, filled=True)
    assert (await write_file.run(config, FakeContext()))["bytes"] == 0
    assert (tmp_path / "log").read_text() == "old"


async def test_overwrite_keeps_the_permissions_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_text("old")
    target.chmod(0o640)
    assert await write(target, mode="overwrite") == {"path": str(target), "bytes": 3}
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o640)
    assert list(tmp_path.iterdir()) == [target]


async def test_create_new_refuses_what_exists(tmp_path: Path) -> None:
    await write(tmp_path / "x", mode="create new")
    with pytest.raises(BlockError, match="exists already"):
        await write(tmp_path / "x", mode="create new")
    assert (tmp_path / "x").read_text() == "new"


async def test_missing_folders_are_made_when_asked(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="does not exist"):
        await write(tmp_path / "a" / "b")
    await write(tmp_path / "a" / "b", make_folders=True)
    assert (tmp_path / "a" / "b").read_text() == "new\n"


@pytest.mark.parametrize("path", ["/dev/null", "/tmp", "/proc/self/mem/x"])
@pytest.mark.parametrize("mode", ["append", "overwrite"])
async def test_devices_folders_and_impossible_places_are_refused(path: str, mode: str) -> None:
    with pytest.raises(BlockError):
        await write(path, mode=mode)


async def test_the_preview_writes_nothing(tmp_path: Path) -> None:
    config = WriteFile(path=f"{tmp_path}/{{{{ name }}}}", content="é", mode="overwrite")
    shown = await write_file.previewed(config, FakeContext({"name": "x"}))
    assert shown == f"would write 2 bytes to {tmp_path}/x (it does not exist yet) (overwrite):\né"
    assert list(tmp_path.iterdir()) == []


async def test_a_rehearsal_without_an_event_says_it_in_words() -> None:
    shown = await write_file.previewed(WriteFile(path="{{ v }}", content="x"), FakeContext({"v": "‹v›"}))
    assert shown == "would append to {{ v }}"


def test_the_plan_says_when_a_value_is_the_whole_path() -> None:
    assert "any file" in write_file.plan(WriteFile(path="{{ event.path }}", content="x"))[0].target
    assert "any file" not in write_file.plan(WriteFile(path="~/x", content="x"))[0].target
