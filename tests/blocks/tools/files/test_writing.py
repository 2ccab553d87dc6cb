import os
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.files.writing import write_text
from nomologi_tui.errors import BlockError
from tests.blocks.files import LONG_NAMES, no_file_above


def test_a_failed_overwrite_keeps_the_old_content_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(BlockError, match="is a folder"):
        write_text(target, "x", "overwrite", make_folders=False)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("mode", ["append", "overwrite", "create new"])
def test_a_device_is_refused(mode: str) -> None:
    with pytest.raises(BlockError, match="not a regular file"):
        write_text(Path("/dev/full"), "x", mode, make_folders=False)


def test_a_pipe_is_refused_before_it_could_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BlockError, match="not a regular file"):
        write_text(tmp_path / "pipe", "x", "append", make_folders=False)


@pytest.mark.parametrize("mode", ["append", "overwrite", "create new"])
def test_a_name_that_is_too_long_is_a_sentence(tmp_path: Path, mode: str) -> None:
    with pytest.raises(BlockError, match="can't be written: File name too long"):
        write_text(tmp_path / ("x" * 300), "x", mode, make_folders=False)


def test_text_that_is_not_unicode_is_still_written(tmp_path: Path) -> None:
    assert write_text(tmp_path / "x", "a\udcffb", "overwrite", make_folders=False) == 3


def test_a_folder_that_takes_no_files_is_not_called_missing() -> None:
    with pytest.raises(BlockError, match=r"/proc/x can't be written"):
        write_text(Path("/proc/x"), "x", "append", make_folders=False)


@pytest.mark.parametrize("before", ["", "one\n"])
def test_what_a_full_disk_takes_half_of_is_not_appended(tmp_path: Path, before: str) -> None:
    (tmp_path / "log").write_text(before)
    with no_file_above(1000), pytest.raises(BlockError, match="can't be written"):
        write_text(tmp_path / "log", "x" * 5000, "append", make_folders=False)
    assert (tmp_path / "log").read_text() == before


def test_a_new_file_that_a_full_disk_takes_half_of_is_none(tmp_path: Path) -> None:
    with no_file_above(1000), pytest.raises(BlockError, match="can't be written"):
        write_text(tmp_path / "new", "x" * 5000, "create new", make_folders=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_name_as_long_as_can_be_is_written(tmp_path: Path, name: str) -> None:
    for content in ("old", "new"):
        write_text(tmp_path / name, content, "overwrite", make_folders=False)
    assert [one.read_text() for one in tmp_path.iterdir()] == ["new"]
