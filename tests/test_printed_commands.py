"""Each command that the papers print is carried out as it stands, in a home where what they speak of is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from nomologi_tui.cli import COMMANDS
from nomologi_tui.cli.build import ClickException, build
from nomologi_tui.errors import NomologiError
from tests.support import carry_out

ROOT = Path(__file__).parent.parent
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
FENCE = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`nomologi ((?:[^`]|\n)+)`")
ENDS = ("|", "&", "&&", ";", ">", ">>", "<")  # what follows is the shell's
# What goes on until it is ended, asks somebody else's machine, or changes this one: or takes a block that a package
# brings: each has tests of its own.
NOT_RUN = (
    "runner", "serve", "mcp", "demo", "logs -f", "service", "adopt", "connections test", "connections login",
    "connections add ",
    "restore", "--plain", "--ascii", "blocks --allow", "blocks say_hello", "completion",
    "new every day at 8 say hello to Ada",
)  # fmt: skip
THERE = """\
version: 1
goal: {goal}
when: [{{block: manual, config: {{inputs: {{title: Hello}}}}}}]
what: [{{block: run_command, name: send, config: {{command: echo hello}}}}]
"""
NAMES = ("a", "backup", "nightly-upload", "nightly-backup", "experiment")  # automations that papers speak of


def printed(paper: Path) -> Iterator[list[str]]:
    """The arguments of each command in the paper's listings."""
    for listing in FENCE.findall(paper.read_text(encoding="utf-8")):
        line = ""
        for piece in listing.replace("\\\n", " ").splitlines():
            line += f"{piece}\n"
            try:
                words = _words(line)
            except ValueError:  # a text in quotes goes on in the next line
                continue
            if words[:1] == ["nomologi"]:
                yield words[1:]
            line = ""


def _words(line: str) -> list[str]:
    """Those up to what is the shell's. Raises ValueError where a quote is open."""
    shell = shlex.shlex(line, posix=True, punctuation_chars="<>|&;")
    shell.whitespace_split = True
    found = list(shell)
    return found[: next((at for at, word in enumerate(found) if word in ENDS), len(found))]


def mentioned(paper: Path) -> Iterator[list[str]]:
    """Those that stand in its sentences with more than their name; a number for a placeholder such as RUN."""
    for text in INLINE.findall(paper.read_text(encoding="utf-8")):
        words = [re.sub(r"^[A-Z]{2,}$", "1", one) for one in _words(" ".join(text.split()))]
        if words[0] in COMMANDS and len(words) > 1 and not re.search(r"[\[…]", text):
            yield words


def test_none_is_overlooked() -> None:
    assert sum(1 for paper in PAPERS for _ in printed(paper)) > 140


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_options_and_arguments_that_are_printed_are_there(paper: Path) -> None:
    command, wrong = typer.main.get_command(build()), []
    for arguments in (*printed(paper), *mentioned(paper)):
        at, left = command, list(arguments)
        try:
            while left and left[0] in getattr(at, "commands", {}):
                at = at.commands[left.pop(0)]  # type: ignore[attr-defined]
            at.make_context("nomologi", left)
        except (ClickException, NomologiError) as error:
            wrong.append(f"{shlex.join(arguments)}: {error}")
    assert wrong == []


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of who reads: the automations are there that papers speak of, and a run of one."""
    for name, value in {"HOME": tmp_path, "NOMOLOGI_HOME": tmp_path / "n", "NOMOLOGI_TIMEZONE": "UTC"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "automations"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.yaml").write_text(THERE.format(goal=name))
    (tmp_path / "new.yaml").write_text(THERE.format(goal="new"))
    (tmp_path / "sample.json").write_text('{"title": "Hello"}')
    assert carry_out(["apply", str(folder), "--yes"])[0] == 0
    assert carry_out(["on", "a", "--yes"])[0] == carry_out(["run", "a", "--wait"])[0] == 0
    return tmp_path


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_what_is_printed_can_be_typed(paper: Path, reader: Path) -> None:
    """Nothing of it is bad input: it works, speaks of what only its reader has, or needs somebody to answer."""
    wrong = []
    for arguments in printed(paper):
        if " ".join(arguments).startswith(NOT_RUN) or "…" in " ".join(arguments):
            continue
        code, _, err = carry_out(["a" if one == "A" else one for one in arguments])
        if code not in (0, 3, 4) and not (code == 1 and arguments[0] in ("doctor", "apply")):
            wrong.append(f"{shlex.join(arguments)} → {code}: {err}")
    assert wrong == []
