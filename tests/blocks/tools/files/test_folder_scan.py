import os
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.files.folder_scan import Scope


def names(scope: Scope) -> set[str]:
    return {os.path.relpath(path, scope.folder) for path in scope.scan()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    (inside / "sub" / ".git").mkdir(parents=True)
    for name in ("a.pdf", "b.txt", ".hidden", "c.pdf~", "d.pdf.part", ".e.swp", "sub/f.pdf", "sub/.git/g.pdf"):
        (inside / name).write_text("x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.pdf").write_text("x")
    (inside / "link.pdf").symlink_to(tmp_path / "out" / "secret.pdf")
    (inside / "sub" / "way").symlink_to(tmp_path / "out")
    os.mkfifo(inside / "pipe.pdf")
    return inside


def test_only_whole_regular_files_of_the_folder_count(folder: Path) -> None:
    assert names(Scope(folder)) == {"a.pdf", "b.txt"}
    assert names(Scope(folder, "*.pdf")) == {"a.pdf"}


def test_folders_inside_count_when_asked_but_never_through_a_link(folder: Path) -> None:
    assert names(Scope(folder, "*.pdf", recursive=True)) == {"a.pdf", "sub/f.pdf"}
    assert not Scope(folder, "*", recursive=True).wants(str(folder / "sub" / "way" / "secret.pdf"))


@pytest.mark.parametrize(("pattern", "found"), [(".h*", ".hidden"), ("*.part", "d.pdf.part"), ("*~", "c.pdf~")])
def test_hidden_and_half_written_files_count_when_the_pattern_names_them(
    folder: Path, pattern: str, found: str
) -> None:
    assert names(Scope(folder, pattern)) == {found}


def test_a_path_outside_does_not_count(folder: Path) -> None:
    assert not Scope(folder, recursive=True).wants(str(folder.parent / "out" / "secret.pdf"))


def test_a_missing_folder_is_empty(tmp_path: Path) -> None:
    assert Scope(tmp_path / "no").scan() == {}
