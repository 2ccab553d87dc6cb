"""Templates taken from files that somebody names, whatever they are."""

import os
from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.usecases.templates import files as template_files
from nomologi_tui.usecases.workspace import Workspace


def test_a_template_is_written_into_a_new_file_and_taken_from_it(ws: Workspace, tmp_path: Path) -> None:
    file = template_files.write(ws, "website-down", str(tmp_path / "one.yaml"))
    file.write_text(file.read_text(encoding="utf-8").replace("name: Website down", "name: Mine"), encoding="utf-8")
    assert template_files.take(ws, str(file)).slug == "mine"
    with pytest.raises(BadInputError, match="is there already"):
        template_files.write(ws, "website-down", str(file))


def test_a_pipe_that_nobody_writes_into_holds_nobody_up(ws: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInputError, match="no file"):
        template_files.take(ws, str(tmp_path / "pipe"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("template: 2\nmagic: 1\n", "form 2; this Nomologi reads form 1. Update"),
        ("template: one\n", "no template of the form 1"),
        ("", "template: 1 and name"),
        ("x" * 1_048_577, "longer than 1 MB"),
        ("template: 1\nmagic: 1\n", "“magic”"),
    ],
    ids=["newer", "no number", "empty", "long", "unknown key"],
)
def test_what_is_no_template_is_refused_in_a_sentence(ws: Workspace, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "t.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError) as refused:
        template_files.take(ws, str(tmp_path / "t.yaml"))
    assert words in str(refused.value)
