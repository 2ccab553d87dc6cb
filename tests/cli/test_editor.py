"""A person's own editor, on a real terminal: whatever becomes of it, a sentence, and nothing is changed."""

from pathlib import Path

import pytest

from tests.cli.test_run import on_a_terminal


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("false", "The editor ended with exit code 1; nothing is changed."),
        ("sh -c 'kill -9 $$'", "The editor was ended by SIGKILL; nothing is changed."),
        ("sh -c 'rm $0'", "left no file; nothing is changed."),
        ("sh -c 'printf \\\\377 > $0'", "wrote is not UTF-8 text; nothing is changed."),
        ("/no/such/editor", "can't be started: No such file or directory. Set EDITOR."),
        ("'", "can't be used: No closing quotation. Set EDITOR."),
    ],
)
def test_an_editor_that_fails(home: Path, daily: str, editor: str, said: str) -> None:
    code, shown = on_a_terminal(home, "edit", daily, VISUAL=" ", EDITOR=editor)
    assert (code, said in " ".join(shown.split())) == (2, True), shown


def test_one_with_arguments_changes_it(home: Path, daily: str) -> None:
    code, shown = on_a_terminal(home, "edit", daily, VISUAL="", EDITOR="sed -i -e 's/echo hello/echo bye/'")
    assert (code, "now revision 2" in shown) == (0, True), shown
