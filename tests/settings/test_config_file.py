"""config.toml: the line of each value, and files that are none."""

import os
from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.settings.config_file import read_config


def test_lines_are_found_but_not_inside_texts_of_several_lines(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        '# retries = 1\ntheme = """\nretries = 2\n"""\n retries = 3\n[keys]\nhome.new = "N"\n"home.quit" = "Q"\n'
    )
    found = read_config(file)
    assert [found.line(name) for name in ("theme", "retries", "home.new", "home.quit", "backups")] == [2, 5, 7, 8, None]
    assert found.keys == {"home.new": "N", "home.quit": "Q"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a = 1\nb = \n", "line 2"), (b"a = 1\n\xff\n", "line 2 is not UTF-8"), (b"x" * 1_100_000, "larger"),
        (b"a = 1\na = 2\n", "line 2"), (b"a = " + b"[" * 3000, "line 1"), (b"keys = 1\n", "keys is no table"),
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_read_names_the_line(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "config.toml").write_bytes(data)
    with pytest.raises(BadInputError) as refused:
        _ = read_config(tmp_path / "config.toml").keys
    assert said in str(refused.value)


def test_a_folder_or_a_pipe_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(NomologiError, match="it is no file"):
            read_config(tmp_path / name)
    assert read_config(tmp_path / "nothing").values == {}
