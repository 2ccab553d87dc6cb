"""Values on their way through the login shells of other machines: dash, bash, zsh and fish, for real."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomologi_tui.blocks.tools.ssh.remote_line import LONGEST, filled_line, remote_line, shown_line
from nomologi_tui.errors import BlockError
from tests.support import require_programs

SHELLS = ("dash", "bash", "zsh", "fish")
HOSTILE = [
    "", " ", "a b", "'", '"', "\\", "\\'; echo ran #", "'; echo ran; '", "$(echo ran)", "`echo ran`", "!!", "!echo",
    "~", "~root", "-n", "--", "%s%n", "\n", "a\n\n", "\r\t", "*", "{a,b}", "x\\", "\x01\x7f", "ü\U0001f600",
    "\udcff", "&& echo ran", "#", "^",
]  # fmt: skip
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
each_shell = pytest.mark.parametrize("shell", SHELLS)


def arrives(shell: str, line: str, **environ: str) -> list[str]:
    """What a program gets that prints its arguments with a zero byte after each."""
    require_programs(shell)
    env = {"PATH": os.environ["PATH"], "HOME": "/home/ada", **environ}
    told = subprocess.run([shell, "-c", line], env=env, capture_output=True, check=True, timeout=20)
    assert told.stderr == b""
    return told.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


@each_shell
def test_a_hostile_value_is_one_argument_as_it_is(shell: str) -> None:
    assert arrives(shell, remote_line(["printf", "%s\\0", *HOSTILE])) == HOSTILE


@each_shell
@settings(max_examples=15, deadline=None)
@given(values=st.lists(texts | st.sampled_from(HOSTILE), min_size=1, max_size=20))
def test_any_values_arrive_as_they_are(shell: str, values: list[str]) -> None:
    assert arrives(shell, remote_line(["printf", "%s\\0", *values])) == values


@each_shell
def test_a_shell_line_gets_its_values_by_environment(shell: str) -> None:
    typed = "printf '%s\\0' {{ v }} \"x{{ v }}\" $LANG | cat"
    for value in ("$(echo ran)", "'; echo ran; '", "a  b\n", "\\"):
        line = filled_line(typed, {"LANG": "C"}, {"{{ v }}": value}.__getitem__).line
        assert arrives(shell, line) == [value, f"x{value}", "C"]


@each_shell
def test_only_a_typed_tilde_is_the_home_folder_there(shell: str) -> None:
    line = filled_line("printf '%s\\0' ~/a ~ {{ v }}", {}, lambda _: "~/b")
    assert arrives(shell, line.line) == ["/home/ada/a", "/home/ada", "~/b"]


def test_what_cannot_travel_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="zero character"):
        filled_line("echo {{ v }}", {}, lambda _: "\0")
    with pytest.raises(BlockError, match="zero character"):
        filled_line("echo a", {"A": "\0"}, str)
    with pytest.raises(BlockError, match="too long together"):
        filled_line("echo {{ v }}", {}, lambda _: "x" * (LONGEST - 100))


def test_a_person_reads_the_line_as_it_was_meant() -> None:
    assert shown_line("ls ~/x {{ v }}", lambda _: "a b") == "ls '~/x' 'a b'"
