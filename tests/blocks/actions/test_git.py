"""The real git, with a bare repository as the other side."""

import shutil
import subprocess
from pathlib import Path

import pytest

from nomologi_tui.blocks.actions.git import GitConfig, git
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeContext
from tests.blocks.files import names_in

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def run(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text("[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n")
    run(tmp_path, "init", "--quiet", "--bare", "hub.git")
    for name in ("mine", "theirs"):
        run(tmp_path, "clone", "--quiet", "hub.git", name)
    return tmp_path / "mine"


async def do(folder: Path, verb: str, message: str = "Auto") -> dict[str, object]:
    config = GitConfig(folder=str(folder), verb=verb, message=message)
    told: dict[str, object] = await git.run(config, FakeContext(clock=SystemClock()))
    return told


async def both_have(mine: Path, text: str = "one\n") -> Path:
    """A file that both sides have; the other side."""
    theirs = mine.parent / "theirs"
    (mine / "a.txt").write_text(text)
    await do(mine, "commit and push")
    await do(theirs, "pull")
    return theirs


async def test_all_that_changed_is_committed_and_nothing_is_a_success(mine: Path) -> None:
    (mine / "ü b.txt").write_text("x")
    told = await do(mine, "commit", "--amend\n\nnot an option")
    assert (told["changed"], told["files"]) == (True, ["ü b.txt"])
    assert run(mine, "log", "-1", "--format=%H %s") == f"{told['commit']} --amend"
    assert await do(mine, "commit") == {"changed": False, "files": [], "commit": told["commit"]}


async def test_what_is_pushed_here_is_pulled_there(mine: Path) -> None:
    theirs = await both_have(mine)
    assert (theirs / "a.txt").read_text() == "one\n"
    (mine / "b.txt").write_text("x")
    assert (await do(mine, "commit and push"))["files"] == ["b.txt"]
    told = await do(theirs, "pull")
    assert (told["changed"], told["files"]) == (True, ["b.txt"])
    assert [(await do(theirs, verb))["changed"] for verb in ("pull", "push")] == [False, False]


async def test_a_conflict_is_named_and_undone(mine: Path) -> None:
    theirs = await both_have(mine)
    for side, text in ((mine, "mine\n"), (theirs, "theirs\n")):
        (side / "a.txt").write_text(text)
    await do(theirs, "commit and push")
    await do(mine, "commit")
    with pytest.raises(BlockError, match=r"Both sides changed a\.txt"):
        await do(mine, "pull")
    assert ((mine / "a.txt").read_text(), run(mine, "status", "--porcelain")) == ("mine\n", "")
    with pytest.raises(BlockError, match="rejected") as failed:
        await do(mine, "push")
    assert failed.value.hint == "Pull first."


async def test_an_open_conflict_is_never_committed(mine: Path) -> None:
    theirs = await both_have(mine)
    for side, text in ((mine, "mine\n"), (theirs, "theirs\n")):
        (side / "a.txt").write_text(text)
        await do(side, "commit")
    run(theirs, "push", "--quiet")
    subprocess.run(["git", "pull", "--no-rebase"], cwd=mine, check=False, capture_output=True)
    with pytest.raises(BlockError, match=r"A merge waits for you: a\.txt"):
        await do(mine, "commit")


async def test_no_repository_no_folder_and_no_other_side_are_sentences(mine: Path) -> None:
    (mine.parent / "plain").mkdir()
    for folder, verb, said in (
        ("plain", "commit", "plain is no git repository"), ("gone", "pull", "gone does not exist"),
    ):  # fmt: skip
        with pytest.raises(BlockError, match=said):
            await do(mine.parent / folder, verb)
    await both_have(mine)
    run(mine, "remote", "set-url", "origin", "https://ada:hunter2@127.0.0.1:1/x.git")
    with pytest.raises(BlockError) as failed:
        await do(mine, "pull")
    assert failed.value.passing
    assert "hunter2" not in str(failed.value)


async def test_the_preview_counts_and_changes_nothing(mine: Path) -> None:
    (mine / "a.txt").write_text("x")
    shown = await git.previewed(GitConfig(folder=str(mine), message="Notes"), FakeContext(clock=SystemClock()))
    assert shown == f"would commit {mine} with git; 1 file changed now:\nNotes"
    nowhere = await git.previewed(GitConfig(folder=f"{mine}/no", verb="pull"), FakeContext(clock=SystemClock()))
    assert nowhere == f"would pull {mine}/no with git, but now: The folder {mine}/no does not exist."
    assert (run(mine, "status", "--porcelain"), names_in(mine)) == ("?? a.txt", [".git", "a.txt"])
